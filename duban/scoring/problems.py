"""What is wrong with an input: where it stands, what was found, what is expected."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

MOST_ALIKE = 20
"""How many faults of one kind are listed one by one; the rest are counted."""


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
        """All faults; of many alike the first ones, and how many more there are and where the last one stands."""
        lines = [f"{self.what}有 {len(self.problems)} 处错误："]
        seen: Counter[tuple[str, str]] = Counter()
        last: dict[tuple[str, str], Problem] = {}
        for problem in self.problems:
            kind = (problem.where.split("!", 1)[0], problem.expected or problem.found)
            seen[kind] += 1
            if seen[kind] <= MOST_ALIKE:
                lines.append(f"  {problem}")
            else:
                last[kind] = problem
        for kind, problem in last.items():
            more = seen[kind] - MOST_ALIKE
            lines.append(f"  {kind[0]}：另有 {more} 处同类错误，最后一处在 {problem.where}；应为{kind[1]}")
        return "\n".join(lines)
