"""Posts: how they are said, whose standing asks for a look, and which of a unit nobody holds."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from duban.base import clock
from duban.orgs import forms
from duban.orgs.house_rules import rule
from duban.orgs.ledger import is_secretary
from duban.orgs.models import BRANCHES, Person, Post, Unit
from duban.orgs.permits import PERMITS
from duban.orgs.roll import roll_of
from duban.orgs.seats import seat_of

COMMITTEE_POSTS = ("组织委员", "宣传委员", "纪检委员")
"""支部工作条例: a committee has a secretary and members for organisation, publicity and discipline."""


@dataclass(frozen=True)
class Vacancy:
    """A post that nobody holds, and why one is expected."""

    title: str
    why: str


def ending_of(post: Post, person: Person, user: Any, wrong: forms.EndPost | None) -> forms.EndPost | None:
    """The form that ends the post, for those who may."""
    if not PERMITS["orgs.end_post"].possible(user, post):
        return None
    if wrong and wrong.data.get("post") == str(post.pk):
        return wrong
    return forms.EndPost(person=person, user=user, initial={"post": post.pk}, auto_id=f"EndPost-{post.pk}-%s")


def standing_advice(person: Person, held: Iterable[Post]) -> str:
    """What the rules say of a branch secretary's standing when the person's falls short; '' otherwise. Advice, no more.

    One query, and one more for the units' kinds, when a post of secretary is held.
    """
    # The title is asked first: whose is no secretary's costs no query for the unit's kind.
    posts = [post for post in held if is_secretary(post.title, "branch") and post.unit.kind.code in BRANCHES]
    if not posts:
        return ""
    since = max(post.since_on for post in posts)
    found = rule("election.secretary_standing_years", since)
    if found is None:
        return ""
    years = person.standing_years(since)
    if years is not None and years >= found.number:
        return ""
    stands = _("not known") if years is None else _("%(n)s years") % {"n": years}
    return _("A branch secretary usually has %(n)s year of party standing or more (%(basis)s); here: %(found)s.") % {
        "n": found.number,
        "basis": found.cited,
        "found": stands,
    }


def vacancies_of(unit: Unit, posts: Iterable[Post]) -> list[Vacancy]:
    """Posts of the unit that nobody holds today: those the rules ask for, and those that somebody held before.

    Args:
        posts: all posts of the unit, ended ones too.
    """
    today = clock.today()
    posts = list(posts)
    held = {post.title for post in posts if post.since_on <= today and not post.has_ended()}
    # 书记 and 支部书记 are one seat: who holds it under one name does not leave it vacant under the other.
    filled = {seat_of(title, unit.name) for title in held} - {""}
    found = []
    if unit.kind.code in BRANCHES:
        if not any(is_secretary(title, unit.kind.code) for title in held):
            found.append(Vacancy(_("secretary"), _("every branch has one")))
        least = rule("org.branch_committee.full_members_min", today)
        if least is not None and roll_of(unit, today).full >= least.number:
            why = _("from %(n)s full members on a committee is set up (%(basis)s)") % {
                "n": least.number,
                "basis": least.cited,
            }
            found += [Vacancy(title, why) for title in COMMITTEE_POSTS if title not in held | filled]
    known = {each.title for each in found}
    for post in posts:
        if (
            post.has_ended()
            and post.title not in held | known
            and seat_of(post.title, unit.name) not in filled
            and not (is_secretary(post.title, unit.kind.code) and _("secretary") in known)
        ):
            known.add(post.title)
            found.append(Vacancy(post.title, _("held until %(day)s") % {"day": post.until_on}))
    return found
