"""Tables of the wing: notices and requests for another day."""

from duban.duties.supervision.models.notices import Extension, SupervisionNotice

__all__ = ["Extension", "SupervisionNotice"]
