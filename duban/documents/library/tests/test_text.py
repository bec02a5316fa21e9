"""Sections, anchors, and pieces for the index."""

import pytest

from duban.base.errors import BadInput
from duban.documents.library.text import MOST_CHARACTERS, anchor_of, clean_text, pieces_of, sections_of

TEXT = """示例制度

第一章　总则
第一条　为了规范工作，制定本制度。
第二条 支部每月开展一次主题党日。
逾期的按照第五条的规定办理。
第十五条所列事项除外。
## 附录
第一条 附录另起。"""


def test_articles_chapters_and_headings_open_sections():
    assert [(s.anchor, s.label, s.title, len(s.paragraphs)) for s in sections_of(TEXT)] == [
        ("s0", "", "", 1),
        ("s1", "", "第一章　总则", 0),
        ("第一条", "第一条", "", 1),
        ("第二条", "第二条", "", 3),
        ("s4", "", "附录", 0),
        ("第一条-2", "第一条", "", 1),
    ]


def test_a_text_without_headings_is_one_section_without_a_name():
    assert [(s.name, s.paragraphs) for s in sections_of("一句话。\n\n又一句。")] == [("", ["一句话。", "又一句。"])]


def test_an_empty_text_has_no_sections():
    assert sections_of("") == []


@pytest.mark.parametrize(
    ("article", "anchor"),
    [("第十六条", "第十六条"), ("第五条至第七条", "第五条"), ("第九条、第十一条", "第九条"), ("第三十条第二款", "第三十条"), ("", ""), ("附件", "")],
)  # fmt: skip
def test_a_citation_leads_to_the_first_article_it_names(article, anchor):
    assert anchor_of(article) == anchor


def test_control_characters_and_marks_that_turn_the_writing_are_left_out():
    assert clean_text("甲\x00乙\u202e丙\r\n丁\r戊\n\n\n\n己") == "甲乙丙\n丁\n戊\n\n己"


@pytest.mark.parametrize(("length", "fits"), [(MOST_CHARACTERS, True), (MOST_CHARACTERS + 1, False)])
def test_a_text_has_a_most(length, fits):
    text = "甲" * length

    if fits:
        assert clean_text(text) == text
    else:
        with pytest.raises(BadInput):
            clean_text(text)


@pytest.mark.parametrize("paragraph", ["短。", "长句子。" * 900, "啊" * 5000, "无标点" * 3000])
def test_pieces_are_the_whole_paragraph_and_fit_an_entry_of_the_index(paragraph):
    pieces = list(pieces_of(paragraph))

    assert "".join(pieces) == paragraph
    assert max(piece.count("啊") for piece in pieces) <= 200
