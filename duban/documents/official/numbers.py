"""发文字号 and the register: a number is given at the signing, none is given twice, and each gap says why."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from duban.base.errors import BadInput
from duban.documents.official.models import Kind, OfficialDocument, OutsideNumbers, SymbolRegister
from duban.orgs.models import Unit

SUFFIXES = {"letter": "函", "minutes": "纪要", Kind.ORDER_SHEET: "督办", Kind.REMINDER: "提醒"}
"""What follows the office's word in rows of numbers that are not those of its documents."""


def document_symbol(word: str, year: int, seq: int) -> str:
    """机关代字〔2026〕3号: hexagonal brackets, the whole year, no 第, no zeros before the number."""
    return f"{word}〔{year}〕{seq}号"


def word_of(series: str, symbol_word: str) -> str:
    """The office's word in a row of numbers."""
    return f"{symbol_word}{SUFFIXES.get(series, '')}"


def next_number(issuer: Unit, series: str, year: int) -> int:
    """The next number, with its register locked until the transaction ends. Numbers given outside are passed over."""
    SymbolRegister.objects.get_or_create(issuer=issuer, series=series, year=year)
    register = SymbolRegister.objects.select_for_update().get(issuer=issuer, series=series, year=year)
    taken = list(register.outside.values_list("first", "last"))
    seq = after(register.last_seq, taken)
    register.last_seq = seq
    register.save(update_fields=["last_seq", "updated_at"])
    return seq


def after(last: int, taken: Iterable[tuple[int, int]]) -> int:
    """The first number after `last` that is not in one of the ranges."""
    seq = last + 1
    for first, end in sorted(taken):
        if first <= seq <= end:
            seq = end + 1
    return seq


def outside(register: SymbolRegister, first: int, last: int, reason: str) -> OutsideNumbers:
    """Say that these numbers were given elsewhere.

    Raises:
        BadInput: they are out of order, or one of them is given here or said already.
    """
    given = OfficialDocument.objects.filter(
        issuer=register.issuer, series=register.series, year=register.year, seq__range=(first, last)
    ).values_list("symbol", flat=True)
    known = register.outside.filter(first__lte=last, last__gte=first)
    found = [*given, *(f"{each.first}–{each.last}" for each in known)]
    if found or not 1 <= first <= last:
        expected = _("numbers that no document has, the first not after the last")
        raise BadInput(
            _("These numbers cannot be noted."),
            places=[(_("from number"), "、".join(found) or f"{first}–{last}", expected)],
        )
    return OutsideNumbers.objects.create(register=register, first=first, last=last, reason=reason)


@dataclass(frozen=True)
class Line:
    """One line of the register: a document with its number, or a range of numbers with what is known of it."""

    first: int
    last: int
    document: OfficialDocument | None = None
    reason: str = ""

    @property
    def is_unexplained(self) -> bool:
        """A gap of which nobody has said why."""
        return self.document is None and not self.reason

    @property
    def numbers(self) -> str:
        """The number or the range."""
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"


def lines_of(register: SymbolRegister, documents: Iterable[OfficialDocument]) -> list[Line]:
    """The whole register from 1 to its last number, without a hole: what no document has is a line of its own."""
    found = [Line(doc.seq or 0, doc.seq or 0, doc, doc.void_reason) for doc in documents]
    found += [Line(each.first, each.last, None, each.reason) for each in register.outside.all()]
    lines: list[Line] = []
    expected = 1
    for line in sorted(found, key=lambda each: each.first):
        if line.first > expected:
            lines.append(Line(expected, line.first - 1))
        lines.append(line)
        expected = line.last + 1
    return lines
