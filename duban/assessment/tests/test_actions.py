"""Schemes are frozen, periods opened, and a fact and what it comes to appear together or not at all."""

import datetime

import pytest
from django.db import connection, transaction

from duban.assessment.actions import open_period, publish_scheme, rescore, rescore_all
from duban.assessment.models import Period, Scheme, Standing
from duban.assessment.signals import standings_changed
from duban.assessment.tests import factories
from duban.assessment.tests.factories import TEXT
from duban.audit.models import Entry
from duban.base.errors import BadInput, Conflict, NotAllowed
from duban.duties import actions as duties
from duban.duties.models import Evidence, Task
from duban.orgs.tests import factories as orgs
from duban.scoring.fingerprint import scheme_fingerprint
from duban.scoring.reading.load import load_text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
NUMBER = "示办发〔2026〕1号"
DAYS = {
    "starts_on": datetime.date(2026, 1, 1),
    "ends_on": datetime.date(2026, 12, 31),
    "closes_on": datetime.date(2027, 1, 10),
}
COMPARING = TEXT.replace('"on": total\n  bands: [{grade: 好, at_least: 10}, {grade: 一般}]',
    '"on": total\n  quota: [{grade: 好, share: 0.5, rounding: floor}, {grade: 一般, share: 0.5, rounding: ceil}]')  # fmt: skip


@pytest.fixture
def tree():
    return orgs.tree()


@pytest.fixture
def officer(tree):
    return orgs.account(orgs.person("周敏", unit=tree.committee, committee_admin=tree.committee))


@pytest.fixture
def year():
    return factories.year()


@pytest.fixture
def cadre(year):
    return orgs.account(orgs.person("许文静", unit=year.tree.north, unit_cadre=year.tree.north))


def behind_the_back(sql: str, *values: object) -> None:
    """What somebody with access to the database could do."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


# --- publish_scheme ---------------------------------------------------------------------------------------------


def test_publish_scheme_freezes_it_under_the_engines_own_fingerprint(tree, officer):
    draft = factories.scheme(tree.committee)

    published = publish_scheme(draft, by=officer, plan_number=f" {NUMBER} ")

    published.refresh_from_db()
    assert published.fingerprint == scheme_fingerprint(load_text(TEXT, live=True).scheme)
    assert (published.state, published.plan_number) == ("published", NUMBER)
    assert published.published_at == datetime.datetime(2026, 11, 23, 1, 0, tzinfo=datetime.UTC)


@pytest.mark.parametrize("number", ["", "  ", "　"])
def test_publish_scheme_without_a_number_of_the_plan_is_refused(tree, officer, number):
    draft = factories.scheme(tree.committee)

    with pytest.raises(BadInput) as refused:
        publish_scheme(draft, by=officer, plan_number=number)

    assert len(refused.value.places) == 1, "AF-7"
    assert (Scheme.objects.get().state, Entry.objects.count()) == ("draft", 0)


def test_publish_scheme_that_is_not_sound_is_refused_with_each_place(tree, officer):
    draft = factories.scheme(tree.committee, text=TEXT.replace("事项2, on", "事项9, on"))

    with pytest.raises(BadInput) as refused:
        publish_scheme(draft, by=officer, plan_number=NUMBER)

    assert refused.value.places == [("第27行 d02-1/source", "没有标签“事项9”", "tags 里的标签：事项1、事项2")]
    assert (Scheme.objects.get().state, Entry.objects.count()) == ("draft", 0)


def test_publish_scheme_twice_is_a_conflict(tree, officer):
    draft = factories.scheme(tree.committee)
    publish_scheme(draft, by=officer, plan_number=NUMBER)

    with pytest.raises(Conflict):
        publish_scheme(draft, by=officer, plan_number="示办发〔2026〕2号")

    assert Scheme.objects.get().plan_number == NUMBER


def test_publish_scheme_is_for_the_committee_officer(tree, officer):
    draft = factories.scheme(tree.committee)
    leader = orgs.account(orgs.person("雷永", unit=tree.committee, committee_leader=tree.committee))

    with pytest.raises(NotAllowed):
        publish_scheme(draft, by=leader, plan_number=NUMBER)

    assert publish_scheme(draft, by=officer, plan_number=NUMBER).state == "published"


@pytest.mark.parametrize(
    "change",
    [
        lambda scheme, stale: scheme.save(),
        lambda scheme, stale: scheme.save(update_fields=["name"]),
        lambda scheme, stale: stale.save(),
        lambda scheme, stale: scheme.delete(),
        lambda scheme, stale: Scheme.objects.update(text="别的规则"),
        lambda scheme, stale: Scheme.objects.bulk_update([stale], ["text"]),
        lambda scheme, stale: Scheme.objects.all().delete(),
    ],
    ids=["save", "save a field", "save a copy from before", "delete", "update", "bulk_update", "delete all"],
)
def test_a_published_scheme_is_never_changed_through_the_model(tree, officer, change):
    stale = factories.scheme(tree.committee)
    published = publish_scheme(stale, by=officer, plan_number=NUMBER)

    published.text = published.name = stale.text = "别的规则"
    with pytest.raises(TypeError), transaction.atomic():
        change(published, stale)

    assert Scheme.objects.get().text == TEXT


def test_a_draft_changes_and_goes(tree):
    draft = factories.scheme(tree.committee)

    draft.name = "2026年度责任制考核"
    draft.save()
    Scheme.objects.update(version="2")

    assert Scheme.objects.values_list("name", "version").get() == ("2026年度责任制考核", "2")
    draft.delete()
    assert not Scheme.objects.exists()


# --- open_period ------------------------------------------------------------------------------------------------


def test_open_period_computes_where_every_assessed_unit_stands(tree, officer):
    published = publish_scheme(factories.scheme(tree.committee), by=officer, plan_number=NUMBER)

    period = open_period(tree.committee, by=officer, scheme=published, name="2026年度", **DAYS)

    assert list(period.standings.values_list("unit__name", "total", "fingerprint")) == [
        ("北局", 0, period.standings.first().fingerprint),
        ("南局", 0, period.standings.first().fingerprint),
    ]
    assert Entry.objects.last().detail == {"made": [None, period.key]}


def test_open_period_with_a_draft_is_refused(tree, officer):
    draft = factories.scheme(tree.committee)

    with pytest.raises(BadInput):
        open_period(tree.committee, by=officer, scheme=draft, name="2026年度", **DAYS)

    assert (Period.objects.count(), Standing.objects.count()) == (0, 0)


# --- rescore: together or not at all ----------------------------------------------------------------------------


def test_a_task_and_what_it_comes_to_appear_together(year, cadre):
    task = year.task()
    duties.submit_task(task, by=cadre, statement="已研究并分工")

    duties.accept_task(task, by=year.officer)

    assert year.period.standings.get(unit=year.tree.north).total == 10


def test_a_failure_in_rescoring_undoes_the_verb_and_its_entry(year, cadre):
    task = year.task()
    year.standing()
    before = (Standing.objects.values_list("total", "updated_at").first(), Entry.objects.count())
    behind_the_back("UPDATE assessment_scheme SET text = %s", "scheme: [不成方案")

    with pytest.raises(BadInput):
        duties.submit_task(task, by=cadre, statement="已研究并分工")

    assert Task.objects.values_list("state", "late_days").get() == ("issued", None)
    assert Evidence.objects.count() == 0
    assert (Standing.objects.values_list("total", "updated_at").first(), Entry.objects.count()) == before


def changed_when_north_hands_in(text: str, frozen) -> list[str]:
    year = factories.year(text=text)
    cadre = orgs.account(orgs.person("许文静", unit=year.tree.north, unit_cadre=year.tree.north))
    task = year.task()
    frozen.shift(60)
    duties.submit_task(task, by=cadre, statement="已研究并分工")
    now = datetime.datetime(2026, 11, 23, 1, 1, tzinfo=datetime.UTC)
    return list(Standing.objects.filter(updated_at=now).values_list("unit__name", flat=True))


def test_rescore_is_of_the_unit_alone_where_units_are_not_compared(frozen):
    assert changed_when_north_hands_in(TEXT, frozen) == ["北局"]


def test_rescore_is_of_all_where_units_are_compared(frozen):
    assert changed_when_north_hands_in(COMPARING, frozen) == ["北局", "南局"]


def test_rescore_of_a_branchs_part_is_that_of_the_unit_above(year, frozen):
    whole = year.task()
    part = year.task(year.tree.north_1, parent=whole)
    secretary = orgs.account(orgs.person("赵立", unit=year.tree.north_1, branch_secretary=year.tree.north_1))
    frozen.shift(60)

    duties.submit_task(part, by=secretary, statement="已研究并分工")

    now = datetime.datetime(2026, 11, 23, 1, 1, tzinfo=datetime.UTC)
    assert list(Standing.objects.filter(updated_at=now).values_list("unit__name", flat=True)) == ["北局"]


def test_a_task_is_computed_in_the_periods_that_hold_its_unit_and_in_no_others(year, cadre):
    factories.period(year.tree.south, by=year.officer)
    counted: list[int] = []

    def hear(sender, period, **_more):
        counted.append(period.pk)

    standings_changed.connect(hear)
    try:
        duties.submit_task(year.task(), by=cadre, statement="已研究并分工")
    finally:
        standings_changed.disconnect(hear)

    assert counted == [year.period.pk]


def test_rescore_takes_away_the_standing_of_a_unit_that_is_not_assessed_any_more(year):
    year.tree.south.kind = orgs.unit_kind("branch")
    year.tree.south.save()

    assert rescore(year.period) == 1
    assert [str(standing.unit) for standing in year.period.standings.all()] == ["北局"]


def test_rescore_of_a_period_without_units_counts_none(tree, officer):
    period = factories.period(tree.north_1, by=orgs.account(
        orgs.person("孙", unit=tree.north_1, committee_admin=tree.north_1)
    ))  # fmt: skip

    assert (rescore(period), period.standings.count()) == (0, 0)


# --- each morning -----------------------------------------------------------------------------------------------


def at(frozen, day: str) -> None:
    frozen.move_to(datetime.datetime.fromisoformat(f"{day}T09:00:00+08:00"))


@pytest.mark.parametrize(
    ("day", "counted", "as_of"),
    [
        ("2025-12-31", 0, "2026-11-23"),
        ("2026-01-01", 2, "2026-01-01"),
        ("2026-12-31", 2, "2026-12-31"),
        ("2027-01-10", 2, "2027-01-10"),
        ("2027-01-11", 2, "2027-01-10"),
        ("2027-01-12", 0, "2026-11-23"),
    ],
    ids=["before", "first day", "last day", "last day for facts", "the morning after", "later"],
)
def test_rescore_all_counts_a_period_from_its_first_day_to_the_morning_after_its_last(
    year, frozen, day, counted, as_of
):
    at(frozen, day)

    assert rescore_all() == counted
    assert {str(day) for day in Standing.objects.values_list("as_of", flat=True)} == {as_of}


def test_what_changes_after_the_close_does_not_count(year, cadre, frozen):
    task = year.task()
    at(frozen, "2027-01-11")
    rescore_all()
    before = Standing.objects.values_list("total", "account", "updated_at").first()

    duties.submit_task(task, by=cadre, statement="补报")

    assert Standing.objects.values_list("total", "account", "updated_at").first() == before


def test_what_changes_on_the_last_day_for_facts_counts(year, cadre, frozen):
    task = year.task()
    at(frozen, "2027-01-10")

    duties.submit_task(task, by=cadre, statement="补报")
    duties.accept_task(task, by=year.officer)

    assert year.period.standings.get(unit=year.tree.north).total == 6, "done, and late"
