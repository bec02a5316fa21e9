"""Names as an office uses them: found by spelling, put in order by strokes."""

from duban.base.names.spelling import initials_of, sounds, spelled, spelling_of
from duban.base.names.strokes import by_strokes, in_stroke_order

__all__ = ["by_strokes", "in_stroke_order", "initials_of", "sounds", "spelled", "spelling_of"]
