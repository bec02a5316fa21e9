"""Two people bring in the same workbook at the same moment: its rows stand once, and one of them is told. Both databases, real threads."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from duban.documents.exchange import actions, comparing
from duban.documents.exchange.models import Batch
from duban.documents.exchange.tests.workbooks import PERSON_HEAD, written
from duban.orgs.models import Person
from duban.orgs.tests import factories

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("frozen")]

ROWS = [(f"人员{'甲乙丙丁戊己庚辛壬癸'[n]}", "北局", "非党员", None) for n in range(10)]


@pytest.fixture
def tree(settings, tmp_path):
    settings.FILES = tmp_path / "files"
    return factories.tree()


def ready(tree, name):
    """Somebody who sent the workbook and looked at its comparison."""
    user = factories.account(factories.person(name, unit=tree.north, unit_cadre=tree.north))
    content = SimpleUploadedFile("台账.xlsx", written(人员=[PERSON_HEAD, *ROWS]))
    batch = actions.hold_workbook(tree.north, by=user, workbook=content)
    comparing.compare_now(batch, user)
    return Batch.objects.get(pk=batch.pk), user


def at_once(*works):
    """Each in a thread of its own, begun together."""
    start = threading.Barrier(len(works))

    def run(work):
        try:
            start.wait(10)
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        done = [pool.submit(run, work) for work in works]
        return [each.result(timeout=60) for each in done]


def test_two_who_bring_in_the_same_rows_at_once_enter_them_once_and_one_is_told(tree):
    first, second = ready(tree, "许文静"), ready(tree, "陆明")

    at_once(lambda: comparing.confirm(*first), lambda: comparing.confirm(*second))

    batches = list(Batch.objects.order_by("state"))
    assert [each.state for each in batches] == [Batch.State.DONE, Batch.State.READY]
    assert batches[0].counts == {"created": 10}
    assert (batches[1].counts, batches[1].moved_count) == ({"unchanged": 10}, 10)
    assert Person.objects.filter(name__startswith="人员").count() == 10


def test_one_workbook_is_compared_once_though_two_windows_ask(tree):
    user = factories.account(factories.person("许文静", unit=tree.north, unit_cadre=tree.north))
    content = SimpleUploadedFile("台账.xlsx", written(人员=[PERSON_HEAD, *ROWS]))
    held = actions.hold_workbook(tree.north, by=user, workbook=content)

    said = at_once(*(lambda: comparing.compare_now(Batch.objects.get(pk=held.pk), user) for _window in range(2)))

    held.refresh_from_db()
    assert sorted(said) == [False, True]
    assert (held.state, held.lines.count()) == (Batch.State.READY, 10)


def test_a_comparison_that_was_taken_over_leaves_what_the_other_keeps(tree, monkeypatch):
    """One is silent for so long that another takes it over; when it speaks again it stops."""
    user = factories.account(factories.person("许文静", unit=tree.north, unit_cadre=tree.north))
    content = SimpleUploadedFile("台账.xlsx", written(人员=[PERSON_HEAD, *ROWS]))
    held = actions.hold_workbook(tree.north, by=user, workbook=content)
    compared = comparing.compared

    def slow(*given, **more):
        monkeypatch.setattr(comparing, "compared", compared)
        Batch.objects.filter(pk=held.pk).update(started_at=None)
        assert comparing.compare_now(Batch.objects.get(pk=held.pk), user) is True
        yield from compared(*given, **more)

    monkeypatch.setattr(comparing, "compared", slow)

    assert comparing.compare_now(held, user) is False
    assert Batch.objects.get(pk=held.pk).state == Batch.State.READY
    assert held.lines.count() == 10
