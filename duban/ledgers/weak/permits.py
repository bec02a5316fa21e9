"""Who may see the register. Who may do what stands on each verb."""

from django.utils.translation import gettext_lazy as _

from duban.orgs.models import Role
from duban.orgs.permits import BUSINESS, UNIT, permit

VIEW_WEAK = permit("weak.view_weak", _("See weak organisations"), roles=BUSINESS)
DECIDES = {Role.COMMITTEE_ADMIN}
PLANS = UNIT | {Role.COMMITTEE_ADMIN, Role.BRANCH_SECRETARY}
