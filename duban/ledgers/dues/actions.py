"""What is recorded of dues. Amounts and months; never a wage, never why somebody pays less."""

import datetime
from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.base import clock
from duban.base.errors import BadInput
from duban.ledgers.dues.models import DueReduction, DuesNotice, DuesTransfer, MonthlyDue, PaidMonth, VoluntaryDue
from duban.ledgers.dues.months import month_of
from duban.ledgers.dues.permits import RECORDERS
from duban.ledgers.dues.queries import accounts_of, members_now, members_of, sums_of, without_due
from duban.ledgers.dues.rules import last_payable
from duban.ledgers.dues.standing import NOTHING, Kind, known_of
from duban.orgs.action import action, tell
from duban.orgs.models import Person, Unit
from duban.packs.rules import rulebook

Tick = tuple[int, datetime.date]
"""(key of the member, month)."""


@action("dues.record_dues", gettext_lazy("recorded dues"), roles=RECORDERS, unit="")
def record_dues(unit: Unit, *, by: Any, year: int, ticked: Collection[Tick], cleared: Collection[Tick] = ()) -> None:
    """Months that were received, for many members at once; and those that were ticked by mistake.

    A month that is recorded already stays as it is, so that the same form sent twice changes nothing more.

    Raises:
        BadInput: a member is not of this branch in that month, nothing is fixed or due for it, or it lies too far ahead.
    """
    today, last = clock.today(), last_payable(clock.today(), rulebook())
    people = {person.pk: person for person in members_of(unit, year)}
    known = known_of(list(people.values()), year, unit)
    rows, places = [], []
    for key, month in sorted(set(ticked)):
        person = people.get(key)
        if person is None or month.year != year:
            places.append((f"{key} {month:%Y-%m}", _("not of this branch"), _("a member and a month of this page")))
            continue
        cell = known.cell(person, month, today=today, last=last)
        if cell.is_paid:
            continue
        if not cell.may_tick or cell.amount is None:
            places.append(
                (
                    f"{person} {month:%Y-%m}",
                    WORDS[cell.kind] % {},
                    WANTED[cell.kind] % {"last": last.strftime("%Y-%m")},
                )
            )
            continue
        rows.append(PaidMonth(person=person, unit=unit, month=month, amount=cell.amount))
    if places:
        raise BadInput(_("These months cannot be recorded."), places=places)
    PaidMonth.objects.bulk_create(rows)
    gone = 0
    for key, month in set(cleared) - set(ticked):
        gone += PaidMonth.objects.filter(unit=unit, person=key, month=month, month__year=year).delete()[0]
    tell(months=[None, len(rows)], taken_back=[None, gone], sum=[None, sum((row.amount for row in rows), NOTHING)])


WORDS = {
    Kind.MISSING: gettext_lazy("not recorded"),
    Kind.UNFIXED: gettext_lazy("no amount fixed"),
    Kind.ZERO: gettext_lazy("nothing due"),
    Kind.NOT_APPLICABLE: gettext_lazy("not a member here in that month"),
    Kind.NOT_YET: gettext_lazy("not due yet"),
    Kind.ELSEWHERE: gettext_lazy("recorded by another branch"),
}
WANTED = {
    Kind.MISSING: gettext_lazy("%(last)s or earlier"),
    Kind.UNFIXED: gettext_lazy("fix the monthly amount first"),
    Kind.ZERO: gettext_lazy("leave it: nothing is to be paid in that month"),
    Kind.NOT_APPLICABLE: gettext_lazy("months of membership in this branch only"),
    Kind.NOT_YET: gettext_lazy("%(last)s or earlier"),
    Kind.ELSEWHERE: gettext_lazy("taken back by that branch first"),
}


def _fixed(unit: Unit) -> list[tuple[Any, ...]]:
    """The amounts of the members of now, as the form of the branch shows the latest of them."""
    rows = MonthlyDue.objects.filter(person__in=members_now(unit)).order_by("pk")
    return list(rows.values_list("person", "effective_from", "amount", "basis_kind"))


@action("dues.fix_dues", gettext_lazy("fixed monthly dues"), roles=RECORDERS, unit="", shows=_fixed)
def fix_dues(unit: Unit, *, by: Any, effective_from: datetime.date, dues: Mapping[int, tuple[Decimal, str]]) -> None:
    """核定月应交党费: what members of the branch owe a month, from a month on. The same month again replaces it.

    Args:
        dues: key of the member → (yuan a month, kind of member).

    Raises:
        BadInput: somebody is no member of this branch now, the month is one of a branch before that has fixed it, or an
            amount is not more than nothing.
    """
    month = month_of(effective_from)
    people = {person.pk: person for person in members_now(unit)}
    places = [
        (str(people.get(key, key)), str(amount), _("a member of this branch, more than 0 yuan"))
        for key, (amount, _basis) in dues.items()
        if key not in people or amount <= 0
    ]
    held = MonthlyDue.objects.filter(person__in=people, effective_from__lte=month).values_list("person", flat=True)
    # What the branch before had fixed for its own months stays as it is.
    places += [
        (str(people[key]), f"{month:%Y-%m}", _("%(day)s or later") % {"day": f"{since:%Y-%m}"})
        for key in sorted({*dues} & set(held))
        if (since := people[key].since_on) and month < month_of(since)
    ]
    if places:
        raise BadInput(_("These amounts do not hold."), places=places)
    for key, (amount, basis) in dues.items():
        MonthlyDue.objects.update_or_create(
            person=people[key],
            effective_from=month,
            defaults={"amount": amount, "basis_kind": basis},
        )
    tell(members=[None, len(dues)], since=[None, month])


@action("dues.carry_over_dues", gettext_lazy("carried dues over"), roles=RECORDERS, unit="")
def carry_over_dues(unit: Unit, *, by: Any, year: int) -> None:
    """一键结转: who has no amount of that year yet keeps the last one, from January on. Others stay on the list of who lacks.

    Raises:
        BadInput: nobody has an amount that could be carried over.
    """
    lacking = list(without_due(unit, year))
    january = datetime.date(year, 1, 1)
    last: dict[int, MonthlyDue] = {
        due.person_id: due
        for due in MonthlyDue.objects.filter(person__in=lacking, effective_from__lt=january).order_by("effective_from")
    }
    if not last:
        raise BadInput(_("Nobody here has an amount of an earlier year that could be carried over."))
    MonthlyDue.objects.bulk_create(
        MonthlyDue(person_id=key, effective_from=january, amount=due.amount, basis_kind=due.basis_kind)
        for key, due in last.items()
    )
    tell(members=[None, len(last)], since=[None, january])


@action("dues.reduce_due", gettext_lazy("recorded a reduction of dues"), roles=RECORDERS)
def reduce_due(
    person: Person,
    *,
    by: Any,
    amount: Decimal,
    from_month: datetime.date,
    until_month: datetime.date,
    approval_symbol: str,
    approved_on: datetime.date,
) -> DueReduction:
    """困难减免: less or nothing for some months, by the number of the superior committee's approval. Why is not asked.

    Raises:
        BadInput: the months are in the wrong order or meet another reduction, or the approval lies ahead.
    """
    places = []
    if until_month < from_month:
        places.append(
            (_("until month"), f"{until_month:%Y-%m}", _("%(day)s or later") % {"day": f"{from_month:%Y-%m}"})
        )
    if approved_on > clock.today():
        places.append((_("approved on"), str(approved_on), _("%(day)s or earlier") % {"day": clock.today()}))
    other = person.due_reductions.filter(from_month__lte=until_month, until_month__gte=from_month).first()
    if other:
        places.append(
            (
                _("from month"),
                f"{from_month:%Y-%m}",
                _("after the reduction until %(month)s") % {"month": f"{other.until_month:%Y-%m}"},
            )
        )
    if places:
        raise BadInput(_("The reduction does not fit."), places=places)
    return DueReduction.objects.create(
        person=person,
        amount=amount,
        from_month=month_of(from_month),
        until_month=month_of(until_month),
        approval_symbol=approval_symbol,
        approved_on=approved_on,
    )


@action("dues.record_voluntary", gettext_lazy("recorded voluntary dues"), roles=RECORDERS)
def record_voluntary(
    person: Person, *, by: Any, amount: Decimal, paid_on: datetime.date, receipt_number: str = ""
) -> VoluntaryDue:
    """自愿多交. The same sum of the same day again is the same form sent twice.

    Raises:
        BadInput: the day lies ahead, or the sum of that day stands there already.
    """
    _not_ahead(_("paid on"), paid_on)
    if person.voluntary_dues.filter(paid_on=paid_on, amount=amount, receipt_number=receipt_number).exists():
        raise BadInput(_("This sum of that day is recorded already."))
    return VoluntaryDue.objects.create(
        person=person, unit=person.unit, amount=amount, paid_on=paid_on, receipt_number=receipt_number
    )


@action("dues.transfer_dues", gettext_lazy("transferred dues"), roles=RECORDERS, unit="")
def transfer_dues(
    unit: Unit, *, by: Any, amount: Decimal, transferred_on: datetime.date, receipt_number: str = ""
) -> DuesTransfer:
    """上缴: a sum that went to the superior organisation. The same sum of the same day is the same form sent twice.

    Raises:
        BadInput: the day lies ahead, or the transfer stands there already.
    """
    _not_ahead(_("transferred on"), transferred_on)
    if unit.dues_transfers.filter(transferred_on=transferred_on, amount=amount, receipt_number=receipt_number).exists():
        raise BadInput(_("This sum of that day is recorded already."))
    return DuesTransfer.objects.create(
        unit=unit, amount=amount, transferred_on=transferred_on, receipt_number=receipt_number
    )


@action("dues.publish_dues_notice", gettext_lazy("published the notice of dues"), roles=RECORDERS, unit="")
def publish_dues_notice(unit: Unit, *, by: Any, year: int, published_on: datetime.date) -> DuesNotice:
    """公示: that the year's dues were made public, with the totals as they stand now. Again replaces it.

    Raises:
        BadInput: the day lies ahead or before the year.
    """
    _not_ahead(_("published on"), published_on)
    if published_on.year < year:
        raise BadInput(
            _("A year is made public once it has begun."),
            places=[(_("published on"), str(published_on), _("%(day)s or later") % {"day": f"{year}-01-01"})],
        )
    paid, voluntary, transferred = sums_of(unit, year)
    return DuesNotice.objects.update_or_create(
        unit=unit,
        year=year,
        defaults={
            "published_on": published_on,
            "members": sum(each.is_here for each in accounts_of(unit, year)),
            "paid": paid,
            "voluntary": voluntary,
            "transferred": transferred,
        },
    )[0]


def _not_ahead(word: str, day: datetime.date) -> None:
    if day > clock.today():
        raise BadInput(
            _("The day lies ahead."), places=[(word, str(day), _("%(day)s or earlier") % {"day": clock.today()})]
        )
