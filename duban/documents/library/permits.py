"""Who may read and who may publish. What the units above have issued binds those below, so it is read there too."""

from django.utils.translation import gettext_lazy as _

from duban.orgs.models import Role
from duban.orgs.permits import BUSINESS, UNIT, permit

VIEW_DOCUMENT = permit("library.view_document", _("Read the library"), roles=BUSINESS, upward=True)
PUBLISHERS = {Role.COMMITTEE_ADMIN} | UNIT
