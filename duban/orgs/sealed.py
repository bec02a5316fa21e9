"""The sealed numbers of people: written, shown with their middle hidden, opened, and sealed anew under another key."""

from typing import Any

from django.db import transaction
from django.db.models import Q

from duban.audit.actions import record
from duban.base.crypto import Unreadable, digest, digests, is_current, seal, unseal
from duban.base.privacy import masked
from duban.orgs.models import Person

SEALED = ("mobile", "identity_number")
"""The fields of a person that are in the database in cipher only."""
BATCH = 500


def bound_to(name: str) -> str:
    """What the values of this field are bound to: they open in it only."""
    return f"orgs.person.{name}"


def put_sealed(person: Person, name: str, clear: str) -> None:
    """Put a number into a person that is saved later; what is there already in clear stays sealed as it is.

    What cannot be opened any more is replaced or emptied all the same: a lost key ends with the number entered anew.
    """
    if clear and clear == clear_or_nothing(person, name):
        return
    setattr(person, name, seal(clear, bound=bound_to(name)))
    if name == "identity_number":
        person.identity_digest = digest(clear, bound=bound_to(name))


def opened(person: Person, name: str) -> str:
    """The clear number, '' when none is kept. Whoever shows it to people does it by the verb show_sealed."""
    return unseal(getattr(person, name), bound=bound_to(name))


def clear_or_nothing(person: Person, name: str) -> str:
    """The clear number to compare with, '' also of one that cannot be opened."""
    try:
        return opened(person, name)
    except Unreadable:
        return ""


def can_be_opened(person: Person, name: str) -> bool:
    """Whether the key of this number is set here; also when none is kept."""
    try:
        opened(person, name)
    except Unreadable:
        return False
    return True


def hidden(person: Person, name: str) -> str:
    """The number with its middle hidden, '' when none is kept."""
    return masked(opened(person, name))


def said(person: Person, name: str) -> str:
    """As hidden; of a number that cannot be opened the sentence that says why, so that the page opens and takes a new one."""
    try:
        return hidden(person, name)
    except Unreadable as error:
        return str(error)


def with_number(number: str) -> Q:
    """The condition that somebody has this identity number, whichever key it was compared with."""
    return Q(identity_digest__in=digests(number, bound=bound_to("identity_number"))) if number else Q(pk__in=())


def reseal_all() -> int:
    """Seal every number anew that is not under the key and the cipher in use; how many there were. May be run again.

    No permit: run by the command on the server itself.

    Raises:
        Unreadable: a number was sealed with a key that is not set any more; what is done so far stays.
    """
    done, last = 0, 0
    kept: Any = Person.objects.exclude(mobile="", identity_number="")
    while True:
        with transaction.atomic():
            # Locked: a number that is entered meanwhile waits, or is read here as it was entered.
            rows = list(kept.select_for_update().filter(pk__gt=last).order_by("pk")[:BATCH])
            if not rows:
                break
            last = rows[-1].pk
            done += _reseal(rows)
    if done:
        with transaction.atomic():
            record("orgs.reseal", "orgs.person:?", detail={"count": [None, done]})
    return done


def _reseal(rows: list[Person]) -> int:
    done = 0
    old = [row for row in rows if any(not is_current(getattr(row, name)) for name in SEALED)]
    for row in old:
        for name in SEALED:
            if not is_current(getattr(row, name)):
                clear = opened(row, name)
                setattr(row, name, "")
                put_sealed(row, name, clear)
                done += 1
    Person.objects.bulk_update(old, [*SEALED, "identity_digest"])
    return done
