"""Who was elected takes office: the committee becomes posts, each with a person from the roll, in one go."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.base.errors import BadInput
from duban.ledgers.signals import posts_filled
from duban.ledgers.terms.models import Candidate, Term
from duban.ledgers.terms.queries import MEMBER, officers_of, posts_that_end, waiting_for_posts
from duban.orgs.action import action, tell
from duban.orgs.actions import appoint, end_post
from duban.orgs.models import Person, Post, Role
from duban.orgs.permits import PERMITS
from duban.orgs.seats import seat_of
from duban.orgs.tree import alone

DAY = datetime.timedelta(days=1)


@alone
@action(
    "terms.take_office",
    gettext_lazy("wrote the committee to posts"),
    roles={Role.COMMITTEE_ADMIN, Role.UNIT_SECRETARY},
    when=lambda term, by: bool(waiting_for_posts(term)),
)
def take_office(term: Term, *, by: Any, seats: Mapping[Candidate, tuple[Person, str]]) -> None:
    """Give each of the elected the post, from the day of the election; after a whole election the committee before ends.

    Who goes on in the same seat keeps the post, its title and its kind: 书记 and 支部书记 are one seat. The other posts of the committee before (`posts_that_end`) end on the day before;
    what this organisation has besides, of the league or a discipline commission, is not touched.

    Args:
        seats: who was elected → (person from the roll, title of the post). All that wait, each person once.

    Raises:
        BadInput: somebody is missing, or stands there twice.
    """
    waiting = waiting_for_posts(term)
    places = [(each.name, _("nobody chosen"), _("a person of the roll")) for each in waiting if each not in seats]
    people = [person for person, _title in seats.values()]
    places += [
        (str(person), _("twice"), _("each once")) for person in dict.fromkeys(people) if people.count(person) > 1
    ]
    if places:
        raise BadInput(_("The committee is not whole."), places=places)
    since_on = max(each.election.held_on for each in waiting)

    def place(person: int, title: str) -> tuple[int, str]:
        return person, seat_of(title, term.unit.name) or title

    wanted = {place(seats[each][0].pk, seats[each][1]) for each in waiting}
    held = Post.objects.held(since_on).filter(unit=term.unit).select_related("person", "unit").order_by("pk")
    kept = {at: post for post in held if (at := place(post.person_id, post.title)) in wanted}
    officers = officers_of(term)
    filled = []
    for post in posts_that_end(term, waiting):
        if post not in kept.values():
            end_post(post, by=by, until_on=max(since_on - DAY, post.since_on))
    made = []
    for each in waiting:
        person, title = seats[each]
        each.post = kept.get(place(person.pk, title)) or appoint(
            person, by=by, unit=term.unit, title=title, kind=Post.Kind.PART_TIME, since_on=since_on
        )
        each.save(update_fields=["post", "updated_at"])
        made.append(each.post.key)
        filled.append((each.post, officers.get(each.name, MEMBER)))
    tell(posts=[None, made])
    posts_filled.send(Term, filled=filled)


def may_take_office(term: Term, user: Any) -> bool:
    """Whether the person could write the committee to posts now."""
    return PERMITS["terms.take_office"].possible(user, term)
