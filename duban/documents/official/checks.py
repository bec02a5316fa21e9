"""What a document must not say, and what its writer should look at again before it goes out.

A refusal stops the sending; a warning stands beside the text and stops nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from duban.base import clock
from duban.documents.official.models import Kind, OfficialDocument
from duban.orgs.queries import ancestors_of, subtree_of
from duban.packs.rules import Rulebook

REPORTS_BACK = re.compile(
    r"(?:请|要求|务必|须|应)?于?[^。；\n]{0,24}前[^。；\n]{0,12}?(?:报送|上报|反馈|报告)[^。；\n]{0,12}?(?:落实|贯彻|执行|办理|整改)?[^。；\n]{0,6}?(?:情况|进展)"
    r"|报送(?:贯彻|落实|执行)[^。；\n]{0,8}情况"
)
MATCHING = re.compile(r"(?:制定|出台|印发)[^。；\n]{0,10}(?:配套|实施)(?:文件|方案|意见|细则|办法)")
ASKS = re.compile(
    r"请予?(?:批准|批示|审批|核准|批复|指示|研究解决|支持解决)|妥否|当否|请批|恳请|请求(?:批准|解决|拨付|给予)|是否同意"
)
SEVERAL = re.compile(r"[、，,；;]|及|等单位|各")
BLANK = re.compile(r"［[^［］\n]{1,30}］")
LENGTHS = {True: "paper.length_max", False: "paper.length_max_special"}


@dataclass(frozen=True)
class Finding:
    """One thing found: a refusal, a warning or that all is well, as a word and a sentence."""

    kind: str
    word: str
    say: str

    @property
    def is_refusal(self) -> bool:
        """It does not go out like this."""
        return self.kind == "late"


def length_of(text: str) -> int:
    """Characters of a text without blanks and line ends, as offices count them."""
    return len(re.sub(r"\s", "", text))


def limit_of(document: OfficialDocument, book: Rulebook) -> tuple[int, str]:
    """(most characters, basis): 5,000 for a comprehensive document, 4,000 for one on a special matter or task."""
    rule = book.at(LENGTHS[document.sort in {Kind.REPORT}], clock.today())
    return int(rule.number), rule.cited


def findings(document: OfficialDocument, book: Rulebook) -> list[Finding]:
    """Everything to say about a draft: refusals first."""
    found = [*_of_kind(document), *_blanks(document), *_length(document, book), *_burden(document)]
    return sorted(found, key=lambda each: ["late", "soon", "ok"].index(each.kind))


def refusals(document: OfficialDocument, book: Rulebook) -> list[Finding]:
    """What stops the sending."""
    return [each for each in findings(document, book) if each.is_refusal]


def _refuse(word: str, say: str) -> Finding:
    return Finding("late", word, say)


def _of_kind(document: OfficialDocument) -> Iterator[Finding]:
    if not document.body.strip():
        yield _refuse(_("no text"), _("A document without a text is not sent."))
    if document.sort != Kind.MINUTES and not document.addressees.strip():
        yield _refuse(_("addressees"), _("Say to whom it goes."))
    if document.sort == Kind.REPORT and (asked := ASKS.search(document.body)):
        yield _refuse(
            _("request in a report"),
            _("A report must not contain a request: found “%(text)s”. Make a request document of it, or take it out.")
            % {"text": asked[0]},
        )
    if document.sort == Kind.REQUEST:
        yield from _of_request(document)
    if document.sort.is_upward:
        yield from _one_level(document)
        if not document.signed_by.strip():
            yield _refuse(_("signers"), _("Documents to a superior name their signer beside the number."))
    if document.sort == Kind.APPROVAL and not document.basis.strip() and "收悉" not in document.body:
        yield Finding("soon", _("basis"), _("An approval names the request that it answers, with title and number."))


def _of_request(document: OfficialDocument) -> Iterator[Finding]:
    if SEVERAL.search(document.addressees.rstrip("：:")):
        yield _refuse(
            _("one addressee"),
            _("A request goes to one superior: found “%(text)s”. Others get a copy.") % {"text": document.addressees},
        )
    matters = re.findall(r"关于[^，。；\n]{1,40}?的请示", document.title)
    if len(matters) > 1 or re.search(r"[、和及][^的]{0,20}等(?:两|几|多|\d)+(?:个|项)?(?:事项|问题)", document.title):
        yield _refuse(_("one matter"), _("A request is about one matter; make a second one of the other."))
    if not document.contact.strip():
        yield _refuse(_("contact"), _("A request names in its note whom to ask, with an office telephone."))
    below = [name for name in _names_below(document) if name and name in document.copy_to]
    if below:
        yield _refuse(
            _("copy to subordinates"),
            _("A request is not copied to subordinates while it is not answered: found %(names)s.")
            % {"names": "、".join(below)},
        )


def _names_below(document: OfficialDocument) -> list[str]:
    if not document.copy_to.strip():
        return []
    rows = subtree_of(document.issuer).exclude(pk=document.issuer_id).values_list("name", "short_name", "full_name")
    return [name for row in rows[:500] for name in row if name]


def _one_level(document: OfficialDocument) -> Iterator[Finding]:
    """不越级: what is sent upward goes to the unit directly above."""
    above = list(ancestors_of(document.issuer))
    if len(above) < 2:
        return
    direct = above[-1]
    if _is_named(direct, document.addressees):
        return
    for unit in above[:-1]:
        if _is_named(unit, document.addressees):
            yield _refuse(
                _("one level"),
                _("It goes to %(direct)s, one level up, and not past it to %(higher)s.")
                % {"direct": direct.name, "higher": unit.name},
            )
            return


def _is_named(unit: object, text: str) -> bool:
    names = (getattr(unit, name) for name in ("name", "short_name", "full_name"))
    return any(name and name in text for name in names)


def _blanks(document: OfficialDocument) -> Iterator[Finding]:
    found = BLANK.findall("\n".join([document.title, document.addressees, document.body, document.attendance]))
    if found:
        yield _refuse(_("blanks"), _("Still to be filled in: %(names)s") % {"names": "、".join(dict.fromkeys(found))})


def _length(document: OfficialDocument, book: Rulebook) -> Iterator[Finding]:
    most, basis = limit_of(document, book)
    count = length_of(document.body)
    if count > most:
        yield Finding(
            "soon",
            _("too long"),
            _("%(count)s characters; at most %(most)s (%(basis)s). Shorten it or move figures into an attachment.")
            % {"count": f"{count:,}", "most": f"{most:,}", "basis": basis},
        )


def _burden(document: OfficialDocument) -> Iterator[Finding]:
    if document.sort.is_upward:
        return
    asked = REPORTS_BACK.search(document.body)
    matching = MATCHING.search(document.body)
    if asked:
        yield Finding(
            "soon",
            _("asks to report back"),
            _(
                "Found “%(text)s”: in general no report on the carrying-out is asked for. What is recorded here is seen here."
            )
            % {"text": asked[0]},
        )
    if matching:
        yield Finding(
            "soon",
            _("asks for matching documents"),
            _("Found “%(text)s”: in general no matching documents are asked for.") % {"text": matching[0]},
        )
    if not asked and not matching and document.body.strip():
        yield Finding(
            "ok", _("asks nothing back"), _("No demand to report on the carrying-out, none for matching documents.")
        )
