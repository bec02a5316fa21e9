"""The pages of lists, duties and tasks: who sees them, what stands there, and that more rows cost no more queries."""

import datetime
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from duban.audit.models import Entry
from duban.documents.models import FileVersion
from duban.duties import actions
from duban.duties.models import Evidence, Task
from duban.duties.tests import factories as made
from duban.orgs.tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen", "browser_files")]
DAY = datetime.date(2026, 11, 20)


def of(name, unit, **roles) -> SimpleNamespace:
    user = factories.account(factories.person(name, unit=unit, **roles))
    client = Client()
    client.force_login(user)
    return SimpleNamespace(user=user, get=client.get, post=client.post)


@pytest.fixture
def world(tmp_path, settings):
    settings.FILES = tmp_path / "files"
    tree = factories.tree()
    listed = made.responsibility_list(tree.committee)
    duty = made.duty(listed)
    tasks = {unit: made.task(unit, issuer=tree.committee, of=duty) for unit in (tree.north, tree.south)}
    return SimpleNamespace(
        tree=tree, listed=listed, duty=duty, task=tasks[tree.north], foreign=tasks[tree.south],
        officer=of("周敏", tree.committee, committee_admin=tree.committee),
        cadre=of("许文静", tree.north, unit_cadre=tree.north),
        administrator=of("柏海", tree.committee, system_admin=tree.committee),
    )  # fmt: skip


def page(who, name, *args, **asked) -> str:
    answer = who.get(reverse(name, args=args), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def more_duties(world, rows: int) -> None:
    """Duties with a task of each unit, until there are so many."""
    for number in range(2, rows + 1):
        duty = made.duty(world.listed, number=number, group=f"类别{number}", days=(made.DUE, DAY))
        for unit in (world.tree.north, world.tree.south):
            made.task(unit, issuer=world.tree.committee, of=duty, number=f"2026-0{number}-1")


# --- lists ---------------------------------------------------------------------------------------------------------


def test_list_list_shows_issued_lists_to_units_and_drafts_to_the_committee(world):
    made.responsibility_list(world.tree.committee, title="明年的草稿", issued=False)

    theirs, ours = page(world.cadre, "list_list"), page(world.officer, "list_list")

    assert [("机关党建重点任务清单" in each, "明年的草稿" in each) for each in (theirs, ours)] == [
        (True, False),
        (True, True),
    ]


def test_list_list_shows_nothing_of_the_business_to_an_administrator(world):
    assert "机关党建重点任务清单" not in page(world.administrator, "list_list")


@pytest.mark.parametrize("rows", [1, 3])
def test_list_list_costs_the_same_queries_whatever_the_lists(world, rows, django_assert_num_queries):
    for number in range(1, rows):
        made.responsibility_list(world.tree.committee, title=f"补充清单{number}")

    with django_assert_num_queries(6):
        page(world.cadre, "list_list")


def test_responsibility_list_shows_a_unit_its_own_part_and_the_committee_all(world):
    actions.submit_task(world.task, by=world.cadre.user, statement="已研究")
    actions.accept_task(world.task, by=world.officer.user)

    theirs, ours = (page(who, "responsibility_list", world.listed.pk) for who in (world.cadre, world.officer))

    assert ("专题研究机关党建1" in theirs, "1/1" in theirs, "1/2" in ours) == (True, True, True)


def test_responsibility_list_is_not_there_for_whom_it_does_not_bind(world):
    draft = made.responsibility_list(world.tree.committee, title="草稿", issued=False)

    assert world.cadre.get(reverse("responsibility_list", args=[draft.pk])).status_code == 404
    assert world.officer.get(reverse("responsibility_list", args=[draft.pk])).status_code == 200
    assert world.administrator.get(reverse("responsibility_list", args=[world.listed.pk])).status_code == 404


def test_a_draft_can_be_issued_brought_in_anew_and_exported_from_its_page_by_the_officer_only(world):
    draft = made.responsibility_list(world.tree.committee, title="草稿", issued=False)
    leader = of("雷永", world.tree.committee, committee_leader=world.tree.committee)

    ours, theirs = (page(who, "responsibility_list", draft.pk) for who in (world.officer, leader))

    verbs = [reverse("issue_list", args=[draft.pk]), f"?like={draft.pk}", reverse("export_list", args=[draft.pk])]
    assert [verb in ours for verb in verbs] == [True, True, True]
    assert [verb in theirs for verb in verbs] == [False, False, True]


def test_a_list_without_due_days_is_refused_at_its_page_with_the_duty_named(world):
    draft = made.responsibility_list(world.tree.committee, title="草稿", issued=False)
    made.duty(draft, number=7, days=())

    answer = world.officer.post(reverse("issue_list", args=[draft.pk]))

    assert (answer.status_code, "7. 专题研究机关党建7" in answer.content.decode()) == (422, True)
    assert Task.objects.filter(duty__responsibility_list=draft).count() == 0


@pytest.mark.parametrize("rows", [1, 3])
def test_responsibility_list_costs_the_same_queries_whatever_the_duties(world, rows, django_assert_num_queries):
    more_duties(world, rows)

    with django_assert_num_queries(12):
        page(world.cadre, "responsibility_list", world.listed.pk)


def test_duty_shows_the_tasks_that_are_ones_to_see(world):
    theirs, ours = (page(who, "duty", world.duty.pk) for who in (world.cadre, world.officer))

    tasks = [reverse("task", args=[task.pk]) for task in (world.task, world.foreign)]
    assert [[url in each for url in tasks] for each in (theirs, ours)] == [[True, False], [True, True]]
    assert "附件第1项" in theirs


def test_duty_of_a_list_that_is_not_ones_to_see_is_not_there(world):
    duty = made.duty(made.responsibility_list(world.tree.committee, title="草稿", issued=False))

    assert world.cadre.get(reverse("duty", args=[duty.pk])).status_code == 404
    assert world.officer.get(reverse("duty", args=[duty.pk])).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_duty_costs_the_same_queries_whatever_the_tasks(world, rows, django_assert_num_queries):
    for number in range(1, rows):
        made.task(world.tree.north, issuer=world.tree.committee, of=world.duty, due_on=DAY, number=str(number))

    with django_assert_num_queries({1: 15, 3: 14}[rows]):
        page(world.cadre, "duty", world.duty.pk)


# --- tasks ---------------------------------------------------------------------------------------------------------


def test_task_list_shows_ones_own_tasks_and_filters_by_what_stands_in_the_address(world):
    made.task(world.tree.north, issuer=world.tree.committee, title="联学共建", due_on=DAY, number="2026-09-1")

    everything, overdue, found = (
        page(world.cadre, "task_list"), page(world.cadre, "task_list", state="overdue"), page(world.cadre, "task_list", q="研究"),
    )  # fmt: skip

    titles = ("专题研究机关党建1</a>", "联学共建</a>")
    assert [[title in each for title in titles] for each in (everything, overdue, found)] == [
        [True, True], [False, True], [True, False],
    ]  # fmt: skip
    assert reverse("task", args=[world.foreign.pk]) not in everything


def test_task_list_shows_no_task_to_an_administrator(world):
    assert "专题研究机关党建1" not in page(world.administrator, "task_list")


@pytest.mark.parametrize("rows", [1, 3])
def test_task_list_costs_the_same_queries_whatever_the_tasks(world, rows, django_assert_num_queries):
    more_duties(world, rows)

    with django_assert_num_queries(9):
        page(world.cadre, "task_list")


def test_task_shows_its_unit_the_verbs_of_the_unit_and_its_reviewer_those_of_the_reviewer(world):
    before = page(world.cadre, "task", world.task.pk)
    world.cadre.post(reverse("submit_task", args=[world.task.pk]), {"statement": "11月20日党组会研究"})

    theirs, ours = (page(who, "task", world.task.pk) for who in (world.cadre, world.officer))

    verbs = [f'action="{reverse(verb, args=[world.task.pk])}"' for verb in ("submit_task", "accept_task")]
    assert [[verb in each for verb in verbs] for each in (before, theirs, ours)] == [
        [True, False], [False, False], [False, True],
    ]  # fmt: skip
    assert "11月20日党组会研究" in ours


def test_task_of_another_unit_is_not_there_and_cannot_be_handed_in(world):
    url = reverse("task", args=[world.foreign.pk])

    assert world.cadre.get(url).status_code == 404
    assert world.cadre.post(f"{url}submit-task/", {"statement": "代交"}).status_code == 404
    assert Task.objects.get(pk=world.foreign.pk).state == "issued"


@pytest.mark.parametrize("rows", [1, 3])
def test_task_costs_the_same_queries_whatever_its_evidence(world, rows, django_assert_num_queries):
    for number in range(rows):
        actions.add_evidence(world.task, by=world.cadre.user, title=f"纪要{number}", happened_on=DAY, statement="一")

    with django_assert_num_queries(22):
        page(world.cadre, "task", world.task.pk)


@pytest.mark.parametrize("rows", [1, 3])
def test_task_costs_the_same_queries_whatever_its_parts(world, rows, django_assert_num_queries):
    branches = (world.tree.north_1, world.tree.north_2, world.tree.north_committee)
    for branch in branches[:rows]:
        made.task(branch, issuer=world.tree.north, parent=world.task)

    with django_assert_num_queries(15):
        page(world.officer, "task", world.task.pk)


# --- files that are handed in --------------------------------------------------------------------------------------


def handed_in(world, name: str, content: bytes):
    said = {"title": "纪要", "happened_on": "2026-11-20", "upload": SimpleUploadedFile(name, content)}
    return world.cadre.post(reverse("add_evidence", args=[world.task.pk]), said)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("纪要.pdf", b"<html><script>alert(1)</script></html>", "网页"),
        ("纪要.pdf", b"\x89PNG\r\n\x1a\n", "内容是 PNG"),
        ("纪要.png", b"<svg xmlns='x' onload='alert(1)'/>", "矢量图或 XML"),
        ("纪要.txt", b"MZ\x90\x00", "程序"),
        ("纪要.zip", b"PK\x03\x04torn", "文件已损坏"),
        ("纪要.txt", b"", "空"),
        ("纪要.txt", b"a" * (1024 * 1024 + 1), "不超过 1 MB"),
    ],
)  # fmt: skip
def test_a_file_that_is_not_accepted_is_refused_at_the_page_and_leaves_nothing(world, settings, name, content, said):
    settings.UPLOAD_BYTES = 1024 * 1024

    answer = handed_in(world, name, content)

    assert (answer.status_code, said in answer.content.decode()) == (422, True)
    assert (Evidence.objects.count(), FileVersion.objects.count(), settings.FILES.exists()) == (0, 0, False)
    assert Entry.objects.filter(verb="duties.add_evidence").count() == 0


def test_a_path_in_the_name_of_a_file_is_no_path(world, settings):
    handed_in(world, "..\\..\\var\\www\\纪要.txt", "已研究".encode())

    version = FileVersion.objects.get()
    kept = [path.relative_to(settings.FILES) for path in settings.FILES.rglob("*") if path.is_file()]
    assert (version.name, [path.parts[-1] for path in kept]) == ("纪要.txt", [version.sha256])
    assert "纪要.txt" in page(world.cadre, "task", world.task.pk)
