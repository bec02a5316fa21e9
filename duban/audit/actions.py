"""The writes of this room: one thing that happens now, or a history that is brought in."""

import datetime
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from duban.audit.models import Entry, Head
from duban.audit.origin import origin
from duban.base import clock

_waiting: ContextVar[list[dict[str, Any]] | None] = ContextVar(
    "entries that wait for the end of the verb", default=None
)


@contextmanager
def trail_last() -> Iterator[None]:
    """Add the entries of everything inside in their order once all of it is done, in the same transaction.

    There is one trail, and whoever adds to it keeps it until the transaction ends. Who would lock anything after it could
    wait for somebody who waits for the trail. What fails inside, and is caught further out, leaves no entry.
    """
    outer = _waiting.get()
    waiting: list[dict[str, Any]] = [] if outer is None else outer
    length, token = len(waiting), _waiting.set(waiting)
    try:
        yield
    except BaseException:
        del waiting[length:]
        raise
    finally:
        _waiting.reset(token)
    if outer is None:
        for given in waiting:
            _add(**given)


def _has_float(value: Any) -> bool:
    if isinstance(value, float):
        return True
    if isinstance(value, dict):
        return any(_has_float(inner) for inner in value.values())
    return isinstance(value, list | tuple) and any(_has_float(inner) for inner in value)


def record(
    verb: str, subject: str, *, by: Any = None, reason: str = "", detail: dict[str, Any] | None = None
) -> Entry | None:
    """Add one entry to the end of the trail, in the caller's transaction: undone work leaves no entry.

    Within a verb it is added when the verb is done (`trail_last`), and None is returned.

    Args:
        verb: "room.verb_noun".
        subject: key of the record, see base.models.Record.key.
        by: the person; None when the system acts by itself.
        detail: changed fields {name: [before, after]}; dates and decimals are kept as text.

    Raises:
        TypeError: a binary float in `detail`: two databases would give it back differently and break the seal.
    """
    if _has_float(detail or {}):
        raise TypeError("the trail keeps Decimal or text, not float")
    plain = json.loads(json.dumps(detail or {}, cls=DjangoJSONEncoder))
    given = {"verb": verb, "subject": subject, "by": by, "reason": reason, "detail": plain}
    waiting = _waiting.get()
    if waiting is None:
        return _add(**given)
    waiting.append(given)
    return None


def _add(*, verb: str, subject: str, by: Any, reason: str, detail: dict[str, Any]) -> Entry:
    with transaction.atomic():
        head, _created = Head.objects.select_for_update().get_or_create(pk=1)
        entry = Entry(
            number=head.count + 1,
            at=clock.now(),
            by=by,
            by_name=str(by) if by else "",
            origin=origin(),
            verb=verb,
            subject=subject,
            reason=reason,
            detail=detail,
            previous=head.digest,
        )
        entry.digest = entry.sealed()
        entry.save()
        head.count, head.digest = entry.number, entry.digest
        head.save(update_fields=["count", "digest"])
    return entry


@dataclass(frozen=True)
class Past:
    """One thing that happened before it came into this database, as `record_past` takes it."""

    at: datetime.datetime
    verb: str
    subject: str
    by: Any = None
    by_name: str = ""
    reason: str = ""
    detail: dict[str, Any] = field(default_factory=dict)


def record_past(past: Iterable[Past]) -> int:
    """Add a history that was kept elsewhere, in the order given, sealed like everything else. Returns how many.

    Only for bringing data in (an import, the demonstration): each entry says by its origin that it was brought in.
    """
    with transaction.atomic():
        head, _created = Head.objects.select_for_update().get_or_create(pk=1)
        entries = []
        for each in past:
            if _has_float(each.detail):
                raise TypeError("the trail keeps Decimal or text, not float")
            entry = Entry(
                number=head.count + 1,
                at=each.at,
                by=each.by,
                by_name=each.by_name or (str(each.by) if each.by else ""),
                origin="import",
                verb=each.verb,
                subject=each.subject,
                reason=each.reason,
                detail=json.loads(json.dumps(each.detail, cls=DjangoJSONEncoder)),
                previous=head.digest,
            )
            entry.digest = entry.sealed()
            head.count, head.digest = entry.number, entry.digest
            entries.append(entry)
        Entry.objects.add_sealed(entries)
        head.save(update_fields=["count", "digest"])
    return len(entries)
