"""One cell as words, whoever wrote it: what every reading of a workbook does before it asks what a cell means."""

import datetime
import unicodedata
from typing import Any

from django.utils.translation import gettext as _

YES, NO = "是", "否"
YES_NO = {
    "是": True, "有": True, "需要": True, "√": True, "✓": True, "✔": True, "y": True, "yes": True, "true": True,
    "否": False, "无": False, "不": False, "不需要": False, "×": False, "✗": False, "n": False, "no": False, "false": False,
}  # fmt: skip
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}
_SHOWN = 40


class Wrong(Exception):
    """What was found in a cell, and what is expected."""

    def __init__(self, found: str, expected: str) -> None:
        super().__init__(found, expected)
        self.found, self.expected = found, expected


def text_of(value: Any) -> str:
    """The value as words: numbers as the sheet shows them, one space for blanks and new lines, nothing that cannot be seen."""
    if value is None or value == "":
        return ""
    if isinstance(value, str) and value.isascii() and value.isprintable():
        return " ".join(value.split())  # most cells: nothing unseen to look for
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, float):
        value = int(value) if value.is_integer() else format(value, ".15g")
    if isinstance(value, datetime.datetime) and not value.time():
        value = value.date()
    words = str(value)
    if not words.isprintable():
        words = "".join(c for c in words if c.isspace() or unicodedata.category(c) not in _UNSEEN)
    return " ".join(words.split())


def quoted(text: str) -> str:
    """The words in quotation marks, cut when they are long."""
    return f"“{text if len(text) <= _SHOWN else text[: _SHOWN - 1] + '…'}”"


def narrow(text: str) -> str:
    """The words with letters, digits and signs in their plain width."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


def read_yes_no(text: str) -> bool:
    """Yes or no, in the ways people write it.

    Raises:
        Wrong: neither.
    """
    answer = YES_NO.get(narrow(text).lower())
    if answer is None:
        raise Wrong(quoted(text), _("是 or 否"))
    return answer
