"""The entries of the side bar. A room adds its own in its AppConfig.ready(); only pages that exist are listed."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class NavEntry:
    """One line of the side bar. Entries of one `group` stand together, lower groups first."""

    label: str | Promise
    url_name: str
    icon: str
    group: int = 0
    place: int = 0


_entries: list[NavEntry] = []


def add_entry(entry: NavEntry) -> None:
    """List the entry; the same address twice is listed once."""
    if entry.url_name not in {known.url_name for known in _entries}:
        _entries.append(entry)


def entry_groups() -> list[list[NavEntry]]:
    """The entries in groups, in order."""
    ordered = sorted(_entries, key=lambda entry: (entry.group, entry.place))
    return [
        [entry for entry in ordered if entry.group == group] for group in sorted({entry.group for entry in ordered})
    ]


add_entry(NavEntry(_("Home"), "home", "home"))
