"""Who may see warnings at all. Which ones, each kind says itself; who may note something stands on the verb."""

from django.utils.translation import gettext_lazy as _

from duban.orgs.models import Role
from duban.orgs.permits import BUSINESS, UNIT, permit

VIEW_WARNING = permit("asks.view_warning", _("See warnings"), roles=BUSINESS, unit="")
NOTERS = UNIT | {Role.BRANCH_SECRETARY, Role.COMMITTEE_ADMIN}
