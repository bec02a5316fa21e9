"""What was recorded of dues by mistake is taken back, with a reason; a reduction ends earlier than it was approved for."""

import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.base.errors import BadInput, Conflict, NotAllowed
from duban.ledgers.dues.models import DueReduction, PaidMonth
from duban.ledgers.dues.months import month_before, month_of
from duban.ledgers.dues.permits import RECORDERS
from duban.orgs.action import action, tell
from duban.orgs.models import Person, Unit


@action("dues.strike_transfer", gettext_lazy("took a transfer of dues back"), roles=RECORDERS, unit="")
def strike_transfer(unit: Unit, *, by: Any, row: int, reason: str) -> None:
    """A sum that did not go to the superior organisation, or not so.

    Args:
        row: key of the transfer.

    Raises:
        BadInput: no reason.
        Conflict: it is gone already, or another organisation's.
    """
    _needs(reason)
    found = unit.dues_transfers.filter(pk=row).first()
    if found is None:
        raise Conflict
    tell(sum=[found.amount, None], on=[found.transferred_on, None], receipt=[found.receipt_number, None])
    found.delete()


@action("dues.strike_voluntary", gettext_lazy("took voluntary dues back"), roles=RECORDERS)
def strike_voluntary(person: Person, *, by: Any, row: int, reason: str) -> None:
    """A sum that was not paid, or not so. The branch that recorded it takes it back, wherever the member is by now.

    Args:
        row: key of the sum.

    Raises:
        BadInput: no reason.
        NotAllowed: another branch recorded it.
        Conflict: it is gone already, or somebody else's.
    """
    _needs(reason)
    found = person.voluntary_dues.select_related("unit").filter(pk=row).first()
    if found is None:
        raise Conflict
    if not strike_transfer.permit.allows(by, found.unit):  # type: ignore[attr-defined]
        raise NotAllowed
    tell(sum=[found.amount, None], on=[found.paid_on, None], receipt=[found.receipt_number, None])
    found.delete()


@action("dues.strike_reduction", gettext_lazy("took a reduction of dues back"), roles=RECORDERS)
def strike_reduction(person: Person, *, by: Any, row: int, reason: str) -> None:
    """A reduction that was entered by mistake never held.

    Args:
        row: key of the reduction.

    Raises:
        BadInput: no reason.
        Conflict: it is gone already, or months were recorded with its amount.
    """
    _needs(reason)
    found = _reduction(person, row)
    _refuse_recorded(found, found.from_month)
    tell(reduction=[found.approval_symbol, None], sum=[found.amount, None], months=[_months(found), None])
    found.delete()


@action("dues.end_reduction", gettext_lazy("ended a reduction of dues"), roles=RECORDERS)
def end_reduction(person: Person, *, by: Any, row: int, from_month: datetime.date) -> None:
    """From that month on the fixed amount is due again.

    Args:
        row: key of the reduction.
        from_month: the first month for which it does not hold any more.

    Raises:
        BadInput: the month is not one of the reduction, or its first: then it is taken back whole.
        Conflict: it is gone already, or months from there on were recorded with its amount.
    """
    found, month = _reduction(person, row), month_of(from_month)
    if not found.from_month < month <= found.until_month:
        raise BadInput(
            _("A reduction ends earlier within its own months; one that was never to hold is taken back."),
            places=[
                (
                    _("from month"),
                    f"{month:%Y-%m}",
                    _("after %(first)s, %(last)s or earlier")
                    % {"first": f"{found.from_month:%Y-%m}", "last": f"{found.until_month:%Y-%m}"},
                )
            ],
        )
    _refuse_recorded(found, month)
    tell(reduction=[None, found.approval_symbol], until=[found.until_month, month_before(month)])
    found.until_month = month_before(month)
    found.save(update_fields=["until_month", "updated_at"])


def _needs(reason: str) -> None:
    if not reason.strip():
        raise BadInput(_("Say why it is taken back."))


def _reduction(person: Person, row: int) -> DueReduction:
    found: DueReduction | None = person.due_reductions.filter(pk=row).first()
    if found is None:
        raise Conflict
    return found


def _months(reduction: DueReduction) -> str:
    return f"{reduction.from_month:%Y-%m} – {reduction.until_month:%Y-%m}"


def _refuse_recorded(reduction: DueReduction, since: datetime.date) -> None:
    """Raise when a month from then on was received with the reduced amount: it would be too little without the reduction."""
    rows = PaidMonth.objects.filter(
        person=reduction.person_id, month__range=(since, reduction.until_month), amount=reduction.amount
    )
    months = [f"{month:%Y-%m}" for month in rows.order_by("month").values_list("month", flat=True)]
    if months:
        raise Conflict(
            _("These months were recorded with the reduced amount: %(months)s. Take those ticks back first.")
            % {"months": "、".join(months)}
        )
