"""Duties before they are rows: as a workbook or a pack says them. Lists of packs are started from in any year."""

import calendar
import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.base.errors import BadInput
from duban.duties.models import DueDay, Duty, ResponsibilityList
from duban.duties.recurrence import recurring
from duban.orgs.models import UnitCategory
from duban.packs.patterns import Place, longest, pattern_content, text_faults

NEEDED = ("number", "code", "tag", "group", "title", "standard", "responsible", "basis")
MAY_HAVE = ("days", "evidence_hint", "is_split", "categories")
_DAY = re.compile(r"(\d{1,2})-(\d{1,2})")
_LEAP = 2000
"""A leap year: 02-29 is a day of some year, and becomes the last of February in the others."""
BATCH = 500
LAST_NUMBER = 9999


@dataclass(frozen=True)
class DutyDraft:
    """One duty as somebody wrote it: the fields of Duty, its due days as (label, day), its categories by name."""

    number: int
    code: str
    tag: str
    group: str
    title: str
    standard: str
    responsible: str
    basis: str
    evidence_hint: str = ""
    is_split: bool = False
    days: Sequence[tuple[str, datetime.date]] = ()
    categories: Sequence[str] = ()


def duties_of(said: Mapping[str, Any], year: int) -> list[DutyDraft]:
    """The duties of a pattern with their days in that year."""
    return [
        DutyDraft(
            **{name: duty[name] for name in NEEDED if name != "number"},
            number=int(duty["number"]),
            evidence_hint=duty.get("evidence_hint", ""),
            is_split=duty.get("is_split") == "true",
            days=[each for day in duty["days"] for each in _days_of(day, year)],
            categories=duty.get("categories", []),
        )
        for duty in said["duties"]
    ]


def keep_duties(listed: ResponsibilityList, duties: Sequence[DutyDraft]) -> None:
    """Write these duties in the place of those the list has. A constant number of queries.

    Raises:
        BadInput: a category that does not exist.
    """
    known = {category.name: category for category in UnitCategory.objects.all()}
    unknown = sorted({name for draft in duties for name in draft.categories} - set(known))
    if unknown:
        raise BadInput(_("No such category of units: %(names)s") % {"names": "、".join(unknown)})
    listed.duties.all().delete()
    # All rows of a table at once: a list of three thousand duties is one moment, not a minute under the lock.
    fields = [
        {name: value for name, value in vars(draft).items() if name not in {"days", "categories"}} for draft in duties
    ]
    kept = Duty.objects.bulk_create([Duty(responsibility_list=listed, **each) for each in fields], BATCH)
    pairs = list(zip(kept, duties, strict=True))
    DueDay.objects.bulk_create(
        [DueDay(duty=duty, label=label, due_on=day) for duty, draft in pairs for label, day in draft.days], BATCH
    )
    only_for = Duty.categories.through
    only_for.objects.bulk_create(
        [only_for(duty=duty, unitcategory=known[name]) for duty, draft in pairs for name in draft.categories], BATCH
    )


def _days_of(day: Mapping[str, str], year: int) -> list[tuple[str, datetime.date]]:
    if "every" in day:
        return recurring(day["every"], year) or []
    return [(day.get("label", ""), _day_of(day["due"], year))]


def _day_of(text: str, year: int) -> datetime.date:
    month, day = map(int, text.split("-"))
    return datetime.date(year, month, min(day, calendar.monthrange(year, month)[1]))


def _check(entry: Mapping[str, Any], where: str) -> Iterator[Place]:
    duties = entry.get("duties")
    if not isinstance(duties, list) or not duties:
        yield f"{where} duties", _("not given"), "duties: […]"
        return
    yield from text_faults(entry.get("basis"), f"{where} basis", longest(ResponsibilityList, "basis"))
    seen: dict[str, set[str]] = {"number": set(), "code": set()}
    for place, duty in enumerate(duties, start=1):
        here = f"{where} {place}"
        if not isinstance(duty, dict):
            yield here, str(duty), "{number: 1, code: …, title: …}"
            continue
        yield from _faults(duty, here)
        for name, values in seen.items():
            if str(duty.get(name)) in values:
                yield f"{here} {name}", f"{duty[name]} {_('twice')}", _("each once")
            values.add(str(duty.get(name)))


def _faults(duty: Mapping[str, Any], where: str) -> Iterator[Place]:
    for name in NEEDED:
        yield from text_faults(duty.get(name), f"{where} {name}", longest(Duty, name))
    if duty.get("evidence_hint"):
        yield from text_faults(duty["evidence_hint"], f"{where} evidence_hint", longest(Duty, "evidence_hint"))
    number = duty.get("number")
    if isinstance(number, str) and number and not (number.isdecimal() and int(number) <= LAST_NUMBER):
        yield f"{where} number", number, _("a whole number")
    categories = duty.get("categories", [])
    if not isinstance(categories, list) or not all(isinstance(each, str) for each in categories):
        yield f"{where} categories", str(categories), "[…]"
    for name in sorted(set(duty) - {*NEEDED, *MAY_HAVE}):
        yield f"{where} {name}", _("not known here"), "、".join((*NEEDED, *MAY_HAVE))
    days = duty.get("days")
    if not isinstance(days, list) or not days:
        yield (
            f"{where} days",
            _("not given"),
            _("at least one day, as {due: 06-30}; a duty has a post, a thing and a day"),
        )
        return
    for day in days:
        if isinstance(day, dict) and set(day) == {"every"}:
            if not _recurs(str(day["every"])):
                yield f"{where} days", str(day["every"]), "{every: 每月25日}"
            continue
        due = str(day.get("due") or "") if isinstance(day, dict) else str(day)
        # A plain 06-30 is no day here: it has no place for its label, and starting a list asks for both.
        if not isinstance(day, dict) or not _is_day(due):
            yield f"{where} days", due or _("empty"), "{label: 上半年, due: 06-30}"
        elif day.get("label"):
            yield from text_faults(day["label"], f"{where} days", longest(DueDay, "label"))


def _recurs(words: str) -> bool:
    try:
        return recurring(words, _LEAP) is not None
    except ValueError:
        return False


def _is_day(text: str) -> bool:
    found = _DAY.fullmatch(text)
    if found is None:
        return False
    month, day = int(found[1]), int(found[2])
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(_LEAP, month)[1]


CONTENT = pattern_content("duty_lists", gettext_lazy("responsibility lists to start from"), _check)
