"""What is kept of people, what for, and who sees it: the one place that says so (个人信息保护法 art. 6, 28; domain §9.3).

Pages, exports and 我的信息 are drawn from this table, and a test compares it with the columns of the table of people.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.base import clock
from duban.base.names import spelling_of
from duban.orgs.models import Person
from duban.orgs.permits import PERMITS
from duban.orgs.sealed import SEALED, said
from duban.ui.days import said_day
from duban.ui.shapes import Fact


class Seen(StrEnum):
    """Who sees a field. The person sees all of their own."""

    LIST = "list"
    """Whoever may see the person, in lists and exports too."""
    PAGE = "page"
    """Whoever may see the person, on the person's page only."""
    EDITORS = "editors"
    """Those who may change the person, on the page; statistics count it; never in a list or an export."""
    SEALED = "sealed"
    """As above with the middle hidden; the clear number by the verb show_sealed, which leaves an entry."""
    NOBODY = "nobody"
    """What the machine needs to find and to compare."""


@dataclass(frozen=True)
class Kept:
    """One field."""

    name: str
    why: str | Promise
    seen: Seen


_ROLL = gettext_lazy("roll of party members, party standing, who may vote")
_COUNTS = gettext_lazy("statutory statistics only")
KEPT: tuple[Kept, ...] = (
    Kept("name", gettext_lazy("so that it is clear who is meant"), Seen.LIST),
    Kept("spelling", gettext_lazy("to find the name"), Seen.PAGE),
    Kept("unit", gettext_lazy("where somebody belongs"), Seen.LIST),
    Kept("since_on", gettext_lazy("number of members on a past day"), Seen.PAGE),
    Kept("membership", _ROLL, Seen.LIST),
    Kept("sex", _COUNTS, Seen.EDITORS),
    Kept("born_in", gettext_lazy("structure by age; no day of birth is kept"), Seen.PAGE),
    Kept("ethnic_group", _COUNTS, Seen.EDITORS),
    Kept("education", gettext_lazy("structure by education"), Seen.PAGE),
    Kept("joined_on", _ROLL, Seen.PAGE),
    Kept("converted_on", _ROLL, Seen.PAGE),
    Kept("left_on", gettext_lazy("number of members on a past day"), Seen.PAGE),
    Kept("left_why", gettext_lazy("number of members on a past day"), Seen.PAGE),
    Kept("mobile", gettext_lazy("to reach somebody about a task; may be left out"), Seen.SEALED),
    Kept(
        "identity_number", gettext_lazy("to tell two people of one name apart; off unless a rule says so"), Seen.SEALED
    ),
    Kept("spelled", gettext_lazy("to find the name"), Seen.NOBODY),
    Kept("identity_digest", gettext_lazy("to find duplicates"), Seen.NOBODY),
)


def sees(user: Any, person: Person) -> set[Seen]:
    """Which fields of this person somebody sees, who may see the person at all."""
    seen = {Seen.LIST, Seen.PAGE}
    if user.person_id == person.pk or PERMITS["orgs.change_person"].allows(user, person):
        seen |= {Seen.EDITORS, Seen.SEALED}
    return seen


HEAD = ("name", "unit", "membership")
"""What the head of a person's page says already."""


def facts_of(person: Person, user: Any) -> list[Fact]:
    """What is kept of the person beside the head of the page, as far as this somebody sees it; empty fields are left out."""
    seen = sees(user, person)
    shown = [Fact(label(each.name), said) for each, said in _said(person, seen) if said and each.name not in HEAD]
    return [*shown, *_standing(person)]


def rows_of(person: Person) -> list[tuple[str, str, str]]:
    """(what, value, what for) of everything that is kept of the person, for the person; '' when nothing is."""
    return [
        (label(each.name), said, str(each.why))
        for each, said in _said(person, set(Seen))
        if said or each.name not in ("left_on", "left_why")
    ]


def label(name: str) -> str:
    """What the field is called."""
    return str(Person._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def _said(person: Person, seen: set[Seen]) -> Iterator[tuple[Kept, str]]:
    # Who sees it is asked first: a number is opened for those who see it, and no other page needs its key.
    for each in KEPT:
        if each.seen in seen - {Seen.NOBODY}:
            yield each, _value(person, each.name)


def _value(person: Person, name: str) -> str:
    if name in SEALED:
        return said(person, name)
    if name == "spelling":
        return person.spelling or spelling_of(person.name)
    if name == "unit":
        return person.unit.name
    value = getattr(person, name)
    if isinstance(value, datetime.date):
        return said_day(value)
    return str(getattr(person, f"get_{name}_display")() if hasattr(person, f"get_{name}_display") else value or "")


def _standing(person: Person) -> list[Fact]:
    years = person.standing_years(clock.today())
    return [] if years is None else [Fact(_("party standing"), _("%(n)s years") % {"n": years})]
