"""A rule that is cited on any page leads to its text, where the library has it."""

from typing import Any

from django.urls import reverse

from duban.documents.library.queries import texts_of_bases
from duban.documents.library.text import anchor_of


def addresses_of_bases(user: Any) -> "Texts":
    """Where the texts stand that the person may read. One query."""
    return Texts(texts_of_bases(user))


class Texts:
    """Basis and article → address."""

    def __init__(self, documents: dict[str, int]) -> None:
        self._documents = documents

    def address(self, basis: str, article: str) -> str:
        """The page of the text, at the article; '' when the library does not have it."""
        pk = self._documents.get(basis)
        if pk is None:
            return ""
        anchor = anchor_of(article)
        return reverse("library_document", args=[pk]) + (f"#{anchor}" if anchor else "")
