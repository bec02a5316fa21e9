"""One cell: what was found, turned into an exact value or into a problem that names the place."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from duban.scoring.problems import Problem

LARGEST_EXACT_FLOAT = 2**53
_NUMBER = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,12})?")
_DAY = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")


@dataclass(slots=True)
class Reader:
    """The cells of one row by heading. Faults are collected in ``problems``; a faulty cell reads as None."""

    cells: dict[str, Any]
    where: str
    problems: list[Problem]
    columns: dict[str, str]
    at: str = ""

    def place(self, heading: str) -> str:
        """Where the cell stands: 事实!D5 in a workbook, 事实[2]/数值 in a text."""
        column = self.columns.get(heading)
        return f"{self.where}!{column}{self.at}" if column else f"{self.where}{self.at}/{heading}"

    def fault(self, heading: str, found: str, expected: str) -> None:
        self.problems.append(Problem(self.place(heading), found, expected))

    def raw(self, heading: str) -> Any:
        value = self.cells.get(heading)
        if isinstance(value, str):
            value = value.strip()
        return None if value == "" else value

    def text(self, heading: str, *, required: bool = False, one_of: Any = None, what: str = "") -> str | None:
        value = self.raw(heading)
        if value is None:
            if required:
                self.fault(heading, "空", what or "必填")
            return None
        if isinstance(value, float | int | Decimal) and not isinstance(value, bool):
            value = _plain_number(value)
        if isinstance(value, bool):
            value = "是" if value else "否"
        text = value.isoformat() if isinstance(value, date) else str(value)
        if one_of is not None and text not in one_of:
            self.fault(heading, f"“{text}”", what or choices(one_of))
            return None
        return text

    def code(self, heading: str, codes: Any, what: str) -> str | None:
        """A code from a list. In a number cell 1.10 is 1.1, so a number that could be several codes is refused."""
        value = self.raw(heading)
        number = exact(value) if isinstance(value, float | int) else None
        if number is None:
            return self.text(heading, required=True, one_of=codes, what=what)
        alike = sorted(c for c in codes if _NUMBER.fullmatch(c) and Decimal(c) == number)
        if len(alike) == 1:
            return alike[0]
        if alike:
            self.fault(heading, f"数字{_plain_number(number)}，可能是{'或'.join(alike)}", "文本格式的编码")
        else:
            self.fault(heading, f"“{_plain_number(number)}”", what)
        return None

    def number(
        self, heading: str, *, required: bool = False, whole: bool = False, signed: bool = True
    ) -> Decimal | None:
        value = self.raw(heading)
        if value is None:
            if required:
                self.fault(heading, "空", "数字；没有发生写 0")
            return None
        number = exact(value)
        if number is None:
            self.fault(heading, f"“{value}”", "数字，不带单位和文字")
            return None
        if whole and number != number.to_integral_value():
            self.fault(heading, f"“{_plain_number(number)}”", "整数")
            return None
        if not signed and number < 0:
            self.fault(heading, f"“{_plain_number(number)}”", "不小于 0 的数；加还是扣由方案规定")
            return None
        return number

    def day(self, heading: str, *, required: bool = False) -> date | None:
        value = self.raw(heading)
        if value is None:
            if required:
                self.fault(heading, "空", "日期，如 2026-03-15")
            return None
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        if isinstance(value, str):
            written = _DAY.fullmatch(value)
            try:
                if written:
                    return date(int(written[1]), int(written[2]), int(written[3]))
            except ValueError:
                self.fault(heading, f"“{value}”没有这一天", "日历上有的日期")
                return None
        self.fault(heading, f"“{value}”", "日期，如 2026-03-15")
        return None

    def yes_no(self, heading: str) -> bool | None:
        value = self.raw(heading)
        if value is None or isinstance(value, bool):
            return value
        answer = {"是": True, "否": False, "有": True, "无": False}.get(str(value))
        if answer is None:
            self.fault(heading, f"“{value}”", "是 或 否")
        return answer


def exact(value: Any) -> Decimal | None:
    """The exact number of a cell, or None; a float keeps the digits that the workbook shows."""
    if isinstance(value, bool):
        return None
    if isinstance(value, Decimal):
        return value if value.is_finite() else None
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, float):
        if value != value or abs(value) > LARGEST_EXACT_FLOAT:
            return None
        # Fifteen digits are what a sheet shows and means; the rest is the machine's own (0.3 + 0.6).
        return Decimal(int(value)) if value == int(value) else Decimal(format(value, ".15g"))
    if isinstance(value, str):
        return Decimal(value) if _NUMBER.fullmatch(value) else None
    return None


def _plain_number(value: Any) -> str:
    number = exact(value)
    if number is None:
        return str(value)
    return str(int(number)) if number == number.to_integral_value() else format(number.normalize(), "f")


def choices(names: Any, most: int = 8) -> str:
    """The allowed words, not more than fit into a message."""
    words = sorted(names) if isinstance(names, set) else list(names)
    listed = "、".join(words[:most])
    return f"{listed}等 {len(words)} 种" if len(words) > most else listed or "（方案没有规定任何一种）"
