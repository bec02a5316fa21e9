"""The entries of the side bar. A room adds its own in its AppConfig.ready(); only pages that exist are listed."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise


@dataclass(frozen=True)
class NavEntry:
    """One line of the side bar. Entries of one `group` stand together, lower groups first.

    `shown` says to whom, every logged-in person when it is None; `count` is the number beside the word, 0 draws none.
    """

    label: str | Promise
    url_name: str
    icon: str
    group: int = 0
    place: int = 0
    shown: Callable[[HttpRequest], bool] | None = None
    count: Callable[[HttpRequest], int] | None = None


@dataclass(frozen=True)
class NavLine:
    """An entry as one person sees it on one page. `is_page` is this very page, `is_on` it or one below it."""

    label: str | Promise
    url: str
    icon: str
    count: int
    is_on: bool
    is_page: bool


_entries: list[NavEntry] = []


def add_entry(entry: NavEntry) -> None:
    """List the entry; the same address twice is listed once."""
    if entry.url_name not in {known.url_name for known in _entries}:
        _entries.append(entry)


def entry_groups(request: HttpRequest) -> list[list[NavEntry]]:
    """The entries this person may see, in groups, in order; none for somebody who is not logged in."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    seen = sorted(
        (entry for entry in _entries if entry.shown is None or entry.shown(request)),
        key=lambda entry: (entry.group, entry.place),
    )
    return [[entry for entry in seen if entry.group == group] for group in sorted({entry.group for entry in seen})]


def lines_of(request: HttpRequest) -> list[list[NavLine]]:
    """The side bar as it is drawn: addresses, counts, and the one entry under which this page stands."""
    groups = [
        [(entry, url) for entry in group if (url := address_of(entry.url_name))] for group in entry_groups(request)
    ]
    above = [url for group in groups for _entry, url in group if _is_above(url, request.path)]
    on = max(above, key=len, default="")
    return [
        [
            NavLine(
                entry.label,
                url,
                entry.icon,
                entry.count(request) if entry.count else 0,
                is_on=url == on,
                is_page=url == request.path,
            )
            for entry, url in group
        ]
        for group in groups
        if group
    ]


def _is_above(url: str, path: str) -> bool:
    """Whether the page stands under the entry; the first page has nothing under it but itself."""
    return path == url or (url.count("/") > 1 and path.startswith(url.rstrip("/") + "/"))


def addresses_of(url_name: str) -> Callable[[int], str]:
    """The addresses of one kind of object, by its key. The table of addresses is asked once and not for every row.

    Raises:
        NoReverseMatch: no room serves it, or its address has not the key alone.
    """
    before, after = reverse(url_name, args=[0]).rsplit("0", 1)
    return lambda pk: f"{before}{pk}{after}"


def address_of(url_name: str) -> str:
    """The address of that name, or '' while no room serves it."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""
