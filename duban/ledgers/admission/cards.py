"""What admission puts on the page of a unit and of a person, for those who may see candidates."""

import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from duban.ledgers.admission.queries import admissions_for
from duban.orgs.models import Person, Unit
from duban.orgs.panels import Card


def unit_card(unit: Unit, user: Any, day: datetime.date) -> Card | None:
    """The candidates under way here; nothing where there are none. One query."""
    ways = list(admissions_for(user).filter(unit=unit, ended_on__isnull=True)[:20])
    if not ways:
        return None
    url = reverse("unit_admissions", args=[unit.pk])
    return Card(_("Admission"), "admission/card.html", {"ways": ways}, len(ways), url, _("All of it"))


def person_card(person: Person, user: Any, day: datetime.date) -> Card | None:
    """The way of one person, ended ones too; nothing for those who have none here. One query."""
    ways = list(admissions_for(user).filter(person=person).order_by("-pk"))
    return Card(_("Admission"), "admission/card.html", {"ways": ways}) if ways else None
