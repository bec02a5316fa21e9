"""Which accounts the lock on wrong passwords holds. Its table knows no names: what is typed there may be a password."""

from collections import Counter
from collections.abc import Iterable
from hashlib import sha256

from axes.models import AccessAttempt  # type: ignore[import-untyped]
from django.conf import settings
from django.db.models import QuerySet, Sum

from duban.base import clock
from duban.orgs.models import User


def digest_of(username: str) -> str:
    """The account name as the lock keeps it."""
    return sha256(f"{settings.SECRET_KEY}:{username.strip().lower()}".encode()).hexdigest()


def locked_digests() -> set[str]:
    """The names that are locked now, from whichever address. One query; few rows, for a lock lasts minutes."""
    attempts = AccessAttempt.objects.filter(attempt_time__gte=clock.now() - settings.AXES_COOLOFF_TIME)
    failed = attempts.order_by().values_list("username", "ip_address").annotate(failures=Sum("failures_since_start"))
    locked, everywhere = set(), Counter[str]()
    for username, _address, failures in failed:
        everywhere[username] += failures
        if failures >= settings.AXES_FAILURE_LIMIT or everywhere[username] >= settings.ACCOUNT_FAILURE_LIMIT:
            locked.add(username)
    return locked


def locked_among(users: QuerySet[User]) -> set[int]:
    """The keys of those accounts that are locked. One query, and another that reads their names while any is."""
    digests = locked_digests()
    return named_in(digests, users.values_list("pk", "username")) if digests else set()


def named_in(digests: set[str], names: Iterable[tuple[int, str]]) -> set[int]:
    """The keys of those whose names have one of the digests."""
    return {pk for pk, username in names if digest_of(username) in digests}


def unlock(user: User) -> int:
    """Forget the wrong passwords of the account. Returns how many rows that were."""
    gone, _by_table = AccessAttempt.objects.filter(username=digest_of(user.username)).delete()
    return gone
