"""Search: the same questions have the same answers on every database, and nobody finds what is not theirs to read."""

import datetime

import pytest
from django.db import connection

from duban.documents.library import actions
from duban.documents.library.models import Document, Passage
from duban.documents.library.queries import documents_for
from duban.documents.library.search import search
from duban.documents.library.tests import factories as library
from duban.orgs.tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]

DAY = datetime.date(2026, 11, 23)


@pytest.fixture
def tree():
    return factories.tree()


@pytest.fixture
def officer(tree):
    return factories.account(factories.person("周敏", unit=tree.committee, committee_admin=tree.committee))


@pytest.fixture
def shelf(tree):
    """Six documents of the committee with what the questions below ask for."""
    library.document(
        tree.committee,
        "党支部工作手册（示例）",
        "第一条　支部党员大会每季度召开一次。\n第二条　“三会一课”如实记录。\n第三条　主题党日每月一次，可以和党课合并。",
    )
    library.document(tree.committee, "主题党日怎样开", "每月相对固定一天。\n支部提前定主题，会后写一句话。")
    library.document(tree.committee, "公文格式", "按ＧＢ/T 9704—2012排版，字号用３号。", symbol="示办发〔2026〕3号")
    library.document(tree.committee, "发展党员问答", "公示不少于5个工作日。\n支部委员会讨论，支部大会表决。")
    library.document(tree.committee, "旧手册", "这一版写的是党费收缴。", "新版只写党费的用途。")
    library.document(tree.committee, "空白模板", "会议，记录分开写。")


def found(user, asked, **more):
    results = search(documents_for(user), asked, DAY, **more)
    return [hit.document.title for hit in results.hits]


QUESTIONS = [
    # One sign, a word, a phrase.
    ("税", []),
    ("费", ["旧手册"]),
    ("支部", ["党支部工作手册（示例）", "主题党日怎样开", "发展党员问答"]),
    ("主题党日", ["主题党日怎样开", "党支部工作手册（示例）"]),
    ("党员大会每季度", ["党支部工作手册（示例）"]),
    # Quotes and blanks inside a sentence do not part it, punctuation does.
    ("三会一课如实", ["党支部工作手册（示例）"]),
    ("会议记录", []),
    ("会议 记录", ["空白模板"]),
    ("第一条支部党员大会", []),
    # Several words: every one has to be there, wherever.
    ("手册 党课", ["党支部工作手册（示例）"]),
    ("支部 公示", ["发展党员问答"]),
    ("支部 党费", []),
    # Digits, Latin, widths and cases.
    ("9704", ["公文格式"]),
    ("970", []),
    ("gb/t9704", ["公文格式"]),
    ("ＧＢ", ["公文格式"]),
    ("3号", ["公文格式"]),
    ("示办发〔２０２６〕３号", ["公文格式"]),
    ("5个工作日", ["发展党员问答"]),
    # What a person types never becomes part of a query.
    ('"支部" OR 税', []),
    ("支部*", ["党支部工作手册（示例）", "主题党日怎样开", "发展党员问答"]),
    ("NOT 支部", []),
    ("支部'); DROP TABLE library_index; --", []),
    ("税 | 支部", []),
    ("%", []),
]


@pytest.mark.parametrize(("asked", "titles"), QUESTIONS)
def test_a_question_finds_these_documents_in_this_order(officer, shelf, asked, titles):
    assert found(officer, asked) == titles


def test_the_index_is_of_the_database_that_is_tested():
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM library_index")

        assert cursor.fetchone() == (0,)


def test_only_the_version_in_force_is_found_unless_earlier_ones_are_asked_for(officer, shelf):
    assert found(officer, "收缴") == []
    assert found(officer, "收缴", older=True) == ["旧手册"]


def test_a_version_is_found_from_its_day_and_the_one_before_until_then(officer, tree, frozen):
    document = library.document(tree.committee, "值班制度", "每日两人。")
    actions.publish_version(document, by=officer, text="每日三人。", from_on=datetime.date(2026, 12, 1))

    for day, two, three in ((30, ["值班制度"], []), (31, [], ["值班制度"])):
        on = datetime.date(2026, 11, 1) + datetime.timedelta(days=day - 1)
        assert [h.document.title for h in search(documents_for(officer), "两人", on).hits] == two
        assert [h.document.title for h in search(documents_for(officer), "三人", on).hits] == three


def test_what_was_withdrawn_is_not_found(officer, shelf):
    actions.withdraw_document(Document.objects.get(title="主题党日怎样开"), by=officer, reason="并入手册")

    assert found(officer, "主题党日") == ["党支部工作手册（示例）"]


def test_a_changed_title_is_found_at_once_and_the_old_one_no_more(officer, shelf):
    document = Document.objects.get(title="公文格式")
    actions.change_document(document, by=officer, kind=document.kind, title="排版须知")

    assert (found(officer, "排版须知"), found(officer, "公文格式"), found(officer, "示办发")) == (["排版须知"], [], [])


def test_nobody_finds_what_another_unit_published_and_everybody_what_binds_them(tree, officer):
    library.document(tree.committee, "工委办法", "共同的词。")
    library.document(tree.north, "北局办法", "共同的词。")
    library.document(tree.south, "南局办法", "共同的词。")
    secretary = factories.account(factories.person("郑海", unit=tree.north_1, branch_secretary=tree.north_1))
    cadre = factories.account(factories.person("钱方", unit=tree.south, unit_cadre=tree.south))
    assessor = factories.account(factories.person("评委", unit=tree.committee, assessor=tree.committee))

    assert found(officer, "共同的词") == ["工委办法", "北局办法", "南局办法"]
    assert found(secretary, "共同的词") == ["工委办法", "北局办法"]
    assert found(cadre, "共同的词") == ["工委办法", "南局办法"]
    assert found(assessor, "共同的词") == []


def test_passages_show_where_the_words_stand(officer, shelf):
    [hit] = search(documents_for(officer), "如实记录", DAY).hits

    [shown] = hit.passages
    assert (shown.section, shown.anchor) == ("第二条", "第二条")
    assert [piece.text for piece in shown.pieces if piece.is_found] == ["如实记录"]


def test_three_passages_are_shown_and_the_rest_is_counted(officer, tree):
    library.document(tree.committee, "长文", "\n".join(f"第{n}条　会议记录。" for n in range(1, 8)))

    [hit] = search(documents_for(officer), "会议记录", DAY).hits

    assert ([shown.anchor for shown in hit.passages], hit.more) == (["第1条", "第2条", "第3条"], 4)


def test_the_index_is_made_anew_and_answers_as_before(officer, shelf):
    before = {asked: found(officer, asked) for asked, _titles in QUESTIONS}
    passages = Passage.objects.count()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM library_index")

    rebuilt = actions.rebuild_index()

    assert rebuilt == (7, passages)
    assert {asked: found(officer, asked) for asked in before} == before


def test_a_paragraph_of_one_sign_or_of_hundreds_of_words_is_found(officer, tree):
    library.document(tree.committee, "怪文", "啊" * 3000 + "终\n" + " ".join(f"w{n}" for n in range(3000)))

    assert found(officer, "啊终") == ["怪文"]
    assert found(officer, "w2999") == ["怪文"]


@pytest.mark.parametrize("count", [1, 3])
def test_a_search_costs_the_same_however_much_is_found(officer, tree, django_assert_num_queries, count):
    for number in range(count):
        library.document(tree.committee, f"办法{number}", "共同的词。" * 3)
    rows = documents_for(officer)
    found(officer, "共同 的词")

    with django_assert_num_queries(3):
        assert len(search(rows, "共同 的词", DAY).hits) == count
