"""Cells as people type them, and what becomes of each."""

import datetime
from decimal import Decimal

import pytest

from duban.base.workbook.cells import Wrong
from duban.base.workbook.kinds import Amount, Choice, Day, Month, Whole, Words, YesNo

DAY = datetime.date(2026, 3, 5)


@pytest.mark.parametrize(
    "value",
    [
        "2026-03-05", "2026/3/5", "2026.3.5", "2026年3月5日", "20260305", 20260305.0, 46086.0, " ２０２６年３月５日 ",
        datetime.date(2026, 3, 5), datetime.datetime(2026, 3, 5, 8, 30),  # noqa: DTZ001 - as a spreadsheet gives it
    ],
)  # fmt: skip
def test_a_day_may_be_written_in_many_ways(value):
    assert Day().read(value) == DAY


@pytest.mark.parametrize("value", ["3月5日", "2026-13-05", "2026.3", 2026.3, "下周", 46086.5e3, True, "2026-02-30"])
def test_what_is_no_day_is_refused(value):
    with pytest.raises(Wrong):
        Day().read(value)


@pytest.mark.parametrize(
    ("value", "kept"),
    [("1985-03", "1985-03"), ("1985年3月", "1985-03"), ("1985.3", "1985-03"), ("198503", "1985-03"), (1985.12, "1985-12"),
     (1985.3, "1985-03"), ("1985-03-12", "1985-03"), (datetime.date(1985, 3, 12), "1985-03")],
)  # fmt: skip
def test_a_month_is_kept_without_its_day(value, kept):
    assert Month().read(value) == kept


@pytest.mark.parametrize("value", [1985.1, "1985-13", "85-3", "三月"])
def test_what_is_no_month_is_refused(value):
    with pytest.raises(Wrong):
        Month().read(value)


@pytest.mark.parametrize(("value", "kept"), [("２３", 23), (23.0, 23), ("1,234", 1234), (" 7 ", 7), (0, 0)])
def test_a_whole_number_may_be_text_or_full_width(value, kept):
    assert Whole().read(value) == kept


@pytest.mark.parametrize("value", ["2.5", 2.5, -1, "很多", True, 10_000_000])
def test_what_is_no_whole_number_within_bounds_is_refused(value):
    with pytest.raises(Wrong):
        Whole().read(value)


def test_an_amount_keeps_the_digits_that_the_sheet_shows():
    assert Amount().read(0.1) == Decimal("0.1")
    assert Amount().read("1,234.50元") == Decimal("1234.50")
    with pytest.raises(Wrong):
        Amount().read("1.234")


def test_eighteen_digits_are_kept_as_text_and_refused_as_a_number():
    code = "510000202600000012"

    assert Words(40).read(code) == code
    with pytest.raises(Wrong) as wrong:
        Words(40).read(510000202600000012.0)
    assert "5.1" in wrong.value.found


@pytest.mark.parametrize("text", ["11010519491231002X", "联系13812345678", "１１０１０５１９４９１２３１００２Ｘ"])
def test_numbers_of_people_are_refused_and_not_repeated(text):
    with pytest.raises(Wrong) as wrong:
        Words(40).read(text)

    assert text not in wrong.value.found
    assert "*" in wrong.value.found


def test_words_lose_blanks_and_what_cannot_be_seen():
    assert Words(40).read("  示例局\u200b  第一\n党支部 ") == "示例局 第一 党支部"


@pytest.mark.parametrize("value", [datetime.date(2026, 1, 2), "长" * 41])
def test_words_are_refused_when_they_are_a_day_or_too_long(value):
    with pytest.raises(Wrong):
        Words(40).read(value)


def test_a_choice_knows_the_words_that_people_use():
    kind = Choice({"full": "正式党员"}, {"党员": "full"})

    assert [kind.read("正式党员"), kind.read(" 党 员 ")] == ["full", "full"]
    with pytest.raises(Wrong):
        kind.read("积极分子")


def test_yes_and_no():
    assert [YesNo().read("√"), YesNo().read("否")] == [True, False]
