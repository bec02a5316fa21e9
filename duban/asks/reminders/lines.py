"""What there is to tell a person: lines of 待办 as reminders that are not saved yet, each with the key it is told once for."""

import hashlib
from collections.abc import Iterator
from html import unescape
from typing import Any

from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from duban.asks.desk import Desk
from duban.asks.reminders.models import Reminder
from duban.asks.reminders.sources import notes_of
from duban.asks.sources import Batch, Group, batches_of

GROUPS = {
    Group.LATE: Reminder.Group.LATE,
    Group.MINE: Reminder.Group.MINE,
    Group.SOON: Reminder.Group.SOON,
}
"""What others of the unit have in hand is no reminder."""


def key_of(month: str, group: str, *about: str) -> str:
    """What a line is told once for: a matter in a state, within a month. A count in its words is no new matter."""
    return f"{month}/{group}/{hashlib.sha256(' '.join(about).encode()).hexdigest()[:32]}"


def plain(text: Any, longest: int = 300) -> str:
    """The text without marks."""
    return Truncator(unescape(strip_tags(str(text)))).chars(longest)


def lines_of(desk: Desk, *, only_late: bool) -> Iterator[Reminder]:
    """The lines for the person on that day; with `only_late` those that are over."""
    month = f"{desk.day:%Y-%m}"
    for batch in batches_of(desk):
        if batch.group not in GROUPS or (only_late and batch.group is not Group.LATE):
            continue
        yield from _of_batch(batch, month)
    if not only_late:
        for note in notes_of(desk):
            key = key_of(month, Reminder.Group.SUM, note.about)
            yield Reminder(key=key, group=Reminder.Group.SUM, text=plain(note.text), url=note.url)


def _of_batch(batch: Batch, month: str) -> Iterator[Reminder]:
    group = GROUPS[batch.group]
    for ask in batch.asks:
        yield Reminder(
            key=key_of(month, group, ask.url, str(ask.act)),
            group=group,
            text=plain(ask.say),
            why=plain(ask.why),
            url=ask.url,
            due_on=ask.due_on,
        )
    if batch.is_cut:
        rest = batch.total - sum(ask.stands_for for ask in batch.asks)
        url = batch.more_url or reverse("home")
        yield Reminder(
            key=key_of(month, group, url, "rest"), group=group, text=_("%(n)s more of this kind") % {"n": rest}, url=url
        )
