"""What the pages of burdens and suggestions show."""

import datetime
from collections import Counter
from typing import Any

from django.core.paginator import Paginator
from django.forms import Form
from django.http import FileResponse, Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from duban.asks.burden.asking import asking_with, month_of, url_name_of
from duban.asks.burden.forms import AnswerSuggestion, FilterDemands, SignRequest, year_asked
from duban.asks.burden.gate import Gate, gate_of
from duban.asks.burden.models import Request, Suggestion
from duban.asks.burden.permits import VIEW_REPORT
from duban.asks.burden.queries import (
    DemandFilter,
    counts_of,
    demands_for,
    filtered,
    of_year,
    own_suggestions,
    requests_for,
    suggestions_for,
    units_asked,
    years_asked,
)
from duban.asks.burden.rules import CAP, NEAR
from duban.audit.queries import history_of
from duban.base import clock
from duban.orgs.export import workbook
from duban.orgs.ledger import address_with
from duban.orgs.models import Unit
from duban.orgs.panels import Card
from duban.orgs.permits import PERMITS
from duban.packs.rules import rulebook
from duban.ui.days import said_day
from duban.ui.shapes import Chip, Event, Fact, Link, Step

PAGE = 60


# ---------------------------------------------------------------- the ledger


def _asked_for(request: HttpRequest) -> tuple[int, str]:
    form = request.GET.get("form", "")
    return year_asked(request.GET, clock.today().year), form if form in Request.Form.values else ""


def ledger_page(request: HttpRequest) -> dict[str, Any]:
    """Organisations in establishment order by months; the numbers open their rows. Six queries."""
    day, (year, form) = clock.today(), _asked_for(request)
    book, months = rulebook(), [datetime.date(year, month, 1) for month in range(1, 13)]
    counts = counts_of(request.user, of_year(year, form))
    page = Paginator(units_asked(request.user, year, form), PAGE).get_page(request.GET.get("page"))
    cap, near = book.find(CAP, day), book.find(NEAR, day)
    totals = Counter[datetime.date]()
    for (_unit, month), n in counts.items():
        totals[month] += n
    whole = DemandFilter(form=form)
    return {
        "page": page,
        "year": year,
        "form": form,
        "months": [(month, month == month_of(day)) for month in months],
        "rows": [_row(unit, months, counts, form, cap, near, day) for unit in page],
        "totals": [(totals[month], whole.month(month).address()) for month in months],
        "all": sum(totals.values()),
        "cap": cap,
        "years": [
            Chip(str(each), address_with(request, year=str(each)), each == year)
            for each in years_asked(request.user, day.year)
        ],
        "forms": [
            Chip(_("all"), address_with(request, form=""), not form),
            *(Chip(word, address_with(request, form=code), code == form) for code, word in Request.Form.choices),
        ],
        "may_report": bool(VIEW_REPORT.reach(request.user)),
        "export_url": address_with(request, **{"as": "xlsx"}),
    }


def _row(
    unit: Unit, months: list[datetime.date], counts: Any, form: str, cap: Any, near: Any, day: datetime.date
) -> tuple[Unit, list[tuple[str, int, str, str]], int]:
    wanted, cells = DemandFilter(unit=unit, form=form), []
    for month in months:
        n = counts.get((unit.pk, month), 0)
        kind, word = "wait", ""
        if not n and month > day:
            kind = "none"
        elif cap and n > cap.number:
            kind, word = "late", _("over the cap of %(cap)s") % {"cap": cap.value}
        elif near and n >= near.number:
            kind, word = "soon", _("near the cap")
        cells.append((kind, n, wanted.month(month).address(), word))
    return unit, cells, sum(counts.get((unit.pk, month), 0) for month in months)


def ledger_workbook(request: HttpRequest) -> FileResponse:
    """The ledger of the year, organisations in establishment order."""
    year, form = _asked_for(request)
    counts, months = counts_of(request.user, of_year(year, form)), range(1, 13)
    heads = [(_("No."), 8), (_("organisation"), 40), *((_("month %(n)s") % {"n": n}, 8) for n in months), (_("sum"), 8)]
    rows = (
        [number, unit.name, *found, sum(found)]
        for number, unit in enumerate(units_asked(request.user, year, form), start=1)
        for found in [[counts.get((unit.pk, datetime.date(year, month, 1)), 0) for month in months]]
    )
    return workbook(_("Burdens of %(year)s") % {"year": year}, heads, rows)


def _wanted(request: HttpRequest) -> DemandFilter:
    wanted = FilterDemands(request.GET, user=request.user).wanted()
    if wanted is None:
        raise Http404
    return wanted


def demand_list_page(request: HttpRequest) -> dict[str, Any]:
    """The rows behind a number."""
    wanted, day = _wanted(request), clock.today()
    page = Paginator(filtered(demands_for(request.user), wanted), PAGE).get_page(request.GET.get("page"))
    return {
        "page": page,
        "lines": [(demand, *demand.state_on(day)) for demand in page],
        "said": _said(wanted),
        "crumb": [Link(_("Burdens"), reverse("burden_ledger")), Link(_("What is asked"))],
        "export_url": address_with(request, **{"as": "xlsx"}),
    }


def _said(wanted: DemandFilter) -> str:
    """The filter in words."""
    parts = [wanted.unit.name] if wanted.unit else []
    if wanted.since and wanted.until:
        first, last = f"{wanted.since:%Y-%m}", f"{wanted.until:%Y-%m}"
        parts.append(first if first == last else f"{first}—{last}")
    if wanted.form:
        parts.append(str(Request.Form(wanted.form).label))
    return "　".join(parts)


def demand_workbook(request: HttpRequest) -> FileResponse:
    """Exactly the rows that are filtered."""
    day = clock.today()
    heads = [
        (_("organisation"), 36), (pgettext("request", "what is asked"), 40), (_("asked by"), 30), (_("form"), 14), (_("basis"), 26),
        (_("due on"), 12), (_("state"), 12),
    ]  # fmt: skip
    rows = (
        [
            each.unit.name, each.title, each.request.issuer.name, each.request.get_form_display(), each.request.basis,
            str(each.due_on), each.state_on(day)[1],
        ]
        for each in filtered(demands_for(request.user), _wanted(request)).iterator(chunk_size=2000)
    )  # fmt: skip
    return workbook(_("What is asked"), heads, rows)


def burden_card(unit: Unit, user: Any, day: datetime.date) -> Card | None:
    """On the page of a unit: how much is asked of it this month and this year. One query, two with anything."""
    wanted = DemandFilter(unit=unit)
    counts = counts_of(user, DemandFilter(unit, **vars_of_year(day.year)))
    if not counts:
        return None
    cap, month = rulebook().find(CAP, day), month_of(day)
    here = counts.get((unit.pk, month), 0)
    context = {
        "here": here,
        "here_url": wanted.month(month).address(),
        "year": sum(counts.values()),
        "year_url": DemandFilter(unit, **vars_of_year(day.year)).address(),
        "cap": cap,
        "is_over": bool(cap and here > cap.number),
    }
    return Card(_("What is asked of it"), "burden/card.html", context, here, reverse("burden_ledger"), _("all burdens"))


def vars_of_year(year: int) -> dict[str, Any]:
    """The months of a year as a filter takes them."""
    return {"since": datetime.date(year, 1, 1), "until": datetime.date(year, 12, 1)}


# ---------------------------------------------------------------- requests


def gate_for(user: Any, cause: str) -> Gate | None:
    """What is shown before a draft is sent; None when the person does not send it."""
    asking = asking_with(user, cause)
    return gate_of(asking, clock.today(), rulebook()) if asking else None


def request_list_page(request: HttpRequest) -> dict[str, Any]:
    """Every act of asking, those that wait first."""
    rows = requests_for(request.user).order_by("-sent_at", "-pk").filter(sent_at__isnull=False)
    waiting = requests_for(request.user).filter(sent_at=None).order_by("pk")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return {
        "page": page,
        "waiting": [(each, *_state(each)) for each in waiting],
        "crumb": [Link(_("Burdens"), reverse("burden_ledger")), Link(_("Requests"))],
    }


def _state(request: Request) -> tuple[str, str]:
    if request.is_sent():
        return "ok", pgettext("request", "sent")
    return ("soon", _("signed")) if request.is_signed() else ("todo", _("to be signed"))


def request_page(found: Request, user: Any, wrong: Form | None = None) -> dict[str, Any]:
    """One act of asking."""
    demands = filtered(demands_for(user), DemandFilter(request=found.pk))
    may_sign = PERMITS["burden.sign_request"].possible(user, found) and found.wanted_by_id != user.pk
    here = url_name_of(found.cause)
    return {
        "found": found,
        "badge": _state(found),
        "crumb": [Link(_("Burdens"), reverse("burden_ledger")), Link(_("Requests"), reverse("request_list"))],
        "facts": [
            Fact(_("asked by"), found.issuer.name, reverse("unit", args=[found.issuer_id])),
            Fact(_("form"), found.get_form_display()),
            Fact(_("basis"), found.basis, is_wide=True),
            Fact(_("things asked"), str(found.fields)),
            Fact(_("known here already"), str(found.known)),
            *([Fact(_("reason for more than the cap"), found.reason, is_wide=True)] if found.reason else []),
        ],
        "steps": _steps(found),
        "gate": gate_for(found.wanted_by, found.cause) if not found.is_sent() else None,
        "cause_url": reverse(here[0], args=[here[1]]) if here else "",
        "count": demands.count(),
        "units": demands.order_by().values("unit").distinct().count(),
        "rows_url": DemandFilter(request=found.pk).address(),
        "form": (wrong or SignRequest()) if may_sign else None,
        "events": [
            Event(
                PERMITS[each.verb].label if each.verb in PERMITS else each.verb,
                each.by_name,
                at=each.at,
                reason=each.reason,
            )
            for each in reversed(history_of(found.key))
        ],
    }


def _steps(found: Request) -> list[Step]:
    sent = Step(pgettext("request", "sent"), said_day(found.sent_at), "done" if found.is_sent() else "next")
    if found.signed_by is None and found.is_sent():
        return [sent]
    wanted = Step(_("signature wanted"), str(found.wanted_by or ""), "done")
    note = f"{found.signed_by}　{said_day(found.signed_on)}" if found.signed_by else ""
    signed = Step(_("signed by another"), note, "done" if found.signed_by else "now")
    return [wanted, signed, sent]


# ---------------------------------------------------------------- suggestions


def suggestion_list_page(request: HttpRequest) -> dict[str, Any]:
    """Questions with their answers; what waits for an answer for those who answer, and one's own."""
    rows, of = suggestions_for(request.user), request.GET.get("of", "")
    mine, waiting = rows.filter(own_suggestions(request.user)), rows.filter(state=Suggestion.State.RECEIVED)
    kinds = {"": rows, "mine": mine, "waiting": waiting}
    words = {"": _("all"), "mine": _("mine"), "waiting": _("waits for an answer")}
    of = of if of in kinds else ""
    page = Paginator(kinds[of].order_by("-received_on", "-pk"), PAGE).get_page(request.GET.get("page"))
    chips = [Chip(words[each], f"?of={each}" if each else "?", each == of, kinds[each].count()) for each in kinds]
    return {"page": page, "lines": [(each, *_stand(each)) for each in page], "chips": chips}


def _stand(suggestion: Suggestion) -> tuple[str, str]:
    return ("ok" if suggestion.is_answered() else "todo"), suggestion.get_state_display()


def _crumb(*more: Link) -> list[Link]:
    return [Link(_("Suggestions"), reverse("suggestion_list")), *more]


def make_suggestion_page(form: Form) -> dict[str, Any]:
    """The form; the page it is about stands above it."""
    return {"form": form, "about": form["about"].value() or "", "crumb": _crumb()}


def suggestion_page(found: Suggestion, user: Any, wrong: Form | None = None) -> dict[str, Any]:
    """One suggestion. Who wrote it stands there only when the author wants it."""
    may_answer = PERMITS["burden.answer_suggestion"].possible(user, found)
    author = str(found.named) if found.named else _("not named")
    answered = Step(_("answered in the open"), said_day(found.answered_on), "done" if found.is_answered() else "now")
    return {
        "found": found,
        "badge": _stand(found),
        "crumb": _crumb(),
        "facts": [
            Fact(pgettext("suggestion", "kind"), found.get_kind_display()),
            Fact(_("answered by the body"), found.unit.name),
            Fact(_("author"), author),
            *([Fact(_("about the page"), found.about, found.about)] if found.about else []),
        ],
        "steps": [Step(_("received"), said_day(found.received_on), "done"), answered],
        "form": (wrong or AnswerSuggestion()) if may_answer else None,
    }
