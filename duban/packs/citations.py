"""A citation as people read it: the words of the rule, and where its text is at hand the way to it.

This room knows no texts. A room above that has them says so once (`say_where_texts_are`); without one, and for a person who
may not read the text, a citation is plain words.
"""

from collections.abc import Callable
from typing import Any, Protocol

from django.utils.html import format_html

from duban.packs.models import RuleParameter


class Texts(Protocol):
    """The texts that one person may read."""

    def address(self, basis: str, article: str) -> str:
        """Where the text of this basis stands, at its article; '' when it is not at hand."""


_finders: list[Callable[[Any], Texts]] = []


def say_where_texts_are(finder: Callable[[Any], Texts]) -> None:
    """Let citations lead to the texts that `finder(user)` knows. It is asked once a request, when a rule is cited."""
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


def cite(rule: RuleParameter | None, user: Any) -> str:
    """《…》第…条 as a link when its text is at hand, as words otherwise; '' for no rule. Safe to show."""
    if rule is None:
        return ""
    for texts in texts_for(user):
        if address := texts.address(rule.basis, rule.article):
            return format_html('<a class="cite" href="{}">{}</a>', address, rule.cited)
    return format_html("{}", rule.cited)
