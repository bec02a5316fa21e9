"""预警问题清单: what is asked for in the address, and what the pages of warnings show."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.forms import Form
from django.http import FileResponse, HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duban.asks.forms import NoteWarning
from duban.asks.models import WarningNote
from duban.asks.permits import VIEW_WARNING
from duban.asks.warnings import (
    OpenWarning,
    WarningKind,
    Warnings,
    Watch,
    warning_counts,
    warning_kinds,
    warnings_found,
)
from duban.audit.models import Entry
from duban.base import clock
from duban.orgs.export import workbook
from duban.orgs.ledger import address_with
from duban.orgs.models import Unit
from duban.orgs.panels import Card
from duban.orgs.permits import PERMITS
from duban.orgs.queries import units_for
from duban.packs.citations import cite
from duban.ui.shapes import Chip, Event, Fact, Link

PAGE = 100
ON_CARD = 5
NOTED = 200
"""How many notes on an organisation's warnings are looked through for those on one of them."""
STANDS = ("", "over", "near")


@dataclass(frozen=True)
class Line:
    """One warning as the list shows it: its days in a word, and what somebody said is done about it."""

    warning: OpenWarning
    stand: str
    days: str
    note: WarningNote | None

    @property
    def url(self) -> str:
        """Its own page, where one says that it is being dealt with."""
        return f"{reverse('warning')}?{urlencode({'key': self.warning.key})}"


def line_of(warning: OpenWarning, day: datetime.date, notes: dict[str, WarningNote]) -> Line:
    """The warning with its days: over in red, coming in amber, without a day neither."""
    left = warning.days_left(day)
    if left is None:
        stand, days = "none", ""
    elif left < 0:
        stand, days = "late", ngettext("over by %(n)s day", "over by %(n)s days", -left) % {"n": -left}
    else:
        stand, days = "soon", ngettext("%(n)s day left", "%(n)s days left", left) % {"n": left}
    return Line(warning, stand, days, notes.get(warning.key))


@dataclass(frozen=True)
class WarningList:
    """The warnings of one person as the address asks for them. `fitting` are those before kind and stand are chosen."""

    fitting: Warnings
    shown: Warnings
    group: str
    kind: str
    stand: str
    words: str
    unit: Unit | None
    day: datetime.date

    def groups(self, page: Page) -> list[tuple[str, int, list[Line]]]:
        """The lines of one page under their kinds: (what is amiss, how many there are of it in all, lines). One query."""
        notes, counts = notes_on(page.object_list, self.day), self.shown.counts()
        found: dict[WarningKind, tuple[str, int, list[Line]]] = {}
        for each in page.object_list:
            kind = each.kind
            found.setdefault(kind, (str(kind.label), counts[kind], []))[2].append(line_of(each, self.day, notes))
        return list(found.values())


def notes_on(warnings: Iterable[OpenWarning], day: datetime.date) -> dict[str, WarningNote]:
    """What is said about these and has not expired, by key. One query."""
    found = WarningNote.objects.filter(key__in=[each.key for each in warnings], until_on__gte=day)
    return {note.key: note for note in found}


def digest_of(watch: Watch) -> list[tuple[str, int, str]]:
    """(heading, how many, address) of each heading under which there are warnings: one line on the first page (AF-11)."""
    if not VIEW_WARNING.reach(watch.user):
        return []
    found: dict[str, tuple[str, int, str]] = {}
    for kind, count in warning_counts(watch).items():
        _word, so_far, url = found.get(kind.group_code, ("", 0, f"{reverse('warning_list')}?group={kind.group_code}"))
        found[kind.group_code] = (str(kind.group), so_far + count, url)
    return list(found.values())


def unit_card(unit: Unit, user: Any, day: datetime.date) -> Card | None:
    """On the page of a unit: what is amiss there and below. Of a unit with others below it the page fetches it when it
    stands, for it reckons them all. None on a past day or when nothing is."""
    if day != clock.today():
        return None
    if unit.numchild:
        return Card(_("Warnings"), "asks/unit_card.html#later", {"unit": unit}, url=_list_of(unit))
    return reckoned_card(unit, user, day)


def reckoned_card(unit: Unit, user: Any, day: datetime.date) -> Card | None:
    """The warnings of a unit and those below it, the longest over first; None when there are none."""
    found = warnings_found(Watch(user, day, within=unit))
    if not found:
        return None
    context = {"lines": [line_of(each, day, {}) for each in found[:ON_CARD]]}
    return Card(
        _("Warnings"), "asks/unit_card.html", context, len(found), _list_of(unit), _("All %(n)s") % {"n": len(found)}
    )


def _list_of(unit: Unit) -> str:
    return f"{reverse('warning_list')}?unit={unit.pk}"


def warning_list_of(request: HttpRequest) -> WarningList:
    """The warnings that fit the address: unit and words first, then the heading or kind and how they stand."""
    asked, day = request.GET, clock.today()
    unit, is_asked = None, asked.get("unit", "").isdecimal()
    if is_asked:
        unit = units_for(request.user).filter(pk=asked["unit"]).first()
    # An organisation that is not there, or not for this person, has no warnings.
    found = Warnings(()) if is_asked and unit is None else warnings_found(Watch(request.user, day, within=unit))
    if words := asked.get("q", "").strip()[:60]:
        found = Warnings(each for each in found if words in each.unit.name or words in str(each.say))
    group, kind, stand = asked.get("group", ""), asked.get("kind", ""), asked.get("stand", "")
    shown = found.only(
        lambda of, due_on: (
            (not group or of.group_code == group) and (not kind or of.code == kind) and _fits(due_on, stand, day)
        )
    )
    return WarningList(found, shown, group, kind, stand if stand in STANDS else "", words, unit, day)


def _fits(due_on: datetime.date | None, stand: str, day: datetime.date) -> bool:
    if stand == "over":
        return due_on is not None and due_on < day
    if stand == "near":
        return due_on is not None and due_on >= day
    return True


def warning_list_page(request: HttpRequest, found: WarningList) -> dict[str, Any]:
    """The list: chips with counts, one page of lines under their kinds, the way to take exactly these out."""
    page = Paginator(found.shown, PAGE).get_page(request.GET.get("page"))
    return {
        "found": found,
        "page": page,
        "groups": found.groups(page),
        "headings": _headings(request, found),
        "kinds": _kinds(request, found),
        "stands": _stands(request, found),
        "export_url": address_with(request, **{"as": "xlsx"}),
    }


def _headings(request: HttpRequest, found: WarningList) -> list[Chip]:
    chips = [
        Chip(_("all"), address_with(request, group="", kind=""), not (found.group or found.kind), len(found.fitting))
    ]
    counts: dict[str, int] = {}
    for kind, number in found.fitting.counts().items():
        counts[kind.group_code] = counts.get(kind.group_code, 0) + number
    for code, word in {kind.group_code: kind.group for kind in warning_kinds()}.items():
        if code in counts:
            chips.append(Chip(word, address_with(request, group=code, kind=""), found.group == code, counts[code]))
    return chips


def _kinds(request: HttpRequest, found: WarningList) -> list[Chip]:
    """The kinds under the chosen heading, when there are several."""
    here = found.group or found.kind.split(".", 1)[0]
    counts = {kind: number for kind, number in found.fitting.counts().items() if kind.group_code == here}
    chips = [
        Chip(kind.label, address_with(request, group=here, kind="" if kind.code == found.kind else kind.code), kind.code == found.kind, count)
        for kind, count in counts.items()
    ]  # fmt: skip
    return chips if len(chips) > 1 or found.kind else []


def _stands(request: HttpRequest, found: WarningList) -> list[Chip]:
    words = {"": _("over and coming"), "over": _("over"), "near": _("coming")}
    return [Chip(words[name], address_with(request, stand=name), found.stand == name) for name in STANDS]


def warning_workbook(found: WarningList) -> FileResponse:
    """Exactly the warnings that are filtered, in the order in which they stand."""
    heads = [
        (_("organisation"), 36), (_("what is amiss"), 18), (_("in words"), 44), (_("basis"), 40), (_("due on"), 12),
        (_("days"), 14), (_("whose"), 18), (_("what is done"), 30), (_("done by"), 12),
    ]  # fmt: skip
    shown = list(found.shown)
    notes = notes_on(shown, found.day) if shown else {}
    lines = (line_of(each, found.day, notes) for each in shown)
    rows = (
        [
            line.warning.unit.name, str(line.warning.kind.label), str(line.warning.say), line.warning.cited,
            line.warning.due_on, line.days, str(line.warning.owner), line.note and line.note.text, line.note and line.note.until_on,
        ]
        for line in lines
    )  # fmt: skip
    return workbook(_("Warnings"), heads, rows)


def warning_page(warning: OpenWarning, user: Any, form: Form | None = None) -> dict[str, Any]:
    """One warning: what it rests on, the page where it is mended, and the note that somebody deals with it."""
    day = clock.today()
    line = line_of(warning, day, notes_on([warning], day))
    may = PERMITS["asks.note_warning"].allows(user, warning.unit)
    initial = {"text": line.note.text, "until_on": line.note.until_on} if line.note else {}
    return {
        "line": line,
        "warning": warning,
        "crumb": [Link(_("Warnings"), reverse("warning_list")), Link(warning.kind.label)],
        "facts": [
            Fact(_("organisation"), warning.unit.name, reverse("unit", args=[warning.unit.pk])),
            Fact(_("rule"), f"{warning.rule.title} {warning.rule.value}{warning.rule.unit}" if warning.rule else ""),
            Fact(_("basis"), cite(warning.cited, user)),
            Fact(_("due on"), str(warning.due_on or "")),
            Fact(_("whose"), warning.owner),
        ],
        "form": (form or NoteWarning(initial=initial)) if may else None,
        "events": _events(warning),
    }


def _events(warning: OpenWarning) -> list[Event]:
    """Every note that stood beside it, newest first. One query."""
    entries = Entry.objects.filter(subject=warning.unit.key, verb="asks.note_warning").order_by("-number")[:NOTED]
    return [
        Event(PERMITS[entry.verb].label, entry.by_name, entry.at, reason=entry.detail["note"][1])
        for entry in entries
        if entry.detail["warning"][1] == warning.key
    ]
