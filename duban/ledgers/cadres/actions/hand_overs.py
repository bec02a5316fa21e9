"""交接: a checklist is opened when a post ends, gone through, work in hand passed on, and both say so."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from duban.base import clock
from duban.base.errors import BadInput, NotAllowed
from duban.ledgers.cadres.models import HandOver, HandOverLine, HandOverPoint
from duban.ledgers.cadres.open_work import open_work_of, pass_on_all
from duban.ledgers.cadres.permits import KEEPERS, ORGANISERS
from duban.orgs.action import action, tell
from duban.orgs.models import Person, Post

OWN = ("giver_id", "taker_id")


def _is_under_way(hand_over: HandOver, by: Any) -> bool:
    return hand_over.given_on is None


def _waits_for_taker(hand_over: HandOver, by: Any) -> bool:
    return hand_over.given_on is not None and hand_over.taken_on is None


@action(
    "cadres.open_hand_over",
    gettext_lazy("opened a hand-over"),
    roles=ORGANISERS,
    when=lambda post, by: not hasattr(post, "hand_over"),
)
def open_hand_over(post: Post, *, by: Any, taker: Person | None = None) -> HandOver:
    """The checklist for a post, with the points of the day.

    Raises:
        BadInput: the taker is the one who hands over.
    """
    _two(post.person, taker)
    made = HandOver.objects.create(post=post, unit=post.unit, giver=post.person, taker=taker)
    points = HandOverPoint.objects.order_by("place", "code")
    HandOverLine.objects.bulk_create(
        HandOverLine(hand_over=made, place=place, title=point.title) for place, point in enumerate(points, start=1)
    )
    return made


@action("cadres.name_taker", gettext_lazy("named who takes over"), roles=ORGANISERS, when=_is_under_way)
def name_taker(hand_over: HandOver, *, by: Any, taker: Person) -> None:
    """Who takes over.

    Raises:
        BadInput: it is the one who hands over.
    """
    _two(hand_over.giver, taker)
    hand_over.taker = taker
    hand_over.save(update_fields=["taker", "updated_at"])


@action(
    "cadres.note_points",
    gettext_lazy("went through the checklist"),
    roles=ORGANISERS,
    when=_is_under_way,
    own=OWN,
    shows=lambda hand_over: [(row.place, row.state, row.note) for row in hand_over.lines.all()],
)
def note_points(hand_over: HandOver, *, by: Any, lines: Mapping[int, tuple[str, str]]) -> None:
    """How each line stands and what exactly it is: place → (state, note)."""
    rows = list(hand_over.lines.filter(place__in=lines))
    changed = {}
    for row in rows:
        state, note = lines[row.place]
        if (row.state, row.note) != (state, note):
            changed[row.title] = f"{state} {note}".strip()
        row.state, row.note = state, note
    HandOverLine.objects.bulk_update(rows, ["state", "note"])
    tell(points=[None, changed])


@action(
    "cadres.pass_on_work",
    gettext_lazy("passed on the work in hand"),
    roles=KEEPERS,
    when=lambda hand_over, by: hand_over.taker_id is not None and hand_over.taken_on is None,
)
def pass_on_work(hand_over: HandOver, *, by: Any) -> list[str]:
    """Everything the one has in hand there becomes the other's, all of it or nothing. Returns the keys.

    Raises:
        BadInput: the taker does not belong there; whatever the room of the work says.
    """
    assert hand_over.taker is not None  # noqa: S101 - `when` has asked
    given = pass_on_all(hand_over.giver, hand_over.unit, hand_over.taker, by=by)
    tell(work=[None, given])
    return given


@action("cadres.confirm_giving", gettext_lazy("handed over"), roles=KEEPERS, when=_is_under_way, own=["giver_id"])
def confirm_giving(hand_over: HandOver, *, by: Any, on: datetime.date | None = None) -> None:
    """The one who leaves says that it is handed over.

    Args:
        on: the day of the signature on the paper list, when it is recorded for somebody without an account.

    Raises:
        BadInput: nobody takes over, a point is open, work is still in hand, or the day lies ahead.
        NotAllowed: for somebody who has an account and can say so.
    """
    open_points = list(hand_over.lines.filter(state=HandOverLine.State.OPEN).values_list("title", flat=True))
    places = [(title, _("to hand over"), _("handed over or not applicable")) for title in open_points]
    if hand_over.taker is None:
        places.append((_("takes over"), pgettext("hand-over", "nobody"), _("a person")))
    left = open_work_of(hand_over.giver, hand_over.unit)
    if left:
        places.append((_("work in hand"), str(len(left)), _("none: passed on or closed")))
    if places:
        raise BadInput(_("The hand-over is not complete."), places=places)
    hand_over.given_on_paper = _on_paper(hand_over.giver, by, on)
    hand_over.given_on = on if hand_over.given_on_paper else clock.today()
    hand_over.save(update_fields=["given_on", "given_on_paper", "updated_at"])


@action(
    "cadres.confirm_taking",
    pgettext_lazy("hand-over", "took over"),
    roles=KEEPERS,
    when=_waits_for_taker,
    own=["taker_id"],
)
def confirm_taking(hand_over: HandOver, *, by: Any, on: datetime.date | None = None) -> None:
    """The one who comes says that it is taken over: the hand-over is done.

    Args:
        on: as in confirm_giving.

    Raises:
        BadInput: the day lies ahead or before the other's.
        NotAllowed: for somebody who has an account and can say so.
    """
    assert hand_over.taker is not None  # noqa: S101 - a constraint of the table
    hand_over.taken_on_paper = _on_paper(hand_over.taker, by, on)
    day = on if on and hand_over.taken_on_paper else clock.today()
    if hand_over.given_on and day < hand_over.given_on:
        raise BadInput(
            _("The day does not fit the steps before it."),
            places=[(_("taken over on"), str(day), _("%(day)s or later") % {"day": hand_over.given_on})],
        )
    hand_over.taken_on = day
    hand_over.save(update_fields=["taken_on", "taken_on_paper", "updated_at"])


def _two(giver: Person, taker: Person | None) -> None:
    if taker is not None and taker == giver:
        raise BadInput(
            _("Nobody hands over to themselves."),
            places=[(_("takes over"), taker.name, _("somebody else"))],
        )


def _on_paper(person: Person, by: Any, on: datetime.date | None) -> bool:
    """Whether it was said on paper; refuses to speak for somebody who can speak for themselves."""
    if by.person_id == person.pk:
        return False
    if person.has_account():
        raise NotAllowed(_("%(name)s has an account and says so themselves.") % {"name": person.name})
    if on is None or on > clock.today():
        raise BadInput(
            _("The day of the signature is missing or lies ahead."),
            places=[(_("signed on"), str(on or _("not given")), _("%(day)s or earlier") % {"day": clock.today()})],
        )
    return True
