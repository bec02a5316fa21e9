"""What does not hold in what is entered about somebody: asked by the form, which shows it beside the field, and by the verb."""

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from duban.base import clock
from duban.base.identity import faults_of, plain_number
from duban.base.privacy import masked, personal_numbers
from duban.orgs.ethnic_groups import ethnic_group_of
from duban.orgs.house_rules import identity_is_kept
from duban.orgs.models import Person, Unit
from duban.orgs.person_fields import label
from duban.orgs.sealed import clear_or_nothing, with_number

_MONTH = re.compile(r"(19|20)\d\d-(0[1-9]|1[0-2])")
_MOBILE = re.compile(r"1[3-9]\d{9}")
BETWEEN_NAMES = " ·•・.-'’()（）　"
"""What stands between the parts of a name, and around what tells two people apart."""
ADULT = 18
TEXTS = ("name", "spelling", "ethnic_group")


@dataclass(frozen=True)
class Fault:
    """One field: what was found, what is expected."""

    field: str
    found: str
    expected: str

    def place(self) -> tuple[str, str, str]:
        """As BadInput names it."""
        return (label(self.field), self.found, self.expected)


def faults(
    said: Mapping[str, Any], *, unit: Unit, person: Person | None = None, is_another: bool = False
) -> list[Fault]:
    """Everything that does not hold, all at once. At most three queries.

    Args:
        said: fields of a person as they would become; sealed ones in clear.
        unit: where the person belongs.
        person: who is changed; None for a new one.
        is_another: it was said that two people have this name.
    """
    return [
        *_texts(said, person),
        *wrong_days(said),
        *_numbers(said, person),
        *_twice(said, unit, person, is_another=is_another),
    ]


def _texts(said: Mapping[str, Any], person: Person | None) -> Iterator[Fault]:
    for name in TEXTS:
        for found in personal_numbers(str(said.get(name) or "")):
            yield Fault(name, str(found), _("a text without personal numbers"))
    group = str(said.get("ethnic_group") or "")
    # What was kept before it was chosen from a list stays until somebody changes it.
    if ethnic_group_of(group) is None and not (person and person.ethnic_group == group):
        yield Fault("ethnic_group", group, _("one of the 56 ethnic groups, as 汉族"))
    if not str(said.get("name") or "").strip():
        yield Fault("name", _("empty"), pgettext("person", "a name"))
    elif not is_name(str(said["name"])):
        yield Fault("name", str(said["name"]), _("a name: characters or letters, without figures and signs"))


def is_name(text: str) -> bool:
    """True for what begins with a letter of any script and has letters, figures as 张伟2, and what stands between names."""
    return text.strip()[:1].isalpha() and all(each.isalnum() or each in BETWEEN_NAMES for each in text)


def wrong_days(said: Mapping[str, Any]) -> Iterator[Fault]:
    """What does not hold between the days of a person, and between them and the membership. No query."""
    today = clock.today()
    born_in, joined, converted = (said.get(name) for name in ("born_in", "joined_on", "converted_on"))
    if born_in and (not _MONTH.fullmatch(born_in) or born_in > f"{today:%Y-%m}"):
        yield Fault("born_in", born_in, _("year and month, as 1985-03"))
    elif born_in and joined and f"{joined:%Y-%m}" < (of_age := f"{int(born_in[:4]) + ADULT}{born_in[4:]}"):
        # The constitution admits from eighteen (党章 art. 1); the day of birth is not kept, so the month counts.
        yield Fault(
            "joined_on", str(joined), _("%(month)s or later: eighteen years after the birth") % {"month": of_age}
        )
    for name in ("joined_on", "converted_on", "since_on"):
        day: datetime.date | None = said.get(name)
        if day and day > today:
            yield Fault(name, str(day), _("today or earlier"))
    if joined and converted and converted < joined:
        yield Fault("converted_on", str(converted), _("%(day)s or later") % {"day": joined})
    membership = said.get("membership")
    if membership == Person.Membership.NONE and (joined or converted):
        yield Fault("membership", _("not a member"), _("a member, as there is a day of admission"))
    if membership == Person.Membership.PROBATIONARY and converted:
        yield Fault("converted_on", str(converted), _("no day while the member is on probation"))


def _numbers(said: Mapping[str, Any], person: Person | None) -> Iterator[Fault]:
    if (mobile := plain_number(str(said.get("mobile") or ""))) and not _MOBILE.fullmatch(mobile):
        yield Fault("mobile", masked(mobile), _("eleven digits that begin with 13 to 19"))
    number = plain_number(str(said.get("identity_number") or ""))
    if not number:
        return
    today = clock.today()
    if not identity_is_kept(today):
        yield Fault("identity_number", masked(number), _("nothing: identity numbers are not kept here"))
        return
    wrong = faults_of(number, today=today, born_in=said.get("born_in") or "", sex=said.get("sex") or "")
    yield from (Fault("identity_number", masked(number), each) for each in wrong)
    others = Person.objects.filter(with_number(number)).exclude(pk=person.pk if person else 0)
    if not wrong and others.exists():
        # Whose it is stays unsaid: it may be somebody of a unit that is not one's to see.
        yield Fault(
            "identity_number",
            masked(number),
            _("a number that is not kept already: perhaps the membership is to be transferred"),
        )


def _twice(said: Mapping[str, Any], unit: Unit, person: Person | None, *, is_another: bool) -> Iterator[Fault]:
    name = str(said.get("name") or "").strip()
    if is_another or not name or (person is not None and person.name == name):
        return
    if Person.objects.here().filter(unit=unit, name=name).exclude(pk=person.pk if person else 0).exists():
        yield Fault("name", name, _("a name that nobody here has; tick the box when there are two people of this name"))


def clear_of(person: Person) -> dict[str, Any]:
    """The fields of a person as `faults` asks for them."""
    names = (
        "name",
        "spelling",
        "ethnic_group",
        "sex",
        "born_in",
        "education",
        "membership",
        "joined_on",
        "converted_on",
        "since_on",
    )
    return {**{name: getattr(person, name) for name in names}, "mobile": clear_or_nothing(person, "mobile")}
