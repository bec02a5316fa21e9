"""撤销最近一步: what was entered of somebody's way by a slip is as if it had not been, while nothing rests on it."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.base.errors import BadInput, Conflict
from duban.orgs.action import action, locked, tell
from duban.orgs.actions.coming import DAY, into
from duban.orgs.actions.people import EDITORS
from duban.orgs.models import Person, Post, Stay, Unit
from duban.orgs.signals import people_moved, step_taken_back
from duban.orgs.steps import LastStep, last_step


def _has_step(person: Person, by: Any) -> bool:
    """Whether there is a step to take back, and the organisation that it led out of is one's own too."""
    last = last_step(person)
    if last is None or last.unit is None:
        return last is not None
    return take_back_step.permit.allows(by, Person(unit=last.unit))  # type: ignore[attr-defined, no-any-return]


@into
@action("orgs.take_back_step", gettext_lazy("took the last step back"), roles=EDITORS, when=_has_step)
def take_back_step(person: Person, *, by: Any, step: int, reason: str, unit: Unit | None = None) -> None:
    """A change of membership, a transfer, a leaving or a coming again that was entered by mistake: what stood before stands.

    Args:
        step: the number of the step in the trail, as it was looked at.
        unit: where the person was before it (`LastStep.unit`).

    Raises:
        BadInput: no reason.
        Conflict: another step is the last by now, the organisation of before is not one's own to keep the roll of or has
            ended, or something rests on the step.
    """
    last = last_step(person)
    if last is None or last.number != step or last.before.get("unit_id") != (unit.pk if unit else None):
        raise Conflict
    if not reason.strip():
        raise BadInput(_("Say why it is taken back."))
    _refuse_what_rests(person, last, by)
    if last.after.get("since_on"):
        _stay_that_ended(person, last).delete()
    if "posts" in last.entry.detail:
        _hold_again(last)
    for name, value in last.before.items():
        setattr(person, name, value)
    # Entered before a step kept these days: who was no member has no day of admission, who was on probation no other.
    if person.membership == Person.Membership.NONE:
        person.joined_on = None
    if person.membership != Person.Membership.FULL:
        person.converted_on = None
    person.save()
    tell(step=[step, None])
    if unit is not None:
        since_on = person.since_on or last.since_on
        people_moved.send(Person, people=[person], unit=unit, since_on=since_on, reason="", by=by)


def _refuse_what_rests(person: Person, last: LastStep, by: Any) -> None:
    """Raise when something was built on the step."""
    for name in ("unit_id", "membership", "since_on", "left_on"):
        if name in last.after and getattr(person, name) != last.after[name]:
            raise Conflict(_("The organisation of this person changed after that step, which stays therefore."))
    # A leaving led nowhere: who had left stayed where they were, also when that became part of another one.
    _refuse_ended(last.unit or person.unit)
    post = person.posts.filter(unit=person.unit, created_at__gt=last.entry.at).first() if last.moved else None
    if post is not None:
        raise Conflict(
            _("The post of %(post)s in “%(unit)s” was entered after that step, which stays therefore.")
            % {"post": post, "unit": person.unit}
        )
    step_taken_back.send(
        Person,
        person=person,
        moved=last.moved,
        membership=last.after.get("membership", ""),
        since_on=last.since_on,
        entered_at=last.entry.at,
        by=by,
    )


def _refuse_ended(unit: Unit) -> None:
    if unit.dissolved_on is not None:
        raise Conflict(_("“%(unit)s” has ended; nobody goes back to it.") % {"unit": unit})


def _stay_that_ended(person: Person, last: LastStep) -> Stay:
    """The stay that the step ended, which is the present one again.

    Raises:
        Conflict: it is not the last one any more.
    """
    until_on = last.before.get("left_on") or last.since_on - DAY
    stay = person.stays.order_by("-pk").first()
    held = (person.unit_id, person.membership)
    was = (last.before.get("unit_id", held[0]), last.before.get("membership", held[1]))
    if stay is None or (stay.unit_id, stay.membership, stay.until_on) != (*was, until_on):
        raise Conflict
    return stay


def _hold_again(last: LastStep) -> None:
    """The posts that ended with the step end as they would have without it.

    Raises:
        Conflict: one of them is gone or was changed since, or its organisation has ended.
    """
    names, over = last.entry.detail["posts"][1], last.after.get("left_on") or last.since_on - DAY
    was = last.entry.detail.get("posts_until", [[], None])[0]
    field: Any = Post._meta.get_field("until_on")
    before = {
        int(name.partition(":")[2]): field.to_python(was[place]) if place < len(was) else None
        for place, name in enumerate(names)
    }
    for post in locked(Post(pk=key) for key in before):
        if post.until_on != max(over, post.since_on):
            raise Conflict(
                _("The post of %(post)s in “%(unit)s” was changed after that step, which stays therefore.")
                % {"post": post, "unit": post.unit}
            )
        _refuse_ended(post.unit)
        post.until_on = before[post.pk]
        post.save(update_fields=["until_on", "updated_at"])
    tell(posts=[names, None], posts_until=[over, list(before.values())])
