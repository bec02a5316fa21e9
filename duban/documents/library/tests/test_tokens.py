"""How text becomes tokens: the same whatever database keeps them."""

import pytest

from duban.documents.library.tokens import BREAK, marked, tokens_of, words_of, written


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("ＧＢ／Ｔ９７０４", "gb t 9704"),
        ("党发〔２０２６〕３号", "党发[2026]3号"),
        ("“三会一课”", "三会一课"),
        ("第 一 条", "第一条"),
        ("①", "1"),
        ("03月", "3月"),
        ("Word", "WORD"),
    ],
)
def test_widths_cases_quotes_and_blanks_are_folded(text, same):
    assert written(text) == written(same)


@pytest.mark.parametrize(("one", "other"), [("2026", "202"), ("会议", "议会"), ("ab", "a b"), ("会，议", "会议")])
def test_what_differs_stays_apart(one, other):
    assert written(one) != written(other)


def test_a_mark_of_punctuation_parts_phrases_and_several_part_once():
    assert written("会议。！记录") == f"u4f1a u8bae {BREAK} u8bb0 u5f55"


def test_tokens_are_ascii_whatever_stands_in_the_text():
    text = "支部𠀀é\u0301ﬁ١Ω\U0001f600\x00"

    assert all(token.written.isascii() and token.written.isalnum() for token in tokens_of(text))


def test_each_token_knows_its_place_in_the_text():
    text = "按《ＧＢ９》办"

    assert [text[token.start : token.end] for token in tokens_of(text)] == ["按", "ＧＢ", "９", "办"]


def test_words_are_parted_by_blanks_and_punctuation_and_said_once():
    assert words_of("三会一课、党日　三会一课") == [
        written("三会一课").split(),
        written("党日").split(),
    ]


@pytest.mark.parametrize("asked", ["", "  ", "。", "“”", "()*^:-"])
def test_nothing_to_look_for_gives_no_words(asked):
    assert words_of(asked) == []


def test_at_most_eight_words_of_sixty_signs_are_looked_for():
    assert len(words_of(" ".join("甲乙丙丁戊己庚辛壬癸"))) == 8
    assert len(words_of("支" * 300)[0]) == 60


def test_what_was_found_is_told_apart_and_nothing_is_lost():
    pieces = marked("支部党员大会，党员大会每季度一次", words_of("党员大会"))

    assert [tuple(piece) for piece in pieces] == [
        ("支部", False), ("党员大会", True), ("，", False), ("党员大会", True), ("每季度一次", False)
    ]  # fmt: skip


def test_finds_that_overlap_are_one():
    assert [p.text for p in marked("党员大会会议", words_of("党员大会 大会会议")) if p.is_found] == ["党员大会会议"]


def test_a_long_passage_is_shown_around_its_first_find():
    pieces = marked("前" * 200 + "会议记录" + "后" * 300, words_of("会议记录"), around=40)

    assert (pieces[0].text, pieces[-1].text) == ("…", "…")
    assert sum(len(piece.text) for piece in pieces) == 162
