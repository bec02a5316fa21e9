"""News for rooms above, sent inside the transaction of the action."""

from django.dispatch import Signal

categories_changed = Signal()
"""These `units` (a set of ids) are of another category from now on. Sent by Unit, after it was written."""

units_ending = Signal()
"""These `units` are about to be merged or dissolved. Sent by Unit, before anything is written.

Whoever will close or hand over what is open locks it now, all of it in the order of its keys.
"""

unit_ended = Signal()
"""A unit was merged into another or dissolved. Sent by Unit, with `unit`, `heir` (who takes over; None when nobody does),
`change` (the approved change: symbol and the day from which it holds) and `by`.

The tree has changed already: the unit stands below its heir. Whoever asks something of units closes or hands over what is
open; what was done stays with the unit.
"""

people_moved = Signal()
"""People belong to another unit from a day on: transferred, come again, or brought there by a change of their unit. Sent by
Person, with `people`, `unit` (where they are now), `since_on`, `reason` (the symbol of the change, "" without one) and `by`.

They have moved already. Whoever keeps something open for a person lets it follow; what was done stays where it was done.
"""

step_taken_back = Signal()
"""The last step of a person's way is about to be taken back. Sent by Person, with `person` (as the step left them), `moved`
(whether it led to another organisation, which is `person.unit`), `membership` (what it made of them, "" when it changed none),
`since_on` (the day from which it held), `entered_at` and `by`.

Whoever keeps something that rests on the step raises a Conflict that says what: the step stays then.
"""

membership_asked = Signal()
"""Somebody is about to become a member, or none, by hand. Sent by Person, with `person` and `membership`.

Whoever knows a reason why it is not entered so returns the sentence that says what is expected instead.
"""
