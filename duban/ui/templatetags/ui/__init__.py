"""The components. A Python signature is the list of attributes: a misspelt one fails when the template compiles.

One builtin library, so no template loads it; the modules only sort the tags by what they show.
"""

from duban.ui.templatetags.ui import charts, fields, heads, objects, states, tables
from duban.ui.templatetags.ui.library import register

__all__ = ["charts", "fields", "heads", "objects", "register", "states", "tables"]
