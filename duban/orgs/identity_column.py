"""The identity number in the workbook of people: a column only while a rule keeps such numbers, and never one that goes out.

It is checked as on the page, kept in cipher, and of what was sent the comparison keeps the number with its middle hidden.
One that is kept already changes on the page of the person, where each look at it stands in the trail.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from duban.base import clock
from duban.base.crypto import digests
from duban.base.identity import faults_of
from duban.base.privacy import masked
from duban.base.workbook.cells import Wrong
from duban.base.workbook.kinds import Identity
from duban.base.workbook.sheet import Column, Sheet
from duban.orgs.house_rules import identity_is_kept
from duban.orgs.models import Person
from duban.orgs.sealed import bound_to

IDENTITY, IDENTITY_DIGEST = "identity_number", "identity_digest"
COLUMN = Column(
    IDENTITY, "身份证号", Identity(), _("Kept in cipher, to tell people of one name apart; it never goes out with a workbook"), "", 22,
    is_private=True,
)  # fmt: skip


def with_identity(sheet: Sheet) -> Sheet:
    """The sheet with the column, while a rule keeps identity numbers. One query."""
    if not identity_is_kept(clock.today()):
        return sheet
    line = _(
        "No mobile numbers or addresses, and no identity number but in its own column: rows that hold them are not taken."
    )
    return replace(sheet, columns=(*sheet.columns, COLUMN), guide=(line,))


class Numbers:
    """The identity numbers that are kept, as digests, and those of the workbook. One query, when the first is asked about."""

    def __init__(self) -> None:
        self._kept: dict[str, int] | None = None
        self._seen: set[str] = set()

    def faults(self, kept: Mapping[str, Any], obj: Any | None) -> Iterator[tuple[str, Wrong]]:
        """What does not hold of the number of a row."""
        number = kept[IDENTITY]
        if self._kept is None:
            self._kept = dict(Person.objects.exclude(identity_digest="").values_list("identity_digest", "pk"))
        own = obj.pk if obj is not None else None
        holders = {self._kept[each] for each in digests(number, bound=bound_to(IDENTITY)) if each in self._kept}
        if own in holders:
            return
        if obj is not None and obj.identity_number:
            yield (
                IDENTITY,
                Wrong(masked(number), gettext("the number that is kept; it changes on the page of the person")),
            )
            return
        born_in, sex = kept.get("born_in") or "", kept.get("sex") or ""
        wrong = faults_of(number, today=clock.today(), born_in=born_in, sex=sex)
        yield from ((IDENTITY, Wrong(masked(number), each)) for each in wrong)
        if not wrong and (holders or number in self._seen):
            # Whose it is stays unsaid: it may be somebody of a unit that is not one's to see.
            expected = gettext("a number that is not kept already: perhaps the membership is to be transferred")
            yield IDENTITY, Wrong(masked(number), expected)
        self._seen.add(number)
