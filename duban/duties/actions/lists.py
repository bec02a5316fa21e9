"""Lists: brought in as a draft, then issued to the units."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.asks.burden.actions import ask
from duban.base import clock
from duban.base.errors import BadInput, Conflict
from duban.duties.burden import asking_of_tasks
from duban.duties.drafts import BATCH, DutyDraft, duties_of, keep_duties
from duban.duties.models import Duty, ResponsibilityList, Task
from duban.duties.queries.lists import asked_by, holding_days, titled
from duban.duties.signals import tasks_changed
from duban.orgs.action import action
from duban.orgs.models import Role, Unit
from duban.packs.models import Pattern


@action("duties.import_list", gettext_lazy("brought in a list"), roles={Role.COMMITTEE_ADMIN}, unit="")
def import_list(
    unit: Unit, *, by: Any, year: int, title: str, basis: str, duties: Sequence[DutyDraft]
) -> ResponsibilityList:
    """The draft of a list with these duties. A draft of the same year and title is replaced by it.

    Raises:
        Conflict: the list is issued already.
        BadInput: no duties, or a category that does not exist.
    """
    return _drafted(unit, year=year, title=title, basis=basis, duties=duties)


def _drafted(
    unit: Unit, *, year: int, title: str, basis: str, duties: Sequence[DutyDraft], replaces: bool = True
) -> ResponsibilityList:
    if not duties:
        raise BadInput(_("The list has no duties."))
    # Locked: somebody may be issuing this very draft.
    drafts = ResponsibilityList.objects.select_for_update()
    made, is_new = drafts.get_or_create(unit=unit, year=year, title=title, defaults={"basis": basis})
    if not made.is_draft():
        raise Conflict(_("This list is issued. Bring it in under another title, or issue an additional list."))
    if not is_new and not replaces:
        raise Conflict(_("There is a draft of this name. Tick to replace it, or choose another name for yours."))
    made.basis = basis
    made.save(update_fields=["basis", "updated_at"])
    keep_duties(made, duties)
    return made


@action("duties.start_list", gettext_lazy("started a list"), roles={Role.COMMITTEE_ADMIN}, unit="")
def start_list(
    unit: Unit, *, by: Any, pattern: Pattern, year: int, title: str, basis: str, replaces: bool = False
) -> ResponsibilityList:
    """The draft of a list that a pack brought, with its days in that year.

    Args:
        replaces: a draft of the same year and title, perhaps a colleague's, goes for it.

    Raises:
        Conflict: the list is issued already, or a draft of that title stands and is not to be replaced.
        BadInput: it names a category that does not exist here.
    """
    return _drafted(unit, year=year, title=title, basis=basis, duties=duties_of(pattern.said, year), replaces=replaces)


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
        BadInput: no duties, a duty without a day (S5.4: who, what, when), or no unit below; more is asked of a unit than the
            cap, and nobody has signed for it.
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
                title=titled(duty, day),
                standard=duty.standard,
                due_on=holds[day.due_on].holds_on,
            )
            for duty, place, day, unit in asked
        ],
        batch_size=BATCH,
    )
    ask(asking_of_tasks(responsibility_list, made), by=by)
    responsibility_list.state = ResponsibilityList.State.ISSUED
    responsibility_list.issued_on = clock.today()
    responsibility_list.save(update_fields=["state", "issued_on", "updated_at"])
    tasks_changed.send(Task, units={task.unit_id for task in made})


def task_number(year: int, duty: Duty, place: int, *, nth: int = 1) -> str:
    """What people call the task: year, number of the duty, which of its due days.

    The body's second list of a year says so (2026.2-01-1): a number names one thing that was asked.
    """
    return f"{year}{f'.{nth}' if nth > 1 else ''}-{duty.number:02d}-{place}"
