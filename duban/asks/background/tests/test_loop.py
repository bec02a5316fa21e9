"""Each time of a job is done once: over a year with its holidays, through an outage, by several processes, after failures."""

import datetime
import itertools
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from duban.asks import schedule
from duban.asks.background import loop
from duban.asks.background.models import JobRun
from duban.asks.schedule import CatchUp, EachDay, EachMonth, EachWorkday, Every, Job, add_job, almanac
from duban.base.errors import BadInput
from duban.packs.actions import install_folder
from duban.packs.calendar import keep_year
from duban.packs.folder import folder_named
from duban.packs.models import RuleParameter

pytestmark = pytest.mark.django_db
W = "here:1"
State = JobRun.State


def at(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(f"{text}+08:00")


@pytest.fixture
def done(monkeypatch) -> list[tuple[str, str]]:
    """No job but those of the test; (job, which time) of each that ran."""
    monkeypatch.setattr(schedule, "_jobs", {})
    return []


def job(done, code, when, **more) -> None:
    add_job(Job(code, code, when, lambda due: done.append((code, due.key)), **more))


def step(frozen, moment: datetime.datetime) -> int:
    frozen.move_to(moment)
    return loop.work_off(W)


@pytest.mark.slow
def test_a_year_with_its_holidays_a_change_of_the_rule_and_three_days_of_outage(frozen, done):
    install_folder(folder_named("core"))
    job(done, "day", EachDay(2))
    job(done, "workday", EachWorkday(), in_hours=True)
    job(done, "month", EachMonth(), in_hours=True)
    job(done, "all", EachWorkday(), catch_up=CatchUp.ALL)
    # From July on reminding begins at ten.
    rule = RuleParameter.objects.get(code="calendar.remind_from_hour")
    RuleParameter.objects.create(
        code=rule.code, title=rule.title, value="10", basis=rule.basis, is_local=True, from_on=datetime.date(2026, 7, 1)
    )
    hours: dict[str, set[int]] = {"workday": set(), "month": set()}
    moment, end = at("2025-12-31T23:45:00"), at("2026-12-31T23:45:00")
    steps = itertools.cycle(datetime.timedelta(hours=hours) for hours in (3, 7, 1, 13))  # 2:45, 9:45, 10:45, 23:45
    # Down from Tuesday noon to Friday night: the Friday before the May holiday's make-up day is missed, too.
    down = at("2026-05-05T12:00:00"), at("2026-05-08T22:00:00")
    told: list[tuple[datetime.datetime, str, str]] = []
    while moment <= end:
        if not down[0] <= moment < down[1]:
            before = len(done)
            step(frozen, moment)
            told += [(moment, *each) for each in done[before:]]
        moment += next(steps)
    calendar = almanac().calendar
    for when, code, _key in told:
        local = timezone.localtime(when)
        if code in hours:
            assert calendar.is_workday(local.date()), (code, when)
            assert (9 if local.month < 7 else 10) <= local.hour < 17, (code, when)
            hours[code].add(local.hour)

    assert max(Counter(done).values()) == 1, "nothing twice"
    workdays = {f"2026-{m:02d}-{d:02d}" for m in range(1, 13) for d in range(1, 32) if _is_workday(calendar, m, d)}
    of = {code: {key for each, key in done if each == code} for code in ("day", "workday", "month", "all")}
    assert of["all"] == workdays, "each is made up for"
    # 6 and 7 May were missed; the 8th stands for them, told on the Saturday that is worked, at nine, before its own.
    assert workdays - of["workday"] == {"2026-05-06", "2026-05-07"}
    assert JobRun.objects.get(code="workday", occurrence="2026-05-08").missed == 2
    assert [timezone.localtime(when) for when, code, key in told if (code, key) == ("workday", "2026-05-08")] == [
        at("2026-05-09T09:45:00")
    ]
    assert of["month"] == {f"2026-{month:02d}" for month in range(1, 13)}
    first = {key: timezone.localdate(when).day for when, code, key in told if code == "month"}
    assert (first["2026-01"], first["2026-02"], first["2026-05"], first["2026-10"]) == (4, 2, 9, 8)
    assert len(of["day"]) == 365 - 2, "one stands for the three that were missed"
    assert not JobRun.objects.exclude(state=State.DONE).exists()


def _is_workday(calendar, month: int, day: int) -> bool:
    try:
        return calendar.is_workday(datetime.date(2026, month, day))
    except ValueError:
        return False


def test_a_rule_or_a_notice_that_changes_during_the_day_has_nothing_done_twice(frozen, done):
    install_folder(folder_named("core"))
    job(done, "workday", EachWorkday())
    job(done, "month", EachMonth())
    step(frozen, at("2027-09-30T12:00:00"))
    step(frozen, at("2027-10-01T09:00:00"))  # no notice for 2027: Monday to Friday
    RuleParameter.objects.filter(code="calendar.remind_from_hour").update(value="10")
    step(frozen, at("2027-10-01T10:30:00"))
    keep_year(2027, "放假通知", {f"2027-10-{day:02d}": [False, "国庆节"] for day in range(1, 8)})
    step(frozen, at("2027-10-08T11:00:00"))

    assert done == [("month", "2027-10"), ("workday", "2027-10-01"), ("workday", "2027-10-08")]


def test_what_fails_is_tried_again_after_longer_and_longer_and_then_shown(frozen, done):
    def fail(due):
        done.append(("wrong", due.key))
        raise BadInput("方案不对", places=[("第3行", "无", "有")])

    add_job(Job("wrong", "错", EachDay(2), fail))
    job(done, "right", EachDay(2))
    step(frozen, at("2026-11-23T01:00:00"))
    tried = []
    for minutes in (0, 0.9, 1, 5.9, 6, 20.9, 21, 80.9, 81, 320.9, 321, 1400):
        before = done.count(("wrong", "2026-11-23"))
        step(frozen, at("2026-11-23T02:00:00") + datetime.timedelta(minutes=minutes))
        tried += [minutes] if done.count(("wrong", "2026-11-23")) > before else []
    run = JobRun.objects.get(code="wrong")

    assert (tried, done.count(("right", "2026-11-23"))) == ([0, 1, 6, 21, 81, 321], 1)
    assert (run.state, run.tries, run.error) == (State.FAILED, 6, "方案不对 第3行: 无")


def test_an_error_with_a_personal_number_is_kept_without_it():
    assert loop.in_words(ValueError("住址 13000000000 不对")) == "ValueError"
    assert loop.in_words(ValueError("a\nb")) == "ValueError: a"


def test_a_process_that_is_told_to_stop_puts_back_what_it_does(frozen, done):
    def stop(due):
        done.append(due.key)
        if len(done) == 1:
            raise SystemExit(0)

    add_job(Job("long", "长", EachDay(2), stop))
    step(frozen, at("2026-11-23T01:00:00"))
    with pytest.raises(SystemExit):
        step(frozen, at("2026-11-23T02:00:00"))
    assert (JobRun.objects.get().state, JobRun.objects.get().tries) == (State.WAITING, 0)
    step(frozen, at("2026-11-23T02:00:00"))

    assert (done, JobRun.objects.get().state) == (["2026-11-23"] * 2, State.DONE)


def test_what_a_dead_process_held_is_taken_over_after_a_while_and_the_dead_one_says_nothing_more(frozen, done):
    job(done, "day", EachDay(2))
    step(frozen, at("2026-11-23T01:00:00"))
    frozen.move_to(at("2026-11-23T02:00:00"))
    loop.note_due(timezone.now())
    held = loop.take(timezone.now(), "dead:1")
    frozen.move_to(timezone.now() + loop.HOLD)
    assert loop.take(timezone.now(), W) is None
    frozen.shift(1)
    taken = loop.take(timezone.now(), W)
    assert (taken.pk, taken.tries, taken.worker) == (held.pk, 2, W)
    loop.do(held)
    assert JobRun.objects.get().state == State.RUNNING, "it is not the dead one's any more"
    loop.do(taken)

    assert JobRun.objects.get().state == State.DONE


def test_a_job_that_kills_its_process_each_time_has_failed_in_the_end(frozen, done):
    job(done, "deadly", EachDay(2))
    step(frozen, at("2026-11-23T01:00:00"))
    frozen.move_to(at("2026-11-23T02:00:00"))
    loop.note_due(timezone.now())
    taken = 0
    while loop.take(timezone.now(), f"dead:{taken}"):
        taken += 1
        assert taken < 20
        frozen.move_to(timezone.now() + loop.HOLD + datetime.timedelta(seconds=1))
    run = JobRun.objects.get()

    assert (taken, run.state, run.error) == (6, State.FAILED, "办理这项任务的进程每次都中途退出。")
    assert done == []


def test_who_cannot_say_once_that_it_holds_a_job_says_it_the_next_time(frozen, done, monkeypatch):
    said, is_said = [], threading.Event()

    def say(run):
        said.append(run.pk)
        if len(said) == 1:
            raise OperationalError("database is locked")
        is_said.set()

    monkeypatch.setattr(loop, "HOLD", datetime.timedelta(milliseconds=40))
    monkeypatch.setattr(loop, "say_held", say)
    add_job(Job("long", "长", EachDay(2), lambda due: str(is_said.wait(10))))
    step(frozen, at("2026-11-23T01:00:00"))
    step(frozen, at("2026-11-23T02:00:00"))

    assert JobRun.objects.get().said == "True"


def test_a_job_that_runs_every_few_minutes_makes_up_for_an_outage_once(frozen, done):
    job(done, "often", Every(15))
    step(frozen, at("2026-11-23T09:01:00"))
    step(frozen, at("2026-11-23T09:14:00"))
    step(frozen, at("2026-11-23T09:15:00"))
    step(frozen, at("2026-11-26T10:07:00"))
    step(frozen, at("2026-11-26T10:14:00"))

    assert [key for _code, key in done] == ["2026-11-23T01:15Z", "2026-11-26T02:00Z"]


def test_looking_when_nothing_is_due_costs_four_queries(frozen, done, django_assert_num_queries):
    job(done, "day", EachDay(2))
    step(frozen, at("2026-11-23T01:00:00"))

    with django_assert_num_queries(4):
        loop.work_off(W)


def test_what_was_done_long_ago_goes_and_what_failed_stays(frozen, done):
    job(done, "day", EachDay(2))
    for day, state in (("2026-08-01", State.DONE), ("2026-08-02", State.FAILED), ("2026-11-01", State.DONE)):
        moment = at(f"{day}T02:00:00")
        JobRun.objects.create(code="day", occurrence=day, due_at=moment, next_at=moment, state=state)

    assert loop.tidy(None) == "清理旧的运行记录1条"
    assert set(JobRun.objects.values_list("occurrence", flat=True)) == {"2026-08-02", "2026-11-01"}


@pytest.mark.django_db(transaction=True)
def test_several_processes_do_each_time_once(frozen, done):
    lock = threading.Lock()

    def run(due):
        with lock:
            done.append(due.key)

    for n in range(8):
        add_job(Job(f"job{n}", "事", EachDay(2), run, CatchUp.ALL))
    step(frozen, at("2026-11-23T01:00:00"))
    frozen.move_to(at("2026-11-26T03:00:00"))

    def work(n: int) -> int:
        try:
            return sum(loop.work_off(f"p{n}") for _look in range(4))
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        counts = list(pool.map(work, range(4)))
    while loop.work_off(W):
        pass

    assert sum(counts) <= 32
    assert Counter(done) == dict.fromkeys(("2026-11-23", "2026-11-24", "2026-11-25", "2026-11-26"), 8)
    assert not JobRun.objects.exclude(state=State.DONE).exists()
