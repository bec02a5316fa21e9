"""Dues of the demonstration: most months recorded, last month's not everywhere; a branch here and there has not begun."""

import datetime
import random
from decimal import Decimal

from duban.base.months import months_after
from duban.cli.county.places import RETIRED
from duban.ledgers.dues.models import Basis, DueReduction, DuesNotice, DuesTransfer, MonthlyDue, PaidMonth, VoluntaryDue
from duban.ledgers.dues.months import months_of
from duban.ledgers.dues.queries import totals_of
from duban.orgs.models import Person, Unit

BRANCHES = 150
"""At most so many keep their dues here: all of a county, the first district and a half of a city."""
AMOUNTS = ("30.00", "45.00", "60.50", "75.00", "82.50", "96.00", "120.00")


def grow_dues(dice: random.Random, branches: list[Unit], *, today: datetime.date) -> int:
    """Amounts and months of these branches, one in thirteen left out. Returns how many months are recorded."""
    shown = [branch for place, branch in enumerate(branches[:BRANCHES]) if place % 13 != 12]
    dues, paid = [], []
    for place, branch in enumerate(shown):
        people = list(Person.objects.filter(unit=branch).exclude(membership=Person.Membership.NONE).order_by("pk"))
        behind = today.month - 1 - (place % 5 == 1)
        for number, person in enumerate(people):
            retired = RETIRED in branch.name
            due = MonthlyDue(
                person=person,
                amount=Decimal("25.00") if retired else Decimal(dice.choice(AMOUNTS)),
                effective_from=datetime.date(today.year, 1, 1),
                basis_kind=Basis.RETIRED if retired else Basis.IN_SERVICE,
            )
            if number == len(people) - 1 and place == 0 and len(people) > 3:
                continue  # one who still lacks an amount
            dues.append(due)
            paid += [
                PaidMonth(person=person, unit=branch, month=month, amount=due.amount)
                for month in months_of(today.year)
                if month.month <= behind and (not person.since_on or person.since_on < months_after(month, 1))
            ]
    MonthlyDue.objects.bulk_create(dues, batch_size=500)
    PaidMonth.objects.bulk_create(paid, batch_size=500)
    for number, branch in enumerate(shown, start=1):
        _sums(branch, number, today)
    return len(paid)


def _sums(branch: Unit, number: int, today: datetime.date) -> None:
    (sums,) = totals_of([branch], today.year, today)
    someone = Person.objects.filter(unit=branch).order_by("pk").first()
    if someone is None or not sums.paid:
        return
    half = (sums.paid / 2).quantize(Decimal("0.01"))
    DuesTransfer.objects.create(
        unit=branch,
        transferred_on=datetime.date(today.year, max(today.month - 1, 1), 15),
        amount=half,
        receipt_number=f"{today.year}-{number:04d}",
    )
    if number == 1:
        VoluntaryDue.objects.create(
            person=someone,
            unit=branch,
            paid_on=datetime.date(today.year, min(7, today.month), 1),
            amount=Decimal("1000.00"),
            receipt_number=f"{today.year}-Z001",
        )
    if number == 2:
        DueReduction.objects.create(
            person=someone,
            amount=Decimal(0),
            from_month=datetime.date(today.year, today.month, 1),
            until_month=datetime.date(today.year, 12, 1),
            approval_symbol=f"示直党〔{today.year}〕{number}号",
            approved_on=datetime.date(today.year, today.month, 1),
        )
    before = today.year - 1
    DuesNotice.objects.create(
        unit=branch,
        year=before,
        published_on=datetime.date(today.year, 1, 8),
        members=sums.members,
        paid=sums.paid,
        voluntary=0,
        transferred=sums.paid,
    )
