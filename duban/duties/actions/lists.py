"""Lists: brought in as a draft, then issued to the units."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.base import clock
from duban.base.errors import BadInput, Conflict
from duban.duties.models import DueDay, Duty, ResponsibilityList, Task
from duban.duties.queries.lists import asked_by, holding_days
from duban.duties.signals import tasks_changed
from duban.orgs.action import action
from duban.orgs.models import Role, Unit, UnitCategory

BATCH = 500


@dataclass(frozen=True)
class DutyDraft:
    """One duty as somebody wrote it: the fields of Duty, its due days as (label, day), its categories by name."""

    number: int
    code: str
    tag: str
    group: str
    title: str
    standard: str
    responsible: str
    basis: str
    evidence_hint: str = ""
    is_split: bool = False
    days: Sequence[tuple[str, datetime.date]] = ()
    categories: Sequence[str] = ()


@action("duties.import_list", gettext_lazy("brought in a list"), roles={Role.COMMITTEE_ADMIN}, unit="")
def import_list(
    unit: Unit, *, by: Any, year: int, title: str, basis: str, duties: Sequence[DutyDraft]
) -> ResponsibilityList:
    """The draft of a list with these duties. A draft of the same year and title is replaced by it.

    Raises:
        Conflict: the list is issued already.
        BadInput: no duties, or a category that does not exist.
    """
    if not duties:
        raise BadInput(_("The list has no duties."))
    # Locked: somebody may be issuing this very draft.
    drafts = ResponsibilityList.objects.select_for_update()
    made, _new = drafts.get_or_create(unit=unit, year=year, title=title, defaults={"basis": basis})
    if not made.is_draft():
        raise Conflict(_("This list is issued. Bring it in under another title, or issue an additional list."))
    made.basis = basis
    made.save(update_fields=["basis", "updated_at"])
    known = {category.name: category for category in UnitCategory.objects.all()}
    unknown = sorted({name for draft in duties for name in draft.categories} - set(known))
    if unknown:
        raise BadInput(_("No such category of units: %(names)s") % {"names": "、".join(unknown)})
    made.duties.all().delete()
    # All rows of a table at once: a list of three thousand duties is one moment, not a minute under the lock.
    fields = [
        {name: value for name, value in vars(draft).items() if name not in {"days", "categories"}} for draft in duties
    ]
    kept = Duty.objects.bulk_create([Duty(responsibility_list=made, **each) for each in fields], BATCH)
    pairs = list(zip(kept, duties, strict=True))
    DueDay.objects.bulk_create(
        [DueDay(duty=duty, label=label, due_on=day) for duty, draft in pairs for label, day in draft.days], BATCH
    )
    only_for = Duty.categories.through
    only_for.objects.bulk_create(
        [only_for(duty=duty, unitcategory=known[name]) for duty, draft in pairs for name in draft.categories], BATCH
    )
    return made


@action(
    "duties.issue_list",
    gettext_lazy("issued"),
    roles={Role.COMMITTEE_ADMIN},
    when=lambda responsibility_list, by: responsibility_list.is_draft(),
)
def issue_list(responsibility_list: ResponsibilityList, *, by: Any) -> None:
    """Make a task for each duty, due day and assessed unit below the issuer, and close the list for changes.

    A day on which the office does not work moves on to the next working day, where the rule says so.

    Raises:
        BadInput: no duties, a duty without a day (S5.4: who, what, when), or no unit below.
    """
    duties = list(responsibility_list.duties.prefetch_related("due_days", "categories"))
    without = [str(duty) for duty in duties if not duty.due_days.all()]
    if without or not duties:
        raise BadInput(
            _("A duty without a due day cannot be issued."),
            places=[(name, _("no due day"), _("at least one day of the year")) for name in without],
        )
    asked = asked_by(responsibility_list)
    if not asked:
        raise BadInput(_("There is no unit below that tasks could be issued to."))
    holds = holding_days(day.due_on for _duty, _place, day, _unit in asked)
    before = ResponsibilityList.objects.filter(unit=responsibility_list.unit, year=responsibility_list.year)
    nth = before.filter(state=ResponsibilityList.State.ISSUED).count() + 1
    made = Task.objects.bulk_create(
        [
            Task(
                number=task_number(responsibility_list.year, duty, place, nth=nth),
                duty=duty,
                due_day=day,
                unit=unit,
                issuer=responsibility_list.unit,
                title=f"{duty.title}（{day.label}）" if day.label else duty.title,
                standard=duty.standard,
                due_on=holds[day.due_on].holds_on,
            )
            for duty, place, day, unit in asked
        ],
        batch_size=BATCH,
    )
    responsibility_list.state = ResponsibilityList.State.ISSUED
    responsibility_list.issued_on = clock.today()
    responsibility_list.save(update_fields=["state", "issued_on", "updated_at"])
    tasks_changed.send(Task, units={task.unit_id for task in made})


def task_number(year: int, duty: Duty, place: int, *, nth: int = 1) -> str:
    """What people call the task: year, number of the duty, which of its due days.

    The body's second list of a year says so (2026.2-01-1): a number names one thing that was asked.
    """
    return f"{year}{f'.{nth}' if nth > 1 else ''}-{duty.number:02d}-{place}"
