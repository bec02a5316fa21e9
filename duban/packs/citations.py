"""A citation as people read it: the words of the rule, and where its text is at hand the way to it.

This room knows no texts. A room above that has them says so once (`say_where_texts_are`); without one, and for a person who
may not read the text, a citation is plain words.
"""

import re
from collections.abc import Callable
from typing import Any, Protocol

from django.utils.html import format_html, format_html_join

from duban.packs.models import RuleParameter

_NUMBER = "[〇零一二三四五六七八九十百千0-9]+"
_CITED = re.compile(
    rf"《(?P<title>[^《》]{{2,150}})》(?P<article>第{_NUMBER}条(?:之{_NUMBER})?)?|(?P<symbol>[一-鿿]{{1,20}}〔\d{{4}}〕\d{{1,5}}号)"
)


class Texts(Protocol):
    """The texts that one person may read."""

    def address(self, basis: str, article: str) -> str:
        """Where the text of this basis stands, at its article; '' when it is not at hand."""


_finders: list[Callable[[Any], Texts]] = []


def say_where_texts_are(finder: Callable[[Any], Texts]) -> None:
    """Let citations lead to the texts that `finder(user)` knows. It is asked once a request, when something is cited."""
    if finder not in _finders:
        _finders.append(finder)


def texts_for(user: Any) -> list[Texts]:
    """Where texts stand for this person: looked up once for an account object, so once a request."""
    kept: list[Texts] | None = getattr(user, "_texts", None)
    if kept is None:
        kept = [finder(user) for finder in _finders] if getattr(user, "is_authenticated", False) else []
        if user is not None:
            user._texts = kept
    return kept


def _address(basis: str, article: str, user: Any) -> str:
    found = (texts.address(basis, article) for texts in texts_for(user))
    return next(filter(None, found), "")


def cite(said: RuleParameter | str | None, user: Any) -> str:
    """What is cited, safe to show: each 《…》第…条 and document number in it is a link where its text is at hand.

    Args:
        said: a rule parameter, or any words that cite something. Nothing is asked for words that cite nothing.
    """
    if isinstance(said, RuleParameter):
        address = _address(said.basis, said.article, user)
        return _link(address, said.cited) if address else format_html("{}", said.cited)
    text = str(said or "")
    pieces, at = [], 0
    for match in _CITED.finditer(text):
        start, address = _found(match, user)
        if address:
            pieces += [(text[at:start],), (_link(address, text[start : match.end()]),)]
            at = match.end()
    return format_html_join("", "{}", [*pieces, (text[at:],)])


def _found(match: re.Match[str], user: Any) -> tuple[int, str]:
    """Where the citation begins, and its address. Words that stand right before a document number are none of it."""
    if match["title"]:
        return match.start(), _address(match["title"], match["article"] or "", user)
    for start in range(match.start(), match.start() + match["symbol"].index("〔")):
        if address := _address(match.string[start : match.end()], "", user):
            return start, address
    return match.start(), ""


def _link(address: str, words: str) -> str:
    return format_html('<a class="cite" href="{}">{}</a>', address, words)
