"""Plain text as a document: sections that can be linked to, and paragraphs that can be found.

A section begins at a line that names an article (第十六条), a chapter (第三章), at a short line such as 一、组织设置, or at a line
that begins with #, ##, ###.
Nothing else is read into a text: it is shown as it was typed, escaped.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from duban.base.errors import BadInput

MOST_CHARACTERS = 300_000
MOST_SECTIONS = 3_000
LONGEST_PIECE = 1_200
MOST_OF_ONE = 200
"""PostgreSQL keeps at most 255 places of one word in one entry of the index: no piece has so many of one character."""

_NUMBER = "[〇零一二三四五六七八九十百千0-9０-９]+"
ARTICLE = re.compile(rf"第{_NUMBER}条(?:之{_NUMBER})?")
_ARTICLE_LINE = re.compile(rf"(?P<label>{ARTICLE.pattern})(?P<rest>$|[\s　:：、【（(].*|[^第].*)", re.DOTALL)
_CHAPTER_LINE = re.compile(rf"第{_NUMBER}[编章节][\s　]?.{{0,60}}")
_OUTLINE_LINE = re.compile(r"[一二三四五六七八九十]{1,3}、.{1,40}")
_HASH_LINE = re.compile(r"(?P<hashes>#{1,3})\s*(?P<title>\S.{0,199})")
_SENTENCE_ENDS = ("。", "；", "，", "：", "、", ".", ";", ",", ":")
_REFERS = ("规定", "所列", "所称", "的", "第", "和", "至", "、", "，", "以及", "或", "或者", "与", "及")


@dataclass
class Section:
    """A part of a text with its own address: `label` for an article, `title` for a heading, both may be empty."""

    anchor: str
    label: str = ""
    title: str = ""
    level: int = 0
    paragraphs: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """How it is named in a list of contents; '' for what stands before the first heading."""
        return f"{self.label} {self.title}".strip()


def clean_text(text: str) -> str:
    """The text as it is kept: new lines of one kind, no control characters, no blanks at the ends of lines.

    Raises:
        BadInput: it is too long.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufeff", "")
    text = re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", "", text)
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in text.split("\n"))).strip("\n")
    if len(text) > MOST_CHARACTERS:
        found, most = f"{len(text)}", _("at most %(n)s characters") % {"n": MOST_CHARACTERS}
        raise BadInput(_("The text is too long for one document."), places=[(_("text"), found, most)])
    return text


def sections_of(text: str) -> list[Section]:
    """The sections in order; what stands before the first heading is one without a name."""
    sections, used = [Section("s0")], {"s0"}
    for line in text.split("\n"):
        line = line.strip()
        if not line:
            continue
        opened = _opened(line, len(sections)) if len(sections) < MOST_SECTIONS else None
        if opened is None:
            sections[-1].paragraphs.append(line)
            continue
        section, first = opened
        section.anchor = _free(section.anchor, used)
        if first:
            section.paragraphs.append(first)
        sections.append(section)
    return sections if sections[0].paragraphs else sections[1:]


def _opened(line: str, number: int) -> tuple[Section, str] | None:
    """The section that the line opens, and what of the line already belongs to its text."""
    if found := _HASH_LINE.fullmatch(line):
        title = found["title"].strip()
        if article := _ARTICLE_LINE.fullmatch(title):
            return Section(anchor_of(article["label"]), article["label"], article["rest"].strip(" 　:："), 3), ""
        return Section(f"s{number}", "", title, len(found["hashes"])), ""
    if found := _ARTICLE_LINE.fullmatch(line):
        rest = found["rest"].strip(" 　:：")
        # “第五条规定的……” goes on with a sentence; “第五条　机关……” begins an article.
        if rest.startswith(_REFERS) and not found["rest"].startswith((" ", "　", "\t")):
            return None
        return Section(anchor_of(found["label"]), found["label"], "", 3), rest
    if _CHAPTER_LINE.fullmatch(line) and not line.endswith(_SENTENCE_ENDS):
        return Section(f"s{number}", "", line, 1), ""
    if _OUTLINE_LINE.fullmatch(line) and not line.endswith(_SENTENCE_ENDS):
        return Section(f"s{number}", "", line, 2), ""
    return None


def _free(anchor: str, used: set[str]) -> str:
    """The anchor, with a number behind it when an appendix counts its articles anew."""
    free, n = anchor, 2
    while free in used:
        free, n = f"{anchor}-{n}", n + 1
    used.add(free)
    return free


def anchor_of(article: str) -> str:
    """The anchor of the article a citation names: of 第五条至第七条 the first. '' when it names none.

    The same for a text and for a citation of it, so that neither has to look at the other.
    """
    found = ARTICLE.search(article)
    return found.group() if found else ""


def pieces_of(paragraph: str) -> Iterator[str]:
    """A paragraph as the index takes it: whole as a rule, a very long one cut behind a full stop where there is one."""
    rest = paragraph
    while rest:
        end = _fitting(rest)
        if end < len(rest):
            stop = max(rest.rfind(sign, 0, end) for sign in "。；！？.;!?")
            end = stop + 1 if stop >= end // 3 else end
        yield rest[:end]
        rest = rest[end:]


def _fitting(text: str) -> int:
    seen: dict[str, int] = {}
    for at, char in enumerate(text[:LONGEST_PIECE]):
        seen[char] = seen.get(char, 0) + 1
        if seen[char] > MOST_OF_ONE:
            return at
    return min(len(text), LONGEST_PIECE)
