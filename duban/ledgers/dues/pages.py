"""What the pages of dues show."""

import datetime
from typing import Any

from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from duban.audit.queries import history_of
from duban.base import clock
from duban.ledgers.dues import forms
from duban.ledgers.dues.actions import fix_dues
from duban.ledgers.dues.models import DuesNotice, MonthlyDue
from duban.ledgers.dues.months import month_before, month_of
from duban.ledgers.dues.permits import VIEW_DUES
from duban.ledgers.dues.queries import (
    accounts_of,
    branches_for,
    members_now,
    members_of,
    sums_of,
    totals_of,
    without_due,
)
from duban.ledgers.dues.rules import deductions, last_payable, left_out, monthly_due
from duban.ledgers.dues.standing import NOTHING, Account, Cell, known_of, month_totals
from duban.orgs.models import Person, Unit
from duban.orgs.permits import PERMITS
from duban.packs.rules import rulebook
from duban.ui.shapes import Chip, Event, Link

PAGE = 50
# Twelve ticks a member: a page stays below what one form may carry.
MEMBERS_A_PAGE = 60


def _years(year: int) -> list[Chip]:
    this = clock.today().year
    return [Chip(str(each), f"?year={each}", each == year) for each in (this - 2, this - 1, this, this + 1)]


def reckon_dues_page(request: HttpRequest) -> dict[str, Any]:
    """What is typed, reckoned; `due` is None while nothing is typed or it does not hold."""
    book, today, due = rulebook(), clock.today(), None
    form = forms.ReckonDues(request.POST or None, taken_off=deductions(today, book))
    if form.is_valid():
        due = monthly_due(form.cleaned_data["basis"], form.cleaned_data["left"], today, book)
    left = form.is_bound and form.cleaned_data.get("left")
    return {"form": form, "due": due, "left": left, "left_out": left_out(today, book)}


def dues_list_page(request: HttpRequest) -> dict[str, Any]:
    """Branches with their sums of the year."""
    year, day = forms.year_asked(request.GET), clock.today()
    page = Paginator(branches_for(request.user, year), PAGE).get_page(request.GET.get("page"))
    paths = VIEW_DUES.reach(request.user)
    rows = totals_of(list(page), year, day)
    return {
        "page": page,
        "rows": [(each, any(each.unit.path.startswith(path) for path in paths)) for each in rows],
        "years": _years(year),
        "year": year,
        "last_month": month_before(month_of(day)),
        "paid": sum((each.paid for each in rows), NOTHING),
        "transferred": sum((each.transferred for each in rows), NOTHING),
    }


def _crumb(unit: Unit, *more: Link) -> list[Link]:
    return [Link(_("Dues"), reverse("dues_list")), Link(unit.name, reverse("unit_dues", args=[unit.pk])), *more]


def unit_dues_page(
    request: HttpRequest, unit: Unit, wrong: Form | None = None, ticks: set[str] | None = None
) -> dict[str, Any]:
    """The grid of one branch. `ticks` are those that were sent and refused: they stand as they were."""
    year = forms.year_asked(request.POST or request.GET)
    page = Paginator(members_of(unit, year), MEMBERS_A_PAGE).get_page(request.GET.get("page"))
    accounts = accounts_of(unit, year, list(page))
    last = last_payable(clock.today(), rulebook())
    recorded = {f"{each.person.pk}-{cell.month:%Y-%m}" for each in accounts for cell in each.cells if cell.is_paid}
    lacking = without_due(unit, year).count()
    may = PERMITS["dues.record_dues"].allows(request.user, unit)
    transfers = list(unit.dues_transfers.filter(transferred_on__year=year))
    paid, voluntary, transferred = sums_of(unit, year)
    notice = DuesNotice.objects.filter(unit=unit, year=year).first()
    refused = {type(wrong): wrong}
    today = {"paid_on": clock.today(), "transferred_on": clock.today(), "published_on": clock.today(), "year": year}
    return {
        "unit": unit,
        "year": year,
        "year_word": str(year),
        "crumb": [Link(_("Dues"), reverse("dues_list")), Link(unit.name)],
        "years": _years(year),
        "page": page,
        "rows": [
            (each, [_ticked(each, cell, recorded if ticks is None else ticks) for cell in each.cells])
            for each in accounts
        ],
        "totals": [(each, each.month <= last) for each in month_totals(accounts, year)],
        "was": " ".join(sorted(recorded)),
        "lacking": lacking,
        "may": may,
        "transfers": [(each, _acts(each, unit, request.user, wrong, TRANSFER_ACTS)) for each in transfers],
        "transferred": transferred,
        "paid": paid,
        "voluntary": voluntary,
        "foot": (sum((each.paid for each in accounts), NOTHING), sum((each.voluntary for each in accounts), NOTHING)),
        "notice": notice,
        "notice_differs": notice is not None
        and (notice.paid, notice.voluntary, notice.transferred) != (paid, voluntary, transferred),
        "transfer_form": (refused.get(forms.TransferDues) or forms.TransferDues(initial=today)) if may else None,
        "events": [
            Event(PERMITS[entry.verb].label, entry.by_name, at=entry.at, reason=entry.reason)
            for entry in reversed(history_of(unit.key))
            if entry.verb.startswith("dues.") and entry.verb in PERMITS
        ][:8],
    }


TRANSFER_ACTS: dict[str, type[Form]] = {"strike_transfer": forms.StrikeTransfer}
VOLUNTARY_ACTS: dict[str, type[Form]] = {"strike_voluntary": forms.StrikeVoluntary}
REDUCTION_ACTS: dict[str, type[Form]] = {
    "end_reduction": forms.EndReduction,
    "strike_reduction": forms.StrikeReduction,
}


def _acts(
    row: Any, obj: Any, user: Any, wrong: Form | None, kinds: dict[str, type[Form]]
) -> list[tuple[str, Any, Form]]:
    """(verb, what it is called, form) of what may be done to a recorded row of the object now."""
    return [
        (
            name,
            PERMITS[f"dues.{name}"].label,
            wrong
            if type(wrong) is kind and wrong.data.get("row") == str(row.pk)
            else kind(initial={"row": row.pk}, auto_id=f"{name}-{row.pk}-%s"),
        )
        for name, kind in kinds.items()
        if PERMITS[f"dues.{name}"].allows(user, obj)
        # One month cannot end any earlier.
        and not (name == "end_reduction" and row.from_month == row.until_month)
    ]


def _ticked(account: Account, cell: Cell, ticks: set[str]) -> tuple[Cell, str, bool, bool]:
    """(cell, its name in the form, whether it is ticked, whether its amount is another than the member's usual one)."""
    key = f"{account.person.pk}-{cell.month:%Y-%m}"
    return cell, key, key in ticks, account.due is None or cell.amount != account.due.amount


def unit_due_list_page(request: HttpRequest, unit: Unit, wrong: Form | None = None) -> dict[str, Any]:
    """Monthly amounts of a branch: who has which since when, who still lacks the year's."""
    year = forms.year_asked(request.POST or request.GET)
    lacking = list(without_due(unit, year))
    people, held = fixing(unit, year)
    may = PERMITS["dues.fix_dues"].allows(request.user, unit)
    seen = fix_dues.version(unit)  # type: ignore[attr-defined]
    initial = {"effective_from": _first_month(year), "seen": seen}
    form = wrong or forms.FixDues(people=people, held=held, initial=initial)
    return {
        "unit": unit,
        "year": year,
        "crumb": _crumb(unit, Link(_("Monthly amounts"))),
        "years": _years(year),
        "lacking": lacking,
        "can_carry": [person for person in lacking if person.pk in held],
        "form": form if may else None,
        "lines": [(person, held.get(person.pk), amount, kind) for person, amount, kind in form.rows()],  # type: ignore[attr-defined]
        "may": may,
    }


def _first_month(year: int) -> str:
    today = clock.today()
    return f"{today:%Y-%m}" if year == today.year else f"{year}-01"


def fixing(unit: Unit, year: int) -> tuple[list[Person], dict[int, MonthlyDue]]:
    """The members of a branch and the amount that each has, the latest. Two queries."""
    people = list(members_now(unit))
    end = datetime.date(year, 12, 1)
    dues = MonthlyDue.objects.filter(person__in=people, effective_from__lte=end).order_by("effective_from")
    return people, {due.person_id: due for due in dues}


def member_dues_page(person: Person, user: Any, wrong: Form | None = None) -> dict[str, Any]:
    """One member: amounts, the year, reductions, what is voluntary, what happened."""
    shown = _of_member(person)
    may_strike = PERMITS["dues.strike_transfer"]
    return shown | {
        "reductions": [(row, _acts(row, person, user, wrong, REDUCTION_ACTS)) for row, _none in shown["reductions"]],
        "voluntary": [
            (row, _acts(row, person, user, wrong, VOLUNTARY_ACTS) if may_strike.allows(user, row.unit) else [])
            for row, _none in shown["voluntary"]
        ],
        "crumb": _crumb(person.unit, Link(person.name)),
        "possible": [
            (
                name,
                PERMITS[f"dues.{name}"].label,
                wrong
                if type(wrong) is kind
                else kind(auto_id=f"{name}-%s", initial={"paid_on": clock.today(), "approved_on": clock.today()}),
            )
            for name, kind in {"reduce_due": forms.ReduceDue, "record_voluntary": forms.RecordVoluntary}.items()
            if PERMITS[f"dues.{name}"].allows(user, person)
        ],
        "events": [
            Event(PERMITS[entry.verb].label, entry.by_name, at=entry.at, reason=entry.reason)
            for entry in reversed(history_of(person.key))
            if entry.verb.startswith("dues.") and entry.verb in PERMITS
        ],
    }


def my_dues_page(person: Person | None) -> dict[str, Any]:
    """What somebody sees of the own dues."""
    return _of_member(person) if person else {"person": None}


def _of_member(person: Person) -> dict[str, Any]:
    this = clock.today().year
    book, today = rulebook(), clock.today()
    last = last_payable(today, book)
    accounts = [known_of([person], year).account(person, year, today=today, last=last) for year in (this, this - 1)]
    return {
        "person": person,
        "accounts": list(zip((this, this - 1), accounts, strict=True)),
        "dues": list(person.monthly_dues.order_by("-effective_from")),
        "reductions": [(row, []) for row in person.due_reductions.order_by("-from_month")],
        "voluntary": [(row, []) for row in person.voluntary_dues.select_related("unit").order_by("-paid_on")],
    }


def dues_notice_page(request: HttpRequest, unit: Unit, wrong: Form | None = None) -> dict[str, Any]:
    """公示: the year of a branch on paper, member by member with totals."""
    year = forms.year_asked(request.POST or request.GET)
    accounts = [each for each in accounts_of(unit, year) if each.is_here]
    may = PERMITS["dues.publish_dues_notice"].allows(request.user, unit)
    paid, voluntary, transferred = sums_of(unit, year)
    form = wrong or forms.PublishDuesNotice(initial={"year": year, "published_on": clock.today()})
    return {
        "unit": unit,
        "year": year,
        "years": _years(year),
        "rows": [(each, sum(cell.is_paid for cell in each.cells)) for each in accounts],
        "paid": paid,
        "voluntary": voluntary,
        "transferred": transferred,
        "whole": paid + voluntary,
        "notice": DuesNotice.objects.filter(unit=unit, year=year).first(),
        "today": clock.today(),
        "form": form if may else None,
    }
