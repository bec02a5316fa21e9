"""The last step of a person's way between organisations and memberships, as the trail keeps it: what may be taken back."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from duban.audit.models import Entry
from duban.orgs.models import Person, Unit
from duban.orgs.permits import PERMITS

STEPS = ("orgs.change_membership", "orgs.transfer_membership", "orgs.leave", "orgs.re_enter")
TAKE_BACK = "orgs.take_back_step"
PUT = ("unit_id", "membership", "since_on", "joined_on", "converted_on", "left_on", "left_why")
"""The fields that a step can set."""


@dataclass(frozen=True)
class LastStep:
    """The last step that stands, with what was before and after it in the fields that it set."""

    entry: Entry
    before: dict[str, Any]
    after: dict[str, Any]

    @property
    def number(self) -> int:
        """Its number in the trail."""
        return self.entry.number

    @property
    def moved(self) -> bool:
        """Whether it led to another organisation."""
        return "unit_id" in self.before

    @cached_property
    def unit(self) -> Unit | None:
        """Where the person was before it; None when it moved nobody. One query."""
        return Unit.objects.get(pk=self.before["unit_id"]) if self.moved else None

    @property
    def since_on(self) -> datetime.date:
        """The day from which it holds."""
        day: datetime.date = self.after.get("since_on") or self.after["left_on"]
        return day

    def said(self) -> str:
        """What was entered, for people: the verb, from which day, by whom."""
        return _("%(what)s from %(day)s, entered by %(who)s") % {
            "what": PERMITS[self.entry.verb].label,
            "day": self.since_on,
            "who": self.entry.by_name or _("the system"),
        }


def last_step(person: Person) -> LastStep | None:
    """The last step that nobody has taken back; None when there is none that the trail can give back. One query."""
    gone: set[int] = set()
    for entry in Entry.objects.filter(subject=person.key, verb__in=(*STEPS, TAKE_BACK)).order_by("-number"):
        if entry.verb == TAKE_BACK:
            gone.add(entry.detail["step"][0])
        elif entry.number not in gone:
            return _read(entry)
    return None


def _read(entry: Entry) -> LastStep | None:
    before, after = {}, {}
    for name in PUT:
        if name in entry.detail:
            field: Any = Person._meta.get_field(name)
            before[name], after[name] = (field.to_python(value) for value in entry.detail[name])
    has_day = after.get("since_on") or after.get("left_on")
    return LastStep(entry, before, after) if has_day else None
