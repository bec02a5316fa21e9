"""What the page shell needs on every page. Costs no query for somebody who is not logged in."""

from collections.abc import Callable
from functools import cache, partial
from typing import Any

from django.http import HttpRequest
from django.urls import get_script_prefix
from django.utils.functional import SimpleLazyObject
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from duban.ui.navigation import address_of, lines_of
from duban.ui.preferences import PREFERENCES, Preference

Head = Callable[[HttpRequest], dict[str, Any]]

HEAD = {
    "head_org": "",
    "head_person": "",
    "head_unit": "",
    "search_url": "",
    "reminders_url": "",
    "bell_url": "",
    "log_in_url": "",
    "log_out_url": "",
    "change_password_url": "",
    "suggest_url": "",
}
"""What stands in the head bar; a room above fills it for the person who asks."""

_heads: list[Head] = []


def add_head(head: Head) -> Head:
    """Ask this function, too, what stands in the head bar; a room calls it in its AppConfig.ready().

    It is called for logged-in persons only and returns some of the keys of HEAD; later ones win.
    """
    if head not in _heads:
        _heads.append(head)
    return head


def head_of(request: HttpRequest) -> dict[str, Any]:
    """The head bar for this person.

    Raises:
        ValueError: a room returned a key that the head does not have.
    """
    head = {
        **HEAD,
        "reminders_url": address_of("reminder_list"),
        "suggest_url": address_of("make_suggestion"),
        **{f"{name}_url": address_of(name) for name in ("search", "bell", "log_in", "log_out", "change_password")},
    }
    for ask in _heads:
        told = ask(request)
        if told.keys() - HEAD.keys():
            raise ValueError(f"head bar: found {sorted(told.keys() - HEAD.keys())}, expected some of {sorted(HEAD)}")
        head |= told
    return head


FRAME = (
    *HEAD,
    "drafts_of",
    "is_known",
    "home_url",
    "nav_groups",
    "tab_lines",
    "more_lines",
    "chosen",
    "switches",
)
"""The names that the templates of the shell use."""


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: navigation, the head bar, and the three switches.

    Nothing is looked up before a template uses one of the names: a fragment has no frame and asks for nothing.
    """
    frame = cache(partial(frame_of, request))
    return {name: SimpleLazyObject(partial(_named, frame, name)) for name in FRAME}


def _named(frame: Callable[[], dict[str, Any]], name: str) -> Any:
    return frame()[name]


def frame_of(request: HttpRequest) -> dict[str, Any]:
    """Everything in FRAME for this person on this page.

    A page that must stand when nothing else does (500) sets `request.is_plain`: then nobody is asked for anything.
    """
    user = None if getattr(request, "is_plain", False) else getattr(request, "user", None)
    is_known = bool(user and user.is_authenticated)
    groups = lines_of(request) if is_known else []
    lines = [line for group in groups for line in group]
    head = head_of(request) if is_known else {**HEAD, "log_in_url": address_of("log_in")}
    return {
        **head,
        # Drafts are kept in the browser for one account: office machines are shared.
        "drafts_of": str(user.pk) if user and is_known else "",
        "is_known": is_known,
        "home_url": address_of("home") or get_script_prefix(),
        "nav_groups": groups,
        # On a phone the foot bar replaces the side bar: four entries and 更多, which opens the rest.
        "tab_lines": lines if len(lines) <= TABS else lines[: TABS - 1],
        "more_lines": [] if len(lines) <= TABS else lines[TABS - 1 :],
        "chosen": {preference.name: preference.of(request) for preference in PREFERENCES},
        "switches": switches_of(request),
    }


def switches_of(request: HttpRequest) -> SafeString:
    """The three switches as groups of buttons. They stand twice on every page, so they are put together once."""

    def buttons(preference: Preference) -> SafeString:
        chosen = preference.of(request)
        return format_html_join(
            "",
            '<button type="submit" name="{}" value="{}" aria-pressed="{}">{}</button>',
            (
                (preference.name, value, "true" if value == chosen else "false", label)
                for value, label in preference.choices
            ),
        )

    return format_html_join(
        "",
        '<div class="switch sw-{}" role="group" aria-label="{}">{}</div>',
        ((preference.name, preference.label, buttons(preference)) for preference in PREFERENCES),
    )


TABS = 5
"""Places in the foot bar of a phone."""
