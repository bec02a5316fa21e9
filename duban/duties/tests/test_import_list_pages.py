"""From the empty page to an issued list: what an officer sees, what is written when, and what is refused."""

import datetime
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from duban.audit.models import Entry
from duban.documents.models import FileVersion
from duban.documents.store import path_of
from duban.duties.models import Duty, ResponsibilityList, Task
from duban.duties.tests import factories as made
from duban.duties.tests.workbooks import duty, uploaded, written
from duban.orgs.models import UnitCategory
from duban.orgs.tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen", "browser_files")]
SAID = {"year": 2026, "title": "重点任务清单", "basis": "示直工委〔2026〕3号"}
IMPORT, PREVIEW = "/duties/lists/import-list/", "/duties/lists/preview-list/"


def of(person, unit, **roles) -> SimpleNamespace:
    user = factories.account(factories.person(person, unit=unit, **roles))
    client = Client()
    client.force_login(user)
    return SimpleNamespace(user=user, client=client)


@pytest.fixture
def world(tmp_path, settings):
    settings.FILES = tmp_path / "files"
    tree = factories.tree()
    officer = of("周敏", tree.committee, committee_admin=tree.committee)

    def send(*rows, by=officer, workbook=None, **changes):
        """What the server answers to an upload."""
        workbook = workbook or uploaded(written(tmp_path / "清单.xlsx", *rows))
        return by.client.post(PREVIEW, {"unit": tree.committee.pk, **SAID, **changes, "workbook": workbook})

    def confirm(answer, *, by=officer):
        """What it answers when the note of the preview is sent back."""
        return by.client.post(IMPORT, {"list": note_in(answer)})

    return SimpleNamespace(tree=tree, officer=officer, send=send, confirm=confirm)


def entries():
    """What the trail says of lists."""
    return Entry.objects.filter(verb__startswith="duties.")


def note_in(answer) -> str:
    return parse_qs(urlsplit(answer.url).query)["list"][0]


def test_the_empty_page_tells_an_officer_what_to_do_and_others_that_nothing_is_issued(world):
    cadre = of("许文静", world.tree.north, unit_cadre=world.tree.north)

    page, theirs = (who.client.get(reverse("list_list")).content.decode() for who in (world.officer, cadre))

    assert (f'href="{IMPORT}"' in page, f'href="{reverse("import_list_template")}"' in page) == (True, True)
    assert (IMPORT in theirs, "工委还没有下达清单" in theirs) == (False, True)


def test_a_list_is_looked_at_brought_in_and_issued(world):
    looked_at = world.send(duty(1), duty(2, 时限="上半年=6月30日、12月10日"))
    page = world.officer.client.get(looked_at.url).content.decode()
    assert (ResponsibilityList.objects.count(), entries().count()) == (0, 0)
    assert ("共2项，没有要改的" in page, "上半年=6月30日、12月10日" in page, "导入为草稿" in page) == (True, True, True)

    answer = world.confirm(looked_at)
    listed = ResponsibilityList.objects.get()
    assert (answer.status_code, answer.url) == (302, reverse("responsibility_list", args=[listed.pk]))
    assert (listed.unit, listed.year, listed.title, listed.basis) == (world.tree.committee, *SAID.values())
    assert (listed.state, listed.duties.count()) == ("draft", 2)
    assert [(entry.verb, entry.by) for entry in entries()] == [("duties.import_list", world.officer.user)]

    world.officer.client.post(reverse("issue_list", args=[listed.pk]))
    assert Task.objects.count() == 2 * 3


@pytest.mark.parametrize("role", ["committee_leader", "unit_cadre", "system_admin"])
def test_bringing_in_is_refused_to_everybody_else(world, role):
    other = of("何永年", world.tree.committee, **{role: world.tree.committee})
    looked_at = world.send(duty(1))

    answers = [
        other.client.get(IMPORT), other.client.get(reverse("import_list_template")), other.client.get(looked_at.url),
        world.send(duty(1), by=other), world.confirm(looked_at, by=other),
    ]  # fmt: skip

    assert [answer.status_code for answer in answers] == [403] * 5
    assert ResponsibilityList.objects.count() == 0


def test_a_list_with_one_wrong_cell_cannot_be_brought_in_even_by_hand(world):
    looked_at = world.send(duty(1), duty(2, 时限="长期坚持"))
    page = world.officer.client.get(looked_at.url).content.decode()

    answer = world.confirm(looked_at)

    assert ("有1处要改" in page, "清单!L3" in page, "导入为草稿" in page) == (True, True, False)
    assert (answer.status_code, "清单!L3" in answer.content.decode()) == (422, True)
    assert (ResponsibilityList.objects.count(), entries().count()) == (0, 0)


def test_of_many_faults_alike_twenty_are_told_and_the_rest_counted(world):
    looked_at = world.send(*(duty(number, 时限="") for number in range(1, 61)))

    answer = world.confirm(looked_at)

    assert answer.content.decode().count("清单!L") == 20
    assert "另有40处同类问题" in answer.content.decode()


def test_exactly_what_was_looked_at_comes_in_whatever_is_sent_with_the_confirmation(world, tmp_path):
    looked_at = world.send(duty(1))
    other = uploaded(written(tmp_path / "另.xlsx", duty(1, 责任事项="另一件事")))

    world.officer.client.post(IMPORT, {"list": note_in(looked_at), "title": "另一份", "year": 2020, "workbook": other})

    listed = ResponsibilityList.objects.get()
    assert (listed.title, listed.year, listed.duties.get().title) == (SAID["title"], 2026, "专题研究机关党建")


@pytest.mark.parametrize("wrong", ["changed", "nothing", "of another account", "of yesterday"])
def test_a_note_that_was_not_signed_for_this_account_today_brings_nothing_in(world, frozen, wrong):
    note = note_in(world.send(duty(1)))
    by = world.officer
    if wrong == "changed":
        note = note[:-1] + ("A" if note[-1] != "A" else "B")
    elif wrong == "nothing":
        note = ""
    elif wrong == "of another account":
        by = of("葛予敏", world.tree.committee, committee_admin=world.tree.committee)
    else:
        frozen.shift(datetime.timedelta(hours=25))
        by.client.force_login(by.user)

    answers = [by.client.get(PREVIEW, {"list": note}), by.client.post(IMPORT, {"list": note})]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert ResponsibilityList.objects.count() == 0


@pytest.mark.parametrize("happened", ["gone", "changed"])
def test_a_workbook_that_is_not_what_it_was_brings_nothing_in(world, happened):
    looked_at = world.send(duty(1))
    files = [path for path in path_of("0" * 64).parents[2].glob("*/*/*") if path.is_file()]
    for path in files:
        path.unlink() if happened == "gone" else path.write_bytes(path.read_bytes() + b" ")

    answer = world.confirm(looked_at)

    assert (len(files), answer.status_code, ResponsibilityList.objects.count()) == (1, 409, 0)


def test_what_changed_since_the_preview_is_checked_again(world):
    looked_at = world.send(duty(1, 适用单位类别="经济管理类"))
    UnitCategory.objects.filter(name="经济管理类").update(name="经济类")

    answer = world.confirm(looked_at)

    assert (answer.status_code, "清单!K2" in answer.content.decode()) == (422, True)
    assert ResponsibilityList.objects.count() == 0


def test_a_draft_is_replaced_and_the_preview_says_so(world):
    world.confirm(world.send(duty(1), duty(2)))
    again = world.send(duty(3), basis="示直工委〔2026〕4号")
    page = world.officer.client.get(again.url).content.decode()

    world.confirm(again)
    world.confirm(again)

    assert "同年同名的草稿（2项）会被替换" in page
    assert [(each.basis, each.duties.count()) for each in ResponsibilityList.objects.all()] == [
        ("示直工委〔2026〕4号", 1)
    ]
    assert Duty.objects.get().number == 3


def test_an_issued_list_is_refused_at_the_form_and_at_the_confirmation(world):
    looked_at = world.send(duty(1))
    listed = made.responsibility_list(world.tree.committee, title=SAID["title"])

    at_the_form, confirmed = world.send(duty(1)), world.confirm(looked_at)

    assert (at_the_form.status_code, "这份清单已经下达" in at_the_form.content.decode()) == (422, True)
    assert (confirmed.status_code, listed.duties.count()) == (409, 0)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("清单.xlsx", b"", "空"),
        ("清单.xlsx", b"%PDF-1.7", "清单.xlsx：内容是 PDF；应为.xlsx 工作簿，请另存为这种格式"),
        ("清单.pdf", b"%PDF-1.7", "PDF；应为.xlsx 工作簿"),
        ("清单.xlsx", "序号,责任事项".encode(), "内容是 text"),
        ("清单.xls", bytes.fromhex("d0cf11e0a1b11ae1") + "Workbook".encode("utf-16-le"), "Excel 97；应为.xlsx 工作簿"),
        ("清单.xlsx", b"PK\x03\x04torn", "文件已损坏"),
        ("清单.xlsx", b"x" * (1024 * 1024 + 1), "不超过 1 MB"),
    ],
)  # fmt: skip
def test_what_is_no_workbook_is_refused_at_the_field_with_what_was_typed_kept(world, settings, name, content, said):
    settings.UPLOAD_BYTES = 1024 * 1024

    answer = world.send(workbook=SimpleUploadedFile(name, content))

    page = answer.content.decode()
    assert (answer.status_code, said in page, SAID["title"] in page) == (422, True, True)
    assert not settings.FILES.exists()


def test_a_path_in_the_name_of_the_workbook_is_no_path(world, tmp_path, settings):
    looked_at = world.send(workbook=uploaded(written(tmp_path / "清单.xlsx", duty(1)), "..\\..\\etc\\清单.xlsx"))

    page = world.officer.client.get(looked_at.url).content.decode()

    kept = [path for path in settings.FILES.glob("*/*/*") if path.is_file()]
    assert ("清单.xlsx" in page, "etc" in page, [len(path.name) for path in kept]) == (True, False, [64])
    assert FileVersion.objects.count() == 0


def test_another_workbook_is_chosen_without_typing_anything_again(world):
    looked_at = world.send(duty(1))
    world.confirm(looked_at)
    asked = [{"like": ResponsibilityList.objects.get().pk}, {"list": note_in(looked_at)}, {"like": "x²", "list": "无"}]

    pages = [world.officer.client.get(IMPORT, each).content.decode() for each in asked]

    typed = [f'value="{SAID[name]}"' for name in ("title", "basis")]
    assert [[each in page for each in typed] for page in pages] == [[True, True], [True, True], [False, False]]


def test_an_officer_of_two_bodies_says_which_one_issues(world):
    other = factories.unit("乡镇工委", kind=world.tree.committee.kind)
    officer = of("柏海", other, committee_admin=other)
    factories.Grant.objects.create(person=officer.user.person, role="committee_admin", unit=world.tree.committee)

    looked_at = world.send(duty(1), by=officer, unit=other.pk)
    world.confirm(looked_at, by=officer)
    foreign = world.send(duty(1), unit=other.pk)

    assert ResponsibilityList.objects.get().unit == other
    assert foreign.status_code == 422


@pytest.mark.parametrize("rows", [1, 3])
def test_a_preview_costs_the_same_queries_whatever_the_rows(world, rows, django_assert_num_queries):
    looked_at = world.send(*(duty(number) for number in range(1, rows + 1)))
    world.officer.client.get(looked_at.url)

    with django_assert_num_queries(8):
        world.officer.client.get(looked_at.url)


@pytest.mark.parametrize("rows", [1, 3])
def test_a_confirmation_costs_the_same_queries_whatever_the_rows(world, rows, django_assert_num_queries):
    looked_at = world.send(*(duty(number, 适用单位类别="经济管理类") for number in range(1, rows + 1)))

    with django_assert_num_queries(24):
        world.confirm(looked_at)
