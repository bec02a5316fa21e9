"""Many change one subtree at the same moment, in any order: nobody waits in a ring, and nothing is left half done."""

import datetime
import random
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from duban.assessment.tests import factories as assessment
from duban.audit.queries import verify
from duban.base.errors import DomainError
from duban.documents.exchange.tests.workbooks import PERSON_HEAD, upload, written
from duban.duties import actions as duties
from duban.duties.models import Task
from duban.ledgers.admission import actions as admission
from duban.ledgers.admission.models import Admission, AdmissionStep, StepRecord
from duban.orgs import actions
from duban.orgs.approval import Approval
from duban.orgs.models import Person, Post, Unit, UnitKind, User
from duban.orgs.resetting import plan_of
from duban.orgs.roll import rolls_of
from duban.orgs.tests import factories
from duban.packs.actions import install_folder
from duban.packs.folder import folder_named
from tests.test_concurrency import at_once

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("frozen", "browser_files"),
    pytest.mark.slow,
]
DAY, VOTED = datetime.date(2026, 11, 20), datetime.date(2026, 10, 20)
BRANCHES, PEOPLE, THREADS, TURNS = 8, 3, 5, 6


@pytest.fixture(autouse=True)
def file_store(settings, tmp_path):
    settings.FILES = tmp_path / "files"


class Nobody(Exception):
    """There is nothing left to do it to."""


class Crowd:
    """An officer in several windows, one subtree, and what can be done in it. `dice` says what is done to whom."""

    def __init__(self) -> None:
        self.year = year = assessment.year()
        install_folder(folder_named("core"))
        # Units may stand below any other here, so that more of what the dice say is done.
        UnitKind.objects.update(below="")
        self.officer, tree = year.officer, year.tree
        self.cadre = factories.account(factories.person("许文静", unit=tree.north, unit_cadre=tree.committee))
        self.secretary = factories.account(factories.person("丁文", unit=tree.north, unit_cadre=tree.committee))
        for number in range(BRANCHES):
            above = tree.north_committee if number % 2 else tree.south
            branch = factories.unit(f"支部{number}", below=Unit.objects.get(pk=above.pk), kind=tree.north_1.kind)
            for each in range(PEOPLE):
                person = Person.objects.create(name=f"人{number}-{each}", unit=branch, membership="full")
                Admission.objects.create(person=person, unit=branch)
            self._applied(branch, number)
            year.task(branch)
            Task.objects.filter(pk=year.task(branch, of=year.second).pk).update(issuer=tree.south)

    def _applied(self, branch: Unit, number: int) -> None:
        person = Person.objects.create(name=f"申请人{number}", unit=branch, membership="none")
        way = Admission.objects.create(person=person, unit=branch)
        for code in ("application", "meeting"):
            StepRecord.objects.create(admission=way, step=AdmissionStep.objects.get(code=code), happened_on=VOTED)
        if number % 2:
            self._approve(way, User.objects.get(pk=self.officer.pk))

    def _approve(self, way: Admission, user: User) -> None:
        admission.record_decision(way, by=user, step="approval", happened_on=VOTED, number="示党〔2026〕8号")

    def turn(self, dice: random.Random) -> None:
        """One thing, done or refused."""
        verb = dice.choice(
            [self.merge, self.re_set, self.move, self.rename, self.dissolve, self.split, self.relate]
            + 3 * [self.transfer, self.hand_in]
            + 2 * [self.strike]
            + [self.approve, self.resume, self.accept, self.appoint, self.leave, self.issue, self.bring_in]
        )
        user = User.objects.get(pk=self.officer.pk)
        with suppress(DomainError, Nobody):
            verb(dice, user)

    def surely(self, verb: Callable, dice: random.Random) -> None:
        """The same thing with other units until it is done once: it must not be left to chance whether it is tried at all."""
        user = User.objects.get(pk=self.officer.pk)
        for _try in range(100):
            with suppress(DomainError, Nobody):
                return verb(dice, user)
        raise AssertionError("it was refused a hundred times")

    def _units(self, dice: random.Random, count: int) -> list[Unit]:
        return self._some(dice, Unit.objects.standing().filter(depth__gt=1), count)

    def _some(self, dice: random.Random, rows: Iterable, count: int) -> list:
        found = list(rows)
        if len(found) < count:
            raise Nobody
        return dice.sample(found, count)

    def _given(self, user: User) -> dict:
        return {"by": user, "approval": Approval("示直工委〔2026〕1号", DAY, DAY)}

    def merge(self, dice, user):
        one, *others = self._units(dice, 3)
        actions.merge_units(one, others=others, **self._given(user), is_seen=True)

    def re_set(self, dice, user):
        top = Unit.objects.get(pk=self.year.tree.committee.pk)
        names = [(unit.name, unit.name) for unit in plan_of(top, "").before]
        dice.shuffle(names)
        into = names[0][1] if names else ""
        text = "\n".join(f"{old}\t{into if place < 2 else new}" for place, (old, new) in enumerate(names))
        actions.re_set_branches(top, text=text, shown=plan_of(top, text).fingerprint, **self._given(user), is_seen=True)

    def move(self, dice, user):
        one, other = self._units(dice, 2)
        actions.move_unit(one, others=[other], **self._given(user))

    def rename(self, dice, user):
        actions.rename_unit(self._units(dice, 1)[0], name=f"新{dice.random()}", **self._given(user))

    def dissolve(self, dice, user):
        actions.dissolve_unit(self._units(dice, 1)[0], **self._given(user), is_seen=True)

    def split(self, dice, user):
        [one] = self._units(dice, 1)
        name = f"分{dice.random()}"
        actions.split_unit(one, name=name, people=list(one.people.filter(left_on=None)[:2]), **self._given(user))

    def relate(self, dice, user):
        one, other = self._units(dice, 2)
        actions.set_relation(one, kind="guided", others=[other], **self._given(user))

    def transfer(self, dice, user):
        [person] = self._some(dice, Person.objects.filter(left_on=None).select_related("unit"), 1)
        actions.transfer_membership(person, by=user, unit=self._units(dice, 1)[0], since_on=DAY)

    def leave(self, dice, user):
        [person] = self._some(dice, Person.objects.filter(left_on=None, name__startswith="人"), 1)
        actions.leave(person, by=user, left_on=DAY, left_why="moved")

    def appoint(self, dice, user):
        [person] = self._some(dice, Person.objects.filter(left_on=None).select_related("unit"), 1)
        actions.appoint(person, by=user, unit=self._units(dice, 1)[0], title="组织委员", kind="part_time", since_on=DAY)

    def approve(self, dice, user):
        [way] = self._some(dice, Admission.objects.filter(person__membership="none").select_related("unit"), 1)
        self._approve(way, user)

    def strike(self, dice, user):
        rows = StepRecord.objects.filter(step__code="approval").select_related("admission__unit")
        [record] = self._some(dice, rows, 1)
        admission.strike_step(record.admission, by=user, record=record, reason="登错")

    def resume(self, dice, user):
        [way] = self._some(
            dice, Admission.objects.filter(person__membership="none", stage="applicant").select_related("unit"), 1
        )
        Admission.objects.filter(pk=way.pk).update(outcome="withdrawn", ended_on=DAY)
        admission.resume_admission(way, by=User.objects.get(pk=self.secretary.pk), reason="登错")

    def hand_in(self, dice, user):
        cadre = User.objects.get(pk=self.cadre.pk)
        [task] = self._some(dice, Task.objects.filter(state="issued").select_related("unit", "issuer"), 1)
        duties.submit_task(task, by=cadre, statement="已办")

    def accept(self, dice, user):
        [task] = self._some(dice, Task.objects.filter(state="submitted").select_related("unit", "issuer"), 1)
        duties.accept_task(task, by=user)

    def issue(self, dice, user):
        # As a list that is issued: tasks for all units at once, in some other order than their paths.
        units = self._units(dice, 5)
        fields = {"issuer": self.year.tree.committee, "due_on": DAY, "standard": "有记录"}
        Task.objects.bulk_create(Task(number=str(dice.random()), title="新", unit=unit, **fields) for unit in units)

    def bring_in(self, dice, user):
        people = self._some(dice, Person.objects.filter(left_on=None, name__startswith="人").select_related("unit"), 4)
        head = (*PERSON_HEAD, "学历")
        rows = [(each.name, each.unit.name, "正式党员", None, dice.choice(["大学本科", "大学专科"])) for each in people]
        rows.append((f"来{dice.random()}", self._units(dice, 1)[0].name, "非党员", None, None))
        client = Client()
        client.force_login(user)
        answer = client.post(reverse("hold_workbook"), {"workbook": upload(written(人员=[head, *rows])), "kind": ""})
        assert answer.status_code == 302
        batch = int(answer.url.rstrip("/").rsplit("/", 1)[-1])
        assert client.post(reverse("bring_in", args=[batch])).status_code < 500


def slowly(dice: random.Random) -> Callable:
    """Whoever got a lock or wrote something stays a moment, so that the others come as far as they can."""

    def execute(run, sql, params, many, context):
        done = run(sql, params, many, context)
        if connection.vendor != "sqlite" and (" FOR " in sql or sql.startswith(("UPDATE", "INSERT"))):
            time.sleep(dice.random() * 0.004)
        return done

    return execute


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_done_at_once_nobody_waits_in_a_ring_and_nothing_is_half_done(seed):
    crowd, start = Crowd(), threading.Barrier(THREADS)

    def work(number: int) -> Callable[[], None]:
        def run() -> None:
            dice = random.Random(f"{seed} {number}")  # noqa: S311 (no secret)
            start.wait()
            with connection.execute_wrapper(slowly(dice)):
                if number == 0:
                    crowd.surely(crowd.merge, dice)
                for _turn in range(TURNS):
                    crowd.turn(dice)

        return run

    wrong = at_once(*map(work, range(THREADS)), timeout=300)

    assert [repr(each) for each in wrong] == []

    assert Unit.objects.find_problems() == ([], [], [], [], [])
    ended = Unit.objects.exclude(dissolved_on=None)
    assert len(ended) >= 1
    assert not Person.objects.filter(unit__in=ended, left_on=None).exists()
    assert not Post.objects.filter(unit__in=ended, until_on=None).exists()
    assert not Task.objects.filter(unit__in=ended, state__in=Task.OPEN, number__startswith="2026").exists()
    assert not Admission.objects.filter(unit__in=ended, ended_on=None, person__left_on=None).exists()
    assert sum(roll.full for roll in rolls_of(Unit.objects.all(), DAY - datetime.timedelta(days=2)).values()) == (
        Person.objects.filter(membership="full").count()
    )
    assert verify().faults == []
