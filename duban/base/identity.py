"""GB 11643-1999: what an eighteen-digit identity number says of itself, and whether it fits what else is known."""

import datetime
import re
import unicodedata

from django.utils.translation import gettext as _

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"


def plain_number(text: str) -> str:
    """The number as it is kept: narrow digits, no blanks or hyphens, a large X."""
    return re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", text)).upper()


def check_digit(number: str) -> str:
    """The eighteenth character that the first seventeen digits ask for (ISO 7064, MOD 11-2)."""
    return _CHECKS[sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True)) % 11]


def faults_of(number: str, *, today: datetime.date, born_in: str = "", sex: str = "") -> list[str]:
    """What is wrong with an identity number, a sentence each; empty when it holds.

    Args:
        number: as plain_number gives it.
        today: a day of birth after it is no day of birth.
        born_in: year and month as 1985-03, '' when not known.
        sex: 1 or 2 as GB/T 2261.1, '' when not known.
    """
    if not re.fullmatch(r"[1-9]\d{16}[\dX]", number):
        return [_("An identity number has 17 digits and then a digit or X.")]
    found = []
    try:
        born = datetime.date.fromisoformat(f"{number[6:10]}-{number[10:12]}-{number[12:14]}")
    except ValueError:
        born = None
    if born is None or born > today or born.year < 1900:
        found.append(_("Characters 7 to 14 are no day of birth."))
    elif born_in and born_in != f"{born:%Y-%m}":
        found.append(_("The month of birth in the number is not the one that is entered."))
    if check_digit(number) != number[17]:
        found.append(_("The last character does not fit the others: one of them is mistyped."))
    if sex and sex != ("1" if int(number[16]) % 2 else "2"):
        found.append(_("The 17th digit does not fit the sex that is entered."))
    return found
