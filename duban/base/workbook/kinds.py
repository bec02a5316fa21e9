"""What a column holds: how a cell becomes a value or is refused, how the value is said, and how it is written."""

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from duban.base.identity import plain_number
from duban.base.privacy import personal_numbers
from duban.base.workbook.cells import NO, YES, Wrong, narrow, quoted, read_yes_no, text_of

EXACT_BELOW = 10**15
"""A spreadsheet keeps fifteen digits of a number and writes zeros for the rest."""
FIRST_SERIAL, LAST_SERIAL = 7_306, 73_050
"""1920 to 2099 as a spreadsheet counts days."""
_EPOCH = datetime.date(1899, 12, 30)
_TEN_DIGITS = re.compile(r"\d(?:[ \-]?\d){9}")
"""Nothing shorter is a number by which a person could be known, and few cells have one."""
_DAY = re.compile(r"([0-9]{4})\s*(?:[-/.]|年)\s*([0-9]{1,2})\s*(?:[-/.]|月)\s*([0-9]{1,2})\s*[日号]?")
_PACKED = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_MONTH = re.compile(r"([0-9]{4})\s*(?:[-/.]|年)\s*([0-9]{1,2})\s*月?")
_PACKED_MONTH = re.compile(r"([0-9]{4})([0-9]{2})")


@dataclass(frozen=True)
class Words:
    """Text of so many characters at most, without numbers by which a person could be known (§9.3)."""

    most: int
    nothing: ClassVar[str] = ""

    def read(self, value: Any) -> str:
        """The words.

        Raises:
            Wrong: too long, a day, a number whose last digits are lost, or something that may not be kept.
        """
        text = text_of(value)
        if isinstance(value, datetime.date):
            # A spreadsheet takes 1-2 for a day: what was typed is lost.
            raise Wrong(_("the day %(day)s") % {"day": text}, _("words; make the cell text before you type them"))
        if isinstance(value, float | int) and not isinstance(value, bool) and abs(value) >= EXACT_BELOW:
            raise Wrong(
                _("the number %(n)s, whose last digits the spreadsheet has lost") % {"n": f"{value:.15g}"},
                _("all digits as text; make the cell text before you type them"),
            )
        if len(text) > self.most:
            raise Wrong(_("%(n)s characters") % {"n": len(text)}, _("at most %(n)s characters") % {"n": self.most})
        if _TEN_DIGITS.search(text) and (numbers := personal_numbers(text)):
            raise Wrong("、".join(map(str, numbers)), _("a text without personal numbers"))
        return text

    def said(self, kept: Any) -> str:
        """The value as text, as the preview and a comparison need it."""
        return kept or ""

    def cell(self, kept: Any) -> Any:
        """The value as a cell."""
        return kept or None

    @property
    def form(self) -> str:
        """How to fill it in."""
        return _("words, at most %(most)s characters") % {"most": self.most}


@dataclass(frozen=True)
class Whole:
    """A whole number within bounds."""

    nothing: ClassVar[None] = None
    least: int = 0
    most: int = 9_999_999

    def read(self, value: Any) -> int:
        """The number.

        Raises:
            Wrong: no whole number, or outside the bounds.
        """
        text = narrow(text_of(value)).replace(",", "").rstrip(".、 ")
        if isinstance(value, bool | datetime.date) or not re.fullmatch(r"-?[0-9]{1,12}", text):
            raise Wrong(quoted(text_of(value)), self.form)
        if not self.least <= int(text) <= self.most:
            raise Wrong(text, self.form)
        return int(text)

    def said(self, kept: Any) -> str:
        """See Words."""
        return "" if kept is None else str(kept)

    def cell(self, kept: Any) -> Any:
        """See Words."""
        return kept

    @property
    def form(self) -> str:
        """See Words."""
        return _("a whole number from %(least)s to %(most)s") % {"least": self.least, "most": self.most}


@dataclass(frozen=True)
class Amount:
    """A number with so many digits behind the point, kept exactly as the sheet shows it."""

    nothing: ClassVar[None] = None

    places: int = 2
    least: Decimal = Decimal(0)
    most: Decimal = Decimal(99_999_999)

    def read(self, value: Any) -> Decimal:
        """The number.

        Raises:
            Wrong: no number, too many digits, or outside the bounds.
        """
        text = narrow(text_of(value)).replace(",", "").removeprefix("¥").removesuffix("元").strip()
        try:
            number = Decimal(text)
        except InvalidOperation:
            raise Wrong(quoted(text_of(value)), self.form) from None
        is_exact = number.is_finite() and number == number.quantize(Decimal(1).scaleb(-self.places))
        if isinstance(value, bool) or not is_exact or not self.least <= number <= self.most:
            raise Wrong(quoted(text), self.form)
        return number

    def said(self, kept: Any) -> str:
        """See Words."""
        return "" if kept is None else f"{kept:.{self.places}f}"

    def cell(self, kept: Any) -> Any:
        """See Words."""
        return kept

    @property
    def form(self) -> str:
        """See Words."""
        words = {"least": self.least, "most": self.most, "places": self.places}
        return _("a number from %(least)s to %(most)s with at most %(places)s digits behind the point") % words


@dataclass(frozen=True)
class Day:
    """A day, in any of the ways people write one: 2026-03-05, 2026/3/5, 2026.3.5, 2026年3月5日, 20260305, or a date cell."""

    nothing: ClassVar[None] = None

    def read(self, value: Any) -> datetime.date:
        """The day.

        Raises:
            Wrong: none of these, or no day that the calendar has.
        """
        if isinstance(value, datetime.datetime):
            return value.date()
        if isinstance(value, datetime.date):
            return value
        if isinstance(value, float | int) and not isinstance(value, bool) and FIRST_SERIAL <= value <= LAST_SERIAL:
            return _EPOCH + datetime.timedelta(days=int(value))
        text = text_of(value)
        match = _DAY.fullmatch(narrow(text)) or _PACKED.fullmatch(narrow(text))
        if match is None or (isinstance(value, float) and not value.is_integer()):
            raise Wrong(quoted(text), self.form)
        try:
            return datetime.date(*map(int, match.groups()))
        except ValueError:
            raise Wrong(quoted(text), _("a day that the calendar has")) from None

    def said(self, kept: Any) -> str:
        """See Words."""
        return kept.isoformat() if kept else ""

    def cell(self, kept: Any) -> Any:
        """See Words."""
        return kept

    @property
    def form(self) -> str:
        """See Words."""
        return _("a day with its year, as 2026-03-05 or 2026年3月5日")


@dataclass(frozen=True)
class Month:
    """A year and a month, kept as 1985-03."""

    nothing: ClassVar[str] = ""

    def read(self, value: Any) -> str:
        """The month. A whole day is taken for its month: the day is not kept.

        Raises:
            Wrong: no month, or a number of which nobody can tell January from October.
        """
        if isinstance(value, datetime.date):
            return f"{value:%Y-%m}"
        text = text_of(value)
        if isinstance(value, float) and text.endswith(".1"):
            raise Wrong(_("the number %(n)s") % {"n": text}, _("a month in words, as 1985-01 or 1985-10"))
        plain = narrow(text)
        match = next((m for form in (_MONTH, _PACKED_MONTH, _DAY, _PACKED) if (m := form.fullmatch(plain))), None)
        if match is None or not 1 <= int(match[2]) <= 12 or not 1900 <= int(match[1]) <= 2100:
            raise Wrong(quoted(text), self.form)
        return f"{match[1]}-{int(match[2]):02d}"

    def said(self, kept: Any) -> str:
        """See Words."""
        return kept or ""

    def cell(self, kept: Any) -> Any:
        """See Words."""
        return kept or None

    @property
    def form(self) -> str:
        """See Words."""
        return _("a year and a month, as 1985-03 or 1985年3月")


@dataclass(frozen=True)
class YesNo:
    """Yes or no."""

    nothing: ClassVar[None] = None

    def read(self, value: Any) -> bool:
        """The answer.

        Raises:
            Wrong: neither.
        """
        return read_yes_no(text_of(value))

    def said(self, kept: Any) -> str:
        """See Words."""
        return "" if kept is None else YES if kept else NO

    def cell(self, kept: Any) -> Any:
        """See Words."""
        return self.said(kept) or None

    @property
    def form(self) -> str:
        """See Words."""
        return _("是 or 否")


@dataclass(frozen=True)
class Choice:
    """One of a few words: value kept → the word for it, and other words that people use for a value."""

    nothing: ClassVar[str] = ""

    words: Mapping[str, str | Promise]
    also: Mapping[str, str] = ()  # type: ignore[assignment]

    def read(self, value: Any) -> str:
        """The value that the word stands for.

        Raises:
            Wrong: another word.
        """
        text = narrow(text_of(value)).replace(" ", "")
        for kept, word in self.words.items():
            if narrow(str(word)) == text:
                return kept
        if self.also and text in self.also:
            return self.also[text]
        raise Wrong(quoted(text_of(value)), self.form)

    def said(self, kept: Any) -> str:
        """See Words."""
        return str(self.words.get(kept, "")) if kept else ""

    def cell(self, kept: Any) -> Any:
        """See Words."""
        return self.said(kept) or None

    @property
    def form(self) -> str:
        """See Words."""
        return _("one of the words %(names)s") % {"names": "、".join(map(str, self.words.values()))}


@dataclass(frozen=True)
class Named:
    """The name of a row that is known already: an organisation, a person, a kind. Whoever compares looks it up."""

    nothing: ClassVar[None] = None

    form_word: str | Promise

    @property
    def form(self) -> str:
        """See Words."""
        return str(self.form_word)


@dataclass(frozen=True)
class Identity:
    """An identity number with all its digits as text. Only a sheet that is made while such numbers are kept has it (§9.3)."""

    nothing: ClassVar[str] = ""

    def read(self, value: Any) -> str:
        """The number in plain width, without blanks.

        Raises:
            Wrong: another length, or a number whose last digits the spreadsheet has lost.
        """
        number = plain_number(text_of(value))
        if not isinstance(value, str) or len(number) != 18:
            raise Wrong(_("%(n)s characters") % {"n": len(number)}, self.form)
        return number

    def said(self, kept: Any) -> str:
        """See Words."""
        return kept or ""

    def cell(self, kept: Any) -> Any:
        """See Words: it never goes out."""
        return None

    @property
    def form(self) -> str:
        """See Words."""
        return _("all 18 characters as text; make the cell text before you type them")


Kind = Identity | Words | Whole | Amount | Day | Month | YesNo | Choice | Named
