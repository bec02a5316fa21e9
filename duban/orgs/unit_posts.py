"""The card of the roll, and what the page of a unit's posts shows: who holds which, which nobody holds, who held them before."""

import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from duban.base import clock
from duban.orgs.models import Unit
from duban.orgs.panels import Card
from duban.orgs.permits import PERMITS
from duban.orgs.posts import vacancies_of
from duban.orgs.roll import roll_of
from duban.ui.shapes import Link


def unit_posts_page(unit: Unit, user: Any) -> dict[str, Any]:
    """Everything the page shows. The same number of queries whatever the number of posts."""
    stands = unit.stands_on(clock.today())
    posts = list(unit.posts.select_related("person", "person__unit").order_by("pk"))
    return {
        "unit": unit,
        "crumb": [Link(str(unit), reverse("unit", args=[unit.pk])), Link(_("Posts"))],
        "held": [post for post in posts if not post.has_ended()],
        "past": sorted((post for post in posts if post.has_ended()), key=lambda post: post.until_on, reverse=True),
        "vacancies": vacancies_of(unit, posts) if stands else [],
        "roll": roll_of(unit, clock.today()),
        "may_appoint": stands and PERMITS["orgs.appoint"].allows(user, unit.posts.model(unit=unit)),
    }


def roll_card(unit: Unit, user: Any, day: datetime.date) -> Card | None:
    """党员名册 on the page of a unit: what the roll says beside what was reported, and the posts. Two queries."""
    roll = roll_of(unit, day)
    if not roll.is_kept and roll.reported is None:
        return None
    return Card(
        _("Roll of members"),
        "orgs/_roll.html",
        {"roll": roll, "unit": unit, "day": day},
        count=roll.members if roll.is_kept else "",
        url=f"{reverse('person_list')}?unit={unit.pk}",
        url_word=_("People"),
    )
