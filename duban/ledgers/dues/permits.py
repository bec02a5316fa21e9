"""Who may see dues. What a single member owes is seen in the own unit only; the committee sees totals."""

from django.utils.translation import gettext_lazy as _

from duban.orgs.models import Role
from duban.orgs.permits import BUSINESS, UNIT, permit

# What somebody owes lets a wage be guessed: it stays with those who collect it.
RECORDERS = UNIT | {Role.BRANCH_SECRETARY}
VIEW_TOTALS = permit("dues.view_totals", _("See the totals of dues of each branch"), roles=BUSINESS, unit="")
VIEW_DUES = permit("dues.view_dues", _("See the dues of a branch, member by member"), roles=RECORDERS, unit="")
VIEW_MEMBER = permit("dues.view_member_dues", _("See the dues of one member"), roles=RECORDERS)
VIEW_MONTHLY_DUE = permit(
    "dues.view_monthly_due", _("See what a member owes a month"), roles=RECORDERS, unit="person__unit"
)
