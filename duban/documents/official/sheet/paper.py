"""What a document says, as plain data: the page needs no database."""

import datetime
from dataclasses import dataclass, field

from duban.documents.official.sheet.layout import Layout

DOCUMENT, LETTER, MINUTES, INTERNAL = "document", "letter", "minutes", "internal"
"""The four forms of the page: 文件格式, 信函格式, 纪要格式, and the internal sheet without red."""


@dataclass(frozen=True)
class Paper:
    """One document as it is printed."""

    form: str
    layout: Layout
    title: str
    letterhead: str = ""
    symbol: str = ""
    signers: tuple[str, ...] = ()
    urgency: str = ""
    addressees: str = ""
    body: str = ""
    attachments: tuple[str, ...] = ()
    attendance: tuple[tuple[str, str], ...] = ()
    names: tuple[str, ...] = ()
    dated_on: datetime.date | None = None
    is_sealed: bool = True
    notes: tuple[str, ...] = ()
    copy_to: str = ""
    printed_by: str = ""
    printed_on: datetime.date | None = None
    filled: tuple[str, ...] = field(default=())

    @property
    def has_imprint(self) -> bool:
        """版记: whom a copy goes to, who printed it. A letter has no line of the printing."""
        return self.form != INTERNAL and bool(self.copy_to or (self.form != LETTER and self.printed_by))


def day_words(day: datetime.date | None) -> str:
    """成文日期: Arabic figures, whole year, nothing filled up with zeros."""
    return f"{day.year}年{day.month}月{day.day}日" if day else "　　年　月　日"
