"""What no text of this system may hold: identity numbers and mobile numbers, and whole descriptions of somebody.

For any field that people type into, in a form, in a verb or in an import:

- a form: `guard_texts(self)` at the end of `__init__`, or `validators=[no_personal_numbers]` on one field;
- a verb: `refuse_personal_numbers({label: text, …})`, which names all places at once;
- an import: `personal_numbers(text)` for the verdict of a cell, `describes_somebody(text)` for its warning.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.base.errors import BadInput

_GAP = r"[ \-]?"
# GB 11643-1999: six digits of a place, the day of birth, three in sequence, a check. The check is not asked here: a
# number with a slip of the pen is somebody's number all the same.
_IDENTITY = re.compile(
    rf"(?<![0-9A-Za-z])[1-9]\d{{5}}{_GAP}(?:18|19|20)\d{{2}}{_GAP}(?:0[1-9]|1[0-2]){_GAP}(?:0[1-9]|[12]\d|3[01])"
    rf"{_GAP}\d{{3}}{_GAP}?[\dXx](?![0-9A-Za-z])"
)
_MOBILE = re.compile(rf"(?<![0-9A-Za-z])(?:\+?(?:00)?86{_GAP})?1[3-9]\d{_GAP}\d{{4}}{_GAP}\d{{4}}(?![0-9A-Za-z])")
_SOMEBODY = re.compile(
    r"[一-鿿·]{1,12}\s*[，,、（(]\s*[男女]性?\s*[，,、]"
    r"[^。；;\n]{0,40}?(?:(?:\d{1,3}|[一二三四五六七八九十百]{1,4})\s*周?岁|\d{4}\s*年\s*(?:\d{1,2}\s*月\s*)?(?:\d{1,2}\s*日\s*)?(?:出)?生)"
)


class Kind(StrEnum):
    """What was found in a text."""

    IDENTITY = "identity"
    MOBILE = "mobile"


WORDS: dict[Kind, Promise] = {
    Kind.IDENTITY: gettext_lazy("an identity number"),
    Kind.MOBILE: gettext_lazy("a mobile number"),
}


@dataclass(frozen=True)
class Found:
    """One number: what it is, and how it may be shown to the person who typed it."""

    kind: Kind
    shown: str

    def __str__(self) -> str:
        return f"{WORDS[self.kind]} {self.shown}"


def masked(number: str, *, head: int = 3, tail: int = 4) -> str:
    """The number with its middle hidden: `110***********002X` of eighteen, `138****5678` of eleven characters."""
    if len(number) <= head + tail:
        return "*" * len(number)
    return number[:head] + "*" * (len(number) - head - tail) + number[-tail:]


def personal_numbers(text: str) -> list[Found]:
    """The identity and mobile numbers in a text, whatever width its digits have and with blanks or hyphens between."""
    plain = unicodedata.normalize("NFKC", text)
    found = []
    for match in _IDENTITY.finditer(plain):
        found.append(Found(Kind.IDENTITY, masked(re.sub(r"[ \-]", "", match[0]).upper())))
    for match in _MOBILE.finditer(_IDENTITY.sub(" ", plain)):
        found.append(Found(Kind.MOBILE, masked(re.sub(r"[ \-+]", "", match[0])[-11:])))
    return found


def describes_somebody(text: str) -> str:
    """The passage that tells who a person is, as “某某，男，43岁”; '' when there is none. A warning, not a refusal."""
    match = _SOMEBODY.search(unicodedata.normalize("NFKC", text))
    return match[0] if match else ""


def no_personal_numbers(text: str) -> None:
    """A validator for fields of forms and models.

    Raises:
        ValidationError: the text holds an identity number or a mobile number; neither is repeated in clear.
    """
    if found := personal_numbers(str(text)):
        raise ValidationError(
            _("Personal numbers are not kept here; leave out %(found)s.")
            % {"found": "、".join(str(each) for each in found)},
            code="personal_number",
        )


def refuse_personal_numbers(texts: Mapping[str, str]) -> None:
    """For verbs: nothing when none of the texts holds a personal number.

    Args:
        texts: name of the field as the person reads it → what was typed.

    Raises:
        BadInput: all places at once; the numbers are not repeated in clear.
    """
    places = [
        (str(where), str(found), _("a text without personal numbers"))
        for where, text in texts.items()
        for found in personal_numbers(str(text or ""))
    ]
    if places:
        raise BadInput(_("Personal numbers are not kept here."), places=places)


def guard_texts(form: forms.BaseForm, *, but: tuple[str, ...] = ()) -> None:
    """Give each text field of a form the validator, apart from those that are made for such a number."""
    for name, field in form.fields.items():
        if isinstance(field, forms.CharField) and name not in but and no_personal_numbers not in field.validators:
            # A list of its own: the fields of one class of forms share theirs.
            field.validators = [*field.validators, no_personal_numbers]
