"""What the page of one person shows: unit, membership, the posts held now and before. Nothing else is kept of anybody."""

from typing import Any

from django.utils.translation import gettext as _

from duban.base import clock
from duban.orgs import forms
from duban.orgs.models import Person, Post
from duban.orgs.panels import person_cards
from duban.orgs.permits import PERMITS
from duban.orgs.queries import story_of


def person_page(
    person: Person, user: Any, *, wrong: forms.OnPerson | None = None, find: str = "", done: Any = None
) -> dict[str, Any]:
    """Everything the page shows; `wrong` is the form that was refused: it stands open with what was typed."""
    posts = list(person.posts.select_related("unit"))
    held = [post for post in posts if not post.has_ended()]
    may_appoint = PERMITS["orgs.appoint"].possible(user, person)
    ending = wrong if isinstance(wrong, forms.EndPost) else None
    return {
        "person": person,
        "held": [(post, _ending(post, person, user, ending)) for post in held],
        "past": [post for post in posts if post not in held],
        "form": (wrong if isinstance(wrong, forms.Appoint) else None)
        or (forms.Appoint(person=person, user=user, find=find) if may_appoint else None),
        "find": find,
        "cards": person_cards(person, user, clock.today()),
        "story": story_of(
            {person.key: "", **{post.key: _said(post) for post in posts}}, ("orgs.appoint", "orgs.end_post")
        ),
    }


def _ending(post: Post, person: Person, user: Any, wrong: forms.EndPost | None) -> forms.EndPost | None:
    if not PERMITS["orgs.end_post"].possible(user, post):
        return None
    if wrong and wrong.data.get("post") == str(post.pk):
        return wrong
    return forms.EndPost(person=person, user=user, initial={"post": post.pk}, auto_id=f"EndPost-{post.pk}-%s")


def _said(post: Post) -> str:
    return _("%(title)s, %(unit)s") % {"title": post.title, "unit": post.unit}
