"""月提示: one for each person and month in working time, nothing twice, nothing at night, nothing lost."""

import datetime
from collections import Counter, defaultdict
from types import SimpleNamespace

import pytest
from django.utils import timezone

from duban.asks import schedule, sources
from duban.asks.background import loop
from duban.asks.desk import Desk
from duban.asks.reminders import sources as notes
from duban.asks.reminders.actions import send_digests
from duban.asks.reminders.jobs import remind_each_workday
from duban.asks.reminders.lines import lines_of
from duban.asks.reminders.models import Digest, Reminder
from duban.asks.reminders.notes import warning_notes
from duban.asks.schedule import EachWorkday, Job, add_job, almanac
from duban.asks.sources import Ask, Batch, Group
from duban.duties.models import Task
from duban.duties.tests import factories as duties
from duban.orgs.models import Person
from duban.orgs.tests import factories
from duban.packs.actions import install_folder
from duban.packs.folder import folder_named
from duban.packs.models import RuleParameter

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def at(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(f"{text}+08:00")


@pytest.fixture
def world(monkeypatch):
    """The packs, an officer, a cadre of a unit, and no job but the digest."""
    tree = SimpleNamespace(**vars(factories.tree()))
    install_folder(folder_named("core"))
    monkeypatch.setattr(schedule, "_jobs", {})
    monkeypatch.setattr(notes, "_notes", [])
    add_job(Job("reminders.remind", "月提示", EachWorkday(), remind_each_workday, in_hours=True))
    tree.cadre = factories.person("许文静", unit=tree.north, unit_cadre=tree.north)
    tree.other = factories.person("周敏", unit=tree.north, unit_secretary=tree.north)
    tree.users = [factories.account(person) for person in (tree.cadre, tree.other)]
    tree.listed = duties.responsibility_list(tree.committee)
    return tree


def task(tree, number: int, due_on: datetime.date, **fields) -> Task:
    of = duties.duty(tree.listed, number=number, title=f"事项{number}")
    fields = {"owner": tree.cadre, **fields}
    number_said = f"2026-{number:02d}-1"
    return duties.task(
        tree.north, issuer=tree.committee, of=of, number=number_said, title=f"事项{number}", due_on=due_on, **fields
    )


@pytest.mark.slow
def test_a_year_with_holidays_an_outage_somebody_who_leaves_and_a_rule_that_changes(frozen, world):
    rule = RuleParameter.objects.get(code="calendar.remind_from_hour")
    RuleParameter.objects.create(
        code=rule.code, title=rule.title, value="10", basis=rule.basis, is_local=True, from_on=datetime.date(2026, 7, 1)
    )
    # A matter each month, due on the 12th; that of March is never done, the others on the 20th.
    tasks = {month: task(world, month, datetime.date(2026, month, 12)) for month in range(1, 13)}
    Task.objects.filter(pk=tasks[4].pk).update(owner=world.other)
    Person.objects.filter(pk=world.other.pk).update(left_on=datetime.date(2026, 6, 10))
    first, last = datetime.date(2026, 1, 1), datetime.date(2026, 12, 31)
    # Three days without a server, the first working day of September among them.
    down = {datetime.date(2026, 8, 31), datetime.date(2026, 9, 1), datetime.date(2026, 9, 2)}
    frozen.move_to(at("2025-12-31T20:00:00"))
    loop.work_off("here:1")
    day = first
    while day <= last:
        for hour in () if day in down else ("02:00", "09:30", "10:30", "22:00"):
            frozen.move_to(at(f"{day}T{hour}:00"))
            loop.work_off("here:1")
        if day.day == 20 and day.month != 3:
            Task.objects.filter(pk=tasks[day.month].pk).update(
                state=Task.State.ACCEPTED, submitted_on=day, late_days=0, closed_on=day
            )
        day += DAY
    calendar, told = almanac().calendar, list(Reminder.objects.select_related("person"))

    for each in [*(line.tell_at for line in told), *Digest.objects.values_list("told_at", flat=True)]:
        local = timezone.localtime(each)
        assert calendar.is_workday(local.date()), local
        assert (9 if local.month < 7 else 10) <= local.hour < 17, local
    assert Counter(Digest.objects.values_list("person__name", flat=True)) == {"许文静": 12, "周敏": 6}
    first_days = {
        digest.month: timezone.localdate(digest.told_at) for digest in Digest.objects.filter(person=world.cadre)
    }
    opening = {month: calendar.on_or_after(datetime.date(2026, month, 1)) for month in range(1, 13)}
    opening[9] = datetime.date(2026, 9, 3)
    assert first_days == {f"2026-{month:02d}": opened for month, opened in opening.items()}

    assert max(Counter((line.person_id, line.key) for line in told).values()) == 1
    by_task: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for line in sorted(told, key=lambda line: line.tell_at):
        by_task[line.text].append((line.group, f"{timezone.localdate(line.tell_at):%m-%d}"))
    # In the digest of its month as due, then once as overdue: on the first working day after.
    assert by_task["报送事项5"] == [("mine", "05-06"), ("late", "05-13")]
    # What stays undone is told anew with each month's digest, as overdue and no oftener.
    assert [day for group, day in by_task["报送事项3"] if group == "late"] == [
        "03-13", *(f"{month:02d}-{opening[month].day:02d}" for month in range(4, 13)),
    ]  # fmt: skip
    assert all(line.person == world.cadre or line.tell_at < at("2026-06-11T00:00:00") for line in told)


def test_whoever_has_left_or_has_no_account_any_more_is_told_nothing(frozen, world):
    task(world, 1, datetime.date(2026, 11, 20))
    Person.objects.filter(pk=world.other.pk).update(left_on=datetime.date(2026, 11, 22))
    world.users[0].is_active = False
    world.users[0].save()

    assert send_digests(almanac()) == (0, 0, 0)
    assert not Digest.objects.exists()


def test_what_is_told_again_is_only_what_became_worse(frozen, world, monkeypatch):
    shown: list[tuple[Group, str]] = []

    def source(desk):
        if desk.user == world.users[0]:
            for group, name in shown:
                yield Batch(group, [Ask(name, "", ("todo", "在办"), f"/{name}/", "办")], 1)

    monkeypatch.setattr(sources, "_sources", [source])
    shown[:] = [(Group.SOON, "甲"), (Group.MINE, "乙"), (Group.UNIT, "丙")]
    assert send_digests(almanac()) == (1, 2, 0)
    frozen.shift(DAY)
    shown[:] = [(Group.MINE, "甲"), (Group.LATE, "乙"), (Group.SOON, "丁")]
    assert send_digests(almanac()) == (1, 1, 0)
    assert send_digests(almanac()) == (0, 0, 0)
    frozen.move_to(at("2026-12-01T09:00:00"))
    assert send_digests(almanac()) == (1, 3, 0)

    assert [(line.group, line.text) for line in Reminder.objects.order_by("pk")] == [
        ("soon", "甲"), ("mine", "乙"), ("late", "乙"), ("mine", "甲"), ("late", "乙"), ("soon", "丁"),
    ]  # fmt: skip


def test_of_many_matters_those_without_a_line_are_told_in_one(frozen, world, monkeypatch):
    def source(desk):
        yield Batch(Group.LATE, [Ask("办<b>3</b>件", "", ("late", ""), "/a/", "办", stands_for=3)], 8, "/all/")

    monkeypatch.setattr(sources, "_sources", [source])
    notes.add_notes(warning_notes)
    found = lines_of(Desk(world.users[0], datetime.date(2026, 11, 23)), only_late=False)

    assert [(line.text, line.url) for line in found] == [
        ("办3件", "/a/"),
        ("此类还有5件", "/all/"),
        ("预警：换届3、党员2", "/warnings/"),
    ]


def test_when_working_time_ends_the_others_are_told_on_the_next_working_day(frozen, world, monkeypatch):
    def source(desk):
        frozen.move_to(at("2026-11-27T17:00:00"))  # while it is derived
        yield Batch(Group.MINE, [Ask("办", "", ("todo", ""), "/a/", "办")], 1)

    frozen.move_to(at("2026-11-27T16:59:00"))
    monkeypatch.setattr(sources, "_sources", [source])
    assert remind_each_workday(None) == "提醒1人，共1条；已到下班时间，其余1人下一个工作日再提醒"
    monkeypatch.setattr(sources, "_sources", [])
    frozen.move_to(at("2026-11-30T09:00:00"))
    send_digests(almanac())

    assert sorted(f"{timezone.localtime(d.told_at):%m-%d %H:%M}" for d in Digest.objects.all()) == [
        "11-27 16:59",
        "11-30 09:00",
    ]


def test_the_eyes_of_everybody_are_borrowed_without_asking_who_they_are_for_each(
    frozen, world, monkeypatch, django_assert_num_queries
):
    """Accounts, their grants, who was told, and the rows of those who have nothing to be told in one."""
    monkeypatch.setattr(sources, "_sources", [])
    by = almanac()

    with django_assert_num_queries(3 + 1):
        send_digests(by)
    frozen.shift(DAY)
    with django_assert_num_queries(3):
        send_digests(by)
