"""An organisation is entered as weak, gets its plan, and is lifted: each on paper first, here the record of it."""

import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.base import clock
from duban.base.errors import BadInput
from duban.base.privacy import refuse_personal_numbers
from duban.ledgers.weak.models import WeakEntry
from duban.ledgers.weak.permits import DECIDES, PLANS
from duban.orgs.action import action
from duban.orgs.models import Unit


@action("weak.enter_weak", gettext_lazy("entered as weak"), roles=DECIDES, unit="")
def enter_weak(unit: Unit, *, by: Any, entered_on: datetime.date, symbol: str, reason: str) -> WeakEntry:
    """Enter the organisation, by whose approval and why.

    Raises:
        BadInput: it is entered already, the day lies ahead, or the reason holds a personal number.
    """
    refuse_personal_numbers({str(_("what was found")): reason})
    _not_ahead(_("entered on"), entered_on, datetime.date.min)
    if unit.weak_entries.filter(lifted_on__isnull=True).exists():
        raise BadInput(_("%(unit)s is entered already.") % {"unit": unit})
    return WeakEntry.objects.create(unit=unit, entered_on=entered_on, entry_symbol=symbol, reason=reason)


@action(
    "weak.set_plan", gettext_lazy("set the plan of improvement"), roles=PLANS, when=lambda entry, by: entry.is_open()
)
def set_plan(entry: WeakEntry, *, by: Any, plan: str, leader: str, due_on: datetime.date) -> None:
    """What is done, who leads it, and by when. Set again, it replaces the one before; the trail keeps both.

    Raises:
        BadInput: the day lies before the entry, or the plan holds a personal number.
    """
    refuse_personal_numbers({str(_("plan of improvement")): plan})
    if due_on <= entry.entered_on:
        raise BadInput(
            _("The day does not fit."),
            places=[(_("to be improved by"), str(due_on), _("after %(day)s") % {"day": entry.entered_on})],
        )
    entry.plan, entry.leader, entry.due_on, entry.plan_set_on = plan, leader, due_on, clock.today()
    entry.save(update_fields=["plan", "leader", "due_on", "plan_set_on", "updated_at"])


@action(
    "weak.lift_weak",
    gettext_lazy("lifted from the weak"),
    roles=DECIDES,
    when=lambda entry, by: entry.is_open() and bool(entry.plan),
)
def lift_weak(entry: WeakEntry, *, by: Any, lifted_on: datetime.date, symbol: str, result: str) -> None:
    """Lifted by approval, and what was improved.

    Raises:
        BadInput: the day lies before the entry or ahead, or the text holds a personal number.
    """
    refuse_personal_numbers({str(_("what was improved")): result})
    _not_ahead(_("lifted on"), lifted_on, entry.entered_on)
    entry.lifted_on, entry.lift_symbol, entry.result = lifted_on, symbol, result
    entry.save(update_fields=["lifted_on", "lift_symbol", "result", "updated_at"])


def _not_ahead(word: str, day: datetime.date, first: datetime.date) -> None:
    if not first <= day <= clock.today():
        raise BadInput(
            _("The day does not fit."), places=[(word, str(day), _("%(day)s or earlier") % {"day": clock.today()})]
        )
