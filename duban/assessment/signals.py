"""News for rooms above."""

from django.dispatch import Signal

standings_changed = Signal()
"""Standings were computed anew. Sent by Standing, with `period` and `units`: the ids of the units."""
