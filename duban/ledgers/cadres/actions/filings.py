"""备案审核: proposed, heard, decided, on file; or withdrawn. Each step is a document with its number and day."""

import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.base import clock
from duban.base.errors import BadInput
from duban.ledgers.cadres.models import Filing
from duban.ledgers.cadres.permits import KEEPERS
from duban.orgs.action import action
from duban.orgs.models import Person, Unit

State = Filing.State


@action("cadres.open_filing", gettext_lazy("proposed a head of the party office"), roles=KEEPERS, unit="")
def open_filing(unit: Unit, *, by: Any, person: Person, title: str) -> Filing:
    """Somebody is proposed for the post; the opinion of the discipline body is asked next.

    Raises:
        BadInput: the person does not belong to the unit, or the same choice is under way already.
    """
    if not person.unit.path.startswith(unit.path):
        raise BadInput(
            _("The person does not belong to this unit."),
            places=[(_("person"), f"{person.name}（{person.unit}）", _("somebody of %(unit)s") % {"unit": unit})],
        )
    if unit.filings.filter(person=person, title=title, state__in=Filing.OPEN).exists():
        raise BadInput(_("This choice is under way already."))
    return Filing.objects.create(unit=unit, person=person, title=title, opened_on=clock.today())


@action(
    "cadres.record_opinion",
    gettext_lazy("recorded the opinion of the discipline body"),
    roles=KEEPERS,
    when=lambda filing, by: filing.state == State.OPENED,
)
def record_opinion(filing: Filing, *, by: Any, symbol: str, on: datetime.date) -> None:
    """纪检意见: its number and day. What it says stays with the body that wrote it.

    Raises:
        BadInput: the day lies ahead.
    """
    _not_before(filing, None, on)
    _step(filing, State.HEARD, opinion_symbol=symbol, opinion_on=on)


@action(
    "cadres.record_group_decision",
    gettext_lazy("recorded the decision of the party group"),
    roles=KEEPERS,
    when=lambda filing, by: filing.state == State.HEARD,
)
def record_group_decision(filing: Filing, *, by: Any, symbol: str, on: datetime.date) -> None:
    """党组研究: the party group decided, after it had the opinion.

    Raises:
        BadInput: the day lies before the opinion, or ahead.
    """
    _not_before(filing, filing.opinion_on, on)
    _step(filing, State.DECIDED, decision_symbol=symbol, decided_on=on)


@action(
    "cadres.record_filing",
    gettext_lazy("recorded the filing"),
    roles=KEEPERS,
    when=lambda filing, by: filing.state == State.DECIDED,
)
def record_filing(filing: Filing, *, by: Any, symbol: str, on: datetime.date) -> None:
    """组织部备案: the organisation department has it on file.

    Raises:
        BadInput: the day lies before the decision, or ahead.
    """
    _not_before(filing, filing.decided_on, on)
    _step(filing, State.FILED, filing_symbol=symbol, filed_on=on)


@action(
    "cadres.withdraw_filing",
    gettext_lazy("withdrew the choice"),
    roles=KEEPERS,
    when=lambda filing, by: filing.is_open(),
)
def withdraw_filing(filing: Filing, *, by: Any, reason: str) -> None:
    """The choice falls; another is proposed anew. What was recorded stays."""
    _step(filing, State.WITHDRAWN, withdrawn_on=clock.today(), reason=reason)


def _not_before(filing: Filing, first: datetime.date | None, on: datetime.date) -> None:
    """Refuse a day before the step that has to come first, or ahead."""
    today = clock.today()
    if on > today:
        raise BadInput(_("The day lies ahead."), places=[(_("day"), str(on), _("%(day)s or earlier") % {"day": today})])
    if first and on < first:
        between = {"first": first, "last": today}
        raise BadInput(
            _("The day does not fit the steps before it."),
            places=[(_("day"), str(on), _("from %(first)s to %(last)s") % between)],
        )


def _step(filing: Filing, state: str, **fields: Any) -> None:
    filing.state = state
    for name, value in fields.items():
        setattr(filing, name, value)
    filing.save(update_fields=["state", *fields, "updated_at"])
