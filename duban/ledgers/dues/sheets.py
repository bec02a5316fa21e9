"""Dues as sheets: what a member owes a month and since when, and which months were received. No wage, and no reason.

What somebody paid less or of their own will, what went up and what was made public are few rows each: they stand on the pages.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

import duban.ledgers.dues.actions  # noqa: F401 - declares the permits of its verbs
from duban.base import clock
from duban.base.workbook.cells import Wrong
from duban.base.workbook.kinds import Amount, Choice, Month, Named
from duban.base.workbook.sheet import Column, Sheet
from duban.ledgers.dues.actions import WANTED, WORDS
from duban.ledgers.dues.models import MonthlyDue, PaidMonth
from duban.ledgers.dues.months import month_of, month_said
from duban.ledgers.dues.permits import VIEW_MEMBER, VIEW_MONTHLY_DUE
from duban.ledgers.dues.rules import last_payable
from duban.ledgers.dues.standing import Known, known_of
from duban.orgs.exchange import BATCH, ORGANISATION, Desks, Exchange, within
from duban.orgs.models import Person, Unit
from duban.orgs.permits import PERMITS
from duban.orgs.somebody import SomebodyDesk, told_apart
from duban.packs.rules import rulebook

KINDS = Choice(
    {"in_service": "在职，按月领取工资", "retired": "离退休", "fixed": "学生、下岗或领取最低生活保障"},
    {"在职": "in_service", "离休": "retired", "退休": "retired", "学生": "fixed"},
)
_SOMEBODY = Column(
    "person", "姓名", Named(_("the name of somebody who is entered")), _("Whose dues they are"), "李某某", 12,
    is_needed=True, is_key=True, is_fixed=_("another row of another person"),
)  # fmt: skip
_ELSEWHERE = _("transferring the person, on the page of the person")

MONTHLY_DUES = Sheet(
    "月应交党费",
    (
        _SOMEBODY,
        Column("unit", "所在组织", ORGANISATION, _("Where the person belongs to"), "示例局机关第一党支部", 34, is_needed=True,
               is_key=True, is_fixed=_ELSEWHERE),
        Column("effective_from", "起始月份", Month(), _("From which month on it is due"), "2026-01", 12, is_needed=True, is_key=True,
               is_fixed=_("a new row for another month")),
        Column("amount", "月应交（元）", Amount(2, Decimal("0.01"), Decimal(99_999)), _("What is due a month; no wage is asked"), "35.00",
               13, is_needed=True),
        Column("basis_kind", "缴纳类别", KINDS, _("What it rests on"), "在职，按月领取工资", 24, is_needed=True),
    ),
    (_("One row for each month from which another amount is due. Reductions are entered with their approval, on the page of the branch."),),
)  # fmt: skip
PAID_MONTHS = Sheet(
    "已交党费月份",
    (
        _SOMEBODY,
        Column("home", "人员所在组织", ORGANISATION, _("Tells people of one name apart; empty: the same as the branch"),
               "示例局机关第一党支部", 34, is_fixed=_ELSEWHERE),
        Column("unit", "收缴支部", ORGANISATION, _("Which branch received it"), "示例局机关第一党支部", 34, is_needed=True,
               is_fixed=_("it is taken back and recorded anew, on the page of the branch")),
        Column("month", "月份", Month(), _("Which month was paid"), "2026-01", 12, is_needed=True, is_key=True,
               is_fixed=_("it is taken back and recorded anew, on the page of the branch")),
        Column("amount", "金额（元）", Amount(2, Decimal("0.01"), Decimal(99_999)), _("Empty: what is due for the month"), "35.00", 12,
               is_fixed=_("it is taken back and recorded anew, on the page of the branch")),
    ),
    (_("A month that has no row is one that nobody has recorded: it does not say that it was not paid."),),
)  # fmt: skip


class _DuesDesk(SomebodyDesk):
    """What the two have in common: months as the first of each, and where a row belongs."""

    lookup = "unit__path"
    month = ""

    def rows(self, asked: Mapping[str, str]) -> QuerySet:
        """See Desk."""
        return within(self.known(), asked, self.lookup).order_by(self.lookup, "person", self.month)

    def known(self) -> QuerySet:
        """See Desk."""
        return super().known().select_related("person__unit").order_by("pk")

    def choices(self) -> dict[str, Sequence[str]]:
        """See Desk."""
        return {"unit": self.desks.units.names(self.may_add)}

    def said(self, obj: Any, column: Column) -> Any:
        """See Desk."""
        if column.field == self.month:
            return f"{getattr(obj, self.month):%Y-%m}"
        return getattr(obj, column.field)

    def key_of(self, kept: Mapping[str, Any]) -> Any:
        """See Desk."""
        return told_apart(kept["person"]), kept[self.month]

    def title_of(self, kept: Mapping[str, Any]) -> str:
        """See Desk."""
        return f"{kept['person']} {kept[self.month]}"

    def _day(self, kept: Mapping[str, Any]) -> datetime.date:
        return month_said(kept[self.month]) or clock.today()


class MonthlyDueDesk(_DuesDesk):
    """Amounts: found by person and the month from which they are due."""

    lookup, month = "person__unit__path", "effective_from"

    def said(self, obj: Any, column: Column) -> Any:
        """See Desk."""
        return obj.person.unit if column.field == "unit" else super().said(obj, column)

    def unit_of_row(self, obj: Any) -> Unit:
        """See Desk."""
        unit: Unit = obj.person.unit
        return unit

    def check(self, kept: Mapping[str, Any], obj: Any | None) -> Iterator[tuple[str, Wrong]]:
        """What the page would refuse: no member, or a month of a branch before that has fixed it."""
        person: Person = kept["person"]
        if person.membership == Person.Membership.NONE:
            yield "person", Wrong(gettext("not a member"), gettext("a member of this branch"))
        since, month = person.since_on, self._day(kept)
        if since and month < month_of(since) and self._first.get(person.pk, datetime.date.max) <= month:
            yield "effective_from", Wrong(f"{month:%Y-%m}", gettext("%(day)s or later") % {"day": f"{since:%Y-%m}"})

    @cached_property
    def _first(self) -> dict[int, datetime.date]:
        """Person → the first month for which an amount is fixed."""
        first: dict[int, datetime.date] = {}
        for due in (self._by_number or {}).values():
            first[due.person_id] = min(due.effective_from, first.get(due.person_id, datetime.date.max))
        return first

    def new(self, kept: Mapping[str, Any]) -> Any:
        """See Desk."""
        return MonthlyDue(
            person=kept["person"],
            effective_from=self._day(kept),
            amount=kept["amount"],
            basis_kind=kept["basis_kind"],
        )

    def fixed_here(self) -> Iterator[MonthlyDue]:
        """The amounts that the workbook brings, for months of the same workbook."""
        self._load()
        return (due for same in self._by_key.values() for due in same if due.pk is None)


class PaidMonthDesk(_DuesDesk):
    """Months that were received: found by person and month."""

    where = ("home", "unit")
    named_by = "人员所在组织"
    month = "month"

    def __init__(self, exchange: Exchange, user: Any, desks: Desks) -> None:
        super().__init__(exchange, user, desks)
        self.today = clock.today()
        self._years: dict[int, tuple[Known, set[tuple[int, datetime.date]]]] = {}

    @cached_property
    def last(self) -> datetime.date:
        """The last month that may be recorded today; asked only when a month comes in, for it needs its rule."""
        return last_payable(self.today, rulebook())

    def known(self) -> QuerySet:
        """See Desk."""
        return super().known().select_related("person__unit", "unit")

    def said(self, obj: Any, column: Column) -> Any:
        """See Desk."""
        return obj.person.unit if column.field == "home" else super().said(obj, column)

    def check(self, kept: Mapping[str, Any], obj: Any | None) -> Iterator[tuple[str, Wrong]]:
        """What the page would refuse: nothing fixed or due, not of this branch in that month, recorded elsewhere, too far ahead."""
        person: Person = kept["person"]
        if person.pk is None:
            yield "person", Wrong(gettext("somebody new"), gettext("somebody whose amount is fixed already"))
            return
        month = self._day(kept)
        year, elsewhere = self._year(month.year)
        known = Known(kept["unit"].pk, year.stays, year.dues, year.reductions, {}, elsewhere)
        cell = known.cell(person, month, today=self.today, last=self.last)
        if not cell.may_tick or cell.amount is None:
            yield "month", Wrong(WORDS[cell.kind] % {}, WANTED[cell.kind] % {"last": self.last.strftime("%Y-%m")})
        elif kept.get("amount") not in (None, cell.amount):
            yield (
                "amount",
                Wrong(f"{kept['amount']:.2f}", gettext("%(amount)s, as it is fixed") % {"amount": cell.amount}),
            )

    def _year(self, year: int) -> tuple[Known, set[tuple[int, datetime.date]]]:
        """What the tables say of everybody whom the person sees, with the amounts of the same workbook. Five queries a year."""
        if year not in self._years:
            known = Known()
            people: Any = self.desks["people"]
            everybody = [person for person in people.everybody() if person.pk]
            for at in range(0, len(everybody), BATCH):
                part = known_of(everybody[at : at + BATCH], year)
                for kept, found in (
                    (known.stays, part.stays), (known.dues, part.dues), (known.reductions, part.reductions), (known.paid, part.paid),
                ):  # fmt: skip
                    kept.update(found)  # type: ignore[arg-type]
            dues: Any = self.desks[MONTHLY.code]
            for due in dues.fixed_here():
                if due.person.pk:
                    known.dues[due.person.pk].append(due)
                    known.dues[due.person.pk].sort(key=lambda each: each.effective_from)
            self._years[year] = known, set(known.paid)
        return self._years[year]

    def new(self, kept: Mapping[str, Any]) -> Any:
        """See Desk. The amount is what is due, as on the page."""
        month = self._day(kept)
        known = self._year(month.year)[0]
        amount = known.owed(kept["person"], month)
        return PaidMonth(person=kept["person"], unit=kept["unit"], month=month, amount=amount)


MONTHLY = Exchange(
    "monthly-dues", _("Monthly dues"), MONTHLY_DUES, MonthlyDue, VIEW_MONTHLY_DUE, PERMITS["dues.fix_dues"], MonthlyDueDesk, place=42
)  # fmt: skip
PAID = Exchange("paid-months", _("Paid months"), PAID_MONTHS, PaidMonth, VIEW_MEMBER, PERMITS["dues.record_dues"], PaidMonthDesk, place=44)  # fmt: skip
EXCHANGES: Iterable[Exchange] = (MONTHLY, PAID)
