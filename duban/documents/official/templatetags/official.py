"""Components of documents: their state, and the documents about an object of another room."""

from typing import Any

from django import template
from django.db import models
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from duban.documents.official.drafts import offered
from duban.documents.official.models import OfficialDocument
from duban.documents.official.numbers import Line
from duban.documents.official.pages import KINDS_OF_STATE
from duban.documents.official.queries import documents_for
from duban.ui.templatetags.ui.states import state

register = template.Library()


@register.simple_tag
def paper_state(document: OfficialDocument) -> SafeString:
    """The state of a document, in words."""
    return state(KINDS_OF_STATE[OfficialDocument.State(document.state)], document.get_state_display())


@register.simple_tag
def line_state(line: Line) -> SafeString:
    """The state of a line of the register: a document's, or that of a gap."""
    if line.document is not None:
        return paper_state(line.document)
    return state("na", _("given outside")) if line.reason else state("late", _("not explained"))


@register.inclusion_tag("official/_documents_about.html")
def documents_about(code: str, about: models.Model, user: Any) -> dict[str, Any]:
    """The documents about an object, and those that may be drafted about it now. Two queries.

    Args:
        code: of the source, "terms.term".
    """
    key: str = about.key  # type: ignore[attr-defined]
    return {
        "code": code,
        "about": about,
        "documents": list(documents_for(user).filter(about=key)),
        "offered": offered(code, about),
    }
