"""What this wing puts on the page of a unit and of a person."""

import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from duban.ledgers.cadres.models import CadrePost, Filing, PostKind
from duban.ledgers.cadres.pool import held_cadre_posts, staffing_at
from duban.ledgers.cadres.queries import people_with_record_for
from duban.orgs.models import Person, Unit
from duban.orgs.panels import Card
from duban.orgs.permits import below
from duban.packs.rules import rulebook


def unit_card(unit: Unit, user: Any, day: datetime.date) -> Card | None:
    """Who does party affairs in the unit, and whether they are enough where it has a staff. Five queries at most."""
    posts = (
        CadrePost.objects.filter(held_cadre_posts(day), below(unit.path, "post__unit__path"))
        .exclude(kind__field=PostKind.Field.BUSINESS)
        .order_by("post__unit__path", "kind__place", "pk")
    )
    shown = list(posts.filter(post__unit=unit).select_related("post__person", "kind")[:8])
    people = posts.order_by().values("post__person").distinct().count()
    # Nothing is asked any more of what has ended.
    has_staff = unit.stands_on(day) and (unit.kind.is_assessed or unit.staff_count is not None)
    if not people and not has_staff:
        return None
    return Card(
        _("Party-affairs cadres"),
        "cadres/cards.html#of_unit",
        {
            "posts": shown,
            "check": staffing_at(unit, day, rulebook()) if has_staff else None,
            "filing": Filing.objects.filter(unit=unit, state__in=Filing.OPEN).select_related("person").first(),
        },
        count=people,
        url=reverse("cadre_structure", args=[unit.pk]),
        url_word=_("Structure"),
    )


def person_card(person: Person, user: Any, day: datetime.date) -> Card | None:
    """What somebody does in party affairs. The way to the duty record is shown to those who may read it. Two queries."""
    posts = list(
        CadrePost.objects.filter(held_cadre_posts(day), post__person=person)
        .exclude(kind__field=PostKind.Field.BUSINESS)
        .select_related("post__unit", "kind")
    )
    sees = people_with_record_for(user).filter(pk=person.pk).exists()
    if not posts and not sees:
        return None
    return Card(
        _("Party-affairs cadre"),
        "cadres/cards.html#of_person",
        {"posts": posts, "person": person, "sees_record": sees},
        count=len(posts) or "",
        url=reverse("cadre", args=[person.pk]) if posts else "",
        url_word=_("In the pool"),
    )
