"""The card of organisational life on the page of an organisation."""

import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from duban.ledgers.queries.life import now_of, owings, reckoner
from duban.orgs.models import Unit
from duban.orgs.panels import Card


def life_card(unit: Unit, user: Any, day: datetime.date) -> Card | None:
    """How a branch or a party group stands in the month, quarter and year of the day; nothing for what owes nothing."""
    found = [each for each in owings() if unit.kind.code in each.definition.owed_by]
    if not found:
        return None
    [line] = now_of([unit], day, found, reckoner(day))
    return Card(
        _("Organisational life"),
        "ledgers/cards.html",
        {"unit": unit, "cells": line.cells},
        url=reverse("unit_life", args=[unit.pk]),
        url_word=_("the whole year"),
    )
