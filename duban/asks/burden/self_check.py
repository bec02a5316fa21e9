"""What the page 合规自查 shows."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from duban.asks.burden.checks import RULES, Result, Rule, checks_of


@dataclass(frozen=True)
class Line:
    """One rule with what its checks found; none where it holds by the way the system is made."""

    rule: Rule
    results: list[Result]

    @property
    def is_kept(self) -> bool:
        """Whether no check of it failed."""
        return all(each.is_kept for each in self.results)

    @property
    def badge(self) -> tuple[str, str]:
        """(drawing, word)."""
        if not self.results:
            return "sent", _("by its make")
        return ("ok", pgettext("self-check", "kept")) if self.is_kept else ("late", _("to be mended"))


def self_check_lines(day: datetime.date) -> list[Line]:
    """Every rule, in its order, looked at now."""
    return [Line(rule, [check(day) for check in checks_of(rule.code)]) for rule in RULES]


def self_check_page(day: datetime.date) -> dict[str, Any]:
    """The rules and how many of them are not kept."""
    lines = self_check_lines(day)
    return {
        "lines": lines,
        "day": day,
        "looked_at": sum(bool(line.results) for line in lines),
        "failed": sum(not line.is_kept for line in lines),
    }
