"""Who may see issues. Who may do what stands on each verb."""

from django.utils.translation import gettext_lazy as _

from duban.orgs.models import Role
from duban.orgs.permits import BUSINESS, UNIT, permit

VIEW_ISSUE = permit("issues.view_issue", _("See issues and how they are rectified"), roles=BUSINESS)
RAISERS = UNIT | {Role.COMMITTEE_ADMIN}
"""Who raises an issue of a unit below closes it too; the verbs ask it at the body that raised it."""
