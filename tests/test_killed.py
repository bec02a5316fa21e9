"""A server that is killed in the middle of a write leaves all of it or nothing, and the same can be done again.

What may be left over is a file without a row: it lies under the digest of its content, whole or not at all; nobody can see it,
it is found again when the same content comes again, and what was half-written goes at the next start (`documents.store`).
"""

import datetime
import os
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.urls import reverse

from duban.assessment.actions import rescore
from duban.assessment.tests import factories as assessment
from duban.audit.models import Entry
from duban.audit.queries import verify
from duban.base import clock
from duban.documents.models import File, FileVersion
from duban.documents.store import HELD, PART, is_whole, root
from duban.duties.models import Binding, DueDay, Duty, Evidence, ResponsibilityList, Task
from duban.duties.tests import factories as made
from duban.duties.tests.workbooks import duty, written
from duban.orgs.tests import factories
from tests.killed import ROOT, Browser, Server, database_url, kill_during, servers

# Each measures how long the thing takes, to cut it short at every moment of it: nothing else may run beside.
pytestmark = [pytest.mark.slow, pytest.mark.alone, pytest.mark.usefixtures("browser_files")]
KILLS = 12
ROWS = 1000


@pytest.fixture
def world(transactional_db):
    """An officer, a cadre, and as many tasks as servers are killed; each is worth points in a scheme in force."""
    tree, today = factories.tree(), clock.today()
    officer = factories.account(factories.person("周敏", unit=tree.committee, committee_admin=tree.committee))
    cadre = factories.account(factories.person("许文静", unit=tree.north, unit_cadre=tree.north))
    days = tuple(today + datetime.timedelta(days=n) for n in range(KILLS + 1))
    of = made.duty(made.responsibility_list(tree.committee), days=days)
    tasks = [made.task(tree.north, issuer=tree.committee, of=of, due_on=day) for day in days]
    text = assessment.TEXT.replace("2026", str(today.year)).replace("2027", str(today.year + 1))
    period = assessment.period(tree.committee, by=officer, text=text)
    period.starts_on, period.ends_on = today.replace(month=1, day=1), today.replace(month=12, day=31)
    period.closes_on = period.ends_on
    period.save()
    rescore(period, {tree.north.pk})
    return SimpleNamespace(tree=tree, officer=Browser(officer), cadre=Browser(cadre), tasks=tasks, period=period)


def moments(seconds: float, requests: int) -> list[tuple[float, int]]:
    """When to kill: (seconds, after the first write of which request). 0: after the start, all over what the work takes."""
    steps = KILLS // (requests + 1)
    return [(seconds * n / steps * (0.2 if of else 1.2), of) for of in range(requests + 1) for n in range(steps)]


def set_event() -> threading.Event:
    event = threading.Event()
    event.set()
    return event


# --- a task is handed in with a file -------------------------------------------------------------------------------


def hand_in(world, server: Server, task: Task, *, then: threading.Event | None = None) -> list[int]:
    """A file of more than a megabyte, then the task: what the server answered to each; `then` is set between the two."""
    file = ContentFile(f"{task.pk} ".encode() * 500_000, name="纪要.txt")
    url, day = reverse("task", args=[task.pk]), clock.today().isoformat()
    said = {"title": "纪要", "happened_on": day, "upload": file}
    first = world.cadre.ask(server, f"{url}add-evidence/", said)[0]
    if then:
        then.set()
    return [first, world.cadre.ask(server, f"{url}submit-task/", {"statement": "已研究"})[0]]


def stands(world) -> tuple:
    standing = world.period.standings.get(unit=world.tree.north)
    return standing.total, standing.due, standing.best, standing.fingerprint, standing.cells


def check_nothing_is_half_done(world, task: Task) -> Counter:
    """Task, evidence, files, trail and standing agree; how often the task's verbs were done."""
    task = Task.objects.get(pk=task.pk)
    done = Counter(Entry.objects.filter(subject=task.key).values_list("verb", flat=True))
    files, sentences = (task.evidence.filter(version__isnull=none).count() for none in (False, True))
    assert set(done) <= {"duties.add_evidence", "duties.submit_task"}
    assert (files, sentences) == (done["duties.add_evidence"], done["duties.submit_task"])
    assert (files <= 1, sentences <= 1) == (True, True)
    is_in = task.state == "submitted"
    assert (is_in, task.submitted_on is not None, task.late_days is not None) == (bool(sentences),) * 3
    assert Evidence.objects.count() == Binding.objects.count()
    assert Evidence.objects.filter(version__isnull=False).count() == FileVersion.objects.count() == File.objects.count()
    assert all(is_whole(digest) for digest in FileVersion.objects.values_list("sha256", flat=True))
    check_the_trail_and_the_store()
    said = stands(world)
    with transaction.atomic():
        rescore(world.period, {world.tree.north.pk})
        assert stands(world) == said
        transaction.set_rollback(True)
    return done


def check_the_trail_and_the_store() -> None:
    assert verify().holds
    contents = [path for path in root().rglob("*") if path.is_file() and not path.name.startswith((PART, HELD))]
    assert [path.name for path in contents if not is_whole(path.name)] == []


def test_a_task_that_is_handed_in_with_a_file_is_handed_in_or_not(world):
    measured, *tasks = world.tasks
    inside = 0
    with servers() as all_servers:
        server = all_servers.take()
        began = time.monotonic()
        assert hand_in(world, server, measured) == [302, 302]
        seconds = time.monotonic() - began
        for task, (after, of) in zip(tasks, moments(seconds, 2), strict=True):
            first, second = set_event(), threading.Event()
            inside += kill_during(
                server,
                lambda task=task, server=server, second=second: hand_in(world, server, task, then=second),
                after=after,
                once_writing=[None, first, second][of],
            )
            check_nothing_is_half_done(world, task)
            server = all_servers.take()
        done = [check_nothing_is_half_done(world, task) for task in tasks]
        server = all_servers.serve()
        again = [hand_in(world, server, task)[1] for task in tasks]

    # The moments were what they should be: some in the middle of a write, some before anything was done.
    assert inside >= 4
    assert sum(not each for each in done) >= 2
    assert sum(list(each) == ["duties.add_evidence"] for each in done) >= 2
    assert again == [409 if each["duties.submit_task"] else 302 for each in done]
    assert {task.state for task in Task.objects.all()} == {"submitted"}
    check_verify_audit()


def check_verify_audit() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "duban.cli", "verify-audit"],
        cwd=ROOT,
        env={**os.environ, "DUBAN_DATABASE_URL": database_url()},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, "留痕完好" in done.stdout) == (0, True), done.stderr


# --- a large list is brought in ------------------------------------------------------------------------------------


def note_of(world, server: Server, folder: Path, word: str) -> str:
    """The note of a preview of a large list whose duties all say this word."""
    rows = (
        duty(n, 指标编码=f"{n}", 责任事项=f"{word}{n}", 适用单位类别="经济管理类", 时限="6月30日、12月10日")
        for n in range(1, ROWS + 1)
    )
    workbook = ContentFile(written(folder / f"{word}.xlsx", *rows).read_bytes(), name=f"{word}.xlsx")
    said = {"unit": world.tree.committee.pk, "year": 2026, "title": "重点任务清单", "basis": word, "workbook": workbook}
    status, where = world.officer.ask(server, reverse("preview_list"), said)
    assert status == 302
    return parse_qs(urlsplit(where).query)["list"][0]


def bring_in(world, server: Server, note: str) -> int:
    return world.officer.ask(server, reverse("import_list"), {"list": note})[0]


def what_the_list_says(word: str) -> dict[str, int]:
    """Everything of the list, with what of it says this word."""
    duties = Duty.objects.filter(responsibility_list__title="重点任务清单")
    return {
        "lists": ResponsibilityList.objects.filter(title="重点任务清单", basis=word).count(),
        "duties": duties.filter(title__startswith=word).count(),
        "all duties": duties.count(),
        "days": DueDay.objects.filter(duty__in=duties).count(),
        "categories": Duty.categories.through.objects.filter(duty__in=duties).count(),
        "lists of that name": ResponsibilityList.objects.filter(title="重点任务清单").count(),
    }


NONE = {"lists": 0, "duties": 0, "all duties": 0, "days": 0, "categories": 0, "lists of that name": 0}
WHOLE = {"lists": 1, "duties": ROWS, "all duties": ROWS, "days": 2 * ROWS, "categories": ROWS, "lists of that name": 1}


def test_a_large_list_comes_in_whole_or_the_draft_before_it_stays(world, tmp_path):
    inside, kept = 0, "甲"
    times_in: Counter[bool] = Counter()
    with servers() as all_servers:
        server = all_servers.take()
        notes = {word: note_of(world, server, tmp_path, word) for word in ("甲", "乙")}
        began = time.monotonic()
        assert bring_in(world, server, notes["甲"]) == 302
        seconds = time.monotonic() - began
        assert what_the_list_says("甲") == WHOLE
        entries = Entry.objects.filter(verb="duties.import_list").count()
        for number, (after, of) in enumerate(moments(seconds, 1)):
            if number == KILLS - 4:
                # Until here a draft was there to be replaced; from here there is none.
                ResponsibilityList.objects.filter(title="重点任务清单").delete()
                kept = ""
            word = "乙" if kept == "甲" else "甲"
            inside += kill_during(
                server,
                lambda note=notes[word], server=server: bring_in(world, server, note),
                after=after,
                once_writing=set_event() if of else None,
            )
            is_in = Entry.objects.filter(verb="duties.import_list").count() - entries
            assert is_in in (0, 1)
            entries, kept = entries + is_in, word if is_in else kept
            assert what_the_list_says(kept) == (WHOLE if kept else NONE)
            check_the_trail_and_the_store()
            times_in[bool(is_in)] += 1
            server = all_servers.take()

        assert inside >= 4
        assert times_in[False] >= 2
        assert bring_in(world, server, notes["乙"]) == 302
        assert what_the_list_says("乙") == WHOLE
    check_verify_audit()
