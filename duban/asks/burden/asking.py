"""What somebody is about to ask, before it is asked: of whom, by when, for what."""

import datetime
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from duban.orgs.models import Unit


class Asked(NamedTuple):
    """What is asked of one organisation by one day. `cause` is the key of the row that asks, once it exists."""

    unit: int
    title: str
    due_on: datetime.date
    cause: str = ""


@dataclass(frozen=True)
class Asking:
    """One act of asking.

    Args:
        issuer: the body that asks.
        form: one of Request.Form.
        cause: the key of what asks, the same before and after it is sent.
        words: the things asked, in the words by which they are counted (tags of duties, names of kinds of records).
        basis: the document or the number in the plan.
    """

    issuer: Unit
    form: str
    title: str
    cause: str
    asked: Sequence[Asked]
    words: Sequence[str] = ()
    basis: str = ""

    @property
    def seal(self) -> str:
        """Another text whenever something else is asked of somebody: a signature holds for what was signed."""
        rows = sorted((each.unit, each.due_on.isoformat(), each.title) for each in self.asked)
        return hashlib.sha256(repr((self.form, rows)).encode()).hexdigest()


def month_of(day: datetime.date) -> datetime.date:
    """The first day of its month."""
    return day.replace(day=1)


AskingOf = Callable[[Any, int], Asking | None]
_causes: dict[str, tuple[AskingOf, str]] = {}


def add_cause(label: str, asking_of: AskingOf, url_name: str) -> None:
    """Say what a draft of this kind of rows would ask, for the page where a signature is asked for.

    Args:
        label: "duties.responsibilitylist", as keys begin.
        asking_of: (user, pk) → what it would ask; None when the person may not send it, or it is sent.
        url_name: the address of its page, by its key.
    """
    _causes[label] = asking_of, url_name


def asking_with(user: Any, cause: str) -> Asking | None:
    """What the draft with that key would ask; None when there is none that the person may send."""
    label, _colon, pk = cause.rpartition(":")
    if label not in _causes or not (pk.isascii() and pk.isdecimal()):
        return None
    return _causes[label][0](user, int(pk))


def url_name_of(cause: str) -> tuple[str, int] | None:
    """(name of the address, key) of what asks; None when no room shows it."""
    label, _colon, pk = cause.rpartition(":")
    return (_causes[label][1], int(pk)) if label in _causes and pk.isdecimal() else None
