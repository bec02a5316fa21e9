"""Who may see terms. Who may do what stands on each verb."""

from django.utils.translation import gettext_lazy as _

from duban.orgs.models import Role
from duban.orgs.permits import BUSINESS, UNIT, permit

VIEW_TERM = permit("terms.view_term", _("See terms and elections"), roles=BUSINESS)
# The branch asks, the unit's committee or the work committee answers: its own request nobody approves.
ASKERS = UNIT | {Role.BRANCH_SECRETARY}
APPROVERS = {Role.COMMITTEE_ADMIN}
