"""Who looks after background work."""

from django.utils.translation import gettext_lazy as _

from duban.orgs.models import Role
from duban.orgs.permits import permit

VIEW_JOB = permit("background.view_job", _("See background work"), roles={Role.SYSTEM_ADMIN}, unit="")
