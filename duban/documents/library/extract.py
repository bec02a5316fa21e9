"""The text of an uploaded file: of .docx, .txt and .md. Of other files, PDF above all, the text has to be typed.

A .docx is a package of XML that somebody sent: it is read in a bounded amount, without document types, and nothing in it is
followed. What was struck out under change tracking is not read, nor are fields' codes, headers, notes and comments.
"""

import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, BinaryIO
from xml.etree.ElementTree import Element, ParseError, XMLParser, iterparse

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from duban.documents.library.text import MOST_CHARACTERS, clean_text
from duban.documents.uploads import KINDS, refused

MOST_XML_BYTES = 40 * 1024 * 1024
_W = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
)
_P, _T, _TAB, _BR, _CR, _STYLE, _OUTLINE, _SKIP = (
    {w + tag for w in _W} for tag in ("p", "t", "tab", "br", "cr", "pStyle", "outlineLvl", "del")
)
_VAL = tuple(w + "val" for w in _W)
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
WORD, PLAIN = KINDS["Word"][0], KINDS["text"][0]


def text_of(file: BinaryIO | UploadedFile, media_type: str, name: str) -> str:
    """The text of a file whose kind was looked at already; '' for kinds whose text is not read.

    Raises:
        BadInput: it does not open, or holds far too much.
    """
    file.seek(0)
    try:
        if media_type == WORD:
            return clean_text(_word(file, name))
        return clean_text(_plain(file.read())) if media_type == PLAIN else ""
    finally:
        file.seek(0)


def _plain(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return ""


def _word(file: BinaryIO | UploadedFile, name: str) -> str:
    damaged = refused(name, _("a damaged file"), _("a file that opens"))
    try:
        with zipfile.ZipFile(file) as package:  # type: ignore[arg-type]  # an upload reads and seeks like a file
            for name_of in ("word/document.xml", "word/styles.xml"):
                if name_of in package.namelist() and package.getinfo(name_of).file_size > MOST_XML_BYTES:
                    raise refused(name, _("an archive that unpacks to far more than it is"), _("a shorter document"))
            styles = _heading_styles(package)
            with package.open("word/document.xml") as part:
                return _joined(_paragraphs(part, styles), name)
    except (zipfile.BadZipFile, ParseError, KeyError, EOFError, zlib.error, NotImplementedError, RuntimeError) as error:
        raise damaged from error


def _joined(paragraphs: Iterator[str], name: str) -> str:
    lines, length = [], 0
    for line in paragraphs:
        lines.append(line)
        length += len(line) + 1
        if length > 2 * MOST_CHARACTERS:
            raise refused(name, _("more than %(n)s characters") % {"n": MOST_CHARACTERS}, _("a shorter document"))
    return "\n".join(lines)


class _Bounded:
    """The part of a package as a stream that ends at the most it may hold: what its directory says may be a lie."""

    def __init__(self, part: IO[bytes]) -> None:
        self._part, self._left, self._head = part, MOST_XML_BYTES, b""

    def read(self, size: int = -1) -> bytes:
        piece = self._part.read(min(size if size > 0 else 65536, self._left + 1))
        self._left -= len(piece)
        head = self._head + piece
        if self._left < 0 or b"<!DOCTYPE" in head or b"<!ENTITY" in head:
            raise ParseError("more than a document")
        self._head = piece[-10:]
        return piece


def _elements(part: IO[bytes]) -> Iterator[tuple[str, Element]]:
    # expat itself bounds what entities may grow to, and a document type is refused before it is read.
    yield from iterparse(_Bounded(part), events=("start", "end"), parser=XMLParser())  # type: ignore[arg-type]  # noqa: S314


def _heading_styles(package: zipfile.ZipFile) -> dict[str, int]:
    """Id of a style → its level, for styles that Word calls "heading 1" whatever the language."""
    if "word/styles.xml" not in package.namelist():
        return {}
    found: dict[str, int] = {}
    style = ""
    with package.open("word/styles.xml") as part:
        for event, element in _elements(part):
            tag = element.tag.rsplit("}", 1)[-1]
            if event == "start" and tag == "style":
                style = next((value for key, value in element.items() if key.endswith("}styleId")), "")
            elif event == "end" and tag == "name":
                word, _blank, level = _value(element).lower().partition(" ")
                if word == "heading" and level in ("1", "2", "3"):
                    found[style] = int(level)
    return found


def _value(element: Element) -> str:
    return next((element.get(key, "") for key in _VAL if element.get(key)), "")


def _paragraphs(part: IO[bytes], styles: dict[str, int]) -> Iterator[str]:
    """Each paragraph of the body, a heading with its signs before it."""
    open_lines: list[list[str]] = []
    level, skipped = 0, 0
    for event, element in _elements(part):
        tag = element.tag
        if tag in _SKIP or tag == _FALLBACK:
            skipped += 1 if event == "start" else -1
        elif event == "start":
            if tag in _P:
                open_lines.append([])
                level = 0
        elif tag in _P:
            text = "".join(open_lines.pop()).strip() if open_lines else ""
            if text:
                yield f"{'#' * level} {text}" if level and len(text) <= 200 and "\n" not in text else text
            level = 0
        elif open_lines and not skipped:
            if tag in _T:
                open_lines[-1].append(element.text or "")
            elif tag in _TAB:
                open_lines[-1].append("\t")
            elif tag in _BR or tag in _CR:
                open_lines[-1].append("\n")
            elif tag in _STYLE:
                level = styles.get(_value(element), level)
            elif tag in _OUTLINE and _value(element) in ("0", "1", "2"):
                level = int(_value(element)) + 1
        if event == "end":
            element.clear()
