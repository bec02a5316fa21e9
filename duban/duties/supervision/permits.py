"""Who may see notices. Who may do what stands on each verb."""

from django.utils.translation import gettext_lazy as _

from duban.orgs.models import Role
from duban.orgs.permits import BUSINESS, COMMITTEE, UNIT, permit

ISSUERS = COMMITTEE | UNIT
"""Who supervises at a body; the verbs ask it at the body that issued the notice."""
OFFICERS = frozenset({Role.COMMITTEE_ADMIN, Role.UNIT_CADRE})
LEADERS = frozenset({Role.COMMITTEE_LEADER, Role.UNIT_SECRETARY})

VIEW_NOTICE = permit("supervision.view_notice", _("See supervision notices and what became of them"), roles=BUSINESS)
VIEW_NOTICE_DRAFT = permit(
    "supervision.view_notice_draft", _("See drafts of supervision notices"), roles=ISSUERS, unit="issuer"
)
VIEW_EXTENSION = permit(
    "supervision.view_extension", _("See requests for another day"), roles=BUSINESS, unit="notice__unit"
)
VIEW_MEASURE = permit("supervision.view_measure", _("See measures of supervision"), roles=BUSINESS)
VIEW_CONFERENCE = permit(
    "supervision.view_conference", _("See joint conferences and what they decided"), roles=BUSINESS, upward=True
)
