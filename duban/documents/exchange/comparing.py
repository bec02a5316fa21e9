"""The comparison of one workbook: who makes it, how far it is, what is kept of it.

A small workbook is compared before its upload is answered. A large one is answered at once; the page that opens asks for the
comparison by a request of its own and shows how far it is. So no process waits in the background: the request that compares
is the work, and when it dies with its server the page asks for it again.
"""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from duban.base import clock
from duban.base.errors import Conflict
from duban.documents.actions import release_upload
from duban.documents.exchange.actions import Moved, bring_in, compare_batch
from duban.documents.exchange.book import ReadBook, read_book
from duban.documents.exchange.compare import compared
from duban.documents.exchange.models import Batch
from duban.documents.store import is_whole, path_of
from duban.orgs.exchange import exchanges_for

AT_ONCE_BYTES = 150_000
"""A workbook up to this size, some two thousand rows, is compared before its upload is answered."""
KEPT_DAYS = 7
"""So long a comparison waits that nobody confirms; then the next workbook that anybody sends, or the next start, clears it."""
SILENT_SECONDS = 30
"""A comparison that has said nothing for so long has died."""


def is_small(batch: Batch) -> bool:
    """Whether it can be compared while somebody waits."""
    return path_of(batch.sha256).stat().st_size <= AT_ONCE_BYTES


def compare_now(batch: Batch, user: Any) -> bool:
    """Compare it and keep what was found; False when another request is at it already."""
    if not _claimed(batch):
        return False
    book = book_of(batch, user)
    Batch.objects.filter(pk=batch.pk).update(row_count=book.row_count)
    rows = [] if book.faults else compared(book, user, progress=lambda n: _say(batch, n))
    with transaction.atomic():
        compare_batch(batch, book, rows)
    return True


def confirm(batch: Batch, user: Any) -> Batch:
    """Bring it in. When something changed here since it was looked at, nothing comes in and the new comparison is kept."""
    book = book_of(batch, user)
    try:
        done: Batch = bring_in(batch, by=user, book=book)
    except Moved:
        decided = {(line.sheet, line.number): line.decided for line in batch.lines.all() if line.decided}
        rows = compared(book, user, decided=decided)
        with transaction.atomic():
            compare_batch(batch, book, rows)
        return batch
    release(done)
    return done


def release(batch: Batch) -> None:
    """The workbook itself is not needed any more: what it brought stands in the rows. Nobody else may wait for the same."""
    waiting = Batch.objects.filter(sha256=batch.sha256, state__in=[Batch.State.HELD, Batch.State.READY])
    if not waiting.exclude(pk=batch.pk).exists():
        release_upload(batch.sha256)


def clear_unconfirmed() -> None:
    """Comparisons that nobody confirmed for so long, with their workbooks."""
    waiting = Batch.objects.exclude(state__in=[Batch.State.DONE, Batch.State.TAKEN_BACK])
    for batch in waiting.filter(updated_at__lt=clock.now() - timedelta(days=KEPT_DAYS)):
        release(batch)
        batch.delete()


def book_of(batch: Batch, user: Any) -> ReadBook:
    """The workbook, read anew.

    Raises:
        Conflict: its content is not in the store any more.
    """
    if not is_whole(batch.sha256):
        raise Conflict
    kinds = [each for each in exchanges_for(user) if batch.kind in ("", each.code)]
    return read_book(path_of(batch.sha256), batch.name, kinds, only=bool(batch.kind) or len(kinds) == 1)


def _claimed(batch: Batch) -> bool:
    """Whether this request is the one that compares."""
    now = clock.now()
    free = Q(started_at=None) | Q(started_at__lt=now - timedelta(seconds=SILENT_SECONDS))
    return bool(Batch.objects.filter(free, pk=batch.pk, state=Batch.State.HELD).update(started_at=now))


def _say(batch: Batch, rows: int) -> None:
    Batch.objects.filter(pk=batch.pk).update(compared=rows, started_at=clock.now())
