"""Who may see schemes and standings. A unit's standing is for those who answer for it and for the committee (AF-2)."""

from django.utils.translation import gettext_lazy as _

from duban.orgs.models import Role
from duban.orgs.permits import BUSINESS, COMMITTEE, UNIT, permit

VIEW_SCHEME = permit(
    "assessment.view_scheme", _("See published schemes"), roles=BUSINESS | {Role.ASSESSOR}, upward=True
)
VIEW_STANDING = permit("assessment.view_standing", _("See where a unit stands"), roles=COMMITTEE | UNIT)
VIEW_MATRIX = permit("assessment.view_matrix", _("See all units by all indicators"), roles=COMMITTEE)
