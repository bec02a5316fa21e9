"""People come to a unit: by a verb of theirs, or because their own changed. Where they were is kept."""

import datetime
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from duban.base import clock
from duban.base.errors import BadInput, Conflict
from duban.orgs.action import locked
from duban.orgs.models import Change, Person, Stay, Unit
from duban.orgs.person_fields import label
from duban.orgs.signals import people_moved
from duban.orgs.tree import hold_tree

DAY = datetime.timedelta(days=1)
PORTION = 500


def into(verb: Callable[..., Any]) -> Callable[..., Any]:
    """Let a verb that puts a person into a unit wait while that unit, or the person's own, is merged or dissolved.

    The tree is held, then the units, then the person, as a merger does it: two never wait for each other.
    """

    @wraps(verb)
    def run(person: Person, *, by: Any, unit: Unit | None = None, **given: Any) -> Any:
        with transaction.atomic():
            hold_tree()
            rows = locked([person.unit, unit] if unit else [person.unit])
            if unit is not None:
                given["unit"] = next(row for row in rows if row.pk == unit.pk)
            return verb(person, by=by, **given)

    run.permit = verb.permit  # type: ignore[attr-defined]
    return run


def must_stand(unit: Unit, since_on: datetime.date, until_on: datetime.date | None = None) -> None:
    """Raise when the unit does not stand from that day on: to the other one, or without end."""
    ended = unit.dissolved_on
    if not unit.stands_on(since_on) or (ended is not None and (until_on is None or until_on >= ended)):
        raise BadInput(
            _("The organisation does not stand on these days."),
            places=[(label("unit"), unit.name, _("another organisation that stands on that day"))],
        )


def bring(people: Sequence[Person], unit: Unit, change: Change, *, by: Any) -> None:
    """Let these people belong to the unit from the day of the change on, with a stay where they were until then.

    Raises:
        Conflict: one of them has gone elsewhere since they were read.
    """
    for start in range(0, len(people), PORTION):
        where = {person.pk: person.unit_id for person in people[start : start + PORTION]}
        portion = locked(people[start : start + PORTION])
        if any(person.unit_id != where[person.pk] or person.left_on for person in portion):
            raise Conflict
        # Whoever came on this day or later was there for no day that this change ends.
        before = [person for person in portion if (person.since_on or datetime.date.min) < change.holds_on]
        Stay.objects.bulk_create(
            Stay(
                person=person,
                unit_id=person.unit_id,
                membership=person.membership,
                since_on=person.since_on,
                until_on=change.holds_on - DAY,
            )
            for person in before
        )
        pks = [person.pk for person in portion]
        Person.objects.filter(pk__in=pks).update(unit=unit, updated_at=clock.now())
        Person.objects.filter(pk__in=[person.pk for person in before]).update(since_on=change.holds_on)
    if people:
        people_moved.send(Person, people=people, unit=unit, since_on=change.holds_on, reason=change.symbol, by=by)
