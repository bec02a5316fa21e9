"""First passwords, and the rule that an old one does not come back."""

import secrets
from typing import Any

from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

KEPT = 5
# Without letters and digits that look alike on paper.
ALPHABET = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
LENGTH = 12
LEAST = 10
"""Characters of a password that somebody chooses."""


def first_password() -> str:
    """A password for somebody who has none yet: twelve characters, read aloud without mistakes."""
    return "".join(secrets.choice(ALPHABET) for _place in range(LENGTH))


class LongAndMixed:
    """Django's form of a password rule: at least ten characters, and not of one kind alone (GB/T 22239, 8.1.4.1 a)."""

    def __init__(self, least: int = LEAST) -> None:
        self.least = least

    def validate(self, password: str, user: Any = None) -> None:
        """Raise when it is too short, or only digits, only letters, only signs."""
        kinds = {"digit" if c.isdecimal() else "letter" if c.isalpha() else "sign" for c in password}
        if len(password) < self.least or len(kinds) < 2:
            raise ValidationError(self.get_help_text())

    def get_help_text(self) -> str:
        """For the form."""
        return _("At least %(n)s characters, of at least two kinds: letters, digits, signs.") % {"n": self.least}


class NotAnOldOne:
    """Django's form of a password rule: none of the last five."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise when it is the present password or one of those before it."""
        if user is None or user.pk is None:
            return
        hashes = [user.password, *user.past_passwords.values_list("password", flat=True)[: KEPT - 1]]
        if any(check_password(password, old) for old in hashes if old):
            raise ValidationError(_("This is one of your last %(n)s passwords. Choose another.") % {"n": KEPT})

    def get_help_text(self) -> str:
        """For the form."""
        return _("Not one of your last %(n)s passwords.") % {"n": KEPT}
