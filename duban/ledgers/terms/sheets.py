"""Terms as a sheet: the committees in office, entered when the book begins. Everything after is a step on the term's page."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

import duban.ledgers.terms.actions  # noqa: F401 - declares the permits of its verbs
from duban.base import clock
from duban.base.workbook.cells import Wrong
from duban.base.workbook.kinds import Day, Whole
from duban.base.workbook.sheet import Column, Sheet
from duban.ledgers.terms.models import Term
from duban.ledgers.terms.permits import VIEW_TERM
from duban.ledgers.terms.rules import end_of
from duban.orgs.exchange import ORGANISATION, Desk, Desks, Exchange, within
from duban.orgs.permits import PERMITS
from duban.packs.rules import rulebook

TERMS = Sheet(
    "届次",
    (
        Column("unit", "组织", ORGANISATION,
               _("Whose committee it is"), "示例局机关第一党支部", 34, is_needed=True, is_key=True,
               is_fixed=_("another term of another organisation")),
        Column("number", "届数", Whole(1, 99), _("Which term it is"), "3", 8),
        Column("starts_on", "选举日期", Day(), _("The day of its election; the end follows from the rules of that day"), "2024-07-01",
               13, is_needed=True, is_key=True, is_fixed=_("the term's own page")),
    ),
    (_("One row for the committee in office of each organisation. Reminder, request, approval and election stand on the term's page."),),
)  # fmt: skip


class TermDesk(Desk):
    """Terms: found by organisation and day of election."""

    def __init__(self, exchange: Exchange, user: Any, desks: Desks) -> None:
        super().__init__(exchange, user, desks)
        self.book = rulebook()
        self._in_office: dict[str, Any] = {}

    def rows(self, asked: Mapping[str, str]) -> QuerySet:
        """See Desk."""
        return within(self.known().exclude(state=Term.State.RESULT_APPROVED), asked, "unit__path").order_by(
            "unit__path"
        )

    def known(self) -> QuerySet:
        """See Desk."""
        return super().known().select_related("unit__kind").order_by("pk")

    def _load(self) -> None:
        if self._by_number is None:
            super()._load()
            terms: list[Term] = list((self._by_number or {}).values())
            self._in_office = {term.unit.path: term for term in terms if term.is_in_office()}

    def choices(self) -> dict[str, Sequence[str]]:
        """See Desk."""
        return {"unit": self.desks.units.names(self.may_add)}

    def key_of(self, kept: Mapping[str, Any]) -> Any:
        """See Desk."""
        return kept["unit"].path, kept["starts_on"]

    def check(self, kept: Mapping[str, Any], obj: Any | None) -> Iterator[tuple[str, Wrong]]:
        """What the page would refuse: not elected, ahead, or a term in office already."""
        if obj is not None:
            return
        unit, starts_on = kept["unit"], kept["starts_on"]
        if starts_on > clock.today():
            yield "starts_on", Wrong(str(starts_on), gettext("%(day)s or earlier") % {"day": clock.today()})
        if end_of(unit.kind.code, starts_on, self.book) is None:
            yield "unit", Wrong(str(unit.kind), gettext("a kind of organisation that is elected"))
        if unit.path in self._in_office:
            yield "unit", Wrong(gettext("a term in office"), gettext("an organisation without one"))

    def title_of(self, kept: Mapping[str, Any]) -> str:
        """See Desk."""
        return f"{kept['unit']} {kept['starts_on']}"

    def new(self, kept: Mapping[str, Any]) -> Any:
        """See Desk."""
        # check() has refused what has no end.
        ends_on = end_of(kept["unit"].kind.code, kept["starts_on"], self.book) or kept["starts_on"]
        term = Term(ends_on=ends_on, **kept)
        self._in_office[kept["unit"].path] = term
        return term


TERM_EXCHANGE = Exchange("terms", _("Terms"), TERMS, Term, VIEW_TERM, PERMITS["terms.open_term"], TermDesk, place=40)
