"""三培养 and the exchange of party and business cadres, counted from posts and membership days. Each count opens to its people."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from duban.ledgers.cadres.models import CadrePost, PostKind
from duban.ledgers.cadres.permits import VIEW_CADRE
from duban.orgs.models import Person, Unit
from duban.orgs.permits import below

Field = PostKind.Field
PATHS: dict[str, str | Promise] = {
    "to_member": _("business cadres who became members"),
    "to_party_affairs": _("members who came into party affairs"),
    "to_backbone": _("party-affairs cadres who came to head business"),
    "party_to_business": _("from party affairs to business"),
    "business_to_party": _("from business to party affairs"),
}
"""The first three are 三培养, the last two the exchange."""
CULTIVATION = ("to_member", "to_party_affairs", "to_backbone")
GAP = datetime.timedelta(days=183)
"""A post that begins within half a year after one of the other field ended follows on it."""


@dataclass(frozen=True)
class Step:
    """One person on one path: when, and from which post to which."""

    person: Person
    on: datetime.date
    before: str
    after: str


def paths_for(user: Any, year: int, *, unit: Unit | None = None) -> dict[str, list[Step]]:
    """Who took which path in the year, as far as the person sees the pool; in establishment order. One query.

    Only posts of which somebody said the kind count, and only membership days that are entered.
    """
    rows = VIEW_CADRE.scope(user, CadrePost.objects.filter(post__since_on__lte=datetime.date(year, 12, 31)))
    if unit is not None:
        rows = rows.filter(below(unit.path, "post__unit__path"))
    posts: dict[Person, list[CadrePost]] = defaultdict(list)
    for each in rows.select_related("post__person__unit", "post__unit", "kind").order_by(
        "post__person__unit__path", "post__person", "post__since_on", "pk"
    ):
        posts[each.post.person].append(each)
    found: dict[str, list[Step]] = {name: [] for name in PATHS}
    for person, held in posts.items():
        for name, step in _steps(person, held, year):
            found[name].append(step)
    return found


def _steps(person: Person, held: Sequence[CadrePost], year: int) -> Iterable[tuple[str, Step]]:
    joined = person.joined_on
    business = [each for each in held if each.kind.field == Field.BUSINESS]
    party = [each for each in held if each.kind.field == Field.PARTY]
    if joined and joined.year == year:
        then = next((each for each in business if _covers(each, joined)), None)
        if then:
            yield "to_member", Step(person, joined, _said(then), str(Person.Membership.PROBATIONARY.label))
    if party and party[0].post.since_on.year == year and joined and joined <= party[0].post.since_on:
        yield "to_party_affairs", Step(person, party[0].post.since_on, "", _said(party[0]))
    heads = [each for each in business if each.kind.is_backbone and each.post.since_on.year == year]
    for head in heads[:1]:
        earlier = [each for each in party if each.post.since_on < head.post.since_on]
        if earlier:
            yield "to_backbone", Step(person, head.post.since_on, _said(earlier[-1]), _said(head))
    for name, before, after in (("party_to_business", party, business), ("business_to_party", business, party)):
        for new in after:
            old = next((each for each in before if _follows(each, new)), None)
            if old and new.post.since_on.year == year:
                yield name, Step(person, new.post.since_on, _said(old), _said(new))
                break


def _covers(each: CadrePost, day: datetime.date) -> bool:
    return each.post.since_on <= day and (each.post.until_on is None or each.post.until_on >= day)


def _follows(old: CadrePost, new: CadrePost) -> bool:
    ended = old.post.until_on
    return ended is not None and old.post.since_on < new.post.since_on and abs(new.post.since_on - ended) <= GAP


def _said(each: CadrePost) -> str:
    return f"{each.post.unit} {each.post.title}"
