"""Who belonged to a branch on a day: the roll, the roster of a meeting and what organisational life owes say the same."""

import datetime

import pytest

from duban.ledgers.kinds import definition_of
from duban.ledgers.life import Stand
from duban.ledgers.queries import life
from duban.ledgers.queries.kin import kin_of
from duban.ledgers.queries.life import year_of
from duban.ledgers.roster import roster_of
from duban.ledgers.tests import factories as ledgers
from duban.orgs.models import Change, ChangedUnit, Person, Stay, Unit
from duban.orgs.roll import roll_of
from duban.orgs.tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]

TODAY = datetime.date(2026, 11, 23)
MARCH, JUNE = datetime.date(2026, 3, 1), datetime.date(2026, 6, 10)
DAY = datetime.timedelta(days=1)


@pytest.fixture
def tree():
    found = factories.tree()
    ledgers.core()
    return found


def moved(people: list[Person], unit: Unit, day: datetime.date) -> None:
    """Let these people belong to the unit from that day on."""
    for person in people:
        Stay.objects.create(person=person, unit=person.unit, membership=person.membership, until_on=day - DAY)
        person.unit, person.since_on = unit, day
        person.save()


def committee(unit: Unit) -> list[Stand]:
    (line,) = [line for line in year_of(unit, 2026, TODAY) if line.owing.rule == "life.committee_meeting.per_month"]
    return [cell.stand for cell in line.cells]


def roster(unit: Unit, day: datetime.date) -> list[Person]:
    return [seat.person for seat in roster_of(unit, definition_of(ledgers.kind("members_meeting")), day)]


def test_who_comes_in_june_changes_nothing_of_the_months_before(tree):
    """A branch of five takes in four on 10 June: nine are seven and more from July on."""
    five, four = ledgers.members(tree.north_1, 5), ledgers.members(tree.north_2, 4)

    moved(four, tree.north_1, JUNE)

    assert committee(tree.north_1) == [Stand.NOT_APPLICABLE] * 6 + [Stand.OVERDUE] * 4 + [Stand.DUE, Stand.NOT_YET]
    assert roster(tree.north_1, MARCH) == five
    assert roster(tree.north_1, JUNE - DAY) == five
    assert roster(tree.north_1, JUNE) == [*five, *four]
    assert [roll_of(tree.north_1, day).members for day in (MARCH, JUNE)] == [5, 9]


def test_who_goes_in_june_is_listed_where_they_were_before(tree):
    """A branch of nine lets four go on 10 June: it had a committee until June, and lists them at its meeting in March."""
    nine = ledgers.members(tree.north_1, 9)

    moved(nine[5:], tree.north_2, JUNE)

    assert committee(tree.north_1) == [Stand.OVERDUE] * 6 + [Stand.NOT_APPLICABLE] * 6
    assert roster(tree.north_1, MARCH) == nine
    assert roster(tree.north_1, JUNE) == nine[:5]
    assert roster(tree.north_2, MARCH) == []


def test_somebody_votes_as_what_they_were_there(tree):
    """Probationary where she was until June, full where she is now: she had no vote in March."""
    people = ledgers.members(tree.north_1, 3, probationary=1)
    moved(people[2:], tree.north_2, JUNE)
    Person.objects.filter(pk=people[2].pk).update(membership=Person.Membership.FULL)

    seats = roster_of(tree.north_1, definition_of(ledgers.kind("members_meeting")), MARCH)

    assert [(seat.person, seat.votes) for seat in seats] == [(people[0], True), (people[1], True), (people[2], False)]


@pytest.mark.parametrize(
    ("reported", "full", "probationary", "stand"),
    [
        (None, 0, 0, Stand.MISSING),
        (6, 0, 0, Stand.NOT_APPLICABLE),
        (7, 0, 0, Stand.MISSING),
        (7, 6, 0, Stand.MISSING),
        (7, 5, 1, Stand.NOT_APPLICABLE),
        (7, 6, 1, Stand.NOT_APPLICABLE),
        (7, 7, 0, Stand.DUE),
        (9, 7, 0, Stand.DUE),
        (None, 7, 0, Stand.DUE),
        (None, 6, 1, Stand.NOT_APPLICABLE),
    ],
)
def test_seven_full_members_are_not_seven_members(tree, reported, full, probationary, stand):
    """中国共产党支部工作条例（试行）: seven full members and more. Whoever is reported and not named may be probationary."""
    Unit.objects.filter(pk=tree.north_1.pk).update(member_count=reported)
    ledgers.members(tree.north_1, full + probationary, probationary=probationary)

    assert committee(Unit.objects.get(pk=tree.north_1.pk))[10] == stand


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("few", "queries"), [(3, 2), (0, 3)], ids=["few", "many"])
def test_the_members_of_organisations_cost_the_same_queries(
    tree, count, few, queries, django_assert_num_queries, monkeypatch
):
    monkeypatch.setattr(life, "FEW", few)
    units = [tree.north_1, tree.north_2, tree.south_1][:count]
    for unit in units:
        ledgers.members(unit, 3)
        assert unit.kind

    with django_assert_num_queries(queries):
        life.bodies_of(units, [MARCH, JUNE], TODAY)


def test_members_read_one_by_one_are_as_many_as_the_database_counts(tree, monkeypatch):
    """Every mixture of days just before, on and just after a day that is asked, of people and of former stays."""
    near, units = (None, JUNE - DAY, JUNE, JUNE + DAY), [tree.north_1, tree.north_2]
    kinds = (Person.Membership.FULL, Person.Membership.PROBATIONARY, Person.Membership.NONE)
    days = [(since, until) for since in near for until in near if not (since and until and until < since)]
    people = [
        Person(name="某", unit=units[0], membership=kind, since_on=since, left_on=until, joined_on=joined,
            converted_on=converted)
        for kind in kinds for since, until in days for joined in near for converted in near
        if not (joined and converted and converted < joined)
    ]  # fmt: skip
    Person.objects.bulk_create(people)
    Stay.objects.bulk_create(
        Stay(person=person, unit=units[1], membership=kinds[number % 2], since_on=since, until_on=until)
        for number, person in enumerate(Person.objects.order_by("pk"))
        for since, until in (days[number % len(days)],)
        if until
    )

    def counted(few: int) -> dict:
        monkeypatch.setattr(life, "FEW", few)
        return {key: dict(found) for key, found in life._member_counts(units, [JUNE, TODAY]).items()}

    assert counted(2) == counted(0)
    assert {unit.pk for unit in units} == set(counted(2))


def test_what_ended_counts_for_the_one_above_only_when_that_took_it_over(tree):
    Unit.objects.filter(pk=tree.north_1.pk).update(dissolved_on=JUNE)
    assert kin_of([tree.north_committee]).ended == {}
    change = Change.objects.create(
        kind=Change.Kind.MERGE, symbol="县直工委〔2026〕7号", approved_on=JUNE, holds_on=JUNE
    )
    ChangedUnit.objects.create(change=change, unit=tree.north_1)

    assert kin_of([tree.north_committee]).ended == {tree.north_1.path: JUNE}
