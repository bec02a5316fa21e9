"""A document of the database as the plain paper that is printed."""

import re

from duban.base import clock
from duban.documents.official.models import Kind, OfficialDocument
from duban.documents.official.numbers import word_of
from duban.documents.official.profiles import layout_of, letterhead_of, printer_of, profile_of, signature_of
from duban.documents.official.sheet.paper import INTERNAL, Paper

ATTENDANCE = re.compile(r"^\s*(出席|参加|请假|缺席|列席|主持|记录)[：:]\s*(.+)$")
NAMES = re.compile(r"[、,，;；\s]+")


def paper_of(document: OfficialDocument) -> Paper:
    """Everything that is printed, with the measures of the issuer's profile. Two queries."""
    profile, kind = profile_of(document.issuer), document.sort
    layout = layout_of(profile)
    dated_on = document.dated_on or document.signed_on
    is_minutes = kind == Kind.MINUTES
    return Paper(
        form=kind.form,
        layout=layout,
        title=document.title,
        letterhead=letterhead_of(profile, kind) if kind.form != INTERNAL else "",
        symbol=document.symbol or unnumbered(document, profile.symbol_word),
        signers=tuple(filter(None, NAMES.split(document.signed_by))) if kind.is_upward else (),
        urgency=str(document.get_urgency_display()) if document.urgency else "",
        addressees="" if is_minutes else document.addressees,
        body=document.body,
        attachments=tuple(document.attachments.splitlines()),
        attendance=tuple(attendance_of(document.attendance)) if is_minutes else (),
        names=() if is_minutes else (signature_of(profile),),
        dated_on=dated_on,
        is_sealed=profile.is_sealed,
        notes=tuple(notes_of(document)),
        copy_to=document.copy_to,
        printed_by=printer_of(profile),
        printed_on=document.signed_on,
        filled=tuple(dict.fromkeys(document.filled.values())),
    )


def unnumbered(document: OfficialDocument, word: str) -> str:
    """The number of what has none yet, with room where it will stand."""
    day = document.signed_on or clock.today()
    return f"{word_of(document.sort.series, word)}〔{day.year}〕　号"


def notes_of(document: OfficialDocument) -> list[str]:
    """附注: whom to ask, of requests; then what else was noted."""
    found = [f"联系人：{document.contact.strip()}"] if document.contact.strip() else []
    return [*found, document.note.strip().strip("（）")] if document.note.strip() else found


def attendance_of(text: str) -> list[tuple[str, str]]:
    """(label, names) of each line that begins with one of the labels; others are left out."""
    return [
        (match[1], "　".join(NAMES.split(match[2].strip())))
        for line in text.splitlines()
        if (match := ATTENDANCE.match(line))
    ]
