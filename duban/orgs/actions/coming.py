"""People come to another unit because their own changed, and not by a verb of theirs. Where they were is kept."""

import datetime
from collections.abc import Sequence

from duban.base import clock
from duban.orgs.models import Change, Person, Stay, Unit

DAY = datetime.timedelta(days=1)
PORTION = 500


def bring(people: Sequence[Person], unit: Unit, change: Change) -> None:
    """Let these people belong to the unit from the day of the change on, with a stay where they were until then."""
    for start in range(0, len(people), PORTION):
        portion = people[start : start + PORTION]
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
