"""People are told: of what happened, in the transaction in which it happens; of what waits, by the digest."""

import datetime
from collections.abc import Iterable, Sequence

from django.db import transaction

from duban.asks.desk import Desk
from duban.asks.reminders.lines import lines_of
from duban.asks.reminders.models import Digest, Reminder
from duban.asks.schedule import Almanac, almanac
from duban.base import clock
from duban.base.privacy import refuse_personal_numbers
from duban.orgs.models import Person, User
from duban.orgs.permits import keep_grants


def remind(people: Iterable[Person | int], key: str, *, text: str, url: str, why: str = "") -> None:
    """Tell people of something that cannot wait for the digest: it stands with them in the next working time.

    Called inside the verb that causes it: undone work tells nothing. Told once for each person and key.

    Args:
        key: what happened to which record, as "duties.return_task/duties.task:7/2026-11-23".
        url: the page it opens, without the name of the site.

    Raises:
        BadInput: the text holds a personal number.
        ValueError: the address is of another site.
    """
    if not url.startswith("/") or url.startswith("//"):
        raise ValueError(f"a reminder opens a page of this site, not {url!r}")
    refuse_personal_numbers({"text": text, "why": why})
    at = almanac().next_open(clock.now())
    Reminder.objects.bulk_create(
        [
            Reminder(
                person_id=person if isinstance(person, int) else person.pk,
                key=key,
                group=Reminder.Group.NEWS,
                text=text[:300],
                why=why[:300],
                url=url,
                tell_at=at,
            )
            for person in people
        ],
        ignore_conflicts=True,
    )


def send_digests(by: Almanac) -> tuple[int, int, int]:
    """Tell everybody what waits for them; in working time, nothing twice. (People told, lines, people left for later.)

    Whoever has no digest of this month yet gets it; whoever has it is told what has become overdue since. May be run
    again at any time: it goes on where it stopped.
    """
    day = clock.today()
    month = f"{day:%Y-%m}"
    users = list(
        User.objects.filter(is_active=True, person__in=Person.objects.here(day)).select_related("person").order_by("pk")
    )
    keep_grants(users)
    told_before = set(Digest.objects.filter(month=month).values_list("person_id", flat=True))
    told = lines = left = 0
    quiet: list[Digest] = []
    for number, user in enumerate(users):
        if not by.is_open(now := clock.now()):
            left = len(users) - number
            break
        desk = Desk(user, day)
        # Read once for everybody.
        desk.book, desk.calendar = by.book, by.calendar
        is_first = user.person_id not in told_before
        found = {line.key: line for line in lines_of(desk, only_late=not is_first)}
        if found and user.person_id:
            made = send_digest(user.person_id, month if is_first else "", list(found.values()), now)
            told, lines = told + bool(made), lines + made
        elif is_first and user.person_id:
            quiet.append(Digest(person_id=user.person_id, month=month, told_at=now))
    # Whoever has nothing to be told is most people: their rows are written together.
    Digest.objects.bulk_create(quiet, ignore_conflicts=True, batch_size=500)
    return told, lines, left


def send_digest(person_id: int, month: str, lines: Sequence[Reminder], now: datetime.datetime) -> int:
    """Tell one person at this moment; how many lines are new. With a month it is the digest of that month."""
    with transaction.atomic():
        digest = None
        if month:
            digest, new = Digest.objects.get_or_create(person_id=person_id, month=month, defaults={"told_at": now})
            if not new:
                return 0  # another process was faster
        known = Reminder.objects.filter(person_id=person_id, key__in=[line.key for line in lines])
        keys = set(known.values_list("key", flat=True))
        fresh = [line for line in lines if line.key not in keys]
        for line in fresh:
            line.person_id, line.digest, line.tell_at = person_id, digest, now  # type: ignore[assignment]
        Reminder.objects.bulk_create(fresh, ignore_conflicts=True)
        return len(fresh)
