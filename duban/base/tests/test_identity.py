"""GB 11643-1999. The number is the standard's own example; the others are made from it."""

import datetime

import pytest

from duban.base.identity import check_digit, faults_of, plain_number

TODAY = datetime.date(2026, 11, 23)
NUMBER = "11010519491231002X"


def made(seventeen: str) -> str:
    return seventeen + check_digit(seventeen)


def test_the_example_of_the_standard_holds() -> None:
    assert faults_of(NUMBER, today=TODAY, born_in="1949-12", sex="2") == []
    assert plain_number("１１０１０５ 19491231-002x") == NUMBER


@pytest.mark.parametrize(
    ("number", "more", "faults"),
    [
        ("110105194912310020", {}, 1),  # another check
        ("11010519491231003X", {}, 1),  # a slip in the 17th
        (NUMBER[:-1], {}, 1),  # seventeen
        (NUMBER + "1", {}, 1),  # nineteen
        ("", {}, 1),
        (made("11010519490229002"), {}, 1),  # 1949 was no leap year
        (made("11010520261124002"), {}, 1),  # born tomorrow
        (made("11010518991231002"), {}, 1),
        (NUMBER, {"born_in": "1950-12"}, 1),
        (NUMBER, {"born_in": "1949-11"}, 1),
        (NUMBER, {"sex": "1"}, 1),
        (NUMBER, {"born_in": "1950-12", "sex": "1"}, 2),
    ],
)
def test_each_part_is_checked(number: str, more: dict[str, str], faults: int) -> None:
    assert len(faults_of(number, today=TODAY, **more)) == faults


def test_born_today_is_a_day_of_birth() -> None:
    assert faults_of(made("11010520261123002"), today=TODAY) == []
