"""Who looks after channels."""

from django.utils.translation import gettext_lazy as _

from duban.orgs.models import Role
from duban.orgs.permits import permit

KEEPERS = {Role.SYSTEM_ADMIN}
VIEW_CHANNEL = permit("channels.view_channel", _("See channels and what was sent"), roles=KEEPERS)
