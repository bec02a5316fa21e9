"""What dues put on the page of a unit and of a person, for those who collect."""

import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from duban.ledgers.dues.months import month_before, month_of
from duban.ledgers.dues.queries import MEMBERS, not_recorded
from duban.orgs.models import Person, Unit
from duban.orgs.panels import Card


def unit_card(unit: Unit, user: Any, day: datetime.date) -> Card | None:
    """How many of its members have last month's dues not recorded; none where it has no members of its own. Two queries."""
    if not Person.objects.filter(MEMBERS, unit=unit).exists():
        return None
    month = month_before(month_of(day))
    missing = not_recorded(Unit.objects.filter(pk=unit.pk), month).get(unit.pk, 0)
    url = reverse("unit_dues", args=[unit.pk])
    return Card(
        _("Dues"), "dues/card.html", {"month": month, "missing": missing}, url=url, url_word=_("members by months")
    )


def person_card(person: Person, user: Any, day: datetime.date) -> Card | None:
    """The monthly amount of a member. One query."""
    if not person.is_member():
        return None
    due = person.monthly_dues.filter(effective_from__lte=day).order_by("-effective_from").first()
    url = reverse("member_dues", args=[person.pk])
    return Card(_("Dues"), "dues/card.html", {"due": due, "of_person": True}, url=url, url_word=_("All of it"))
