"""What the pages of weak organisations show."""

import datetime
from typing import Any

from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from duban.audit.queries import history_of
from duban.ledgers.weak import forms
from duban.ledgers.weak.models import WeakEntry
from duban.ledgers.weak.queries import weak_entries_for
from duban.orgs.models import Unit
from duban.orgs.panels import Card
from duban.orgs.permits import PERMITS
from duban.orgs.queries import units_within
from duban.ui.shapes import Chip, Event, Fact, Link, Step

PAGE, FOUND = 50, 20
FORMS: dict[str, type[forms.WeakForm]] = {"set_plan": forms.SetPlan, "lift_weak": forms.LiftWeak}


def weak_list_page(request: HttpRequest) -> dict[str, Any]:
    """The register; ?only=open or lifted, ?find=a unit to enter. Three queries, one more to find."""
    only, everybody = request.GET.get("only", ""), weak_entries_for(request.user)
    chosen = {"": everybody, "open": everybody.filter(lifted_on=None), "lifted": everybody.exclude(lifted_on=None)}
    words = {"": _("all"), "open": _("being improved"), "lifted": _("lifted")}
    rows = chosen.get(only, everybody)
    words_of, declared = request.GET.get("find", "").strip()[:60], PERMITS["weak.enter_weak"]
    return {
        "may_enter": bool(declared.reach(request.user)),
        "find": words_of,
        "found": units_within(declared, request.user).filter(name__icontains=words_of)[:FOUND] if words_of else [],
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "chips": [Chip(words[name], f"?only={name}" if name else "?", name == only) for name in words],
    }


def weak_entry_page(entry: WeakEntry, user: Any, wrong: Form | None = None) -> dict[str, Any]:
    """One entry: how far it is, what can be done now, what happened."""
    initial = {"plan": entry.plan, "leader": entry.leader, "due_on": entry.due_on}
    return {
        "entry": entry,
        "crumb": [Link(_("Weak organisations"), reverse("weak_list")), Link(entry.unit.name)],
        "facts": [
            Fact(_("organisation"), entry.unit.name, reverse("unit", args=[entry.unit_id])),
            Fact(_("entered on"), f"{entry.entered_on}（{entry.entry_symbol}）"),
            Fact(_("what was found"), entry.reason, is_wide=True),
            Fact(_("plan of improvement"), entry.plan, is_wide=True),
            Fact(_("who leads it"), entry.leader),
            Fact(_("to be improved by"), str(entry.due_on or "")),
            *([Fact(_("what was improved"), entry.result, is_wide=True)] if entry.result else []),
        ],
        "steps": _steps(entry),
        "possible": [
            (
                name,
                PERMITS[f"weak.{name}"].label,
                wrong if type(wrong) is kind else kind(auto_id=f"{name}-%s", initial=initial),
            )
            for name, kind in FORMS.items()
            if PERMITS[f"weak.{name}"].possible(user, entry)
        ],
        "events": [
            Event(PERMITS[each.verb].label if each.verb in PERMITS else each.verb, each.by_name, at=each.at)
            for each in reversed(history_of(entry.key))
        ],
    }


def _steps(entry: WeakEntry) -> list[Step]:
    planned = "done" if entry.plan else "now"
    lifted = "done" if entry.lifted_on else "now" if entry.plan else "next"
    return [
        Step(_("entered"), str(entry.entered_on), "done"),
        Step(_("plan set"), str(entry.plan_set_on or ""), planned),
        Step(_("lifted"), str(entry.lifted_on or ""), lifted),
    ]


def enter_weak_page(unit: Unit, form: Form) -> dict[str, Any]:
    """The entry of one organisation."""
    return {"unit": unit, "form": form, "crumb": [Link(_("Weak organisations"), reverse("weak_list")), Link(unit.name)]}


def weak_card(unit: Unit, user: Any, day: datetime.date) -> Card | None:
    """On the page of a unit: that it is or was entered, and for those who decide the way to enter it. One query."""
    entries = list(weak_entries_for(user).filter(unit=unit, entered_on__lte=day)[:5])
    may = PERMITS["weak.enter_weak"].allows(user, unit) and not any(entry.is_open() for entry in entries)
    if not entries:
        return None
    context = {"entries": entries, "enter_url": reverse("enter_weak", args=[unit.pk]) if may else ""}
    return Card(_("Weak organisation"), "weak/card.html", context, len(entries))
