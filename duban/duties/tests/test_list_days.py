"""The column 时限: every shape in which offices write a day, and what is none."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.duties.list_workbook.days import NotADay, read_days, written_days


def day(month: int, number: int, year: int = 2026) -> datetime.date:
    return datetime.date(year, month, number)


def midnight(*day: int) -> datetime.datetime:
    """A day as a spreadsheet gives it."""
    return datetime.datetime(*day)  # noqa: DTZ001 - without a zone, as there


@pytest.mark.parametrize(
    ("cell", "days"),
    [
        ("3月31日", [("", day(3, 31))]),
        ("3月31日、6月30日", [("", day(3, 31)), ("", day(6, 30))]),
        ("6月30日;3月31日", [("", day(3, 31)), ("", day(6, 30))]),
        ("一季度=3月31日，二季度＝6月30日", [("一季度", day(3, 31)), ("二季度", day(6, 30))]),
        ("上半年：6月30日\n下半年：12月10日", [("上半年", day(6, 30)), ("下半年", day(12, 10))]),
        ("３月３１日", [("", day(3, 31))]),
        ("3月底、12月末", [("", day(3, 31)), ("", day(12, 31))]),
        ("2月底前", [("", day(2, 28))]),
        ("3月31日前", [("", day(3, 31))]),
        ("3.31", [("", day(3, 31))]),
        ("03-31", [("", day(3, 31))]),
        ("3/31", [("", day(3, 31))]),
        ("2026-03-31", [("", day(3, 31))]),
        ("2026年3月31日", [("", day(3, 31))]),
        ("2026.3.31", [("", day(3, 31))]),
        ("20260331", [("", day(3, 31))]),
        (20260331.0, [("", day(3, 31))]),
        (midnight(2026, 3, 31), [("", day(3, 31))]),
        (day(3, 31), [("", day(3, 31))]),
        ("2027年1月10日", [("", day(1, 10, 2027))]),
    ],
)
def test_due_days_are_read_in_the_shapes_offices_write(cell, days):
    assert read_days(cell, 2026) == days


QUARTERS = ["一季度", "二季度", "三季度", "四季度"]


@pytest.mark.parametrize(
    ("cell", "days"),
    [
        ("每月25日", [(f"{n}月", day(n, 25)) for n in range(1, 13)]),
        (
            "每月底前",
            [(f"{n}月", day(n, last)) for n, last in enumerate((31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31), 1)],
        ),
        (
            "每季度末",
            [(word, day(n, last)) for word, n, last in zip(QUARTERS, (3, 6, 9, 12), (31, 30, 30, 31), strict=True)],
        ),
        ("每季末月２０日", [(word, day(n, 20)) for word, n in zip(QUARTERS, (3, 6, 9, 12), strict=True)]),
        ("每季度首月10日", [(word, day(n, 10)) for word, n in zip(QUARTERS, (1, 4, 7, 10), strict=True)]),
        ("每半年末", [("上半年", day(6, 30)), ("下半年", day(12, 31))]),
        ("每年12月10日", [("", day(12, 10))]),
        ("每半年末月20日、9月10日", [("上半年", day(6, 20)), ("", day(9, 10)), ("下半年", day(12, 20))]),
    ],
)
def test_a_recurrence_is_read_as_the_days_it_comes_to(cell, days):
    assert read_days(cell, 2026) == days


@given(
    st.sampled_from(["每月{}日", "每季度末月{}日", "每季度首月{}日", "每半年末月{}日"]),
    st.integers(1, 31),
    st.integers(2020, 2040),
)
def test_a_recurrence_comes_to_one_day_in_each_part_of_the_year_and_is_read_back(words, number, year):
    days = read_days(words.format(number), year)

    months = [day.month for _label, day in days]
    assert len(set(months)) == len(days) in (2, 4, 12)
    assert {day.day for _label, day in days} <= {number, 28, 29, 30}
    assert read_days(written_days(days, year), year) == days


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("", "空"),
        (" 、 ", "空"),
        ("长期坚持", "“长期坚持”"),
        ("每季度20日", "“每季度20日”"),
        ("每月32日", "“每月32日”"),
        ("每年13月1日", "“每年13月1日”"),
        ("每月25日、3月25日", "3月25日写了两次"),
        ("13月1日", "“13月1日”"),
        ("2月29日", "“2月29日”"),
        ("4月31日", "“4月31日”"),
        ("3月1日至3月31日", "“3月1日至3月31日”"),
        (3.3, "数字3.3"),
        (46112.0, "“46112”"),
        (True, "“TRUE”"),
        ("2025年3月31日", "“2025-03-31”"),
        ("2028-03-31", "“2028-03-31”"),
        (midnight(2025, 3, 31), "“2025-03-31”"),
        ("3月31日、3月底", "3月31日写了两次"),
        ("=3月31日=", "“=3月31日=”"),
        (f"{'期' * 21}=3月31日", f"“{'期' * 21}”"),
    ],
)
def test_what_is_no_due_day_is_refused(cell, found):
    with pytest.raises(NotADay) as wrong:
        read_days(cell, 2026)

    assert wrong.value.found == found


def test_written_days_are_read_back():
    days = [("上半年", day(6, 30)), ("", day(12, 10)), ("收尾（补报）", day(1, 10, 2027))]

    assert read_days(written_days(days, 2026), 2026) == days
