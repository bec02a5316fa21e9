"""What can go wrong in the domain, as exceptions that know their HTTP status and what to tell the person.

No view catches them: a middleware in `ui` turns each into its status and a readable page or fragment.
"""

from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class DomainError(Exception):
    """A rule of the domain says no.

    Args:
        message: one sentence for the person: what was found, what is expected. Empty: the kind's own sentence.
    """

    status: ClassVar[int] = 400
    title: ClassVar[Promise] = _("This cannot be done")
    default: ClassVar[Promise] = _("The request does not fit the rules.")

    def __init__(self, message: str | Promise = "") -> None:
        self.message = message or self.default
        super().__init__(self.message)

    def __str__(self) -> str:
        return str(self.message)


class NotAllowed(DomainError):
    """The person may not do this, here or at all."""

    status = 403
    title = _("Not allowed")
    default = _("Your post does not include this. Ask whoever grants posts in your unit.")


class Conflict(DomainError):
    """It was possible when the page was opened, and is not any more: somebody was faster."""

    status = 409
    title = _("Already changed by someone else")
    default = _("The matter has moved on since this page was opened. Open it again and look before you go on.")


class BadInput(DomainError):
    """What was entered does not hold. `places` names each one: (where, found, expected)."""

    status = 422
    title = _("Please check what was entered")
    default = _("Something entered does not hold.")

    def __init__(self, message: str | Promise = "", *, places: list[tuple[str, str, str]] | None = None) -> None:
        super().__init__(message)
        self.places = places or []
