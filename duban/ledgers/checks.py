"""What does not hold in a record: each place with what was found and what is expected. Plain checks, no database."""

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from duban.base.privacy import personal_numbers
from duban.ledgers.kinds import Definition, FieldOf
from duban.packs.rules import Rulebook

FIRST_YEAR = 2000
Fault = tuple[str, str, str]
"""Code of the field ('' for the whole), what was found, what is expected."""


@dataclass(frozen=True)
class Entered:
    """A record as it was entered, before anything is written."""

    held_on: datetime.date
    values: Mapping[str, str]
    eligible: int | None = None
    present: int | None = None
    agenda: str = ""
    decisions: tuple[str, ...] = ()
    has_file: bool = False


def faults_of(definition: Definition, entered: Entered, book: Rulebook, today: datetime.date) -> list[Fault]:
    """Everything that does not hold, in the order of the form."""
    return [
        *_day_faults(entered, today),
        *(fault for each in definition.fields for fault in _field_faults(each, entered.values.get(each.code, ""))),
        *_count_faults(definition, entered, book),
        *_share_faults(definition, entered, book),
        *_file_faults(definition, entered),
        *_private_faults(definition, entered),
    ]


def _day_faults(entered: Entered, today: datetime.date) -> Iterator[Fault]:
    first = datetime.date(FIRST_YEAR, 1, 1)
    if not first <= entered.held_on <= today:
        expected = _("from %(first)s to %(last)s") % {"first": first, "last": today}
        yield "held_on", str(entered.held_on), expected


def _field_faults(asked: FieldOf, value: str) -> Iterator[Fault]:
    if not value:
        if asked.required:
            yield asked.code, _("nothing"), asked.name
        return
    match asked.kind:
        case "number":
            least, most = asked.least or 0, asked.most if asked.most is not None else 99_999
            if not re.fullmatch(r"\d{1,6}", value) or not least <= int(value) <= most:
                yield asked.code, value, _("a whole number from %(least)s to %(most)s") % {"least": least, "most": most}
        case "date":
            try:
                datetime.date.fromisoformat(value)
            except ValueError:
                yield asked.code, value, "2026-11-23"
        case "choice":
            if value not in dict(asked.choices):
                yield asked.code, value, "、".join(word for _code, word in asked.choices)
        case "yes_no":
            if value not in ("yes", "no"):
                yield asked.code, value, _("yes or no")
        case _:
            most = asked.most or 500
            if len(value) > most:
                found = _("%(n)s characters") % {"n": len(value)}
                yield asked.code, found, _("at most %(n)s characters") % {"n": most}


def _count_faults(definition: Definition, entered: Entered, book: Rulebook) -> Iterator[Fault]:
    eligible, present = entered.eligible, entered.present
    if eligible is None or present is None:
        if definition.quorum and (entered.decisions or definition.quorum_for == "meeting"):
            yield "present", _("nothing"), _("how many should attend and how many did")
        return
    if present > eligible:
        yield "present", str(present), _("at most %(n)s") % {"n": eligible}
        return
    if definition.quorum and (entered.decisions or definition.quorum_for == "meeting"):
        rule = book.at(definition.quorum, entered.held_on)
        if not has_quorum(present, eligible, rule.number):
            expected = _("more than %(n)s of %(all)s（%(rule)s）") % {
                "n": _share(rule.number * eligible), "all": eligible, "rule": rule.cited,
            }  # fmt: skip
            yield "present", str(present), expected


@dataclass(frozen=True)
class Quorum:
    """Who was there of those who should be, and whether the meeting could decide; both numbers None where nobody entered them."""

    present: int | None
    eligible: int | None
    can_decide: bool
    least: int
    cited: str


def quorum_of(
    definition: Definition, held_on: datetime.date, eligible: int | None, present: int | None, book: Rulebook
) -> Quorum | None:
    """How it stands with the quorum of a meeting, decided or not; None for a kind, or a day, without one."""
    if not definition.quorum:
        return None
    rule = book.find(definition.quorum, held_on)
    if rule is None:
        return None
    if eligible is None or present is None:
        return Quorum(None, None, False, 0, rule.cited)
    least = int(rule.number * eligible) + 1
    return Quorum(present, eligible, has_quorum(present, eligible, rule.number), least, rule.cited)


def has_quorum(present: int, eligible: int, share: Fraction) -> bool:
    """Whether more than this share of those who should be there are there."""
    return present > share * eligible


def _share(number: Fraction) -> str:
    return str(int(number)) if number.denominator == 1 else f"{float(number):.1f}"


def _share_faults(definition: Definition, entered: Entered, book: Rulebook) -> Iterator[Fault]:
    for check in definition.shares:
        given = [entered.values.get(code, "") for code in check.among]
        if not all(value.isdecimal() for value in given):
            continue
        whole, part = sum(map(int, given)), int(entered.values[check.of])
        rule = book.at(check.rule, entered.held_on)
        most = int(rule.number * whole)
        if whole == 0:
            yield check.of, "0", _("at least one in all")
        elif part > most:
            yield check.of, str(part), _("at most %(n)s of %(all)s（%(rule)s）") % {
                "n": most, "all": whole, "rule": rule.cited,
            }  # fmt: skip


def _file_faults(definition: Definition, entered: Entered) -> Iterator[Fault]:
    if definition.attachment and not entered.has_file:
        yield "upload", _("nothing"), _("a file, as %(basis)s asks") % {"basis": definition.attachment}


def _private_faults(definition: Definition, entered: Entered) -> Iterator[Fault]:
    """Personal numbers, wherever they were typed (§14.2)."""
    texts = [
        *entered.values.items(),
        ("agenda", entered.agenda),
        *(("decisions", text) for text in entered.decisions),
    ]
    for code, text in texts:
        for found in personal_numbers(text):
            yield code, str(found), _("a text without personal numbers")
