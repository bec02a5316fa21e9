"""Reads: what is asked of whom, requests, suggestions."""

import datetime
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.http import urlencode

from duban.asks.burden.models import Demand, Request, Suggestion
from duban.asks.burden.permits import VIEW_BURDEN, VIEW_REQUEST, VIEW_SUGGESTION
from duban.base import crypto
from duban.base.errors import NotAllowed
from duban.orgs.models import Grant, Role, Unit
from duban.orgs.permits import PERMITS, above_of, below

MARK = "burden.suggestion.author"


def demands_for(user: Any) -> QuerySet[Demand]:
    """What is asked of organisations that a person may see, in establishment order."""
    return VIEW_BURDEN.scope(user, Demand.objects.select_related("unit", "request__issuer"))


def requests_for(user: Any) -> QuerySet[Request]:
    """The requests of bodies that a person may see, and those that ask something of an organisation they may see."""
    own = VIEW_REQUEST.scope(user, Request.objects.all())
    asked = Request.objects.filter(pk__in=VIEW_BURDEN.scope(user, Demand.objects.all()).values("request"))
    sent = asked.filter(sent_at__isnull=False)
    return (own | sent).select_related("issuer", "wanted_by", "signed_by", "sent_by")


@dataclass(frozen=True)
class DemandFilter:
    """What a person looks for among demands. Empty fields do not filter; withdrawn ones are never counted."""

    unit: Unit | None = None
    request: int | None = None
    form: str = ""
    since: datetime.date | None = None
    until: datetime.date | None = None

    def address(self) -> str:
        """The address of the rows that fit."""
        said = {
            "unit": self.unit and self.unit.pk,
            "request": self.request,
            "form": self.form,
            "since": self.since and self.since.strftime("%Y-%m"),
            "until": self.until and self.until.strftime("%Y-%m"),
        }
        asked = urlencode({name: value for name, value in said.items() if value})
        return reverse("demand_list") + (f"?{asked}" if asked else "")

    def month(self, month: datetime.date) -> "DemandFilter":
        """The same in one month."""
        return replace(self, since=month, until=month)


def filtered(demands: QuerySet[Demand], wanted: DemandFilter) -> QuerySet[Demand]:
    """The demands that fit and count."""
    found = demands.filter(withdrawn_on=None)
    if wanted.unit:
        found = found.filter(unit=wanted.unit)
    if wanted.request:
        found = found.filter(request=wanted.request)
    if wanted.form:
        found = found.filter(request__form=wanted.form)
    if wanted.since:
        found = found.filter(month__gte=wanted.since)
    if wanted.until:
        found = found.filter(month__lte=wanted.until)
    return found


def units_asked(user: Any, year: int, form: str = "") -> QuerySet[Unit]:
    """Organisations of which something is asked in the year, with all that are assessed, in establishment order."""
    asked = filtered(Demand.objects.order_by(), of_year(year, form)).values("unit")
    rows = Unit.objects.filter(Q(pk__in=asked) | Q(kind__is_assessed=True, pk__in=Unit.objects.standing()))
    return VIEW_BURDEN_OF_UNIT.scope(user, rows).order_by("path")


VIEW_BURDEN_OF_UNIT = replace(VIEW_BURDEN, unit="")


def of_year(year: int, form: str = "") -> DemandFilter:
    """What falls in a year."""
    return DemandFilter(form=form, since=datetime.date(year, 1, 1), until=datetime.date(year, 12, 1))


def counts_of(user: Any, wanted: DemandFilter) -> dict[tuple[int, datetime.date], int]:
    """(organisation, month) → how many are asked. One query."""
    rows = filtered(VIEW_BURDEN.scope(user, Demand.objects.order_by()), wanted)
    return {(row["unit"], row["month"]): row["n"] for row in rows.values("unit", "month").annotate(n=Count("pk"))}


def years_asked(user: Any, this: int) -> list[int]:
    """The years for which something is asked, with this one. One query."""
    found = {day.year for day in VIEW_BURDEN.scope(user, Demand.objects.order_by()).dates("month", "year")}
    return sorted(found | {this})


def requests_to_sign(user: Any) -> QuerySet[Request]:
    """Requests over the cap that wait for this person's signature."""
    rows = (
        Request.objects.filter(sent_at=None, signed_by=None)
        .exclude(wanted_by=user.pk)
        .select_related("issuer", "wanted_by")
    )
    return PERMITS["burden.sign_request"].scope(user, rows).order_by("pk")


def requests_to_send(user: Any) -> QuerySet[Request]:
    """Requests that this person wanted signed, and that are."""
    rows = Request.objects.filter(sent_at=None, signed_by__isnull=False, wanted_by=user.pk).select_related("signed_by")
    return rows.order_by("pk")


# ---------------------------------------------------------------- suggestions


def mark_of(user: Any) -> str:
    """What stands for the author of a suggestion: a keyed digest, the same for the same person, readable for nobody."""
    return crypto.digest(str(user.pk), bound=MARK)


def body_for(user: Any) -> Unit:
    """Who answers a suggestion of this person: the nearest body at or above with an officer, else the topmost organisation.

    Raises:
        NotAllowed: an account without a person.
    """
    home = user.person.unit if user.person_id else None
    if home is None:
        raise NotAllowed
    above = [*above_of(home.path), home.path]
    officers = Grant.objects.in_force().filter(role=Role.COMMITTEE_ADMIN, unit__path__in=above)
    path = max(officers.values_list("unit__path", flat=True), default=above[0])
    return Unit.objects.get(path=path)


def suggestions_for(user: Any) -> QuerySet[Suggestion]:
    """What a person may read: what is answered in the open, one's own, and for those who answer all of it."""
    rows = Suggestion.objects.select_related("unit", "named", "answered_by")
    answered = VIEW_SUGGESTION.scope(user, rows.filter(state=Suggestion.State.ANSWERED))
    to_answer = PERMITS["burden.answer_suggestion"].scope(user, rows)
    own = rows.filter(author_mark__in=crypto.digests(str(user.pk), bound=MARK))
    return answered | to_answer | own


def own_suggestions(user: Any) -> Q:
    """The condition that a suggestion is this person's own."""
    return Q(author_mark__in=crypto.digests(str(user.pk), bound=MARK))


def suggestions_below(paths: list[str]) -> QuerySet[Suggestion]:
    """Those that bodies at or below these paths answer."""
    condition = Q(pk__in=())
    for path in paths:
        condition |= below(path, "unit__path")
    return Suggestion.objects.filter(condition)
