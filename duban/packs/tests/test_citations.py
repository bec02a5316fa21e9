"""A citation leads to its text where somebody has it, and is plain words otherwise."""

import pytest

from duban.orgs.models import User
from duban.packs import citations
from duban.packs.citations import cite
from duban.packs.models import RuleParameter


class Shelf:
    """Two texts."""

    asked = 0

    def address(self, basis, article):
        Shelf.asked += 1
        return {"支部条例": "/t/1/", "中组发〔2008〕3号": "/t/2/"}.get(basis, "") and f"/t/{basis}#{article}"


@pytest.fixture
def reader(monkeypatch):
    monkeypatch.setattr(citations, "_finders", [lambda user: Shelf()])
    Shelf.asked = 0
    return User(username="许文静")


def rule(basis="支部条例", article="第十六条", **more):
    return RuleParameter(code="x", title="某项", value="1", basis=basis, article=article, **more)


def test_a_rule_whose_text_is_at_hand_is_a_link(reader):
    assert cite(rule(), reader) == '<a class="cite" href="/t/支部条例#第十六条">《支部条例》第十六条</a>'


def test_a_rule_whose_text_is_not_at_hand_is_words(reader):
    assert cite(rule(basis="别的<i>"), reader) == "《别的&lt;i&gt;》第十六条"


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("2026-12-01（《支部条例》第五条至第七条）", '2026-12-01（<a class="cite" href="/t/支部条例#第五条">《支部条例》第五条</a>至第七条）'),
        ("按中组发〔2008〕3号办理", '按<a class="cite" href="/t/中组发〔2008〕3号#">中组发〔2008〕3号</a>办理'),
        ("《没有的》第一条和《支部条例》", '《没有的》第一条和<a class="cite" href="/t/支部条例#">《支部条例》</a>'),
        ("<b>《》第一条", "&lt;b&gt;《》第一条"),
        ("本地要求", "本地要求"),
        ("", ""),
        (None, ""),
    ],
)  # fmt: skip
def test_words_that_cite_something_are_linked_where_the_text_is_at_hand(reader, said, shown):
    assert cite(said, reader) == shown


def test_nothing_is_asked_for_words_that_cite_nothing(reader):
    cite("本地要求，每季度一次", reader)

    assert (Shelf.asked, hasattr(reader, "_texts")) == (0, False)


def test_a_visitor_sees_words(monkeypatch):
    monkeypatch.setattr(citations, "_finders", [lambda user: Shelf()])

    assert cite(rule(), None) == "《支部条例》第十六条"
