"""What this room itself has for people to know once a month: how many warnings there are for them."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from duban.asks.desk import Desk
from duban.asks.reminders.sources import Note
from duban.asks.warning_page import digest_of
from duban.asks.warnings import Watch


def warning_notes(desk: Desk) -> Iterator[Note]:
    """One line for all warnings: a line for each would be as many reminders."""
    watch = Watch(desk.user, desk.day)
    watch.book, watch.calendar = desk.book, desk.calendar
    found = digest_of(watch)
    if found:
        said = "、".join(f"{word}{count}" for word, count, _url in found)
        yield Note("warnings", _("Warnings: %(found)s") % {"found": said}, reverse("warning_list"))
