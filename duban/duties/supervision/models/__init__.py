"""Tables of the wing: notices, requests for another day, measures."""

from duban.duties.supervision.models.measures import KINDS, Matter, Measure
from duban.duties.supervision.models.notices import Extension, SupervisionNotice

__all__ = ["KINDS", "Extension", "Matter", "Measure", "SupervisionNotice"]
