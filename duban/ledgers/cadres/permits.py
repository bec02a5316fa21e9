"""Who may see what of cadres. Who may do what stands on each verb."""

from django.utils.translation import gettext_lazy as _

from duban.orgs.models import Role
from duban.orgs.permits import BUSINESS, COMMITTEE, UNIT, permit

KEEPERS = UNIT | {Role.COMMITTEE_ADMIN}
"""Who keeps the pool: the unit's own people, and the committee's officer for all."""
SECRETARY = {Role.UNIT_SECRETARY, Role.COMMITTEE_ADMIN}
"""Who answers for persons: the unit's secretary, and the committee's officer."""
ORGANISERS = KEEPERS | {Role.BRANCH_SECRETARY}

VIEW_CADRE = permit("cadres.view_cadre", _("See who does party affairs"), roles=COMMITTEE | UNIT, unit="post__unit")
VIEW_STAFFING = permit("cadres.view_staffing", _("See how units are staffed"), roles=COMMITTEE | UNIT, unit="")
VIEW_FILING = permit("cadres.view_filing", _("See filings of heads of the party office"), roles=COMMITTEE | UNIT)
VIEW_HAND_OVER = permit(
    "cadres.view_hand_over", _("See hand-overs of posts"), roles=BUSINESS, own=["giver_id", "taker_id"]
)
VIEW_TRAINING = permit("cadres.view_training", _("See the training plan"), roles=BUSINESS, upward=True)
VIEW_GAPS = permit("cadres.view_gaps", _("See who still lacks a class"), roles=BUSINESS, unit="post__unit")
# Nobody but the person, the secretary of the unit and the committee: not the colleagues who do the unit's party affairs.
VIEW_DUTY_RECORD = permit(
    "cadres.view_duty_record", _("See the duty record of a cadre"), roles=COMMITTEE | {Role.UNIT_SECRETARY}, own=["pk"]
)
VIEW_OBJECTION = permit(
    "cadres.view_objection", _("See an objection to a duty record"), roles=SECRETARY, own=["person_id"]
)
VIEW_SECONDMENT = permit("cadres.view_secondment", _("See approved secondments"), roles=COMMITTEE | UNIT)
