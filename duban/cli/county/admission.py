"""Candidates of the demonstration: somebody at each stage, one late, one out of order, one extended, one converted."""

import datetime
import random

from duban.base.months import months_after
from duban.cli.county.people import names
from duban.ledgers.admission.models import Admission, AdmissionStep, Stage, StepRecord
from duban.ledgers.admission.queries import recorded_of
from duban.ledgers.admission.rules import stage_of
from duban.ledgers.admission.steps import steps
from duban.orgs.models import Person, Unit

DAY = datetime.timedelta(days=1)
NUMBERED = {
    "filing": "备",
    "target": "",
    "pre_review": "审",
    "approval": "批",
    "conversion_approval": "转",
    "extension": "延",
}
_CHOSEN = "application 900 talk 885 activist 700 filing 690 contact 685 review 520 review 340"
_ADMITTED = (
    f"{_CHOSEN} notice 480:472 target 470 political_review 460 training 455:453 committee_review 420 pre_review 410"
)
WAYS = (
    ("none", "application 12"),
    ("none", "application 48"),
    ("none", "application 420 talk 400 activist 200 filing 196 contact 190 review 20"),
    ("none", "application 600 talk 590 activist 320 filing 316 contact 310 review 205"),
    ("none", f"{_CHOSEN} review 165 notice 80:72 target 66 political_review 50 training 40:38"),
    (
        "none",
        (
            f"{_CHOSEN} notice 240:232 target 225 political_review 200 training 190:188 committee_review 160 pre_review 140 "
            "meeting 116 superior_talk 100"
        ),
    ),
    ("probationary", f"{_ADMITTED} meeting 345 superior_talk 330 approval 290 oath 270"),
    ("probationary", f"{_ADMITTED} meeting 400 superior_talk 390 approval 370 oath 365 extension 30"),
    ("probationary", f"{_ADMITTED} meeting 385 superior_talk 370 approval 340 oath 325 conversion_application 30"),
    (
        "full",
        (
            f"{_ADMITTED} meeting 395 superior_talk 390 approval 370 oath 360 conversion_application 40 conversion_meeting 28 "
            "conversion_approval 9"
        ),
    ),
)
"""(membership, steps with days before today). Not all are in order: what a county has is not."""


def grow_admission(dice: random.Random, branches: list[Unit], *, today: datetime.date) -> int:
    """A candidate or two in each of these branches. Returns how many."""
    known = {step.code: step for step in AdmissionStep.objects.all()}
    name = names(dice)
    made: list[Admission] = []
    for place, branch in enumerate(branches):
        # Those who can log in find all of it in their own branch.
        for membership, taken in WAYS if place == 0 else (WAYS[place % len(WAYS)], WAYS[(place * 3 + 1) % len(WAYS)]):
            person = _person(dice, next(name), branch, membership, len(made))
            if person is not None:
                way = Admission(person=person, unit=branch)
                way.save()
                made.append(way)
                _records(dice, way, taken, known, today)
    _stand(made, today)
    return len(made)


def _person(dice: random.Random, name: str, branch: Unit, membership: str, number: int) -> Person | None:
    """Somebody new who is no member; for the later stages one of the branch's members, so that numbers stay as reported."""
    born_in, education = f"{dice.randint(1985, 2004)}-{dice.randint(1, 12):02d}", dice.choice(("10", "20", "20", "30"))
    if membership == "none":
        return Person.objects.create(name=name, unit=branch, born_in=born_in, education=education)
    free = Person.objects.filter(unit=branch, grants__isnull=True, posts__isnull=True, admissions__isnull=True)
    person = free.exclude(membership=Person.Membership.NONE).order_by("-pk").first()
    if person is not None:
        person.membership, person.born_in, person.education = membership, born_in, education
        person.joined_on = person.converted_on = None
        person.save()
    return person


def _records(
    dice: random.Random, way: Admission, taken: str, known: dict[str, AdmissionStep], today: datetime.date
) -> None:
    words, shift = taken.split(), dice.randint(0, 4) * DAY
    rows = []
    for code, ago in zip(words[::2], words[1::2], strict=True):
        first, _colon, last = ago.partition(":")
        day = today - int(first) * DAY - (shift if int(first) > 30 else 0 * DAY)
        symbol = NUMBERED.get(code)
        rows.append(
            StepRecord(
                admission=way,
                step=known[code],
                happened_on=day,
                until_on=day + (int(first) - int(last)) * DAY if last else None,
                number=f"示党{symbol}〔{day.year}〕{dice.randint(1, 60)}号" if symbol else "",
                hours=24 if code == "training" else None,
                months=6 if code == "extension" else None,
            )
        )
    StepRecord.objects.bulk_create(rows)


def _stand(made: list[Admission], today: datetime.date) -> None:
    """Stage and days of the person as the steps say."""
    recorded, wanted = recorded_of(made), steps()
    for way in made:
        kept = recorded[way.pk]
        way.stage = stage_of(wanted, kept)
        if way.stage in (Stage.PROBATIONARY, Stage.FULL):
            way.person.joined_on = kept["meeting"][-1].on
        if way.stage == Stage.FULL:
            way.person.converted_on = months_after(kept["meeting"][-1].on, 12)
        way.person.save(update_fields=["joined_on", "converted_on", "updated_at"])
    Admission.objects.bulk_update(made, ["stage"], batch_size=500)
