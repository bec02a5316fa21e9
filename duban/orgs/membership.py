"""What speaks against a change of the membership: asked by the verb, so that nobody becomes a member beside the rules unseen."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from duban.base.months import months_after
from duban.orgs.house_rules import rule
from duban.orgs.models import BRANCHES, Person, Post
from duban.orgs.person_fields import label
from duban.orgs.seats import seat_of
from duban.orgs.signals import membership_asked

Place = tuple[str, str, str]
PARTY = (*BRANCHES, "general_branch", "primary_committee", "village", "party_group")
"""The kinds of unit in which only members hold posts."""


@dataclass(frozen=True)
class Days:
    """The days of a member, as they would be."""

    joined_on: datetime.date | None
    converted_on: datetime.date | None


def missing(membership: str, days: Days) -> Iterator[Place]:
    """Without these days nobody is a member: party standing and probation count from them."""
    wanted = {Person.Membership.PROBATIONARY: ("joined_on",), Person.Membership.FULL: ("joined_on", "converted_on")}
    for name in wanted.get(Person.Membership(membership), ()):
        if getattr(days, name) is None:
            yield label(name), _("not given"), _("the day on which it was decided")


def against_rules(person: Person, membership: str, days: Days) -> Iterator[Place]:
    """What the rules of admission say against it: the year of probation, and a way that stands at another step."""
    if membership == Person.Membership.FULL and days.joined_on and days.converted_on:
        months = rule("admission.probation_months", days.converted_on)
        first = months_after(days.joined_on, int(months.number)) if months else days.converted_on
        if months and days.converted_on < first:
            expected = _("%(day)s or later: %(n)s months of probation (%(basis)s)") % {
                "day": first,
                "n": months.number,
                "basis": months.cited,
            }
            yield label("converted_on"), str(days.converted_on), expected
    for _receiver, said in membership_asked.send(Person, person=person, membership=membership):
        if said:
            yield label("membership"), str(Person.Membership(membership).label), str(said)


def party_posts(person: Person, day: datetime.date) -> list[Post]:
    """The posts held on that day or later that only a member holds. One query."""
    posts = person.posts.exclude(until_on__lt=day).select_related("unit__kind").order_by("pk")
    return [post for post in posts if post.unit.kind.code in PARTY or seat_of(post.title, post.unit.name)]
