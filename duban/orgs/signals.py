"""News for rooms above, sent inside the transaction of the action."""

from django.dispatch import Signal

unit_ended = Signal()
"""A unit was merged into another or dissolved. Sent by Unit, with `unit`, `heir` (who takes over; None when nobody does),
`change` (the approved change: symbol and the day from which it holds) and `by`.

The tree has changed already: the unit stands below its heir. Whoever asks something of units closes or hands over what is
open; what was done stays with the unit.
"""
