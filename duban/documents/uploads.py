"""Which files are accepted. What counts is the content; the name must agree with it.

Accepted: PDF, OFD, Word and Excel and PowerPoint (.docx .xlsx .pptx, and the old .doc .xls that offices still have), PNG,
JPEG, plain text. Refused whatever they are called: pages, drawings with scripts, programs, archives, files with macros,
encrypted files, archives that unpack to far more than they are.
"""

import re
import unicodedata
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.base.errors import BadInput

OOXML = "application/vnd.openxmlformats-officedocument"
# kind → (media type, names it may have)
KINDS = {
    "PDF": ("application/pdf", (".pdf",)),
    "PNG": ("image/png", (".png",)),
    "JPEG": ("image/jpeg", (".jpg", ".jpeg")),
    "Word": (f"{OOXML}.wordprocessingml.document", (".docx",)),
    "Excel": (f"{OOXML}.spreadsheetml.sheet", (".xlsx",)),
    "PowerPoint": (f"{OOXML}.presentationml.presentation", (".pptx",)),
    "OFD": ("application/ofd", (".ofd",)),
    "Word 97": ("application/msword", (".doc", ".wps")),
    "Excel 97": ("application/vnd.ms-excel", (".xls", ".et")),
    "text": ("text/plain", (".txt", ".csv", ".md")),
}
MAIN_PARTS = {"word/document.xml": "Word", "xl/workbook.xml": "Excel", "ppt/presentation.xml": "PowerPoint"}
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
ACCEPTED = gettext_lazy("PDF, OFD, Word, Excel, PowerPoint, PNG, JPEG or plain text")
MOST_ENTRIES = 5_000
MOST_UNPACKED_BYTES = 500 * 1024 * 1024
MOST_TIMES = 200
NAME_LENGTH = 150
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
"""Control characters but for tabs, new lines and new pages: a text has none."""


@dataclass(frozen=True)
class Clean:
    """An upload that is accepted: its name to show, its media type, its size in bytes."""

    name: str
    media_type: str
    size_bytes: int


def clean_upload(uploaded: UploadedFile) -> Clean:
    """What is known of an upload once its content was looked at; its position is at the start again.

    Raises:
        BadInput: it is empty, too large, of a kind that is not accepted, or its name claims another kind.
    """
    name, size = clean_name(uploaded.name or ""), uploaded.size or 0
    if not size:
        raise refused(name, _("an empty file"), _("a file with content"))
    if size > settings.UPLOAD_BYTES:
        most = settings.UPLOAD_BYTES // 1024 // 1024
        raise refused(name, _("%(n)s MB") % {"n": f"{size / 1024 / 1024:.1f}"}, _("at most %(n)s MB") % {"n": most})
    uploaded.seek(0)
    kind = kind_of(uploaded, name)
    uploaded.seek(0)
    media_type, endings = KINDS[kind]
    if PurePosixPath(name).suffix.lower() not in endings:
        raise refused(
            name,
            _("content of %(kind)s") % {"kind": kind},
            _("a name that ends in %(endings)s") % {"endings": "、".join(endings)},
        )
    return Clean(name, media_type, size)


def refused(name: str, found: str, expected: str | Promise) -> BadInput:
    """The error for a file: its name, what was found, what is expected."""
    return BadInput(_("This file is not accepted."), places=[(name, found, str(expected))])


def clean_name(name: str) -> str:
    """The name to show: without folders, control characters and marks that turn the direction of writing."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(
        c for c in unicodedata.normalize("NFC", last) if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co"}
    )
    shown = shown.strip(" .") or "file"
    stem, dot, ending = shown.rpartition(".")
    return shown if len(shown) <= NAME_LENGTH else stem[: NAME_LENGTH - len(ending) - 1] + dot + ending


def kind_of(file: BinaryIO | UploadedFile, name: str) -> str:
    """The kind of content, one of KINDS.

    Raises:
        BadInput: none of them.
    """
    start = file.read(4096)
    if start.startswith(b"%PDF-"):
        return "PDF"
    if start.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if start.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if start.startswith(OLE):
        return _old_office(file, name)
    if start.startswith(b"PK\x03\x04"):
        return _packed(file, name)
    return _text(file, start, name)


def _packed(file: BinaryIO | UploadedFile, name: str) -> str:
    try:
        with zipfile.ZipFile(file) as archive:  # type: ignore[arg-type]  # an upload reads and seeks like a file
            entries = archive.infolist()
            names = {entry.filename for entry in entries}
    except (zipfile.BadZipFile, ValueError, OSError):
        raise refused(name, _("a damaged file"), _("a file that opens")) from None
    unpacked, packed = sum(entry.file_size for entry in entries), sum(entry.compress_size for entry in entries)
    if len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED_BYTES or unpacked > max(packed, 1024) * MOST_TIMES:
        raise refused(name, _("an archive that unpacks to far more than it is"), ACCEPTED)
    if any(each.startswith("/") or ".." in PurePosixPath(each).parts for each in names):
        raise refused(name, _("an archive that writes outside its folder"), ACCEPTED)
    if any(each.lower().endswith("vbaproject.bin") for each in names):
        raise refused(name, _("a document with macros"), _("the document saved without macros"))
    if "OFD.xml" in names:
        return "OFD"
    kind = next((kind for part, kind in MAIN_PARTS.items() if part in names), "")
    if "[Content_Types].xml" in names and kind:
        return kind
    raise refused(name, _("an archive"), ACCEPTED)


def _old_office(file: BinaryIO | UploadedFile, name: str) -> str:
    """Names of streams stand in the directory as UTF-16; they tell what the compound file is."""
    file.seek(0)
    content = file.read()

    def has(stream: str) -> bool:
        return stream.encode("utf-16-le") in content

    if has("EncryptedPackage") or has("EncryptionInfo"):
        raise refused(name, _("an encrypted document"), _("the document saved without a password"))
    if has("_VBA_PROJECT") or has("Macros"):
        raise refused(name, _("a document with macros"), _("the document saved without macros"))
    if has("WordDocument"):
        return "Word 97"
    if has("Workbook") or has("Book"):
        return "Excel 97"
    raise refused(name, _("an unknown document"), ACCEPTED)


def _text(file: BinaryIO | UploadedFile, start: bytes, name: str) -> str:
    head = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype", b"<html", b"<head", b"<script", b"<body")) or b"<script" in head:
        raise refused(name, _("a web page"), ACCEPTED)
    if head.startswith((b"<?xml", b"<svg")) or b"<svg" in head:
        raise refused(name, _("a drawing or XML"), ACCEPTED)
    if start.startswith((b"MZ", b"\x7fELF", b"#!")):
        raise refused(name, _("a program"), ACCEPTED)
    content = start + file.read()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _CONTROLS.search(text):
            return "text"
    raise refused(name, _("an unknown kind of file"), ACCEPTED)
