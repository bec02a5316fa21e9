"""The lines that this wing itself knows: posts, training, honours, yearly comments."""

import datetime
import json
from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext as _

from duban.ledgers.cadres.duty_record import Line, Part
from duban.ledgers.cadres.models import YearlyComment
from duban.ledgers.cadres.training import TOOK_PART
from duban.ledgers.models import LedgerRecord
from duban.orgs.models import Person, Post
from duban.orgs.permits import above_of


def post_lines(person: Person) -> Iterator[Line]:
    """Every post with its days and, where somebody said so, its kind. One query."""
    for post in Post.objects.filter(person=person).select_related("unit", "cadre_post__kind"):
        kind = post.cadre_post.kind.name if hasattr(post, "cadre_post") else ""
        yield Line(
            Part.POSTS,
            post.key,
            post.since_on,
            _("%(title)s, %(unit)s") % {"title": post.title, "unit": post.unit.name},
            post.unit,
            until=post.until_on,
            more="、".join(filter(None, [kind, str(post.get_kind_display())])),
            lasts=True,
        )


def training_lines(person: Person) -> Iterator[Line]:
    """Classes the person took part in. Hours stand on the page of one's own hours and not in what others read. One query.

    A line is named by the class and the person: who corrects the class may write its attendance anew.
    """
    for each in TOOK_PART.filter(person=person).select_related("record__unit"):
        held = each.record
        yield Line(Part.TRAINING, f"{held.key}@{person.pk}", held.held_on, held.title, held.unit)


def honour_lines(person: Person) -> Iterator[Line]:
    """Honours on record whose holder is named as the person, where nobody else there has the name. Three queries at most."""
    units = {person.unit.path, *Post.objects.filter(person=person).values_list("unit__path", flat=True)}
    paths = {each for path in units for each in (path, *above_of(path))}
    named = json.dumps(person.name, ensure_ascii=False)
    rows = LedgerRecord.objects.filter(
        Q(unit__path__in=paths), kind__code="honour", withdrawn_on__isnull=True, said__contains=named
    )
    found = [each for each in rows.select_related("unit") if each.values.get("holder") == person.name]
    if not found:
        return
    others = list(Person.objects.filter(name=person.name).exclude(pk=person.pk).values_list("unit__path", flat=True))
    for each in found:
        if not any(path.startswith(each.unit.path) for path in others):
            yield Line(Part.HONOURS, each.key, each.held_on, each.title, each.unit, more=each.values.get("issuer", ""))


def comment_lines(person: Person) -> Iterator[Line]:
    """Yearly comments on part-time work. One query."""
    for each in YearlyComment.objects.filter(person=person).select_related("unit"):
        yield Line(
            Part.COMMENTS,
            each.key,
            datetime.date(each.year, 12, 31),
            each.text,
            each.unit,
            more=_("%(year)s, %(unit)s") % {"year": each.year, "unit": each.unit.name},
        )
