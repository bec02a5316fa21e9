"""What a month of a member is: words that are not each other's. Today is 23 November 2026."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.ledgers.dues.models import DueReduction, MonthlyDue
from duban.ledgers.dues.months import months_of
from duban.ledgers.dues.standing import Kind, Known, month_totals
from duban.orgs.models import Person

TODAY, LAST = datetime.date(2026, 11, 23), datetime.date(2026, 12, 1)
FULL, PROBATIONARY, NONE = Person.Membership.FULL, Person.Membership.PROBATIONARY, Person.Membership.NONE


def month(number, year=2026):
    return datetime.date(year, number, 1)


JANUARY = month(1)


def known(*, amount="15", since=JANUARY, free=(), paid=()):
    made = Known()
    made.dues[1] = [MonthlyDue(amount=Decimal(amount), effective_from=since, basis_kind="in_service")] if amount else []
    made.reductions[1] = [
        DueReduction(amount=Decimal(0), from_month=first, until_month=last) for first, last in filter(None, [free])
    ]
    made.paid = {(1, each): Decimal(15) for each in paid}
    return made


def member(membership=FULL, **fields):
    return Person(pk=1, unit_id=1, name="丁一", membership=membership, **fields)


@pytest.mark.parametrize(
    ("of", "person", "number", "kind", "may_tick"),
    [
        ({"paid": [month(10)]}, {}, 10, Kind.PAID, True),
        ({}, {}, 10, Kind.MISSING, True),
        ({}, {}, 11, Kind.NOT_YET, True),
        ({}, {}, 12, Kind.NOT_YET, True),
        ({"free": (month(9), month(10))}, {}, 10, Kind.ZERO, False),
        ({"free": (month(9), month(10))}, {}, 8, Kind.MISSING, True),
        ({"free": (month(9), month(10))}, {}, 11, Kind.NOT_YET, True),
        ({"amount": ""}, {}, 10, Kind.UNFIXED, False),
        ({"amount": ""}, {}, 12, Kind.NOT_YET, False),
        ({"since": month(5)}, {}, 4, Kind.UNFIXED, False),
        ({"since": month(5)}, {}, 5, Kind.MISSING, True),
        ({}, {"membership": NONE}, 10, Kind.NOT_APPLICABLE, False),
        ({}, {"membership": PROBATIONARY, "joined_on": datetime.date(2026, 10, 31)}, 10, Kind.MISSING, True),
        ({}, {"membership": PROBATIONARY, "joined_on": datetime.date(2026, 10, 31)}, 9, Kind.NOT_APPLICABLE, False),
        ({}, {"left_on": datetime.date(2026, 9, 1)}, 9, Kind.MISSING, True),
        ({}, {"left_on": datetime.date(2026, 9, 1)}, 10, Kind.NOT_APPLICABLE, False),
    ],
)
def test_what_a_month_is(of, person, number, kind, may_tick):
    cell = known(**of).cell(member(**person), month(number), today=TODAY, last=LAST)

    assert (cell.kind, cell.may_tick) == (kind, may_tick)


@given(
    recorded=st.sets(st.sampled_from(months_of(2026))),
    since=st.sampled_from(months_of(2026)),
    joined=st.none() | st.dates(datetime.date(2025, 6, 1), datetime.date(2026, 12, 31)),
)
def test_the_foot_of_the_grid_is_the_sum_of_its_lines(recorded, since, joined):
    account = known(since=since, paid=recorded).account(member(joined_on=joined), 2026, today=TODAY, last=LAST)

    totals = month_totals([account, account], 2026)

    assert sum(each.paid for each in totals) == 2 * account.paid == 30 * len(recorded)
    assert account.is_behind == any(each.missing for each in totals)
    # What has been received is never lost, whatever else is said of the month.
    assert {cell.month for cell in account.cells if cell.is_paid} == recorded


def test_who_belongs_when_nothing_is_known_of_when():
    assert Known().belongs(member(), month(1, 2020))
    assert not Known().belongs(member(NONE), month(11))
