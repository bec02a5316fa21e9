"""News for rooms above, sent by hand in an action and inside its transaction."""

from django.dispatch import Signal

tasks_changed = Signal()
"""Tasks were made or moved on. Sent by Task, with `units`: the set of ids of the units that answer for them."""
