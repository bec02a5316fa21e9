"""The work calendar: which days are worked, from the table; years as content of packs; next year's notice, pasted."""

import datetime
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.base import clock
from duban.base.errors import BadInput
from duban.base.workdays import DAY, WorkCalendar
from duban.packs.contents import Content, Item, Said
from duban.packs.models import WorkCalendarDay, WorkCalendarYear


def work_calendar() -> WorkCalendar:
    """The calendar of this installation. One query."""
    rows = list(WorkCalendarYear.objects.order_by().values_list("year", "days__day", "days__is_workday"))
    return WorkCalendar(
        days={day: worked for _year, day, worked in rows if day},
        confirmed=frozenset(year for year, _day, _worked in rows),
    )


# ---------------------------------------------------------------- as content of packs


def _read(document: Any, where: str) -> list[Item]:
    rows = document.get("years") if isinstance(document, dict) else None
    if not isinstance(rows, list):
        raise BadInput(_("The pack does not hold."), places=[(where, _("no list"), "years: […]")])
    return [_item(row, f"{where} {row.get('year', number)}") for number, row in enumerate(rows, start=1)]


def _item(row: dict[str, Any], place: str) -> Item:
    year = str(row.get("year", ""))
    if not re.fullmatch(r"20\d\d", year):
        raise BadInput(_("The pack does not hold."), places=[(place, year or _("not given"), "year: 2026")])
    days: dict[str, list[Any]] = {}
    for each in row.get("off", []):
        first, last = (_day(year, each.get(name, ""), place) for name in ("from", "to"))
        days |= {str(first + n * DAY): [False, each.get("name", "")] for n in range((last - first).days + 1)}
    for text in row.get("work", []):
        days[str(_day(year, text, place))] = [True, ""]
    said = {"year": year, "notice": row.get("notice", ""), "days": days}
    return Item(year, _("%(year)s, %(n)s days") % {"year": year, "n": len(days)}, said)


def _day(year: str, month_and_day: str, place: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(f"{year}-{month_and_day}")
    except ValueError:
        raise BadInput(_("The pack does not hold."), places=[(place, month_and_day, "10-01")]) from None


def _present(codes: Collection[str]) -> dict[str, Said]:
    years = WorkCalendarYear.objects.filter(year__in=[int(code) for code in codes]).prefetch_related("days")
    return {
        str(year.year): {
            "year": str(year.year),
            "notice": year.notice,
            "days": {str(day.day): [day.is_workday, day.name] for day in year.days.all()},
        }
        for year in years
    }


def _write(items: Sequence[Item]) -> None:
    for item in items:
        keep_year(int(item.said["year"]), item.said["notice"], item.said["days"])


def keep_year(year: int, notice: str, days: dict[str, list[Any]]) -> WorkCalendarYear:
    """The year with exactly these days: ISO day → [worked, name]."""
    kept, _new = WorkCalendarYear.objects.update_or_create(year=year, defaults={"notice": notice})
    kept.days.all().delete()
    WorkCalendarDay.objects.bulk_create(
        WorkCalendarDay(year=kept, day=day, is_workday=worked, name=name) for day, (worked, name) in days.items()
    )
    return kept


def changes_to(year: int, days: Mapping[str, list[Any]]) -> list[tuple[str, str, str]]:
    """What entering the year with these days would change: (day, as it is entered, as it would be). Empty for a new year."""
    kept = WorkCalendarYear.objects.filter(year=year).first()
    if kept is None:
        return []
    before = {str(each.day): [each.is_workday, each.name] for each in kept.days.all()}
    return [
        (day, _said(before.get(day)), _said(days.get(day)))
        for day in sorted({*before, *days})
        if before.get(day) != days.get(day)
    ]


def _said(day: list[Any] | None) -> str:
    if day is None:
        return _("as Monday to Friday")
    worked, name = day
    return _("worked") if worked else _("off (%(name)s)") % {"name": name}


def _remove(codes: Collection[str]) -> None:
    WorkCalendarYear.objects.filter(year__in=[int(code) for code in codes]).delete()


_uses: list[tuple[str | Promise, Callable[[], Collection[int]]]] = []


def use_years(word: str | Promise, years: Callable[[], Collection[int]]) -> None:
    """A room's days rest on the calendar of these years: they stay when the pack that brought them goes.

    Args:
        word: of what, for people.
        years: the years of days that the room reckons with.
    """
    if all(known is not years for _word, known in _uses):
        _uses.append((word, years))


def _in_use(codes: Collection[str]) -> dict[str, str]:
    """Years in use: this one and the next, by which every day is reckoned, and those that a room names."""
    found: dict[str, str] = {}
    this = clock.today().year
    for word, years in [(_("deadlines and reminders"), lambda: (this, this + 1)), *_uses]:
        for code in set(codes) & {str(year) for year in years()}:
            found.setdefault(code, str(word))
    return found


CONTENT = Content(
    name="calendar",
    label=gettext_lazy("work calendar"),
    read=_read,
    present=_present,
    write=_write,
    remove=_remove,
    in_use=_in_use,
    place=20,
)


# ---------------------------------------------------------------- a notice that is pasted

_NAMES = "元旦|春节|清明节|劳动节|端午节|中秋节|国庆节"
_NAME = re.compile(rf"(?:[一二三四五六七八九十]+、)?((?:{_NAMES})(?:、(?:{_NAMES}))*)[：:]")
_RANGE = re.compile(r"(\d{1,2})月(\d{1,2})日(?:（[^）]*）)?至(?:(\d{1,2})月)?(\d{1,2})日")
_WORK = re.compile(r"((?:\d{1,2}月\d{1,2}日(?:（[^）]*）)?[、和]?)+)上班")
_ONE = re.compile(r"(\d{1,2})月(\d{1,2})日")
_WEEKDAY = re.compile(r"(\d{1,2})月(\d{1,2})日（(?:周|星期)([一二三四五六日])")


def days_of_notice(text: str, year: int) -> dict[str, list[Any]]:
    """What a notice of holidays says, as `keep_year` takes it.

    Understood: "一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。", one paragraph a holiday.

    Raises:
        BadInput: no holiday is found, a day that does not exist or is another day of the week in that year, or fewer
            holidays than the seven of the year.
    """
    days: dict[str, list[Any]] = {}
    found = list(_NAME.finditer(text))
    for number, head in enumerate(found):
        part = text[head.end() : found[number + 1].start() if number + 1 < len(found) else len(text)]
        days |= dict(_of_part(head.group(1), part, year))
    wrong = [
        (f"{month}月{day}日", f"周{word}", f"周{'一二三四五六日'[right]}")
        for month, day, word in _WEEKDAY.findall(text)
        for right in [_date(year, month, day, _("notice")).weekday()]
        if "一二三四五六日"[right] != word
    ]
    if wrong:
        raise BadInput(
            _("The days of the week do not fit the year: is it the notice of %(year)s?") % {"year": year}, places=wrong
        )
    named = {name for head in found for name in head.group(1).split("、")}
    absent = [name for name in _NAMES.split("|") if name not in named]
    if absent:
        raise BadInput(
            _("The notice is not understood as a whole."),
            places=[(name, _("not found"), f"{name}：…月…日（周…）至…日（周…）放假，共…天。") for name in absent],
        )
    return days


def _of_part(name: str, part: str, year: int) -> Iterator[tuple[str, list[Any]]]:
    worked = "".join(_WORK.findall(part))
    rest = _WORK.sub("", part)
    spans = [(a, b, c or a, d) for a, b, c, d in _RANGE.findall(rest)]
    if not spans:
        spans = [(a, b, a, b) for a, b in _ONE.findall(rest)[:1]]
    for month, day, last_month, last_day in spans:
        first, last = _date(year, month, day, name), _date(year, last_month, last_day, name)
        for n in range((last - first).days + 1):
            yield str(first + n * DAY), [False, name]
    for month, day in _ONE.findall(worked):
        yield str(_date(year, month, day, name)), [True, ""]


def _date(year: int, month: str, day: str, name: str) -> datetime.date:
    try:
        return datetime.date(year, int(month), int(day))
    except ValueError:
        raise BadInput(
            _("The notice is not understood as a whole."),
            places=[(name, f"{month}月{day}日", _("a day of %(year)s") % {"year": year})],
        ) from None
