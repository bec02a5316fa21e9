"""Somebody comes, is changed, moves to another organisation, leaves and comes again."""

import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from duban.audit.actions import record
from duban.base import clock
from duban.base.errors import BadInput, Conflict, NotAllowed
from duban.base.identity import plain_number
from duban.base.privacy import refuse_personal_numbers
from duban.orgs.action import action, tell
from duban.orgs.actions.coming import into, must_stand
from duban.orgs.actions.units import stands
from duban.orgs.ethnic_groups import ethnic_group_of
from duban.orgs.membership import Days, against_rules, missing, party_posts
from duban.orgs.models import Correction, Person, Post, Role, Stay, Unit, User
from duban.orgs.person_checks import clear_of, faults, wrong_days
from duban.orgs.person_fields import label
from duban.orgs.sealed import SEALED, opened, put_sealed
from duban.orgs.signals import people_moved

EDITORS = frozenset({Role.COMMITTEE_ADMIN, Role.UNIT_CADRE, Role.UNIT_SECRETARY})
"""Who keeps the roll of a unit: its own cadre and secretary, and the committee's officer."""
DAY = datetime.timedelta(days=1)


def _is_here(person: Person, by: Any) -> bool:
    return person.left_on is None


def _has_gone(person: Person, by: Any) -> bool:
    return person.left_on is not None


@action("orgs.add_person", gettext_lazy("entered a person"), roles=EDITORS, unit="", when=stands)
def add_person(unit: Unit, *, by: Any, is_another: bool = False, **said: Any) -> Person:
    """Somebody new in the unit.

    Args:
        is_another: there are two people of this name.
        said: fields of a person; mobile and identity_number in clear.

    Raises:
        BadInput: something does not hold, or somebody of this name or number is kept already.
    """
    _refuse(faults(said, unit=unit, is_another=is_another))
    person = Person(unit=unit)
    _put(person, said)
    person.save()
    return person


SHOWN = ("name", "sex", "born_in", "ethnic_group", "education", "joined_on", "converted_on")
"""What the form of a person shows to be changed, and sends back whole."""


@action(
    "orgs.change_person",
    gettext_lazy("changed what is kept of a person"),
    roles=EDITORS,
    shows=lambda person: [str(getattr(person, name) or "") for name in SHOWN],
)
def change_person(person: Person, *, by: Any, is_another: bool = False, **said: Any) -> None:
    """What is given becomes so; a sealed number that is not given or is empty stays, `clear` empties it.

    Args:
        is_another: there are two people of this name.
        said: fields of a person; `clear` names sealed fields that are to be emptied.

    Raises:
        BadInput: something does not hold.
    """
    cleared = said.pop("clear", ())
    said = {name: value for name, value in said.items() if value or name not in SEALED}
    _refuse(faults({**clear_of(person), **said}, unit=person.unit, person=person, is_another=is_another))
    for name in cleared:
        put_sealed(person, name, "")
    _put(person, said)
    person.save()
    User.objects.filter(person=person).exclude(name=person.name).update(name=person.name)


@action(
    "orgs.correct_spelling",
    gettext_lazy("corrected the spelling of a name"),
    roles=EDITORS,
    shows=lambda person: person.spelling,
)
def correct_spelling(person: Person, *, by: Any, spelling: str) -> None:
    """How the name is spelled; empty: as the table of surnames says."""
    if spelling and not spelling.replace(" ", "").replace("'", "").isascii():
        raise BadInput(
            _("A spelling has letters only."), places=[(label("spelling"), spelling, _("letters, as Tan Yuan"))]
        )
    person.spelling = " ".join(spelling.split())
    person.save(update_fields=["spelling", "updated_at"])


NEVER_BACK = gettext_lazy(
    "A full member is not put on probation again. When the step was entered by mistake, use “Take back the last step”."
)


@into
@action("orgs.change_membership", gettext_lazy("changed the membership"), roles=EDITORS, when=_is_here)
def change_membership(
    person: Person,
    *,
    by: Any,
    membership: str,
    since_on: datetime.date,
    joined_on: datetime.date | None = None,
    converted_on: datetime.date | None = None,
    reason: str = "",
    is_late: bool = False,
    is_recorded: bool = False,
    ends_posts: bool = False,
) -> None:
    """Another kind of membership from that day on; the roll of the days before stays.

    Args:
        joined_on, converted_on: the days of admission and conversion, where they are not kept yet.
        reason: why; asked of who is no member any more, and of what is entered late.
        is_late: it happened as said, and its steps are not kept here (录入历史): the rules of admission are not asked.
        is_recorded: a recorded step of admission makes it; its rules were asked there.
        ends_posts: the posts that only a member holds end on the day before.

    Raises:
        BadInput: the day is ahead, not after the day on which the present one began, or before the admission; a full
            member would be on probation again; a day or the reason is missing; the rules of admission speak against it; or
            somebody who is no member any more still holds posts of a member.
    """
    if membership == Person.Membership.PROBATIONARY and person.membership == Person.Membership.FULL:
        raise BadInput(
            NEVER_BACK,
            places=[(label("membership"), str(Person.Membership(membership).label), _("another membership"))],
        )
    _not_ahead("since_on", since_on)
    days = Days(joined_on or person.joined_on, converted_on or person.converted_on)
    found = list(missing(membership, days))
    if not is_recorded and not found and not is_late:
        found += against_rules(person, membership, days)
    if (is_late or membership == Person.Membership.NONE) and not reason.strip():
        found.append((_("Reason"), _("empty"), _("a few words")))
    ending = party_posts(person, since_on) if membership == Person.Membership.NONE else []
    if not ends_posts:
        found += [(said_post(post), _("still held"), _("ended first, or with the tick below")) for post in ending]
    if found:
        raise BadInput(_("The membership cannot be changed so."), places=found)
    _end_stay(person, since_on - DAY)
    _end_posts(ending, since_on - DAY)
    person.membership, person.since_on = membership, since_on
    # What is none any more was so in the stay that ended.
    person.joined_on = days.joined_on if membership != Person.Membership.NONE else None
    person.converted_on = days.converted_on if membership == Person.Membership.FULL else None
    names = ("membership", "joined_on", "converted_on", "since_on")
    _refuse(list(wrong_days({name: getattr(person, name) for name in names})))
    person.save()


def said_post(post: Post) -> str:
    """A post in words."""
    return _("%(title)s, %(unit)s") % {"title": post.title, "unit": post.unit}


def _end_posts(held: list[Post], last: datetime.date) -> None:
    """End these posts, and say so in the entry of the verb that runs."""
    until = [post.until_on for post in held]
    for post in held:
        # A post that would have begun later is held on no day: it ends on the day it begins.
        post.until_on = max(last, post.since_on)
    Post.objects.bulk_update(held, ["until_on"])
    if held:
        tell(posts=[None, [post.key for post in held]], posts_until=[until, last])


@into
@action("orgs.transfer_membership", gettext_lazy("transferred to another organisation"), roles=EDITORS, when=_is_here)
def transfer_membership(person: Person, *, by: Any, unit: Unit, since_on: datetime.date) -> None:
    """组织关系转接: the person belongs to the other organisation from that day on. Where they were stays known.

    Posts stay as they are: the page says which are held elsewhere.

    Raises:
        NotAllowed: the other organisation is not one's own to keep the roll of.
        BadInput: the same organisation, one that does not stand on the day, or a day that does not fit.
    """
    if not transfer_membership.permit.allows(by, Person(unit=unit)):  # type: ignore[attr-defined]
        raise NotAllowed
    if unit.pk == person.unit_id or not unit.stands_on(since_on):
        raise BadInput(
            _("A transfer leads to another organisation."),
            places=[(label("unit"), unit.name, _("another organisation that stands on that day"))],
        )
    _not_ahead("since_on", since_on)
    _end_stay(person, since_on - DAY)
    person.unit, person.since_on = unit, since_on
    person.save(update_fields=["unit", "since_on", "updated_at"])
    people_moved.send(Person, people=[person], unit=unit, since_on=since_on, reason="", by=by)


@action("orgs.leave", gettext_lazy("entered that somebody left"), roles=EDITORS, when=_is_here)
def leave(person: Person, *, by: Any, left_on: datetime.date, left_why: str) -> None:
    """The last day here. Posts that are held end on it. What was done stays; the account waits for the administrator.

    Raises:
        BadInput: the day is ahead, or before the person came.
    """
    _not_ahead("left_on", left_on)
    if person.since_on and left_on < person.since_on:
        raise BadInput(
            _("Nobody leaves before they came."),
            places=[(label("left_on"), str(left_on), _("%(day)s or later") % {"day": person.since_on})],
        )
    held = list(person.posts.filter(until_on__isnull=True)) + list(person.posts.filter(until_on__gt=left_on))
    _end_posts(held, left_on)
    person.left_on, person.left_why = left_on, left_why
    person.save(update_fields=["left_on", "left_why", "updated_at"])


@into
@action("orgs.re_enter", gettext_lazy("entered that somebody came again"), roles=EDITORS, when=_has_gone)
def re_enter(person: Person, *, by: Any, unit: Unit, since_on: datetime.date) -> None:
    """Somebody who had left is here again, perhaps elsewhere; the stay that ended stays known.

    Raises:
        NotAllowed: the organisation is not one's own to keep the roll of.
        BadInput: the day is ahead, or not after the last day of before, or the organisation does not stand on it.
    """
    if not re_enter.permit.allows(by, Person(unit=unit)):  # type: ignore[attr-defined]
        raise NotAllowed
    last = person.left_on
    _not_ahead("since_on", since_on)
    if last is None or since_on <= last:
        raise BadInput(
            _("Nobody comes again before they left."),
            places=[(label("since_on"), str(since_on), _("after %(day)s") % {"day": last})],
        )
    must_stand(unit, since_on)
    _end_stay(person, last)
    person.unit, person.since_on, person.left_on, person.left_why = unit, since_on, None, ""
    person.save(update_fields=["unit", "since_on", "left_on", "left_why", "updated_at"])
    people_moved.send(Person, people=[person], unit=unit, since_on=since_on, reason="", by=by)


@action("orgs.show_sealed", gettext_lazy("looked at a number in clear"), roles=EDITORS)
def show_sealed(person: Person, *, by: Any, field: str, reason: str) -> tuple[str, str]:
    """(field, clear number), for this one answer. The trail keeps who looked at whose, which number, when and why.

    Raises:
        BadInput: no reason, or no such number is kept.
        Unreadable: the key that opens it is not set.
    """
    refuse_personal_numbers({_("Reason"): reason})
    if field not in SEALED or not getattr(person, field):
        raise BadInput(
            _("No such number is kept."),
            places=[(pgettext("person", "number"), field, "、".join(label(each) for each in SEALED))],
        )
    if not reason.strip():
        raise BadInput(_("Say why the clear number is needed."), places=[(_("Reason"), _("empty"), _("a few words"))])
    tell(field=[None, field])
    return field, opened(person, field)


def request_correction(person: Person, *, by: Any, text: str) -> Correction:
    """Somebody says what is wrong in what is kept of them; it waits for the cadre of the unit. No role is needed.

    Raises:
        NotAllowed: about somebody else.
        BadInput: nothing is said, or personal numbers are.
        Conflict: five wait already.
    """
    if person.pk != by.person_id:
        raise NotAllowed
    refuse_personal_numbers({_("what is wrong"): text})
    if not text.strip():
        raise BadInput(_("Say what is wrong."), places=[(_("what is wrong"), _("empty"), _("a few words"))])
    if person.corrections.filter(answered_on__isnull=True).count() >= WAITING:
        raise Conflict(_("Five requests wait already; they are answered first."))
    made = Correction.objects.create(person=person, text=text.strip())
    record("orgs.request_correction", person.key, by=by, detail={"made": [None, made.key]})
    return made


WAITING = 5
"""How many requests of one person may wait at once."""


@action(
    "orgs.answer_correction",
    gettext_lazy("answered a request for correction"),
    roles=EDITORS,
    unit="person__unit",
    when=lambda correction, by: correction.is_open(),
)
def answer_correction(correction: Correction, *, by: Any, answer: str) -> None:
    """What became of it. The correction itself is made by the verbs that change the person."""
    refuse_personal_numbers({pgettext("correction", "answer"): answer})
    if not answer.strip():
        raise BadInput(
            _("Say what became of it."), places=[(pgettext("correction", "answer"), _("empty"), _("a few words"))]
        )
    correction.answered_on, correction.answer = clock.today(), answer.strip()
    correction.save(update_fields=["answered_on", "answer", "updated_at"])


def _put(person: Person, said: dict[str, Any]) -> None:
    for name, value in said.items():
        if name in SEALED:
            put_sealed(person, name, plain_number(str(value or "")))
        else:
            value = value.strip() if isinstance(value, str) else value
            setattr(person, name, (ethnic_group_of(value) or value) if name == "ethnic_group" else value)


def _refuse(found: list[Any]) -> None:
    if found:
        raise BadInput(_("Something entered about the person does not hold."), places=[each.place() for each in found])


def _not_ahead(name: str, day: datetime.date) -> None:
    if day > clock.today():
        raise BadInput(
            _("This is entered when it has happened."), places=[(label(name), str(day), _("today or earlier"))]
        )


def _end_stay(person: Person, last: datetime.date) -> None:
    """Keep the stay that ends on that day."""
    if person.since_on and last < person.since_on:
        raise BadInput(
            _("The day lies before the present stay began."),
            places=[(label("since_on"), str(last + DAY), _("after %(day)s") % {"day": person.since_on})],
        )
    Stay.objects.create(
        person=person, unit_id=person.unit_id, membership=person.membership, since_on=person.since_on, until_on=last
    )
