"""The tabs above the lists of this wing."""

from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from duban.ledgers.cadres.permits import VIEW_CADRE, VIEW_FILING, VIEW_GAPS, VIEW_STAFFING, VIEW_TRAINING
from duban.orgs.permits import Permit
from duban.ui.shapes import Chip

CADRES: tuple[tuple[str, str | Promise, Permit | None], ...] = (
    ("cadre_list", _("Pool"), VIEW_CADRE),
    ("staffing_list", _("Staffing"), VIEW_STAFFING),
    ("filing_list", _("Filing of heads"), VIEW_FILING),
    ("hand_over_list", _("Hand-overs"), None),
    ("cultivation", _("Cultivation and exchange"), VIEW_CADRE),
    ("objection_list", _("Objections"), None),
)
TRAINING: tuple[tuple[str, str | Promise, Permit | None], ...] = (
    ("training_list", _("Plan and classes"), VIEW_TRAINING),
    ("training_gaps", _("Who still lacks a class"), VIEW_GAPS),
    ("my_training", _("My hours"), None),
)


def tabs_of(user: Any, here: str) -> list[Chip]:
    """The tabs that the person may open; `here` is the name of this page. No query beyond the grants."""
    group = TRAINING if any(name == here for name, _word, _permit in TRAINING) else CADRES
    return [
        Chip(word, reverse(name), name == here) for name, word, permit in group if permit is None or permit.reach(user)
    ]
