"""What the wing has open in organisations that are about to end."""

from collections import Counter
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext_lazy as _

from duban.base import clock
from duban.ledgers.dues.months import month_of
from duban.ledgers.dues.standing import known_of
from duban.orgs.models import Person, Unit
from duban.orgs.still_open import Found


def open_dues(units: Sequence[Unit], has_heir: bool) -> Iterator[Found]:
    """Members of whom a month of this year is not recorded."""
    today = clock.today()
    people = list(Person.objects.here().filter(unit__in=units).exclude(membership=Person.Membership.NONE))
    known = known_of(people, today.year)
    behind = Counter(
        person.unit_id
        for person in people
        if known.account(person, today.year, today=today, last=month_of(today)).is_behind
    )
    for key, number in behind.items():
        yield key, _("members with months of dues that are not recorded"), number, _("record them first")
