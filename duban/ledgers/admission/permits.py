"""Who may see candidates. Leaders and assessors see counts, not people."""

from django.utils.translation import gettext_lazy as _

from duban.orgs.models import Role
from duban.orgs.permits import BUSINESS, UNIT, permit

# The branch records its own steps; what the superior committee decides is recorded there, with the number of the document.
RECORDERS = UNIT | {Role.BRANCH_SECRETARY}
DECIDERS = UNIT | {Role.COMMITTEE_ADMIN}
VIEW_ADMISSION = permit("admission.view_admission", _("See candidates and their steps"), roles=RECORDERS | DECIDERS)
VIEW_STEPS = permit(
    "admission.view_steps",
    _("See the recorded steps of candidates"),
    roles=RECORDERS | DECIDERS,
    unit="admission__unit",
)
VIEW_UNIT = permit(
    "admission.view_unit_admissions", _("See the candidates of an organisation"), roles=RECORDERS | DECIDERS, unit=""
)
VIEW_COUNTS = permit("admission.view_counts", _("See how many candidates are at each stage"), roles=BUSINESS, unit="")
