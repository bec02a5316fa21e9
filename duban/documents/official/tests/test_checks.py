"""What does not go out, and what is said beside the text."""

import pytest

from duban.documents.official.checks import findings, length_of, refusals
from duban.documents.official.models import Kind
from duban.documents.official.tests import factories as official
from duban.orgs.tests import factories
from duban.packs.rules import rulebook

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


@pytest.fixture
def tree():
    official.install()
    return factories.tree()


def words(document, of=refusals):
    return [each.word for each in of(document, rulebook())]


def request(unit, **more):
    said = {
        "title": "关于换届选举的请示", "addressees": "北局机关党委", "body": "现就有关事项请示如下。妥否，请批示。",
        "contact": "周敏，电话：0817-8123456", "signed_by": "周敏",
    }  # fmt: skip
    return official.document(unit, Kind.REQUEST, **{**said, **more})


def test_a_request_that_keeps_the_rules_goes_out(tree):
    assert words(request(tree.north_1)) == []


@pytest.mark.parametrize(
    ("more", "word"),
    [
        ({"addressees": "北局机关党委、县直机关工委"}, "一个主送"),
        ({"addressees": "北局机关党委，南局"}, "一个主送"),
        ({"title": "关于换届的请示和关于经费的请示"}, "一文一事"),
        ({"contact": ""}, "联系人"),
        ({"signed_by": " "}, "签发人"),
        ({"addressees": "县直机关工委"}, "不越级"),
        ({"body": ""}, "没有正文"),
        ({"addressees": ""}, "主送机关"),
        ({"body": "拟设委员［委员名额］名。"}, "待填内容"),
    ],
)
def test_a_request_that_breaks_one_is_refused_with_its_word(tree, more, word):
    assert word in words(request(tree.north_1, **more))


def test_a_request_is_not_copied_to_subordinates(tree):
    assert words(request(tree.north_committee, addressees="北局", copy_to="北局第一党支部")) == ["抄送下级"]
    assert words(request(tree.north_committee, addressees="北局", copy_to="南局")) == []


@pytest.mark.parametrize(
    ("body", "is_refused"),
    [
        ("现将有关情况报告如下。特此报告。", False),
        ("以上报告如无不妥，请批准。", True),
        ("所需经费，请予批准。", True),
        ("请予审批。", True),
        ("上级党委已批准。", False),
        ("妥否，请批示。", True),
        ("按照批复要求完成整改。", False),
    ],
)
def test_a_report_holds_no_request(tree, body, is_refused):
    report = official.document(
        tree.north, Kind.REPORT, title="关于整改情况的报告", addressees="县直机关工委", body=body, signed_by="周敏"
    )
    assert (words(report) == ["报告夹带请示"]) is is_refused


@pytest.mark.parametrize(
    ("kind", "count", "is_long"),
    [(Kind.NOTICE, 4000, False), (Kind.NOTICE, 4001, True), (Kind.REPORT, 5000, False), (Kind.REPORT, 5001, True)],
)
def test_the_length_is_said_from_the_first_character_too_many(tree, kind, count, is_long):
    document = official.document(tree.north, kind, body="字" * count, signed_by="周敏")
    assert ("篇幅过长" in words(document, findings)) is is_long
    assert "篇幅过长" not in words(document), "it warns and stops nothing"


def test_blanks_and_line_ends_do_not_count():
    assert length_of("一 二\n三　四\r\n") == 4


@pytest.mark.parametrize(
    ("body", "word"),
    [
        ("请于11月30日前报送贯彻落实情况。", "要求回报"),
        ("各单位务必于月底前上报落实情况。", "要求回报"),
        ("请将报送落实情况列入议程。", "要求回报"),
        ("各单位要制定实施方案。", "要求配套"),
        ("请于11月30日前完成整改。", "不要回报"),
        ("已记录的事项不再另报材料。", "不要回报"),
    ],
)
def test_demands_to_report_back_are_said(tree, body, word):
    assert words(official.document(tree.committee, Kind.NOTICE, body=body), findings) == [word]


def test_minutes_need_no_addressee_and_an_answer_names_its_request(tree):
    assert words(official.document(tree.committee, Kind.MINUTES, addressees="")) == []
    answer = official.document(tree.committee, Kind.APPROVAL, body="同意你们换届。")
    assert "依据" in words(answer, findings)
    answer.body = "《关于换届的请示》（北支〔2026〕1号）收悉。同意。"
    assert "依据" not in words(answer, findings)
