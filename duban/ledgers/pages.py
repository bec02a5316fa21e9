"""What the pages of records show."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from duban.audit.queries import history_of
from duban.base import clock
from duban.ledgers import forms
from duban.ledgers.checks import Quorum, quorum_of
from duban.ledgers.content import Content, numbers_of
from duban.ledgers.forms import RecordForm
from duban.ledgers.kinds import SHEET_CODE, Definition, current_kinds, definition_of, rule_words
from duban.ledgers.life import Cell, Stand, period_at
from duban.ledgers.models import LedgerRecord, RecordKind
from duban.ledgers.queries.life import now_of, owings, reckoner
from duban.ledgers.queries.records import (
    RecordFilter,
    filtered,
    in_short,
    kinds_to_enter,
    last_of,
    newest_of,
    records_for,
    units_to_enter,
)
from duban.ledgers.roster import roster_of
from duban.ledgers.serving import Serves, servable
from duban.orgs.models import Unit
from duban.orgs.permits import PERMITS, grants_of
from duban.orgs.queries import units_ever_for
from duban.packs.rules import rulebook
from duban.ui.shapes import Chip, Event, Fact, Link

PAGE = 50
UNITS = 60
"""Organisations offered to choose from; who has more to do with comes from the page of one of them."""


def address_with(request: HttpRequest, **changes: str) -> str:
    """What stands in the address, with these changes, on its first page."""
    address = request.GET.copy()
    for name in ("page", "as"):
        address.pop(name, None)
    for name, value in changes.items():
        address[name] = value
        if not value:
            address.pop(name)
    return f"?{address.urlencode()}"


def wanted_of(request: HttpRequest) -> RecordFilter:
    """What the address asks for. One query when it names an organisation."""
    form = forms.FilterRecords(request.GET)
    form.is_valid()
    said = form.cleaned_data
    # Of a dissolved organisation too: what it did stays readable.
    unit = units_ever_for(request.user).filter(pk=said["unit"]).first() if said.get("unit") else None
    return RecordFilter(
        unit,
        bool(said.get("here")),
        said.get("kind", ""),
        said.get("rule", ""),
        said.get("since"),
        said.get("until"),
        said.get("q", "").strip(),
        said.get("state", ""),
        bool(request.GET.get("unit")) and unit is None,
    )


def record_list_page(request: HttpRequest, wanted: RecordFilter) -> dict[str, Any]:
    """The records that fit. Five queries whatever their number."""
    rows = filtered(records_for(request.user), wanted)
    paginator = Paginator(rows.values("pk"), PAGE)
    page: Page = paginator.get_page(request.GET.get("page"))
    here: Any = page
    here.object_list = in_short(records_for(request.user).filter(pk__in=[row["pk"] for row in page]))
    kinds = current_kinds()
    stands = wanted.unit is None or wanted.unit.stands_on(clock.today())
    may_enter = stands and bool(PERMITS["ledgers.enter_record"].reach(request.user))
    return {
        "page": page,
        "wanted": wanted,
        "kinds": [(kind.code, kind.name, kind.code == wanted.kind) for kind, _definition in kinds],
        "sheet_code": f"{SHEET_CODE}{wanted.kind}",
        "rule_word": rule_words().get(wanted.rule, "") if wanted.rule else "",
        "may_enter": may_enter,
        "new_url": reverse("new_record") + (f"?unit={wanted.unit.pk}" if wanted.unit else ""),
        "export_url": address_with(request, **{"as": "xlsx"}),
        "chips": [
            Chip(_("kept"), address_with(request, state=""), not wanted.state),
            Chip(_("withdrawn"), address_with(request, state="withdrawn"), wanted.state == "withdrawn"),
        ],
    }


@dataclass(frozen=True)
class Toward:
    """One line of what a record counts for: the rule, and how the organisation stands with and without it."""

    cell: Cell
    was: Cell

    @property
    def fulfils(self) -> bool:
        """True when this record makes it done."""
        return self.cell.stand == Stand.DONE and self.was.stand != Stand.DONE


def towards(unit: Unit, definition: Definition, day: datetime.date, part: str, also: set[str]) -> list[Toward]:
    """What a record of that kind on that day would count for. Nine queries."""
    found = [each for each in owings() if each.rule in definition.rules or each.rule in also]
    found = [each for each in found if unit.kind.code in each.definition.owed_by]
    if not found:
        return []
    judge = reckoner(clock.today())
    [line] = now_of([unit], day, found, judge)
    return [Toward(_with_one(judge, cell, unit, part), cell) for cell in line.cells]


def _with_one(judge: Any, cell: Cell, unit: Unit, part: str) -> Cell:
    """The cell with one record more."""
    if cell.stand in (Stand.NOT_APPLICABLE, Stand.MISSING):
        return cell
    words = dict(cell.owing.definition.parts())
    more = not cell.owing.definition.owed_each or words.get(part, "") in cell.lacking
    done = cell.done + more
    stand = Stand.DONE if done >= cell.owed else cell.stand
    return Cell(cell.owing, cell.period, stand, done, cell.owed, rule=cell.rule, due_on=cell.due_on)


def entry_page(
    request: HttpRequest, unit: Unit | None, kind: RecordKind | None, form: RecordForm | None = None
) -> dict[str, Any]:
    """The page on which a record is entered: organisation, kind, form. What is known already stands there."""
    units = list(units_to_enter(request.user)[:UNITS])
    chosen = unit or (units[0] if units else None)
    kinds = kinds_to_enter(request.user, chosen) if chosen else []
    groups: dict[str, list[tuple[RecordKind, bool]]] = {}
    for each, _definition in kinds:
        groups.setdefault(each.group, []).append((each, kind is not None and each.pk == kind.pk))
    shown: dict[str, Any] = {
        "unit": chosen,
        "units": units,
        "groups": groups,
        "kind": kind,
        "crumb": [Link(_("Records"), reverse("record_list")), Link(_("Enter a record"))],
    }
    if chosen is not None and kind is not None:
        last = last_of(chosen, kind.code)
        form = form or new_form(chosen, kind, last)
        shown |= {
            "form": form,
            "definition": definition_of(kind),
            "last": last,
            "roster_url": reverse("record_counting", args=[chosen.pk, kind.code]),
            "towards_url": reverse("record_counting", args=[chosen.pk, kind.code]),
            **counting_page(request, chosen, kind),
        }
    return shown


def new_form(unit: Unit, kind: RecordKind, last: LedgerRecord | None) -> RecordForm:
    """An empty form for today, with what the last record of the kind says and rarely changes."""
    initial: dict[str, Any] = {"held_on": clock.today(), "token": newest_of(unit, kind.code)}
    if last is not None:
        values = last.values
        initial |= {each.code: values.get(each.code, "") for each in definition_of(kind).fields if each.prefilled}
        if last.eligible_count is not None:
            initial["eligible"] = last.eligible_count
    return RecordForm(unit=unit, kind=kind, initial=initial)


def roster_form(request: HttpRequest, unit: Unit, kind: RecordKind) -> RecordForm:
    """The form with the list of the day that is typed, and what was ticked on the list before."""
    asked = request.GET
    ticked = {int(key): asked.get(f"reason-{key}", "") for key in asked.getlist("absent") if key.isdecimal()}
    numbers = {name: asked.get(name, "") for name in ("eligible", "present")}
    return RecordForm(unit=unit, kind=kind, initial={"held_on": asked.get("held_on"), "absent": ticked, **numbers})


def counting_page(request: HttpRequest, unit: Unit, kind: RecordKind) -> dict[str, Any]:
    """这条记录将计入…: the rules and the waiting tasks for what is typed so far."""
    typed = request.GET if request.method == "GET" else request.POST
    definition = definition_of(kind)
    try:
        day = datetime.date.fromisoformat(typed.get("held_on", ""))
    except ValueError:
        day = clock.today()
    part = typed.get(definition.part, "") if definition.part else ""
    found: list[Serves] = servable(request.user, unit, definition, day)
    ticked = set(typed.getlist("serves"))
    return {
        "towards": towards(unit, definition, day, part, set(typed.getlist("counts_also"))),
        "serves": [(each, each.key in ticked) for each in found if each.fits],
        "serves_more": [(each, each.key in ticked) for each in found if not each.fits],
        "quorum": _quorum_so_far(typed, unit, definition, day),
    }


def _quorum_so_far(typed: Any, unit: Unit, definition: Definition, day: datetime.date) -> Quorum | None:
    """Whether the meeting could decide, by what is ticked or typed so far."""
    if not definition.quorum:
        return None
    absent = {int(key): "" for key in typed.getlist("absent") if key.isdecimal()}
    eligible, present = (
        int(typed[name]) if typed.get(name, "").isdecimal() else None for name in ("eligible", "present")
    )
    content = Content(day, absent=absent, eligible=eligible, present=present)
    numbers = numbers_of(definition, roster_of(unit, definition, day), content)
    return quorum_of(definition, day, numbers.eligible, numbers.present, rulebook())


def record_page(record: LedgerRecord, user: Any, wrong: Any = None) -> dict[str, Any]:
    """One record: what it is, what it counts for, who was there, what was decided, what happened."""
    definition = definition_of(record.kind)
    values = record.values
    words = rule_words()
    attendance = list(record.attendance.select_related("person"))
    possible = {
        name: PERMITS[f"ledgers.{name}"].possible(user, record) and kept_by(record, definition, user)
        for name in ("correct_record", "withdraw_record", "attach_file")
    }
    return {
        "record": record,
        "definition": definition,
        "crumb": [
            Link(_("Records"), reverse("record_list")),
            Link(record.unit.name, RecordFilter(unit=record.unit).address()),
        ],
        "facts": [
            Fact(_("organisation"), record.unit.name, reverse("unit", args=[record.unit_id]), is_wide=True),
            Fact(_("day"), str(record.held_on)),
            *(
                Fact(each.name, each.word_of(values[each.code]), is_wide=each.kind == "lines")
                for each in definition.fields
                if values.get(each.code)
            ),
            *_attendance_facts(record, definition),
        ],
        "quorum": quorum_of(definition, record.held_on, record.eligible_count, record.present_count, rulebook())
        if definition.quorum
        else None,
        "counted": [
            (words.get(each.rule, each.rule), period_at(each.rule.rpartition(".per_")[2], record.held_on).word)
            for each in record.counted.order_by("pk")
        ],
        "absent": [each for each in attendance if not each.is_present],
        "attendance": attendance,
        "decisions": list(record.decisions.select_related("owner")),
        "attachments": list(record.attachments.select_related("version")),
        "may": possible,
        "withdraw_form": wrong or forms.WithdrawRecord(),
        "attach_form": forms.AttachFile(),
        "events": [
            Event(
                PERMITS[entry.verb].label if entry.verb in PERMITS else entry.verb,
                entry.by_name,
                at=entry.at,
                reason=entry.reason,
            )
            for entry in reversed(history_of(record.key))
        ],
    }


def kept_by(record: LedgerRecord, definition: Definition, user: Any) -> bool:
    """Whether the kind is the person's to enter there."""
    return any(role in definition.roles and record.unit.path.startswith(path) for role, path in grants_of(user))


def _attendance_facts(record: LedgerRecord, definition: Definition) -> list[Fact]:
    if definition.quorum:
        # Said with the quorum, whether anything was decided or not.
        return []
    if record.present_count is None:
        return []
    if record.eligible_count is None or definition.attendance == "people":
        return [Fact(_("who attended"), str(record.present_count))]
    word = _("%(present)s of %(eligible)s") % {"present": record.present_count, "eligible": record.eligible_count}
    return [Fact(_("attendance"), word)]
