"""交接: posts that end without a hand-over, those under way, and one with its checklist."""

from typing import Any

from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.base import clock
from duban.ledgers.cadres import forms
from duban.ledgers.cadres.models import HandOver
from duban.ledgers.cadres.open_work import open_work_of
from duban.ledgers.cadres.pages.tabs import tabs_of
from duban.ledgers.cadres.queries import hand_overs_for, posts_to_hand_over
from duban.orgs.permits import PERMITS
from duban.orgs.queries import story_of
from duban.ui.shapes import Fact, Link, Step

PAGE = 50
VERBS = ("open_hand_over", "name_taker", "note_points", "pass_on_work", "confirm_giving", "confirm_taking")


def hand_over_list_page(request: HttpRequest, wrong: Form | None = None) -> dict[str, Any]:
    """Posts that end about now and are not handed over yet, then the hand-overs, those under way first."""
    ending = list(posts_to_hand_over(request.user, clock.today())[:PAGE])
    rows = hand_overs_for(request.user).order_by("taken_on", "unit__path", "pk")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return {
        "tabs": tabs_of(request.user, "hand_over_list"),
        "ending": [
            (
                post,
                wrong
                if wrong and wrong.data.get("post") == str(post.pk)
                else forms.OpenHandOver(within=post.unit, auto_id=f"OpenHandOver-{post.pk}-%s"),
            )
            for post in ending
        ],
        "page": page,
        "lines": [(each, *state_of(each)) for each in page],
    }


def state_of(hand_over: HandOver) -> tuple[str, str]:
    """(kind, word) of where it stands."""
    if hand_over.is_done():
        return "ok", _("taken over")
    if hand_over.given_on:
        return "sent", _("handed over, to be taken over")
    return "todo", _("to be handed over")


def hand_over_page(hand_over: HandOver, user: Any, wrong: Form | None = None) -> dict[str, Any]:
    """One hand-over: the checklist, what is still in hand, and the one step that is due."""
    may = {name: PERMITS[f"cadres.{name}"].possible(user, hand_over) for name in VERBS[1:]}
    rows = list(hand_over.lines.all())
    work = open_work_of(hand_over.giver, hand_over.unit)
    kind, word = state_of(hand_over)
    points = wrong if isinstance(wrong, forms.NotePoints) else forms.NotePoints(rows=rows)
    return {
        "hand_over": hand_over,
        "kind": kind,
        "word": word,
        "crumb": [Link(_("Hand-overs"), reverse("hand_over_list")), Link(str(hand_over))],
        "facts": [
            Fact(_("unit"), hand_over.unit.name),
            Fact(_("post"), hand_over.post.title),
            Fact(_("hands over"), hand_over.giver.name),
            Fact(_("takes over"), hand_over.taker.name if hand_over.taker else ""),
        ],
        "steps": _steps(hand_over),
        "rows": rows,
        "points": points if may["note_points"] else None,
        "work": work,
        "name_taker": _form(wrong, forms.NameTaker, within=hand_over.unit) if may["name_taker"] else None,
        "may_pass_on": may["pass_on_work"] and bool(work),
        "giving": _form(wrong, forms.ConfirmGiving) if may["confirm_giving"] else None,
        "taking": _form(wrong, forms.ConfirmTaking) if may["confirm_taking"] else None,
        "is_giver": user.person_id == hand_over.giver_id,
        "is_taker": user.person_id == hand_over.taker_id,
        "events": story_of({hand_over.key: "", hand_over.post.key: ""}, [f"cadres.{name}" for name in VERBS]),
    }


def _form(wrong: Form | None, kind: Any, **more: Any) -> Any:
    return wrong if type(wrong) is kind else kind(**more)


def _steps(hand_over: HandOver) -> list[Step]:
    paper = _("signed on paper")
    given, taken = hand_over.given_on, hand_over.taken_on
    return [
        Step(_("begun"), str(timezone.localdate(hand_over.created_at)), "done" if given else "now"),
        Step(
            _("handed over"),
            " ".join(filter(None, [str(given or ""), paper if hand_over.given_on_paper else ""])),
            "done" if taken else "now" if given else "next",
        ),
        Step(
            _("taken over"),
            " ".join(filter(None, [str(taken or ""), paper if hand_over.taken_on_paper else ""])),
            "done" if taken else "next",
        ),
    ]
