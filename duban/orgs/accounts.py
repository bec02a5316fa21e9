"""What the list of accounts and the page of one account show. Never when somebody was last here (AF-3)."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.orgs import forms
from duban.orgs.ledger import PAGE, address_with
from duban.orgs.lock import locked_among, locked_digests, named_in
from duban.orgs.models import Person, User
from duban.orgs.permits import PERMITS
from duban.orgs.queries import account_people_for, is_watcher, people_named, story_of
from duban.ui.shapes import Chip, Link

STATES: dict[str, tuple[str, str | Promise]] = {
    "open": ("ok", gettext_lazy("has an account")),
    "none": ("none", gettext_lazy("no account")),
    "closed": ("na", gettext_lazy("closed")),
    "locked": ("soon", gettext_lazy("locked")),
}
"""State of an account → its drawing and its word."""
VERBS = ("open_account", "issue_first_password", "close_account", "reopen_account", "unlock_account")


def state_of(person: Person, locked: set[int]) -> str:
    """One of STATES. `locked` are the keys of the accounts that are locked now."""
    if not person.has_account():
        return "none"
    if not person.account.is_active:
        return "closed"
    return "locked" if person.account.pk in locked else "open"


@dataclass(frozen=True)
class Accounts:
    """People with and without account, as the address asks for them."""

    rows: QuerySet[Person]
    counts: dict[str, int]
    locked: set[int]
    words: str
    state: str

    def page(self, request: HttpRequest) -> Page:
        """Fifty of them."""
        paginator = Paginator(self.rows, PAGE)
        paginator.count = self.counts[self.state]  # type: ignore[misc]  # known already
        return paginator.get_page(request.GET.get("page"))

    def chips(self, request: HttpRequest) -> list[Chip]:
        """The states as filters that keep what was looked for."""
        words = {"": _("all"), **{state: word for state, (_drawing, word) in STATES.items()}}
        return [
            Chip(word, address_with(request, state=state), state == self.state, self.counts[state])
            for state, word in words.items()
        ]


def accounts_of(request: HttpRequest) -> Accounts:
    """The people that fit. Two queries, three while an account is locked; the page costs one more."""
    rows, state = account_people_for(request.user), request.GET.get("state", "")
    locked = locked_among(User.objects.filter(is_active=True, person__in=rows.values("pk")))
    if words := request.GET.get("q", "").strip()[:50]:
        rows = rows.filter(people_named(words) | Q(account__username__icontains=words))
    fits = {
        "open": Q(account__is_active=True),
        "none": Q(account__isnull=True),
        "closed": Q(account__is_active=False),
        "locked": Q(account__in=locked),
    }
    counts = rows.order_by().aggregate(
        all=Count("pk"), **{name: Count("pk", filter=condition) for name, condition in fits.items()}
    )
    counts[""] = counts.pop("all")
    state = state if state in fits else ""
    shown = rows.filter(fits[state]) if state else rows
    return Accounts(shown.order_by("unit__path", "pk"), counts, locked, words, state)


def account_page(
    person: Person, user: Any, *, wrong: forms.OnPerson | None = None, find: str = "", done: Any = None
) -> dict[str, Any]:
    """Everything the page of one account shows. `done` is (account, first password), on the one page that says it."""
    account = person.account if person.has_account() else None
    locked = named_in(locked_digests(), [(account.pk, account.username)]) if account else set()
    drawing, word = STATES[state_of(person, locked)]
    # What the verbs would refuse is said before it is tried.
    is_guarded, is_own = is_watcher(person), person.pk == user.person_id
    may = {name: PERMITS[f"orgs.{name}"].possible(user, person) for name in VERBS}
    may = {name: can and (name == "unlock_account" or not (is_guarded or is_own)) for name, can in may.items()}
    may["unlock_account"] = may["unlock_account"] and bool(locked)
    return {
        "person": person,
        "account": account,
        "crumb": [Link(_("Accounts"), reverse("account_list"))],
        "state": (drawing, word),
        "is_closed": account is not None and not account.is_active,
        "is_locked": bool(locked),
        "is_guarded": is_guarded,
        "is_own": is_own,
        "may": may,
        "form": wrong or forms.OpenAccount(person=person, user=user),
        "first_password": done[1] if done else "",
        "story": story_of({person.key: ""}, [f"orgs.{name}" for name in VERBS]),
    }
