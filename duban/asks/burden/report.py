"""减负季度报告: sentences made from the numbers, each of which opens its rows; and the numbers as a workbook."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.http import FileResponse
from django.urls import reverse
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from duban.asks.burden.documents import documents_in
from duban.asks.burden.models import Demand, Request
from duban.asks.burden.permits import VIEW_REPORT
from duban.asks.burden.queries import DemandFilter, counts_of, filtered, suggestions_below
from duban.asks.burden.rules import ANSWER_DAYS, CAP
from duban.base import clock
from duban.base.months import months_after
from duban.orgs.export import workbook
from duban.orgs.models import Unit
from duban.orgs.permits import below
from duban.packs.rules import rulebook
from duban.ui.shapes import Chip, Link

NUMERALS = "一二三四"


@dataclass(frozen=True)
class Number:
    """One number of the report: its word, this quarter, the same quarter of last year (None: nothing was kept then)."""

    word: str
    now: int | None
    was: int | None
    url: str = ""


@dataclass(frozen=True)
class Report:
    """Everything in the report of one quarter."""

    year: int
    quarter: int
    bodies: list[Unit]
    units: int
    counts: list[Number]
    by_form: list[Number]
    over: int
    over_url: str
    cap: str
    signed: list[Request]
    fields: int
    known: int
    answered: int
    suggestions: int
    in_time: int
    days: int

    @property
    def title(self) -> str:
        """What stands above it."""
        return _("Report on burdens, %(year)s, quarter %(quarter)s") % {
            "year": self.year,
            "quarter": NUMERALS[self.quarter - 1],
        }


def months_of(year: int, quarter: int) -> tuple[datetime.date, datetime.date]:
    """The first days of its first and its last month."""
    return datetime.date(year, quarter * 3 - 2, 1), datetime.date(year, quarter * 3, 1)


def report_of(user: Any, year: int, quarter: int) -> Report:
    """The quarter as it stands today, for the bodies of which the person sees reports."""
    first, last = months_of(year, quarter)
    end = months_after(last, 1)
    before = DemandFilter(since=first.replace(year=year - 1), until=last.replace(year=year - 1))
    wanted, book = DemandFilter(since=first, until=last), rulebook()
    paths = VIEW_REPORT.reach(user)
    cap, rule = book.find(CAP, last), book.find(ANSWER_DAYS, last)
    loads = counts_of(user, wanted)
    old = counts_of(user, before)
    kept = bool(old)
    sent = _sent(paths, first, end)
    was_sent = _sent(paths, first.replace(year=year - 1), months_after(last.replace(year=year - 1), 1)) if kept else []
    forms = _forms(paths, wanted)
    old_forms = _forms(paths, before) if kept else {}
    demands, asked = sum(loads.values()), {unit for unit, _month in loads}
    documents = documents_in(paths, year), documents_in(paths, year - 1)
    suggestions = list(suggestions_below(paths).filter(received_on__gte=first, received_on__lt=end))
    days = int(rule.number) if rule else 0
    over = [key for key, n in loads.items() if cap and n > cap.number]
    requests_url = reverse("request_list")
    return Report(
        year=year,
        quarter=quarter,
        bodies=list(Unit.objects.filter(path__in=paths).order_by("path")),
        units=len(asked),
        counts=[
            Number(_("requests sent"), len(sent), len(was_sent) if kept else None, requests_url),
            Number(_("items asked"), demands, sum(old.values()) if kept else None, wanted.address()),
            Number(_("documents of the year"), *documents),
        ],
        by_form=[
            Number(
                str(label),
                forms.get(code, 0),
                old_forms.get(code, 0) if kept else None,
                DemandFilter(form=code, since=first, until=last).address(),
            )
            for code, label in Request.Form.choices
            if forms.get(code) or old_forms.get(code)
        ],
        over=len(over),
        over_url=f"{reverse('burden_ledger')}?year={year}",
        cap=cap.value if cap else "",
        signed=[each for each in sent if each.signed_by_id],
        fields=sum(each.fields for each in sent),
        known=sum(each.known for each in sent),
        answered=_in_reach(paths, wanted).filter(answered_on__isnull=False).count(),
        suggestions=len(suggestions),
        in_time=sum(
            each.answered_on is not None and (each.answered_on - each.received_on).days <= days for each in suggestions
        ),
        days=days,
    )


def _sent(paths: list[str], first: datetime.date, end: datetime.date) -> list[Request]:
    """The requests that bodies at or below these paths sent from one day to before the other."""
    found: list[Request] = []
    for path in paths:
        rows = Request.objects.filter(below(path, "issuer__path"), sent_at__date__gte=first, sent_at__date__lt=end)
        found += rows.select_related("issuer", "signed_by").order_by("sent_at", "pk")
    return found


def _in_reach(paths: list[str], wanted: DemandFilter) -> Any:
    rows = filtered(Demand.objects.order_by(), wanted)
    condition = below(paths[0], "unit__path")
    for path in paths[1:]:
        condition |= below(path, "unit__path")
    return rows.filter(condition)


def _forms(paths: list[str], wanted: DemandFilter) -> dict[str, int]:
    rows = _in_reach(paths, wanted).values("request__form").annotate(n=Count("pk"))
    return {row["request__form"]: row["n"] for row in rows}


def _number(count: int | str, url: str = "") -> SafeString:
    return format_html('<a href="{}">{}</a>', url, count) if url else format_html("<b>{}</b>", count)


def sentences_of(found: Report) -> list[SafeString]:
    """The text, one paragraph a line, as an office writes it."""
    sent, asked, documents = found.counts
    body = "、".join(unit.name for unit in found.bodies)
    lines = [
        format_html(
            _(
                "In this quarter {} sent {} requests; {} items were asked of {} organisations, {} on average each; {} of them are answered."
            ),
            body,
            _number(sent.now or 0, sent.url),
            _number(asked.now or 0, asked.url),
            found.units,
            _average(asked.now or 0, found.units),
            _number(found.answered, asked.url),
        ),
        _against(asked),
    ]
    if found.by_form:
        parts = format_html_join(
            "；", _("{} {} items"), ((each.word, _number(each.now or 0, each.url)) for each in found.by_form)
        )
        lines.append(format_html(_("By form: {}."), parts))
    lines.append(
        format_html(
            _("Of {} things asked, {} were known here already and need not be filled in again."),
            found.fields,
            found.known,
        )
    )
    lines.append(_over(found))
    lines.append(_documents(documents))
    lines.append(
        format_html(
            _("{} suggestions were received; {} of them were answered within {} days."),
            _number(found.suggestions, reverse("suggestion_list")),
            found.in_time,
            found.days,
        )
    )
    return lines


def _average(n: int, units: int) -> str:
    return f"{n / units:.1f}" if units else "0"


def _against(asked: Number) -> SafeString:
    if asked.was is None:
        return escape(_("Nothing was kept of the same quarter of last year, so it is not compared."))
    more = (asked.now or 0) - asked.was
    if not more:
        return format_html(_("As many as in the same quarter of last year ({})."), asked.was)
    word = (
        _("In the same quarter of last year there were {}: {} more.")
        if more > 0
        else _("In the same quarter of last year there were {}: {} fewer.")
    )
    return format_html(word, asked.was, abs(more))


def _over(found: Report) -> SafeString:
    if not found.cap:
        return escape(_("No cap for a month is set."))
    if not found.over and not found.signed:
        return format_html(_("No organisation was asked more than {} items in a month."), found.cap)
    return format_html(
        _("In {} months of organisations more than {} items were asked; {} requests were signed for by a leader."),
        _number(found.over, found.over_url),
        found.cap,
        _number(len(found.signed), "#signed" if found.signed else ""),
    )


def _documents(documents: Number) -> SafeString:
    if documents.now is None or documents.was is None:
        return escape(_("Documents are not counted here yet."))
    return format_html(
        _("{} documents were sent this year, {} in the whole of last year."), documents.now, documents.was
    )


def report_page(found: Report) -> dict[str, Any]:
    """The report as a page."""
    day = clock.today()
    address = f"?year={found.year}&quarter="
    return {
        "report": found,
        "sentences": sentences_of(found),
        "numbers": [*found.counts, *found.by_form],
        "quarters": [
            Chip(_("quarter %(n)s") % {"n": NUMERALS[n - 1]}, f"{address}{n}", n == found.quarter) for n in (1, 2, 3, 4)
        ],
        "years": [
            Chip(str(year), f"?year={year}&quarter={found.quarter}", year == found.year)
            for year in (day.year - 1, day.year)
        ],
        "crumb": [Link(_("Burdens"), reverse("burden_ledger")), Link(_("Quarterly report"))],
        "export_url": f"{address}{found.quarter}&as=xlsx",
        "today": day,
    }


def report_workbook(found: Report) -> FileResponse:
    """The numbers of the report; empty where nothing was kept."""
    heads = [(_("what"), 36), (_("this quarter"), 14), (_("same quarter of last year"), 18)]
    more: list[list[Any]] = [
        [_("organisations asked"), found.units, None],
        [_("items answered"), found.answered, None],
        [_("things asked"), found.fields, None],
        [_("known here already"), found.known, None],
        [_("months of organisations over the cap"), found.over, None],
        [_("requests signed for"), len(found.signed), None],
        [_("suggestions received"), found.suggestions, None],
        [_("suggestions answered in time"), found.in_time, None],
    ]
    rows: list[list[Any]] = [[each.word, each.now, each.was] for each in (*found.counts, *found.by_form)]
    return workbook(found.title, heads, rows + more)
