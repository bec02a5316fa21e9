"""减负闸门: what a request would ask, shown to the sender before it is sent, and whether it may go."""

import datetime
import re
from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Q

from duban.asks.burden.asking import Asking, month_of
from duban.asks.burden.known import known_here
from duban.asks.burden.models import Demand, Request
from duban.asks.burden.rules import CAP, NEAR, OVERLAP_MONTHS
from duban.base.months import months_after
from duban.orgs.models import Unit
from duban.packs.models import RuleParameter
from duban.packs.rules import Rulebook

ALIKE = 0.6
"""Titles that share this part of their pairs of characters are alike."""
_UNSAID = re.compile(r"\d+|[年度月份关于印发开展做好的通知〔〕（）()《》“”、，\s]")


@dataclass(frozen=True)
class Load:
    """What one organisation has in one month, and what would be added."""

    unit: Unit
    month: datetime.date
    has: int
    adds: int

    @property
    def total(self) -> int:
        """What it would have."""
        return self.has + self.adds


@dataclass(frozen=True)
class Overlap:
    """A request of the last months that asks for the same. `months` are those in which both fall: they could be one."""

    request: Request
    words: tuple[str, ...]
    months: tuple[datetime.date, ...] = ()


@dataclass(frozen=True)
class Gate:
    """What is said before sending. `cap` is None where no rule sets one."""

    asking: Asking
    units: int
    demands: int
    words: tuple[str, ...]
    known: dict[str, str]
    cap: RuleParameter | None
    over: list[Load] = field(default_factory=list)
    near: list[Load] = field(default_factory=list)
    overlaps: list[Overlap] = field(default_factory=list)
    request: Request | None = None

    @property
    def new(self) -> list[str]:
        """The things asked that nobody keeps here."""
        return [word for word in self.words if word not in self.known]

    @property
    def to_merge(self) -> list[Overlap]:
        """Those that fall in the same months."""
        return [each for each in self.overlaps if each.months]

    @property
    def is_stopped(self) -> bool:
        """Whether it may not be sent as it is: over the cap and not signed for."""
        return bool(self.over) and not self.is_signed

    @property
    def is_signed(self) -> bool:
        """Whether somebody else has signed for exactly this."""
        return self.request is not None and self.request.is_signed()

    @property
    def waits(self) -> bool:
        """Whether a signature for exactly this is asked for already."""
        return self.request is not None and self.request.waits_for_signature()


def gate_of(asking: Asking, day: datetime.date, book: Rulebook) -> Gate:
    """The gate for what is about to be asked. Five queries, whatever the number of units, and those of `known`."""
    words = tuple(dict.fromkeys(word for word in asking.words if word))
    adds = Counter((each.unit, month_of(each.due_on)) for each in asking.asked)
    cap, near = book.find(CAP, day), book.find(NEAR, day)
    over, close = _loads(adds, cap, near) if asking.form not in Request.PASSING_ON else ([], [])
    return Gate(
        asking=asking,
        units=len({unit for unit, _month in adds}),
        demands=len(asking.asked),
        words=words,
        known=known_here(words),
        cap=cap,
        over=over,
        near=close,
        overlaps=_overlaps(asking, words, adds, day, book),
        request=pending(asking),
    )


def pending(asking: Asking) -> Request | None:
    """The request for exactly this that waits for a signature or is signed, and is not sent. One query."""
    same = Request.objects.filter(cause=asking.cause, sent_at=None, seal=asking.seal)
    return same.select_related("signed_by", "wanted_by").order_by("pk").last()


def _loads(
    adds: Counter[tuple[int, datetime.date]], cap: RuleParameter | None, near: RuleParameter | None
) -> tuple[list[Load], list[Load]]:
    """(over the cap, near it) in establishment order. Two queries at most."""
    if cap is None:
        return [], []
    units, months = {unit for unit, _month in adds}, {month for _unit, month in adds}
    rows = Demand.objects.filter(unit__in=units, month__in=months, withdrawn_on=None).order_by()
    has = {(row["unit"], row["month"]): row["n"] for row in rows.values("unit", "month").annotate(n=Count("pk"))}
    least = near.number if near and near.number < cap.number else cap.number + 1
    told = {key: has.get(key, 0) for key, n in adds.items() if has.get(key, 0) + n >= min(least, cap.number + 1)}
    known = {unit.pk: unit for unit in Unit.objects.filter(pk__in={unit for unit, _month in told})} if told else {}
    loads = [Load(known[unit], month, n, adds[unit, month]) for (unit, month), n in told.items()]
    loads.sort(key=lambda load: (load.unit.path, load.month))
    return [each for each in loads if each.total > cap.number], [each for each in loads if each.total <= cap.number]


def _overlaps(
    asking: Asking,
    words: tuple[str, ...],
    adds: Counter[tuple[int, datetime.date]],
    day: datetime.date,
    book: Rulebook,
) -> list[Overlap]:
    """Requests of the last months that ask some of the same organisations for the same. Three queries at most."""
    rule = book.find(OVERLAP_MONTHS, day)
    if rule is None or not rule.number or asking.form in Request.PASSING_ON:
        return []
    since = months_after(day, -int(rule.number))
    units = {unit for unit, _month in adds}
    theirs = Demand.objects.filter(request=OuterRef("pk"), unit__in=units, withdrawn_on=None)
    rows = Request.objects.filter(Exists(theirs), sent_at__date__gte=since).exclude(cause=asking.cause)
    rows = rows.exclude(form__in=Request.PASSING_ON).select_related("issuer").prefetch_related("wanted")
    title = _pairs(asking.title)
    alike: dict[int, tuple[Request, tuple[str, ...]]] = {}
    for request in rows.order_by("-sent_at", "-pk")[:500]:
        shared = tuple(each.word for each in request.wanted.all() if each.word in set(words))
        if shared or _are_alike(title, _pairs(request.title)):
            alike[request.pk] = request, shared
    if not alike:
        return []
    months = {month for _unit, month in adds}
    both = Demand.objects.filter(
        Q(request__in=alike), Q(unit__in=units), month__in=months, answered_on=None, withdrawn_on=None
    )
    when: dict[int, list[datetime.date]] = {}
    for request_id, month in both.order_by("month").values_list("request", "month").distinct():
        when.setdefault(request_id, []).append(month)
    return [Overlap(request, shared, tuple(when.get(pk, ()))) for pk, (request, shared) in alike.items()]


def _pairs(title: str) -> frozenset[str]:
    """Its pairs of characters, without years, numbers and the words that stand in every title."""
    plain = _UNSAID.sub("", title)
    return frozenset(plain[at : at + 2] for at in range(len(plain) - 1))


def _are_alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one and other) and len(one & other) >= ALIKE * len(one | other)
