"""批复: a change of the organisation has a number, the day on which it was approved and the day from which it holds."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from duban.base import clock
from duban.base.errors import BadInput
from duban.orgs.models import Change, ChangedUnit, Unit

WORDS = 300
FIRST = datetime.date(1921, 1, 1)
"""Before it nothing was approved: the year is a slip of the hand."""


@dataclass(frozen=True)
class Approval:
    """One approval.

    Args:
        symbol: as 县直工委〔2026〕12号.
        approved_on, holds_on: the second not before the first; it is entered once it holds, not ahead.
    """

    symbol: str
    approved_on: datetime.date
    holds_on: datetime.date

    def faults(self) -> Iterator[tuple[str, str, str]]:
        """What does not hold, as places of BadInput."""
        today = clock.today()
        if not self.symbol.strip():
            yield _("number of the approval"), _("not given"), _("a number as on the paper")
        if self.approved_on < FIRST:
            yield _("approved on"), str(self.approved_on), _("%(year)s or later") % {"year": FIRST.year}
        if self.approved_on > today:
            yield _("approved on"), str(self.approved_on), _("today or earlier")
        if self.holds_on > today:
            yield _("holds from"), str(self.holds_on), _("today or earlier: it is entered once it holds")
        if self.holds_on < self.approved_on:
            yield _("holds from"), str(self.holds_on), _("the day of the approval or later")

    def enter(self, kind: Change.Kind) -> Change:
        """The change that it approves.

        Raises:
            BadInput: with every fault at once.
        """
        if faults := list(self.faults()):
            raise BadInput(_("The approval does not hold."), places=faults)
        return Change.objects.create(
            kind=kind, symbol=self.symbol.strip(), approved_on=self.approved_on, holds_on=self.holds_on
        )


def concerns(change: Change, unit: Unit, before: object = "", after: object = "") -> None:
    """Let the change stand in the history of the unit."""
    ChangedUnit.objects.create(change=change, unit=unit, before=str(before)[:WORDS], after=str(after)[:WORDS])
