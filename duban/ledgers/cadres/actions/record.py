"""The duty record: comments, objections and their answers, approved secondments."""

import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from duban.base import clock
from duban.base.errors import BadInput, NotAllowed
from duban.base.privacy import refuse_personal_numbers
from duban.ledgers.cadres.duty_record import lines_of
from duban.ledgers.cadres.models import CadrePost, Objection, PostKind, Secondment, YearlyComment
from duban.ledgers.cadres.permits import SECRETARY
from duban.orgs.action import action
from duban.orgs.models import Person, Post, Unit
from duban.packs.rules import rulebook

LONGEST = 300
"""Characters of a comment, an objection, an answer."""


@action("cadres.write_comment", gettext_lazy("wrote a yearly comment on"), roles=SECRETARY)
def write_comment(person: Person, *, by: Any, year: int, text: str) -> YearlyComment:
    """A few sentences on the party work of somebody who does it beside another post. The person sees them.

    Written again within the year, the new text stands; the trail keeps that it was changed.

    Raises:
        NotAllowed: on oneself.
        BadInput: the person did no part-time party work that year, the year lies ahead, or the text holds a number.
    """
    if by.person_id == person.pk:
        raise NotAllowed(_("Nobody comments on themselves."))
    _short({_("comment"): text})
    first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    in_year = CadrePost.objects.filter(post__person=person, post__since_on__lte=last).exclude(post__until_on__lt=first)
    part_time = in_year.filter(kind__field=PostKind.Field.PARTY).exclude(post__kind=Post.Kind.FULL_TIME)
    if year > clock.today().year or not part_time.exists():
        raise BadInput(
            _("A comment is on part-time party work of that year."),
            places=[(_("year"), str(year), _("a year in which a part-time post in party affairs was held"))],
        )
    comment, _new = YearlyComment.objects.update_or_create(
        person=person, unit=person.unit, year=year, defaults={"text": text, "written_by": by}
    )
    return comment


@action("cadres.object_to_line", gettext_lazy("objected to a line of their record"), roles=(), own=["pk"])
def object_to_line(person: Person, *, by: Any, line: str, text: str) -> Objection:
    """What the person holds against a line of their own record. Only the person can; it stays beside the line.

    Raises:
        BadInput: there is no such line, one objection to it waits for its answer, or the text holds a number.
    """
    _short({_("objection"): text})
    found = next((each for each in lines_of(person) if each.key == line), None)
    if found is None:
        raise BadInput(_("There is no such line."), places=[(_("line"), line, _("a line of this record"))])
    if Objection.objects.filter(person=person, line=line, answered_on__isnull=True).exists():
        raise BadInput(_("An objection to this line waits for its answer already."))
    return Objection.objects.create(
        person=person, unit=found.kept_by, line=line, said=found.say[:300], text=text, made_on=clock.today()
    )


@action(
    "cadres.answer_objection",
    gettext_lazy("answered an objection"),
    roles=SECRETARY,
    when=lambda objection, by: objection.is_open(),
)
def answer_objection(objection: Objection, *, by: Any, text: str) -> None:
    """The answer of who keeps the source. Objection and answer both stay.

    Raises:
        NotAllowed: to one's own objection.
        BadInput: the text holds a number.
    """
    if by.person_id == objection.person_id:
        raise NotAllowed(_("Nobody answers their own objection."))
    _short({pgettext("noun", "answer"): text})
    objection.answer, objection.answered_on, objection.answered_by = text, clock.today(), by
    objection.save(update_fields=["answer", "answered_on", "answered_by", "updated_at"])


@action("cadres.register_secondment", gettext_lazy("registered an approved secondment of"), roles=SECRETARY)
def register_secondment(
    person: Person,
    *,
    by: Any,
    to_unit: str,
    approval_symbol: str,
    approved_on: datetime.date,
    since_on: datetime.date,
    until_on: datetime.date,
) -> Secondment:
    """One that was approved. The register is off until a rule of the place switches it on (AF-15).

    Raises:
        NotAllowed: it is off.
        BadInput: it begins before its approval, ends before it begins, or the approval lies ahead.
    """
    if not secondments_are_kept():
        raise NotAllowed(_("The register of secondments is off here."))
    places = []
    if approved_on > clock.today():
        places.append((_("approved on"), str(approved_on), _("%(day)s or earlier") % {"day": clock.today()}))
    if since_on < approved_on:
        places.append((pgettext("secondment", "since"), str(since_on), _("%(day)s or later") % {"day": approved_on}))
    if until_on < since_on:
        places.append((pgettext("secondment", "until"), str(until_on), _("%(day)s or later") % {"day": since_on}))
    if places:
        raise BadInput(_("The secondment does not hold as entered."), places=places)
    unit: Unit = person.unit
    return Secondment.objects.create(
        person=person,
        unit=unit,
        to_unit=to_unit,
        approval_symbol=approval_symbol,
        approved_on=approved_on,
        since_on=since_on,
        until_on=until_on,
    )


def secondments_are_kept() -> bool:
    """Whether the register is on. One query."""
    rule = rulebook().find("staffing.secondment_register", clock.today())
    return rule is not None and rule.number != 0


def _short(texts: dict[str, str]) -> None:
    refuse_personal_numbers(texts)
    places = [
        (name, str(len(text)), _("1 to %(n)s characters") % {"n": LONGEST})
        for name, text in texts.items()
        if not 0 < len(text.strip()) <= LONGEST
    ]
    if places:
        raise BadInput(_("The text does not fit."), places=places)
