"""What is wrong with an input: where it stands, what was found, what is expected."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of a scheme or a workbook. ``warning`` is a fault that a historical scheme may carry."""

    where: str
    found: str
    expected: str = ""
    cites: str = ""
    warning: bool = False

    def __str__(self) -> str:
        text = f"{self.where}：{self.found}"
        if self.expected:
            text += f"；应为{self.expected}"
        if self.cites:
            text += f"（依据：{self.cites}）"
        return text


class Refused(Exception):
    """An input with faults; all of them at once, nothing was changed by it."""

    def __init__(self, what: str, problems: Iterable[Problem]):
        self.what = what
        self.problems = tuple(problems)
        super().__init__(f"{what}有{len(self.problems)}处错误")

    def __str__(self) -> str:
        return "\n".join([f"{self.what}有 {len(self.problems)} 处错误：", *(f"  {p}" for p in self.problems)])
