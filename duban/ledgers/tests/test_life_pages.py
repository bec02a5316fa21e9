"""Pages of organisational life, the lines on the first page, warnings."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains

from duban.asks.desk import Desk
from duban.asks.sources import Group
from duban.asks.warnings import Watch, warnings_of
from duban.ledgers import warnings
from duban.ledgers.asks import life_asks
from duban.ledgers.life import Stand
from duban.ledgers.queries.records import record_rows
from duban.ledgers.tests import factories as ledgers
from duban.orgs.models import UnitKind
from duban.orgs.tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen", "browser_files")]

TODAY = datetime.date(2026, 11, 23)


@pytest.fixture
def tree():
    found = factories.tree()
    ledgers.core()
    return found


@pytest.fixture
def secretary(tree):
    return factories.account(factories.person("许文静", unit=tree.north_1, branch_secretary=tree.north_1))


@pytest.fixture
def officer(tree):
    return factories.account(factories.person("周敏", unit=tree.committee, committee_admin=tree.committee))


def at(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_a_record_moves_the_year_of_its_branch(tree, secretary):
    url = reverse("unit_life", args=[tree.north_1.pk])
    before = at(secretary).get(url).context["lines"]
    ledgers.record(tree.north_1, "theme_day", by=secretary)

    after = at(secretary).get(url).context["lines"]

    def month(lines):
        (line,) = [line for line in lines if line.owing.rule == "life.theme_day.per_month"]
        return line.cells[10].stand

    assert (month(before), month(after)) == (Stand.DUE, Stand.DONE)


def test_a_cell_opens_its_records_and_its_rule(tree, secretary):
    made = ledgers.record(tree.north_1, "theme_day", by=secretary)
    url = reverse("life_cell", args=[tree.north_1.pk, "life.theme_day.per_month", datetime.date(2026, 11, 1)])

    page = at(secretary).get(url)

    assertContains(page, reverse("record", args=[made.pk]))
    assertContains(page, "《中国共产党支部工作条例（试行）》第十六条")
    assert at(secretary).get(url.replace("theme_day", "none")).status_code == 404
    assert at(secretary).get(url.replace("2026-11-01", "2026-13-01")).status_code == 404


def test_the_lecture_is_labelled_a_local_requirement(tree, secretary):
    url = reverse("life_cell", args=[tree.north_1.pk, "life.party_lecture.per_quarter", datetime.date(2026, 10, 1)])

    assertContains(at(secretary).get(url), "本地要求")


def test_records_of_subgroups_count_for_their_branch(tree, secretary):
    group = factories.unit("第一党小组", below=tree.north_1, kind=UnitKind.objects.get(code="party_subgroup"))
    ledgers.record(group, "subgroup_meeting", by=secretary)

    lines = at(secretary).get(reverse("unit_life", args=[tree.north_1.pk])).context["lines"]

    (line,) = [line for line in lines if line.owing.rule == "life.subgroup_meeting.per_month"]
    assert [cell.stand for cell in line.cells][9:] == [Stand.OVERDUE, Stand.DONE, Stand.NOT_YET]


def test_a_subgroup_that_met_twice_does_not_cover_one_that_never_did(tree, secretary):
    """中国共产党支部工作条例（试行）: each subgroup meets once a month."""
    kind = UnitKind.objects.get(code="party_subgroup")
    first, second = (factories.unit(name, below=tree.north_1, kind=kind) for name in ("第一党小组", "第二党小组"))
    rule = "life.subgroup_meeting.per_month"
    year = reverse("unit_life", args=[tree.north_1.pk])
    month = reverse("life_cell", args=[tree.north_1.pk, rule, datetime.date(2026, 11, 1)])

    def november():
        (line,) = [line for line in at(secretary).get(year).context["lines"] if line.owing.rule == rule]
        cells = line.cells[10], at(secretary).get(month).context["cell"]
        return [(cell.stand, cell.done, cell.owed) for cell in cells]

    ledgers.record(first, "subgroup_meeting", by=secretary)
    ledgers.record(first, "subgroup_meeting", by=secretary, held_on=datetime.date(2026, 11, 6))
    assert november() == [(Stand.DUE, 1, 2)] * 2
    ledgers.record(second, "subgroup_meeting", by=secretary)
    assert november() == [(Stand.DONE, 2, 2)] * 2


def test_every_number_of_the_table_opens_its_organisations(tree, officer, secretary):
    ledgers.record(tree.north_1, "theme_day", by=secretary)
    page = at(officer).get(reverse("life_list"))

    (column,) = [c for c in page.context["columns"] if c.owing.rule == "life.theme_day.per_month"]
    counts = {stand: (number, url) for stand, _word, number, url in column.counts}
    assert {stand: number for stand, (number, _url) in counts.items()} == {Stand.DONE: 1, Stand.DUE: 2}
    opened = at(officer).get(reverse("life_list") + counts[Stand.DONE][1])
    assert [line.unit for line in opened.context["page"]] == [tree.north_1]


def test_what_one_sees_of_life_is_ones_own(tree, secretary):
    page = at(secretary).get(reverse("life_list"))

    assert [line.unit for line in page.context["page"]] == [tree.north_1]
    assert at(secretary).get(reverse("unit_life", args=[tree.south_1.pk])).status_code == 404


@pytest.mark.parametrize("more", [0, 2])
def test_the_table_costs_the_same_whatever_the_organisations(tree, officer, more, django_assert_num_queries):
    for number in range(more):
        ledgers.members(factories.unit(f"第{number}党支部", below=tree.south, kind=factories.unit_kind("branch")), 9)
    at(officer).get(reverse("life_list"))
    client = at(officer)

    with django_assert_num_queries(15):
        client.get(reverse("life_list"))


def test_the_calendar_shows_records_and_what_is_due(tree, secretary):
    ledgers.record(tree.north_1, "theme_day", by=secretary)
    page = at(secretary).get(reverse("record_calendar", args=[tree.north_1.pk]), {"month": "2026-11"})

    assertContains(page, "清理河道")
    days = {each.day: each for week in page.context["weeks"] for each in week}
    assert days[datetime.date(2026, 11, 20)].records[0].title == "清理河道"
    ledgers.members(tree.north_1, 9)
    page = at(secretary).get(reverse("record_calendar", args=[tree.north_1.pk]), {"month": "2026-11"})
    days = {each.day: each for week in page.context["weeks"] for each in week}
    assert [cell.owing.definition.code for cell in days[datetime.date(2026, 11, 30)].due] == ["committee_meeting"]


def test_a_secretary_is_asked_one_line_a_matter(tree, secretary):
    ledgers.record(tree.north_1, "theme_day", by=secretary)
    ledgers.record(tree.north_1, "party_lecture", by=secretary, held_on=datetime.date(2026, 1, 20))

    batches = {batch.group: batch for batch in life_asks(Desk(secretary, TODAY))}

    said = [ask.say for ask in batches[Group.MINE].asks]
    assert not any("主题党日" in text for text in said)
    assert any("支部党员大会" in text and "4季度" in text for text in said)
    assert any("主题党日" in ask.say and "1月" in ask.say for ask in batches[Group.LATE].asks)


def test_nobody_is_behind_with_what_ended_before_records_were_kept(tree, officer, secretary):
    ledgers.record(tree.north_1, "theme_day", by=secretary)

    assert Group.LATE not in {batch.group for batch in life_asks(Desk(secretary, TODAY))}
    assert warnings_of(Watch(officer, TODAY), [warnings.NOT_HELD]) == []


def test_a_unit_with_many_branches_is_asked_in_one_line(tree, secretary):
    ledgers.record(tree.north_1, "party_lecture", by=secretary, held_on=datetime.date(2026, 1, 20))
    for number in range(3):
        factories.unit(f"第{number}党支部", below=tree.north_committee, kind=factories.unit_kind("branch"))
    cadre = factories.account(factories.person("许明", unit=tree.north, unit_cadre=tree.north))

    batches = list(life_asks(Desk(cadre, TODAY)))

    assert [(batch.group, len(batch.asks), batch.total) for batch in batches] == [
        (Group.UNIT, 1, 5),
        (Group.UNIT, 1, 5),
    ]


def test_ones_own_branches_are_asked_for_however_many_others_one_sees(tree, monkeypatch):
    """Who sees a whole county first and keeps the records of the last branch of it reads of that branch."""
    monkeypatch.setattr("duban.ledgers.asks.MOST", 2)
    who = factories.person("何宁", unit=tree.south_1, branch_secretary=tree.south_1, committee_admin=tree.committee)

    (batch,) = life_asks(Desk(factories.account(who), TODAY))

    assert all("南局党支部" in ask.say for ask in batch.asks)


def test_the_committee_is_not_asked(tree, officer):
    assert list(life_asks(Desk(officer, TODAY))) == []


def test_what_was_not_held_is_a_warning_with_its_rule(tree, officer, secretary):
    ledgers.record(tree.north_1, "theme_day", by=secretary, held_on=datetime.date(2026, 10, 16))

    found = warnings_of(Watch(officer, TODAY), [warnings.NOT_HELD])

    late = {(each.unit.pk, each.about.split("@")[1]) for each in found}
    assert (tree.north_2.pk, "life.theme_day.per_month") in late
    assert (tree.north_1.pk, "life.theme_day.per_month") not in late
    assert all(each.rule is not None for each in found)


@pytest.mark.parametrize(
    ("last_seen", "silent"), [(datetime.date(2026, 8, 22), True), (datetime.date(2026, 8, 23), False)]
)
def test_a_member_whom_nobody_saw_for_three_months_is_told_to_the_secretary_alone(
    tree, officer, secretary, last_seen, silent
):
    """本地要求: a quiet word after three months; no status changes by itself."""
    people = ledgers.members(tree.north_1, 5)
    ledgers.record(tree.north_1, "theme_day", by=secretary, held_on=last_seen)
    ledgers.record(tree.north_1, "theme_day", by=secretary, absent={people[4].pk: ""})

    def seen_by(user):
        return [each.about for each in warnings_of(Watch(user, TODAY), [warnings.SILENT])]

    assert seen_by(secretary) == ([people[4].key] if silent else [])
    assert seen_by(officer) == []


@pytest.mark.parametrize(
    ("last_seen", "silent"), [(datetime.date(2026, 5, 30), True), (datetime.date(2026, 5, 31), False)]
)
def test_three_months_before_the_31st_is_the_31st(tree, secretary, last_seen, silent):
    people = ledgers.members(tree.north_1, 5)
    ledgers.record(tree.north_1, "theme_day", by=secretary, held_on=last_seen)
    ledgers.record(
        tree.north_1, "theme_day", by=secretary, held_on=datetime.date(2026, 8, 20), absent={people[4].pk: ""}
    )

    found = warnings_of(Watch(secretary, datetime.date(2026, 8, 31)), [warnings.SILENT])

    assert [each.about for each in found] == ([people[4].key] if silent else [])


def test_rows_for_assessment_are_what_stands(tree, secretary):
    made = ledgers.record(tree.north_1, "theme_day", by=secretary)
    ledgers.record(tree.north_1, "party_lecture", by=secretary, held_on=datetime.date(2025, 3, 5))

    rows = list(record_rows(datetime.date(2026, 1, 1), datetime.date(2026, 12, 31), within=tree.north))

    assert [(row.unit, row.kind, row.held_on, row.key) for row in rows] == [
        (tree.north_1.pk, "theme_day", ledgers.DAY, made.key)
    ]
