"""The comparison of one workbook: who makes it, how far it is, what is kept of it.

A small workbook is compared before its upload is answered. A large one is answered at once; the page that opens asks for the
comparison by a request of its own and shows how far it is. So no process waits in the background: the request that compares
is the work, and when it dies with its server the page asks for it again.
"""

from datetime import timedelta
from typing import Any

from django.db.models import Q

from duban.base import clock
from duban.base.errors import Conflict
from duban.documents.actions import release_held, release_upload
from duban.documents.exchange.actions import Moved, bring_in, compare_batch, decided_of
from duban.documents.exchange.book import ReadBook, read_book
from duban.documents.exchange.compare import compared
from duban.documents.exchange.models import Batch
from duban.documents.store import is_whole, path_of
from duban.orgs.exchange import exchanges_for
from duban.packs.rules import rulebook

AT_ONCE_BYTES = 150_000
"""A workbook up to this size, some two thousand rows, is compared before its upload is answered."""
KEPT_DAYS = "exchange.kept_days"
"""The rule that says for how many days a comparison waits that nobody confirms; then it is cleared each day, at the next start,
and when anybody sends the next workbook."""
SILENT_SECONDS = 30
"""A comparison that has said nothing for so long has died."""


def is_small(batch: Batch) -> bool:
    """Whether it can be compared while somebody waits."""
    return path_of(batch.sha256).stat().st_size <= AT_ONCE_BYTES


def compare_now(batch: Batch, user: Any) -> bool:
    """Compare it and keep what was found; False when another request is at it."""
    turn = _Turn(batch)
    if not turn.is_ours():
        return False
    book = book_of(batch, user)
    Batch.objects.filter(pk=batch.pk).update(row_count=book.row_count)
    try:
        compare_batch(batch, book, [] if book.faults else compared(book, user), progress=turn.say)
    except _Overtaken:
        return False
    return True


def confirm(batch: Batch, user: Any) -> Batch:
    """Bring it in. When something changed here since it was looked at, nothing comes in and the new comparison is kept."""
    book = book_of(batch, user)
    try:
        done: Batch = bring_in(batch, by=user, book=book)
    except Moved:
        compare_batch(batch, book, compared(book, user, decided=decided_of(batch)))
        return batch
    release(done)
    return done


def release(batch: Batch) -> None:
    """The workbook itself is not needed any more: what it brought stands in the rows. Nobody else may wait for the same."""
    waiting = Batch.objects.filter(sha256=batch.sha256, state__in=[Batch.State.HELD, Batch.State.READY])
    if not waiting.exclude(pk=batch.pk).exists():
        release_upload(batch.sha256)


def kept_for() -> timedelta | None:
    """How long what nobody confirmed is kept; None without a rule. One query."""
    rule = rulebook().find(KEPT_DAYS, clock.today())
    return timedelta(days=int(rule.number)) if rule else None


def clear_unconfirmed() -> int:
    """Comparisons that nobody confirmed for so long, with their workbooks; how many there were."""
    if (kept := kept_for()) is None:
        return 0
    waiting = Batch.objects.exclude(state__in=[Batch.State.DONE, Batch.State.TAKEN_BACK])
    old = list(waiting.filter(updated_at__lt=clock.now() - kept))
    for batch in old:
        release(batch)
        batch.delete()
    return len(old)


def clear_held() -> int:
    """The same, and every content that was held for so long and became nothing; how many of both."""
    kept = kept_for()
    if kept is None:
        return 0
    cleared = clear_unconfirmed()
    waiting = set(Batch.objects.values_list("sha256", flat=True))
    return cleared + release_held(kept, but=waiting)


def book_of(batch: Batch, user: Any) -> ReadBook:
    """The workbook, read anew.

    Raises:
        Conflict: its content is not in the store any more.
    """
    if not is_whole(batch.sha256):
        raise Conflict
    kinds = [each for each in exchanges_for(user) if batch.kind in ("", each.code)]
    return read_book(path_of(batch.sha256), batch.name, kinds, only=bool(batch.kind) or len(kinds) == 1)


class _Overtaken(Exception):
    """Another request has taken the comparison over, for this one was silent for long."""


class _Turn:
    """That this request is the one that compares."""

    def __init__(self, batch: Batch) -> None:
        self.rows, self.said_at = Batch.objects.filter(pk=batch.pk, state=Batch.State.HELD), clock.now()

    def is_ours(self) -> bool:
        """Take it, unless somebody is at it."""
        free = Q(started_at=None) | Q(started_at__lt=self.said_at - timedelta(seconds=SILENT_SECONDS))
        return bool(self.rows.filter(free).update(started_at=self.said_at, compared=0))

    def say(self, rows: int) -> None:
        """How far it is."""
        now = clock.now()
        if not self.rows.filter(started_at=self.said_at).update(compared=rows, started_at=now):
            raise _Overtaken
        self.said_at = now
