"""The column 时限: every shape in which offices write a day, and what is none."""

import datetime

import pytest

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


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("", "空"),
        (" 、 ", "空"),
        ("长期坚持", "“长期坚持”"),
        ("每季度末", "“每季度末”"),
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
