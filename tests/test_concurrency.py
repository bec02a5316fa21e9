"""Two people at the same moment: nobody's work is lost and nobody waits for ever. Both databases, real threads."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import pytest
from django.db import connection, transaction

from duban.assessment.signals import standings_changed
from duban.assessment.tests import factories as assessment
from duban.duties import actions
from duban.duties.actions.tasks import Part
from duban.duties.models import Task
from duban.duties.signals import tasks_changed
from duban.duties.tests import factories as made
from duban.duties.tests.world import TODAY, World
from duban.orgs.tests import factories

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("frozen")]
SOON = 0.3
"""Seconds in which the other one certainly comes as far as it can."""


@pytest.fixture
def world() -> World:
    return World()


def at_once(*works: Callable[[], Any], timeout: float = 20) -> list[BaseException]:
    """Do these in a thread each; what they raised. Who waits for ever is a TimeoutError."""

    def run(work: Callable[[], Any]) -> None:
        try:
            work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        done = [pool.submit(run, work) for work in works]
        return [wrong for each in done if (wrong := each.exception(timeout=timeout))]


def split(world: World) -> Task:
    actions.split_task(world.task, by=world.cadre, parts=[Part(world.branch, None, "一", TODAY)])
    return world.task.parts.get()


def test_a_part_accepted_while_its_task_is_waived_stays_accepted(world):
    part = actions.submit_task(split(world), by=world.secretary, statement="已办")
    accepted = threading.Event()

    def accept() -> None:
        with transaction.atomic():
            actions.accept_task(part, by=world.cadre)
            accepted.set()
            threading.Event().wait(SOON)

    def waive() -> None:
        accepted.wait(10)
        actions.waive_task(world.task, by=world.officer, reason="没有在职党员")

    assert at_once(accept, waive) == []
    assert dict(Task.objects.values_list("pk", "state")) == {world.task.pk: "waived", part.pk: "accepted"}


def test_waiving_a_task_with_parts_and_handing_in_another_of_the_unit_do_not_block_each_other(world):
    split(world)
    other = made.task(world.north, issuer=world.committee, number="2026-02-1")
    both_hold = threading.Barrier(2)

    def standing(sender: Any, units: set[int], **_more: Any) -> None:
        # Stands for what a room above locks: a row of the unit, after the task and before the trail.
        if connection.vendor == "sqlite":
            return  # one writer at a time: nothing to wait for
        if threading.current_thread().name == "waive":
            meet()
        type(world.north).objects.select_for_update().get(pk=world.north.pk)
        if threading.current_thread().name == "submit":
            meet()
            threading.Event().wait(SOON)

    def meet() -> None:
        # Broken: the other one waits for a lock before it comes here, which is an order, too.
        with suppress(threading.BrokenBarrierError):
            both_hold.wait(timeout=3)

    def named(name: str, work: Callable[[], Any]) -> Callable[[], Any]:
        def run() -> None:
            threading.current_thread().name = name
            work()

        return run

    tasks_changed.connect(standing)
    try:
        wrong = at_once(
            named("waive", lambda: actions.waive_task(world.task, by=world.officer, reason="没有在职党员")),
            named("submit", lambda: actions.submit_task(other, by=world.cadre, statement="已办")),
        )
    finally:
        tasks_changed.disconnect(standing)

    assert wrong == []


def test_two_who_bind_evidence_to_the_same_two_tasks_from_either_side_do_not_block_each_other(world):
    first, second = world.task, made.task(world.north, issuer=world.committee, number="2026-02-1")

    def add(task: Task, other: Task) -> Callable[[], Any]:
        return lambda: [
            actions.add_evidence(
                task, by=world.cadre, title=f"纪要{n}", happened_on=TODAY, statement="分工4项", also=[other]
            )
            for n in range(10)
        ]

    assert at_once(add(first, second), add(second, first)) == []
    assert (first.bindings.count(), second.bindings.count()) == (20, 20)


def test_two_tasks_of_a_unit_accepted_at_the_same_moment_both_count():
    """Each verb computes the unit's standing from what it sees: the later one must see what the earlier one did."""
    year = assessment.year()
    unit = year.tree.north
    cadre = factories.account(factories.person("许文静", unit=unit, unit_cadre=unit))
    tasks = [year.task(of=duty) for duty in (year.first, year.second)]
    for task in tasks:
        actions.submit_task(task, by=cadre, statement="已办")
    computed = threading.Barrier(2)

    def wait_for_the_other(sender: Any, **_more: Any) -> None:
        # Both compute before either commits, unless one waits for the other: then nobody comes here and it goes on.
        with suppress(threading.BrokenBarrierError):
            computed.wait(timeout=SOON * 3)

    standings_changed.connect(wait_for_the_other)
    try:
        wrong = at_once(*[lambda task=task: actions.accept_task(task, by=year.officer) for task in tasks])
    finally:
        standings_changed.disconnect(wait_for_the_other)

    kept = year.period.standings.get(unit=unit).total
    assert wrong == []
    assert kept == year.standing().total == 12
