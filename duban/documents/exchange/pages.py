"""What the pages of workbooks show."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRefresh

from duban.base.workbook.sheet import Column
from duban.documents.exchange.compare import ASKED, CHANGED, CONFLICT, FAULT, MINE, NEWER, THEIRS
from duban.documents.exchange.downloads import seen_by
from duban.documents.exchange.forms import SendWorkbook
from duban.documents.exchange.models import Batch, Line
from duban.documents.exchange.queries import batches_for, lines_of
from duban.orgs.exchange import Exchange, exchanges
from duban.orgs.permits import PERMITS
from duban.orgs.queries import units_for, units_named
from duban.ui.shapes import Chip, Link

PAGE = 50
LATEST = 20
WIDE = 24
Verdict = Line.Verdict

KINDS = {
    Verdict.CREATED: "sent",
    Verdict.UPDATED: "doing",
    Verdict.UNCHANGED: "ok",
    Verdict.CONFLICT: "soon",
    Verdict.REJECTED: "late",
    Verdict.GONE: "na",
}
_ORDER = {
    Verdict.CONFLICT: 0,
    Verdict.REJECTED: 1,
    Verdict.UPDATED: 2,
    Verdict.CREATED: 2,
    Verdict.GONE: 3,
    Verdict.UNCHANGED: 4,
}
STATES = {"held": "doing", "unreadable": "late", "ready": "soon", "done": "ok", "taken_back": "na"}


def exchange_page(request: HttpRequest, form: SendWorkbook) -> dict[str, Any]:
    """What can go out, the form for what comes in, and what was sent before."""
    user = request.user
    kinds = [(each, bool(each.adds.reach(user) or each.write.reach(user))) for each in seen_by(user)]
    batches = list(batches_for(user)[:LATEST])
    words = request.GET.get("q", "").strip()[:60]
    units = units_for(user).order_by("path")
    return {
        "groups": _grouped(kinds),
        "form": form,
        "words": words,
        "page": Paginator(units.filter(units_named(words)) if words else units, PAGE).get_page(request.GET.get("page")),
        "batches": [(batch, STATES[batch.state]) for batch in batches],
    }


def _grouped(kinds: Iterable[tuple[Exchange, bool]]) -> list[tuple[str, list[tuple[Exchange, bool]]]]:
    """Kinds under the word of their group."""
    out: dict[str, list[tuple[Exchange, bool]]] = defaultdict(list)
    for each, may_bring_in in kinds:
        out[str(each.group or _("Ledgers"))].append((each, may_bring_in))
    return list(out.items())


@dataclass(frozen=True)
class CellView:
    """One cell: what it says, what stands here, and what is to be said of it."""

    column: Column
    said: str
    state: str = ""
    old: str = ""
    given: str = ""
    chosen: str = ""
    question: str = ""

    @property
    def is_wide(self) -> bool:
        """True for a column of sentences."""
        return self.column.width > WIDE

    @property
    def is_wrong(self) -> bool:
        """True for a cell that cannot be taken."""
        return self.state == FAULT

    @property
    def is_changed(self) -> bool:
        """True for a cell that would say something else than what stands here."""
        return self.state == CHANGED

    @property
    def is_conflict(self) -> bool:
        """True where both sides changed it."""
        return self.state == CONFLICT

    @property
    def is_asked(self) -> bool:
        """True where somebody is to say whether it is meant."""
        return self.state == ASKED

    @property
    def is_newer(self) -> bool:
        """True where only this side changed it since it was given out."""
        return self.state == NEWER

    @property
    def takes_mine(self) -> bool:
        """True when the workbook's cell was chosen."""
        return self.chosen == MINE

    @property
    def takes_theirs(self) -> bool:
        """True when what stands here was chosen."""
        return self.chosen == THEIRS


@dataclass(frozen=True)
class LineView:
    """One row as the page shows it."""

    line: Line
    kind: str
    cells: Sequence[CellView]
    faults: Sequence[tuple[str, str, str]]

    @property
    def conflicts(self) -> list[CellView]:
        """The cells that both sides changed."""
        return [cell for cell in self.cells if cell.is_conflict]

    @property
    def asked(self) -> list[CellView]:
        """The cells about which something is asked."""
        return [cell for cell in self.cells if cell.is_asked]


def batch_page(request: HttpRequest, batch: Batch) -> dict[str, Any]:
    """Everything the page of one workbook shows. Five queries, whatever the number of its rows."""
    table: dict[str, dict[str, int]] = defaultdict(dict)
    for row in batch.lines.order_by().values("sheet", "verdict").annotate(n=Count("pk")):
        table[row["sheet"]][row["verdict"]] = row["n"]
    kinds = [each for each in exchanges() if each.code in table]
    asked = request.GET.copy()
    # Opened where something is to be decided or corrected, then where something changes.
    first = sorted(kinds, key=lambda each: min((_ORDER[Verdict(v)] for v in table[each.code]), default=9))
    exchange = next((each for each in kinds if each.code == asked.get("sheet")), first[0] if first else None)
    counts = table[exchange.code] if exchange else {}
    if "rows" not in asked:
        asked["rows"] = next((str(v) for v in (Verdict.CONFLICT, Verdict.REJECTED) if counts.get(v)), "")
    if exchange:
        asked["sheet"] = exchange.code
    page = Paginator(lines_of(batch, asked), PAGE).get_page(asked.get("page"))
    total = {verdict: sum(each.get(verdict, 0) for each in table.values()) for verdict in Verdict}
    permits = {name: PERMITS[f"exchange.{name}"].possible(request.user, batch) for name in ("bring_in", "take_back")}
    return {
        "batch": batch,
        "crumb": [Link(_("Import and export"), reverse("exchange_list")), Link(batch.name)],
        "exchange": exchange,
        "sheets": _sheets(kinds, table, exchange, asked),
        "chips": _chips(counts, batch, asked),
        "rows": [_view(line, exchange, is_open=batch.waits()) for line in page] if exchange else [],
        "page": page,
        "total": total,
        "comes_in": total[Verdict.CREATED] + total[Verdict.UPDATED],
        "asked": asked.urlencode(),
        "columns": exchange.sheet.columns if exchange else (),
        "state_kind": STATES[batch.state],
        "verdicts_url": f"{reverse('batch_verdicts', args=[batch.pk])}?{_kept(asked, page='')}",
        **permits,
    }


def _view(line: Line, exchange: Exchange, *, is_open: bool) -> LineView:
    cells = [
        CellView(
            column,
            said,
            note.get("state", ""),
            note.get("old", ""),
            note.get("given", ""),
            line.decided.get(column.field, ""),
            note.get("question", ""),
        )
        for column, said in zip(exchange.sheet.columns, [*line.said, *[""] * len(exchange.sheet.columns)], strict=False)
        if (note := line.notes.get(column.field, {})) is not None
    ]
    faults = [
        (note["where"], note["found"], note["expected"]) for note in line.notes.values() if note["state"] == FAULT
    ]
    return LineView(line, KINDS[Verdict(line.verdict)], cells, faults)


def page_anew(request: HttpRequest, batch: Batch) -> HttpResponse:
    """The page of the workbook once more: told to the script that asks, or by an address."""
    if getattr(request, "htmx", False):
        return HttpResponseClientRefresh()
    return HttpResponseRedirect(reverse("batch", args=[batch.pk]))


def _sheets(
    kinds: Sequence[Exchange], table: dict[str, dict[str, int]], here: Exchange | None, asked: QueryDict
) -> list[Chip]:
    if len(kinds) < 2:
        return []
    return [
        Chip(each.sheet.name, f"?{_kept(QueryDict(), sheet=each.code)}", each is here, sum(table[each.code].values()))
        for each in kinds
    ]


def _chips(counts: dict[str, int], batch: Batch, asked: QueryDict) -> list[Chip]:
    here = asked.get("rows", "")
    chips = [Chip(_("all"), f"?{_kept(asked, rows='')}", not here, sum(counts.values()))]
    chips += [
        Chip(verdict.label, f"?{_kept(asked, rows=verdict)}", here == verdict, counts.get(verdict, 0))
        for verdict in Verdict
        if counts.get(verdict) or here == verdict
    ]
    if batch.moved_count:
        chips.append(
            Chip(_("changed since the last look"), f"?{_kept(asked, rows='moved')}", here == "moved", batch.moved_count)
        )
    return chips


def _kept(asked: QueryDict, **changes: str) -> str:
    """What stands in the address, with these changes, on the first page."""
    address = asked.copy()
    address.pop("page", None)
    for name, value in changes.items():
        address[name] = value
    return address.urlencode()
