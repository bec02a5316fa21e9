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


def first_password() -> str:
    """A password for somebody who has none yet: twelve characters, read aloud without mistakes."""
    return "".join(secrets.choice(ALPHABET) for _place in range(LENGTH))


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
