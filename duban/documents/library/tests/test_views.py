"""The pages: what is shown, what is refused, and what they cost."""

import datetime
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from duban.documents.library import actions
from duban.documents.library.models import Document, Slot, Version
from duban.documents.library.tests import factories as library
from duban.documents.library.tests.words import docx
from duban.orgs.tests import factories
from duban.packs.actions import install_folder
from duban.packs.folder import folder_named
from duban.packs.models import RuleParameter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]

TODAY = datetime.date(2026, 11, 23)


@pytest.fixture
def tree():
    return factories.tree()


def logged_in(client, person):
    client.force_login(factories.account(person))
    return client


@pytest.fixture
def officer(client, tree):
    return logged_in(client, factories.person("周敏", unit=tree.committee, committee_admin=tree.committee))


@pytest.fixture
def secretary(client, tree):
    return logged_in(client, factories.person("郑海", unit=tree.north_1, branch_secretary=tree.north_1))


@pytest.fixture
def cadre(client, tree):
    return logged_in(client, factories.person("许文静", unit=tree.north, unit_cadre=tree.north))


def text(answer):
    return answer.content.decode()


def titles(answer):
    return [line.document.title for line in answer.context["lines"]]


def test_the_list_shows_what_is_in_force_by_kind(secretary, tree):
    library.document(tree.committee, "手册甲", "正文。")
    library.document(tree.committee, "方法乙", "正文。", of=library.kind("method", "方法", place=1))
    gone = library.document(tree.committee, "旧制度", "正文。")
    Document.objects.filter(pk=gone.pk).update(withdrawn_on=TODAY, withdrawn_reason="合并")

    assert titles(secretary.get(reverse("library"))) == ["手册甲", "方法乙"]
    assert titles(secretary.get(reverse("library"), {"kind": "method"})) == ["方法乙"]
    assert titles(secretary.get(reverse("library"), {"of": "over"})) == ["旧制度"]


def test_documents_without_a_version_stand_before_their_publishers_only(client, tree):
    made = library.document(tree.committee, "还没写")
    officer = factories.account(factories.person("周敏", unit=tree.committee, committee_admin=tree.committee))
    reader = factories.account(factories.person("郑海", unit=tree.north_1, branch_secretary=tree.north_1))
    answers = {}
    for user in (officer, reader):
        client.force_login(user)
        answers[user] = (
            titles(client.get(reverse("library"), {"of": "open"})),
            client.get(reverse("library_document", args=[made.pk])).status_code,
        )

    assert answers == {officer: (["还没写"], 200), reader: ([], 404)}


@pytest.mark.parametrize(
    ("sorts", "concerned"),
    [
        ({}, False),
        ({"role": ["branch_secretary"]}, True),
        ({"role": ["unit_cadre"]}, False),
        ({"role": ["unit_cadre", "branch_secretary"]}, True),
        ({"unit": ["branch"]}, True),
        ({"unit": ["organ"]}, False),
        ({"role": ["branch_secretary"], "unit": ["organ"]}, False),
        ({"role": ["branch_secretary"], "unit": ["branch", "organ"]}, True),
        ({"post": ["part_time"]}, True),
        ({"post": ["full_time"]}, False),
    ],
)
def test_what_concerns_a_person_is_told_by_role_post_and_kind_of_organisation(client, tree, sorts, concerned):
    person = factories.person("郑海", unit=tree.north_1, branch_secretary=tree.north_1)
    person.posts.create(unit=tree.north_1, title="书记", kind="part_time", since_on=TODAY)
    library.audience(library.document(tree.committee, "手册", "正文。"), **sorts)

    shown = titles(logged_in(client, person).get(reverse("library"), {"of": "mine"}))

    assert shown == (["手册"] if concerned else [])


def test_found_passages_are_marked_and_escaped(secretary, tree):
    library.document(tree.committee, "甲<b>乙", "第一条　<script>alert(1)</script>会议记录&amp;")

    page = text(secretary.get(reverse("library"), {"q": "会议 script"}))

    assert "<mark>会议</mark>" in page
    assert "&lt;<mark>script</mark>&gt;alert(1)" in page
    assert "<script>alert" not in page
    assert "甲&lt;b&gt;乙" in page


def test_a_document_shows_sections_with_addresses_and_the_words_looked_for(secretary, tree):
    made = library.document(tree.committee, "手册", "第一章　总则\n第一条　<i>会议</i>记录。\n第二条　其他。")

    page = text(secretary.get(reverse("library_document", args=[made.pk]), {"q": "会议"}))

    assert '<section id="第一条" class="article">' in page
    assert "&lt;i&gt;<mark>会议</mark>&lt;/i&gt;记录。" in page


def test_a_text_of_another_unit_is_not_found_by_its_address(secretary, tree):
    own = library.document(tree.committee, "工委的", "正文。")
    other = library.document(tree.south, "南局的", "正文。")
    names = ("library_changes", "download_library_text")

    assert secretary.get(reverse("library_document", args=[own.pk])).status_code == 200
    assert secretary.get(reverse("library_document", args=[other.pk])).status_code == 404
    assert [secretary.get(reverse(n, args=[own.versions.get().pk])).status_code for n in names] == [200, 200]
    assert [secretary.get(reverse(n, args=[other.versions.get().pk])).status_code for n in names] == [404, 404]


def test_rules_that_rest_on_a_document_stand_beside_it_and_lead_to_the_article(secretary, tree):
    RuleParameter.objects.create(
        code="life.x", title="党日每月", value="1", unit="次", basis="支部条例", article="第二条"
    )
    made = library.document(tree.committee, "支部条例", "第一条　甲。\n第二条　乙。")

    page = text(secretary.get(reverse("library_document", args=[made.pk])))

    assert "有关规则" in page
    assert '<a href="#第二条">第二条</a>' in page


def test_an_earlier_version_says_that_it_is_one(secretary, tree):
    made = library.document(tree.committee, "手册", "旧文。", "新文。")

    now = text(secretary.get(reverse("library_document", args=[made.pk])))
    then = text(secretary.get(reverse("library_document", args=[made.pk]), {"version": "1"}))

    assert ("新文。" in now, "旧文。" in now, "正在看的是" in now) == (True, False, False)
    assert ("新文。" in then, "旧文。" in then, "正在看的是第1版" in then) == (False, True, True)


def test_a_new_version_shows_its_differences_before_it_is_published(officer, tree):
    made = library.document(tree.committee, "手册", "第一条　每季度一次。\n第二条　照旧。")
    typed = {"text": "第一条　每月一次。\n第二条　照旧。", "from_on": "2026-11-23", "note": "改为每月"}

    preview = officer.post(reverse("preview_version", args=[made.pk]), typed)
    before = made.versions.count()
    published = officer.post(
        reverse("publish_version", args=[made.pk]), {"version": preview.context["signed"]}, follow=True
    )

    assert "<del>季度</del>" in text(preview)
    assert "<ins>月</ins>" in text(preview)
    assert (before, made.versions.count()) == (1, 2)
    assert "每月一次。" in text(published)
    assert list(made.versions.values_list("from_on", "until_on")) == [
        (datetime.date(2026, 1, 1), datetime.date(2026, 11, 22)),
        (TODAY, None),
    ]


def test_a_preview_is_good_for_its_person_its_document_and_once(client, tree):
    made, other = library.document(tree.committee, "手册", "甲。"), library.document(tree.committee, "别的", "乙。")
    first, second = (
        factories.account(factories.person(name, unit=tree.committee, committee_admin=tree.committee))
        for name in ("周敏", "吴刚")
    )
    client.force_login(first)
    note = client.post(reverse("preview_version", args=[made.pk]), {"text": "丙。", "from_on": "2026-11-23"}).context[
        "signed"
    ]

    elsewhere = client.post(reverse("publish_version", args=[other.pk]), {"version": note})
    changed = client.post(reverse("publish_version", args=[made.pk]), {"version": note[:-2] + "xx"})
    client.force_login(second)
    somebody = client.post(reverse("publish_version", args=[made.pk]), {"version": note})
    client.force_login(first)
    right = client.post(reverse("publish_version", args=[made.pk]), {"version": note})
    again = client.post(reverse("publish_version", args=[made.pk]), {"version": note})

    codes = [answer.status_code for answer in (elsewhere, changed, somebody, right, again)]
    assert codes == [422, 422, 422, 302, 409]
    assert (made.versions.count(), other.versions.count()) == (2, 1)


def test_words_of_an_uploaded_file_are_read_and_found(officer, tree):
    made = library.document(tree.committee, "手册")
    upload = SimpleUploadedFile("手册.docx", docx(("heading 1", "总则"), ("", "第一条　会议记录。")))

    preview = officer.post(reverse("preview_version", args=[made.pk]), {"upload": upload, "from_on": "2026-11-23"})
    officer.post(reverse("publish_version", args=[made.pk]), {"version": preview.context["signed"]})

    version = made.versions.get()
    assert version.text == "# 总则\n第一条　会议记录。"
    download = officer.get(reverse("download_library_file", args=[version.pk]))
    assert b"".join(download.streaming_content)[:2] == b"PK"
    assert "手册" in text(officer.get(reverse("library"), {"q": "会议记录"}))


def test_a_new_file_replaces_the_text_that_the_form_came_with_and_not_one_that_was_changed(officer, tree):
    made = library.document(tree.committee, "手册", "第一条　旧文。\n第二条　旧文。")
    texts = {}
    for typed in ("第一条　旧文。\r\n第二条　旧文。", "", "自己写的。"):
        upload = SimpleUploadedFile("手册.docx", docx(("", "第一条　新文。")))
        sent = {"upload": upload, "text": typed, "from_on": "2026-11-23"}
        texts[typed] = officer.post(reverse("preview_version", args=[made.pk]), sent).context["note"].text

    assert list(texts.values()) == ["第一条　新文。", "第一条　新文。", "自己写的。"]


def test_a_file_whose_words_are_not_read_says_so_and_is_found_by_title(officer, tree):
    made = library.document(tree.committee, "扫描的通知")
    upload = SimpleUploadedFile("通知.pdf", b"%PDF-1.4 \xe4\xbc\x9a\xe8\xae\xae")

    preview = officer.post(reverse("preview_version", args=[made.pk]), {"upload": upload, "from_on": "2026-11-23"})
    officer.post(reverse("publish_version", args=[made.pk]), {"version": preview.context["signed"]})

    assert "这个文件里的文字没有读出来" in text(officer.get(reverse("library_document", args=[made.pk])))
    assert len(officer.get(reverse("library"), {"q": "扫描"}).context["results"].hits) == 1


def test_neither_text_nor_file_keeps_what_was_typed_and_publishes_nothing(officer, tree):
    made = library.document(tree.committee, "手册")

    answer = officer.post(
        reverse("preview_version", args=[made.pk]), {"text": "  ", "from_on": "2026-11-23", "note": "说明文字"}
    )

    assert answer.status_code == 422
    assert "说明文字" in text(answer)
    assert made.versions.count() == 0


def test_a_personal_number_is_refused_in_head_and_text(officer, tree):
    made = library.document(tree.committee, "手册")
    number = "11010519491231002X"  # the worked example of GB 11643-1999

    answer = officer.post(
        reverse("preview_version", args=[made.pk]), {"text": f"联系人{number}", "from_on": "2026-11-23"}
    )

    assert answer.status_code == 422
    assert "这里不登记个人号码" in text(answer)


def test_the_committee_fills_an_expected_document(officer, tree):
    install_folder(folder_named("library"))
    slot = Slot.objects.get(code="knowledge-handbook")

    shelf = text(officer.get(reverse("library"), {"of": "open"}))
    form = officer.get(reverse("add_document"), {"slot": slot.code})
    kind = slot.kind_id
    made = officer.post(
        reverse("add_document"),
        {"unit": tree.committee.pk, "slot": slot.code, "title": "《知识手册》", "kind": kind, "roles": ["unit_cadre"]},
    )

    assert "加强政治机关建设知识手册" in shelf
    assert "84项" in text(form)
    document = Document.objects.get()
    assert made.url == reverse("new_version", args=[document.pk])
    assert (document.title, document.slot, document.unit) == ("知识手册", slot, tree.committee)
    assert [(row.sort, row.value) for row in document.audience.all()] == [("role", "unit_cadre")]
    assert slot not in officer.get(reverse("library"), {"of": "open"}).context["slots"]


def test_a_unit_publishes_for_itself_and_below_and_not_above_or_beside(cadre, tree):
    kind = library.kind()
    answers = {
        unit.name: cadre.post(reverse("add_document"), {"unit": unit.pk, "title": "办法", "kind": kind.pk}).status_code
        for unit in (tree.north, tree.north_1, tree.committee, tree.south)
    }
    above = library.document(tree.committee, "工委的", "正文。")

    assert answers == {"北局": 302, "北局第一党支部": 302, "县直机关工委": 422, "南局": 422}
    assert cadre.get(reverse("new_version", args=[above.pk])).status_code == 404
    assert cadre.post(reverse("preview_version", args=[above.pk]), {}).status_code == 403
    assert cadre.post(reverse("withdraw_document", args=[above.pk]), {"reason": "试"}).status_code == 403
    assert cadre.post(reverse("change_document", args=[above.pk]), {}).status_code == 403


def test_a_reader_has_no_way_to_enter_anything(secretary, tree):
    made = library.document(tree.committee, "工委的", "正文。")
    page = text(secretary.get(reverse("library_document", args=[made.pk])))

    assert secretary.get(reverse("add_document")).status_code == 403
    assert ("新版本" in page, "废止" in page, "修改登记" in page, "复核日期" in page) == (False, False, False, False)


def test_withdrawing_says_why_and_can_be_taken_back(officer, tree):
    made = library.document(tree.committee, "旧制度", "正文。")

    silent = officer.post(reverse("withdraw_document", args=[made.pk]), {"reason": ""})
    done = officer.post(reverse("withdraw_document", args=[made.pk]), {"reason": "并入手册"}, follow=True)
    again = officer.post(reverse("withdraw_document", args=[made.pk]), {"reason": "再来"})
    version = officer.get(reverse("new_version", args=[made.pk]))
    restored = officer.post(reverse("restore_document", args=[made.pk]), {"reason": "仍在执行"})

    assert (silent.status_code, again.status_code, version.status_code, restored.status_code) == (422, 409, 409, 302)
    assert "并入手册" in text(done)
    assert not Document.objects.get(pk=made.pk).is_withdrawn()


def test_the_export_holds_what_is_filtered_and_every_text(officer, tree):
    from openpyxl import load_workbook  # noqa: PLC0415 - this test alone reads a workbook

    library.document(tree.committee, "手册", "旧文。", "第一条　=1+1\n第二条　新文。")
    library.document(tree.committee, "方法", "别的。", of=library.kind("method", "方法"))

    answer = officer.get(reverse("library"), {"as": "xlsx", "kind": "handbook"})

    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    rows = [[cell.value for cell in row] for row in book.worksheets[1].iter_rows(min_row=2)]
    assert [row[1].value for row in book.worksheets[0].iter_rows(min_row=2)] == ["手册"]
    assert [(row[1], row[3], row[4]) for row in rows] == [
        (1, None, "旧文。"), (2, "第一条", "=1+1"), (2, "第二条", "新文。")
    ]  # fmt: skip
    assert {cell.data_type for cell in book.worksheets[1]["E"]} == {"s"}


def test_a_text_goes_out_as_a_plain_file(secretary, tree):
    made = library.document(tree.committee, "手册", "甲。\n乙。")

    answer = secretary.get(reverse("download_library_text", args=[made.versions.get().pk]))

    assert answer.content.decode() == "\ufeff甲。\r\n乙。"
    assert answer.headers["Content-Disposition"].startswith("attachment;")


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("asked", "queries"), [({}, 11), ({"q": "共同的词"}, 12)])
def test_the_list_and_the_search_cost_the_same_however_many(
    officer, tree, django_assert_num_queries, count, asked, queries
):
    for number in range(count):
        library.document(tree.committee, f"办法{number}", "共同的词。", "共同的词，改过。", issuer=f"机关{number}")
    officer.get(reverse("library"))

    with django_assert_num_queries(queries):
        page = text(officer.get(reverse("library"), asked))

    assert page.count("办法") >= count


@pytest.mark.parametrize("count", [1, 3])
def test_a_document_costs_the_same_however_many_versions_and_rules(officer, tree, django_assert_num_queries, count):
    made = library.document(tree.committee, "条例", *(f"第一条　第{n}稿。" for n in range(count)))
    library.audience(made, role=["unit_cadre", "branch_secretary"][:count])
    for number in range(count):
        RuleParameter.objects.create(code=f"x.{number}", title=f"某项{number}", value="1", basis="条例")
    officer.get(reverse("library"))

    with django_assert_num_queries(14):
        assert text(officer.get(reverse("library_document", args=[made.pk]))).count("某项") == count


def test_nothing_is_kept_of_who_reads(secretary, tree):
    from duban.audit.models import Entry  # noqa: PLC0415 - this test alone looks into the trail

    made = library.document(tree.committee, "手册", "正文。")
    before = Entry.objects.count()

    secretary.get(reverse("library"), {"q": "正文"})
    secretary.get(reverse("library_document", args=[made.pk]))
    secretary.get(reverse("download_library_text", args=[made.versions.get().pk]))

    assert Entry.objects.count() == before
    assert Version.objects.get().updated_at == made.versions.get().updated_at
    assert actions.add_document.permit.name == "library.add_document"
