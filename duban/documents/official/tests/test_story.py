"""From the draft to the signed document with its number, as people do it on the pages."""

import io
import zipfile

import pytest
from django.urls import reverse

from duban.audit.queries import history_of
from duban.documents.official.models import Approval, Kind, OfficialDocument
from duban.documents.official.tests import factories as official
from duban.orgs.tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
State = OfficialDocument.State


@pytest.fixture
def tree():
    official.install()
    return factories.tree()


def desk(client_class, name, unit, **roles):
    client = client_class()
    client.force_login(factories.account(factories.person(name, unit=unit, **roles)))
    return client


@pytest.fixture
def officer(client, tree):
    return desk(type(client), "周敏", tree.committee, committee_admin=tree.committee)


@pytest.fixture
def leader(client, tree):
    return desk(type(client), "何平", tree.committee, committee_leader=tree.committee)


@pytest.fixture
def north(client, tree):
    return desk(type(client), "许文静", tree.north, unit_secretary=tree.north)


@pytest.fixture
def cadre(client, tree):
    return desk(type(client), "郑海", tree.north, unit_cadre=tree.north)


def text(answer):
    return answer.content.decode()


def typed(document, **more):
    said = {
        name: getattr(document, name) or "" for name in ("kind", "title", "addressees", "body", "copy_to", "contact")
    }
    return {**said, "seen": document.updated_at.isoformat(), **more}


def test_a_bulletin_from_the_template_to_its_number(officer, leader, north, tree):
    # The office says what its paper looks like and whose word it needs: review, a countersignature of 北局, the leader.
    office = reverse("set_profile", args=[tree.committee.pk])
    assert (
        officer.post(
            office, {"symbol_word": "示直工委", "printed_by": "县直机关工委办公室", "is_sealed": "on"}
        ).status_code
        == 302
    )
    chain = {
        "sort_1": "review", "post_1": "综合科科长", "role_1": "committee_admin",
        "sort_2": "countersign", "post_2": "北局党组书记", "role_2": "unit_secretary", "unit_2": "北局",
        "sort_3": "sign", "post_3": "工委书记", "role_3": "committee_leader",
    }  # fmt: skip
    assert officer.post(reverse("set_chain", args=[tree.committee.pk]), chain).status_code == 302

    # A draft from the template: what is not known yet stands there as ［…］ and stops the sending.
    begun = officer.post(
        reverse("new_paper"), {"unit": tree.committee.pk, "template": "bulletin", "matter": "第三季度责任落实"}
    )
    document = OfficialDocument.objects.get()
    assert begun.headers["Location"] == reverse("paper", args=[document.pk])
    assert document.title == "关于第三季度责任落实情况的通报"
    page = text(officer.get(begun.headers["Location"]))
    assert "写明时间范围" in page
    change = reverse("change_paper", args=[document.pk])
    refused = officer.post(change, typed(document, send="1"))
    assert refused.status_code == 422
    assert "还没有填写" in text(refused)
    assert OfficialDocument.objects.get().updated_at == document.updated_at, "what is not sent is not saved either"

    # Text in, preview as it is typed, then to the first post.
    document.refresh_from_db()
    body = "现将有关情况通报如下。\n一、总体情况\n全县110个单位应办任务2204件，办结2161件。"
    preview = officer.post(reverse("preview_paper", args=[document.pk]), typed(document, body=body))
    assert "全县110个单位应办任务2204件" in text(preview).replace("</text>", "").replace("\n", "")
    assert OfficialDocument.objects.get().body != body
    assert officer.post(change, typed(document, body=body, send="1")).status_code == 302
    document.refresh_from_db()
    assert document.state == State.IN_APPROVAL
    steps = list(document.approvals.all())
    assert [step.post for step in steps] == ["综合科科长", "北局党组书记", "工委书记"]

    # Post by post: nobody out of turn, nobody without the role; the one beside the office sees it because it is asked.
    def agree(who, step):
        return who.post(reverse("approve_step", args=[step.pk]), {"opinion": "同意"}).status_code

    assert agree(leader, steps[2]) == 409
    assert agree(leader, steps[0]) == 403
    assert agree(officer, steps[0]) == 302
    assert "待我审批" in text(north.get(reverse("paper_list")))
    assert "审批公文<b>关于第三季度责任落实情况的通报</b>" in text(north.get("/"))
    assert "审批公文" not in text(leader.get("/")), "not yet the leader's turn"
    assert north.get(reverse("paper", args=[document.pk])).status_code == 200
    assert agree(north, steps[1]) == 302
    assert agree(leader, steps[2]) == 302

    document.refresh_from_db()
    assert (document.state, document.symbol, document.seq) == (State.SIGNED, "示直工委〔2026〕1号", 1)
    assert (str(document.signed_on), str(document.dated_on)) == ("2026-11-23", "2026-11-23")
    word = officer.get(reverse("download_paper", args=[document.pk]))
    xml = zipfile.ZipFile(io.BytesIO(word.content)).read("word/document.xml").decode()
    assert "示直工委〔2026〕1号" in xml
    assert "2026年11月23日印发" in xml
    verbs = [entry.verb.removeprefix("official.") for entry in history_of(document.key)]
    assert verbs == ["change_document", "send_for_approval"]
    assert [entry.detail["symbol"] for entry in history_of(steps[2].key)] == [["", "示直工委〔2026〕1号"]]


def test_what_is_given_back_is_a_draft_again_with_the_reason(officer, leader, tree):
    official.profile(tree.committee)
    document = official.document(tree.committee)
    officer.post(reverse("change_paper", args=[document.pk]), typed(document, send="1"))
    step = document.approvals.get()
    answer = leader.post(reverse("return_step", args=[step.pk]), {"reason": "数字请再核对"})
    assert answer.status_code == 302
    document.refresh_from_db()
    assert document.state == State.DRAFT
    assert "数字请再核对" in text(officer.get(reverse("paper", args=[document.pk])))
    assert leader.post(reverse("return_step", args=[step.pk]), {"reason": ""}).status_code == 409

    officer.post(reverse("change_paper", args=[document.pk]), typed(document, send="1"))
    assert [each.state for each in document.approvals.all()] == [Approval.State.RETURNED, Approval.State.WAITING]


def test_two_who_change_one_draft_are_told(officer, tree):
    document = official.document(tree.committee)
    first = typed(document, body="甲改的。")
    assert officer.post(reverse("change_paper", args=[document.pk]), first).status_code == 302
    again = officer.post(
        reverse("change_paper", args=[document.pk]), typed(document, body="乙改的。", seen="2026-11-22T00:00:00+00:00")
    )
    assert again.status_code == 409
    document.refresh_from_db()
    assert document.body == "甲改的。"


def test_a_draft_that_does_not_fit_comes_back_with_everything_typed(officer, tree):
    document = official.document(tree.committee)
    answer = officer.post(
        reverse("change_paper", args=[document.pk]),
        typed(document, title="", body="请联系13812345678。", note="附注在此"),
    )
    assert answer.status_code == 422
    page = text(answer)
    assert "138****5678" in page
    assert "附注在此" in page


def test_others_see_nothing(officer, client, tree):
    south = desk(type(client), "钱立", tree.south, unit_cadre=tree.south)
    document = official.document(tree.north)
    assert south.get(reverse("paper", args=[document.pk])).status_code == 404
    assert south.get(reverse("download_paper", args=[document.pk])).status_code == 404
    assert south.get(reverse("office", args=[tree.north.pk])).status_code == 404
    assert document.title not in text(south.get(reverse("paper_list")))
    assert document.title in text(officer.get(reverse("paper_list")))


def test_the_list_costs_the_same_however_many_there_are(officer, tree, django_assert_num_queries):
    official.profile(tree.committee)
    for _n in range(3):
        official.document(tree.committee, Kind.NOTICE)
    officer.get(reverse("paper_list"))
    with django_assert_num_queries(14):
        officer.get(reverse("paper_list"))
    for _n in range(40):
        official.document(tree.committee, Kind.NOTICE)
    with django_assert_num_queries(14):
        officer.get(reverse("paper_list"))
