"""Tables of the wing: notices, requests for another day, measures, joint conferences."""

from duban.duties.supervision.models.conferences import ConferenceMember, ConferenceTask, JointConference
from duban.duties.supervision.models.measures import KINDS, Matter, Measure
from duban.duties.supervision.models.notices import Extension, SupervisionNotice

__all__ = [
    "KINDS",
    "ConferenceMember",
    "ConferenceTask",
    "Extension",
    "JointConference",
    "Matter",
    "Measure",
    "SupervisionNotice",
]
