"""What is recorded of admission. A step is kept when it happened, whatever the rules say of its day; nothing is decided here."""

import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.base import clock
from duban.base.errors import BadInput, Conflict
from duban.ledgers.admission.membership import ADMITS, CONVERTS, admit, convert, take_back_membership
from duban.ledgers.admission.models import Admission, AdmissionStep, Stage, StepRecord
from duban.ledgers.admission.permits import DECIDERS, RECORDERS
from duban.ledgers.admission.queries import recorded_of, who_may_apply
from duban.ledgers.admission.rules import stage_of
from duban.ledgers.admission.steps import Step, steps
from duban.orgs.action import action, locked, tell
from duban.orgs.models import Person, Unit
from duban.orgs.tree import alone

FIRST, LAST = "application", "archive"


@action("admission.open_admission", gettext_lazy("entered an application"), roles=RECORDERS, unit="")
def open_admission(
    unit: Unit,
    *,
    by: Any,
    applied_on: datetime.date,
    person: Person | None = None,
    name: str = "",
    born_in: str = "",
    education: str = "",
) -> Admission:
    """申请入党: somebody of the organisation applied on that day. The application itself stays on paper.

    Args:
        person: somebody who is kept already; without one, `name` is somebody new.

    Raises:
        BadInput: a member, somebody of another organisation or with a way under way, a day ahead, or nobody named.
    """
    if applied_on > clock.today():
        raise BadInput(_("The day lies ahead."), places=[_ahead(_("applied on"), applied_on)])
    if person is None:
        if not name:
            raise BadInput(
                _("Say who applies."), places=[(_("person"), _("nobody"), _("somebody of the list, or a new name"))]
            )
        if Person.objects.here().filter(unit=unit, name=name).exists():
            # A form sent twice; who has the same name by chance is entered among the people first, and chosen.
            raise BadInput(
                _("Somebody of this name is kept here already."),
                places=[(_("person"), name, _("somebody of the list; a namesake is entered among the people first"))],
            )
        person = Person.objects.create(unit=unit, name=name, born_in=born_in, education=education)
        tell(person=[None, person.key])
    elif not who_may_apply(unit).filter(pk=person.pk).exists():
        raise BadInput(
            _("This person cannot apply here."),
            places=[(_("person"), str(person), _("no member, of this organisation, without an application under way"))],
        )
    made = Admission.objects.create(person=person, unit=unit)
    StepRecord.objects.create(admission=made, step=AdmissionStep.objects.get(code=FIRST), happened_on=applied_on)
    return made


def _is_open(admission: Admission, by: Any) -> bool:
    return admission.ended_on is None


@action("admission.record_step", gettext_lazy("recorded a step"), roles=RECORDERS, when=_is_open)
def record_step(admission: Admission, *, by: Any, step: str, **said: Any) -> StepRecord:
    """A step of the branch. See `_record`."""
    return _record(admission, by, step, said, superiors=False)


@alone
@action(
    "admission.record_decision", gettext_lazy("recorded what the superior committee did"), roles=DECIDERS, when=_is_open
)
def record_decision(admission: Admission, *, by: Any, step: str, **said: Any) -> StepRecord:
    """A step of the superior committee. Its approval makes a probationary member, and its second one a full member."""
    return _record(admission, by, step, said, superiors=True)


def _record(admission: Admission, by: Any, code: str, said: dict[str, Any], *, superiors: bool) -> StepRecord:
    """Keep a step as it happened; what does not fit by the rules stands beside it from now on.

    Args:
        said: happened_on, and as the step has them: until_on, is_yes, number, hours, months, eligible_count, yes_count, is_special.

    Raises:
        BadInput: the step is not of this side, its day is ahead, or its numbers cannot be.
        Conflict: it is recorded already.
    """
    known = steps()
    step = next((each for each in known if each.code == code and each.is_superiors == superiors), None)
    if step is None:
        raise BadInput(_("There is no such step here."), places=[(_("step"), code, _("a step of this page"))])
    _refuse(step, said)
    if not step.recurs and admission.records.filter(step=step.pk).exists():
        raise Conflict(_("“%(step)s” is recorded already. Take it back first when it is wrong.") % {"step": step.name})
    if step.recurs and admission.records.filter(step=step.pk, happened_on=said["happened_on"]).exists():
        raise Conflict(_("“%(step)s” of that day is recorded already.") % {"step": step.name})
    made = StepRecord.objects.create(admission=admission, step_id=step.pk, **said)
    tell(step=[None, code], on=[None, said["happened_on"]], passed=[None, made.is_yes])
    _moved(admission, known, by)
    if made.is_yes and code == ADMITS:
        admit(admission, known, by=by)
    if made.is_yes and code == CONVERTS:
        convert(admission, known, by=by)
    if code == LAST and made.is_yes:
        admission.ended_on = made.happened_on
        admission.save(update_fields=["ended_on", "updated_at"])
    return made


def _refuse(step: Step, said: dict[str, Any]) -> None:
    """What cannot be, whatever the rules say."""
    places = []
    if said["happened_on"] > clock.today():
        places.append(_ahead(_("day of the step"), said["happened_on"]))
    until = said.get("until_on")
    if until and until < said["happened_on"]:
        places.append((_("last day"), str(until), _("%(day)s or later") % {"day": said["happened_on"]}))
    eligible, yes = said.get("eligible_count"), said.get("yes_count")
    if eligible is not None and yes is not None and yes > eligible:
        places.append((_("yes-votes"), str(yes), _("at most %(n)s") % {"n": eligible}))
    if step.months and not said.get("months"):
        places.append((_("months"), _("not given"), _("a number of months")))
    if places:
        raise BadInput(_("What was entered cannot be."), places=places)


def _moved(admission: Admission, known: list[Step], by: Any) -> None:
    stage = stage_of(known, recorded_of([admission])[admission.pk])
    if stage != admission.stage:
        admission.stage = stage
        admission.save(update_fields=["stage", "updated_at"])


@alone
@action("admission.strike_step", gettext_lazy("took a recorded step back"), roles=RECORDERS | DECIDERS, when=_is_open)
def strike_step(admission: Admission, *, by: Any, record: StepRecord, reason: str) -> None:
    """What was recorded by mistake is taken back, with a reason; the trail keeps what it said.

    Raises:
        Conflict: it is gone already, another was recorded after it, or something rests on the membership that it made.
        BadInput: the superior's step is taken back by somebody who does not record it, or the application itself.
    """
    found = admission.records.select_related("step").filter(pk=record.pk).first()
    if found is None:
        raise Conflict
    if found.step.code == FIRST:
        raise BadInput(_("The application is where the way begins. End the way instead."))
    later = admission.records.select_related("step").filter(pk__gt=found.pk).order_by("-pk").first()
    if later is not None:
        raise Conflict(
            _("“%(later)s” of %(day)s was recorded after it. The last step is taken back first.")
            % {"later": later.step, "day": later.happened_on}
        )
    is_superiors = next(each for each in steps() if each.pk == found.step_id).is_superiors
    needed = record_decision if is_superiors else record_step
    if not needed.permit.allows(by, admission):  # type: ignore[attr-defined]
        raise BadInput(_("Whoever records this step takes it back."))
    tell(step=[found.step.code, None], on=[found.happened_on, None], number=[found.number, None])
    found.delete()
    _moved(admission, steps(), by)
    if found.step.code in (ADMITS, CONVERTS) and found.is_yes:
        take_back_membership(admission, found.step.code, by=by, reason=reason)


@action("admission.end_admission", gettext_lazy("ended the way of a candidate"), roles=RECORDERS, when=_is_open)
def end_admission(admission: Admission, *, by: Any, outcome: str, ended_on: datetime.date) -> None:
    """A way that ends before its end: withdrawn, not accepted, probation ended, moved away. Why is not asked.

    Raises:
        BadInput: the day lies ahead or before the application.
    """
    first = admission.records.order_by("happened_on").first()
    earliest = first.happened_on if first else ended_on
    if not earliest <= ended_on <= clock.today():
        raise BadInput(
            _("The day does not fit."),
            places=[
                (
                    _("way ended on"),
                    str(ended_on),
                    _("from %(first)s to %(last)s") % {"first": earliest, "last": clock.today()},
                )
            ],
        )
    if admission.stage == Stage.FULL:
        raise Conflict(_("Somebody who was converted has reached the end. Record the archive instead."))
    admission.outcome, admission.ended_on = outcome, ended_on
    admission.save(update_fields=["outcome", "ended_on", "updated_at"])


@alone
@action(
    "admission.resume_admission",
    gettext_lazy("resumed a way that was ended by mistake"),
    roles=RECORDERS,
    when=lambda admission, by: admission.ended_on is not None,
)
def resume_admission(admission: Admission, *, by: Any, reason: str) -> None:
    """A way that was ended, or archived, by mistake goes on as before; the record of the archive goes with it.

    Raises:
        BadInput: no reason.
        Conflict: the person has left, moved, applied anew, or is no longer what the steps made of them.
    """
    if not reason.strip():
        raise BadInput(_("Say why it is taken back."))
    person = locked([admission.person])[0]
    if person.left_on is not None or person.unit_id != admission.unit_id:
        raise Conflict(_("“%(person)s” left or was transferred since; this way stays ended.") % {"person": person})
    if person.admissions.filter(ended_on__isnull=True).exists():
        raise Conflict(_("“%(person)s” applied anew; this way stays ended.") % {"person": person})
    if person.membership != MEMBERSHIP_OF.get(admission.stage, Person.Membership.NONE):
        raise Conflict(
            _("The membership is “%(membership)s”, which does not fit the stage “%(stage)s”; this way stays ended.")
            % {"membership": person.get_membership_display(), "stage": admission.get_stage_display()}
        )
    if not admission.outcome:
        admission.records.filter(step__code=LAST, is_yes=True).delete()
    admission.outcome, admission.ended_on = "", None
    admission.save(update_fields=["outcome", "ended_on", "updated_at"])


MEMBERSHIP_OF: dict[str, Person.Membership] = {
    Stage.PROBATIONARY: Person.Membership.PROBATIONARY,
    Stage.FULL: Person.Membership.FULL,
}
"""Stage → what somebody in it is; no member in the others."""


def _ahead(word: str, day: datetime.date) -> tuple[str, str, str]:
    return word, str(day), _("%(day)s or earlier") % {"day": clock.today()}
