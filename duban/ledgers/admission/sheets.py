"""Admission as a sheet: a row for each step with its day, entered when the book begins. Who is a member changes by no sheet."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from duban.base import clock
from duban.base.workbook.cells import Wrong, quoted
from duban.base.workbook.kinds import Day, Named, Whole, Words, YesNo
from duban.base.workbook.sheet import Column, Sheet
from duban.ledgers.admission.actions import ADMITS, CONVERTS, FIRST, LAST
from duban.ledgers.admission.models import Admission, StepRecord
from duban.ledgers.admission.permits import VIEW_STEPS
from duban.ledgers.admission.queries import recorded_of
from duban.ledgers.admission.rules import stage_of
from duban.ledgers.admission.steps import Step, steps
from duban.orgs.exchange import BATCH, ORGANISATION, Desks, Exchange, within
from duban.orgs.models import Person, Unit
from duban.orgs.permits import PERMITS
from duban.orgs.somebody import SomebodyDesk, plain, told_apart

_ANEW = _("it is taken back and recorded anew, on the page of the candidate")


def _of_step(field: str, heading: str, kind: Any, reason: Any, example: str = "", width: int = 12) -> Column:
    return Column(field, heading, kind, reason, example, width, is_fixed=_ANEW)


STEPS = Sheet(
    "发展党员",
    (
        Column("person", "姓名", Named(_("the name of somebody who is entered")), _("Whose step it is"), "李某某", 12, is_needed=True,
               is_key=True, is_fixed=_("another row of another person")),
        Column("unit", "所在组织", ORGANISATION, _("Where the person belongs to"), "示例局机关第一党支部", 34, is_needed=True, is_key=True,
               is_fixed=_("transferring the person, on the page of the person")),
        Column("step", "步骤", Named(_("one of the steps of the drop-down")), _("Which step was taken"), "申请人递交入党申请书", 30,
               is_needed=True, is_key=True, is_fixed=_ANEW),
        Column("happened_on", "日期", Day(), _("The day, or the first of several"), "2025-03-01", 13, is_needed=True, is_key=True,
               is_fixed=_ANEW),
        _of_step("until_on", "截止日期", Day(), _("The last day, of a step that takes several"), "", 13),
        _of_step("is_yes", "是否通过", YesNo(), _("Empty: it passed"), "是", 10),
        _of_step("number", "文号", Words(60), _("The number of the document, where the step has one"), "", 20),
        _of_step("hours", "学时", Whole(0, 500), _("Hours of the training")),
        _of_step("months", "延长月数", Whole(1, 60), _("Months of the extension")),
        _of_step("eligible_count", "应到人数", Whole(1, 99_999), _("Who should attend and may vote")),
        _of_step("yes_count", "赞成票", Whole(0, 99_999), _("Yes-votes")),
    ),
    (
        _("The application stands before the other steps of the person. Only days are kept: no text of an application, of a report or of a check."),
        _("Approval, approval of the conversion and archive change who is a member, or end the way: they are recorded on the page of the candidate."),
    ),
)  # fmt: skip
ON_THE_PAGE = (ADMITS, CONVERTS, LAST)
_DEFAULTS = {"is_yes": True, "number": ""}


class StepDesk(SomebodyDesk):
    """Steps: found by person, step and day. An application opens a way, the other steps belong to the one that is open."""

    def __init__(self, exchange: Exchange, user: Any, desks: Desks) -> None:
        super().__init__(exchange, user, desks)
        self.steps = {each.pk: each for each in steps()}
        self.by_name = {plain(each.name): each for each in self.steps.values()}
        self.decides = PERMITS["admission.record_decision"].reach(user)
        self._ways: dict[int, Admission] = {}
        self._taken: set[tuple[int, int]] = set()

    def rows(self, asked: Mapping[str, str]) -> QuerySet:
        """See Desk."""
        return within(self.known(), asked, "admission__unit__path").order_by(
            "admission__unit__path", "admission", "happened_on", "pk"
        )

    def known(self) -> QuerySet:
        """See Desk; of the ways that are open."""
        rows = super().known().filter(admission__ended_on__isnull=True)
        return rows.select_related("admission__person", "admission__unit", "step").order_by("pk")

    def _load(self) -> None:
        if self._by_number is not None:
            return
        super()._load()
        # Also one that nobody has recorded anything of, or that another unit keeps: somebody has one way at a time.
        for way in Admission.objects.filter(ended_on__isnull=True).select_related("unit"):
            self._ways[way.person_id] = way
        rows: Iterable[Any] = (self._by_number or {}).values()
        self._taken = {(row.admission.person_id, row.step_id) for row in rows}

    def choices(self) -> dict[str, Sequence[str]]:
        """See Desk."""
        names = [each.name for each in self.steps.values() if each.code not in ON_THE_PAGE]
        return {"unit": self.desks.units.names(self.may_add), "step": names}

    def said(self, obj: Any, column: Column) -> Any:
        """See Desk."""
        if column.field in ("person", "unit"):
            return getattr(obj.admission, column.field)
        return self.steps[obj.step_id] if column.field == "step" else getattr(obj, column.field)

    def name_of(self, column: Column, kept: Any) -> str:
        """See Desk."""
        return kept.name if isinstance(kept, Step) else super().name_of(column, kept)

    def refer(self, column: Column, text: str, kept: Mapping[str, Any]) -> Any:
        """See Desk."""
        if column.field != "step":
            return super().refer(column, text, kept)
        found = self.by_name.get(plain(text))
        if found is None:
            raise Wrong(quoted(text), "、".join(each.name for each in self.steps.values()))
        return found

    def key_of(self, kept: Mapping[str, Any]) -> Any:
        """See Desk."""
        return told_apart(kept["person"]), kept["step"].pk, kept["happened_on"]

    def unit_of_row(self, obj: Any) -> Unit:
        """See Desk."""
        unit: Unit = obj.admission.unit
        return unit

    def title_of(self, kept: Mapping[str, Any]) -> str:
        """See Desk."""
        return f"{kept['person']} {kept['step'].name}"

    def check(self, kept: Mapping[str, Any], obj: Any | None) -> Iterator[tuple[str, Wrong]]:
        """What the page would refuse. What comes too early or too late by the rules is kept as it happened, as there."""
        if obj is not None:
            return
        step: Step = kept["step"]
        if step.code in ON_THE_PAGE:
            yield (
                "step",
                Wrong(
                    quoted(step.name),
                    gettext("recorded on the page of the candidate: it changes who is a member, or ends the way"),
                ),
            )
            return
        yield from self._way_faults(kept["person"], kept["unit"], step)
        yield from _cell_faults(kept, step)
        if step.is_superiors and not kept["unit"].path.startswith(tuple(self.decides)):
            yield "step", Wrong(quoted(step.name), gettext("recorded by the superior committee"))

    def _way_faults(self, person: Person, unit: Unit, step: Step) -> Iterator[tuple[str, Wrong]]:
        way = self._ways.get(told_apart(person))
        if step.code == FIRST:
            if way is not None:
                yield (
                    "step",
                    Wrong(gettext("an application under way"), gettext("nobody with an application under way")),
                )
            elif person.membership != Person.Membership.NONE:
                yield "person", Wrong(person.get_membership_display(), gettext("no member"))
        elif way is None:
            yield (
                "step",
                Wrong(
                    gettext("no application under way"),
                    gettext("the application, in a row before this one or on the page"),
                ),
            )
        elif way.unit.path != unit.path:
            yield (
                "unit",
                Wrong(gettext("the way is kept by another organisation"), gettext("the organisation that keeps it")),
            )
        elif not step.recurs and (told_apart(person), step.pk) in self._taken:
            yield "step", Wrong(gettext("recorded already"), gettext("each step once"))

    def new(self, kept: Mapping[str, Any]) -> Any:
        """See Desk."""
        person, step = kept["person"], kept["step"]
        if step.code == FIRST:
            self._ways[told_apart(person)] = Admission(person=person, unit=kept["unit"])
        self._taken.add((told_apart(person), step.pk))
        said = {
            name: value for name, value in kept.items() if name not in ("person", "unit", "step") and value is not None
        }
        return StepRecord(admission=self._ways[told_apart(person)], step_id=step.pk, **{**_DEFAULTS, **said})

    def create(self, objs: Sequence[Any]) -> None:
        """The ways that begin, then the steps; the stage follows from them."""
        Admission.objects.bulk_create(
            [row.admission for row in objs if row.admission.pk is None and self.steps[row.step_id].code == FIRST], BATCH
        )
        for row in objs:
            # Set anew: the key of a way that began just now is known since then.
            row.admission = row.admission
        super().create(objs)
        self._stages({row.admission_id for row in objs})

    def remove(self, objs: QuerySet) -> None:
        """The steps, and the ways that began with them."""
        keys = set(objs.values_list("admission", flat=True))
        objs.delete()
        Admission.objects.filter(pk__in=keys, records__isnull=True).delete()
        self._stages(keys)

    def built_on(self, keys: Sequence[int]) -> Iterator[tuple[int, str]]:
        """A step that was recorded since behind one that the workbook brought; a way that has ended; a step of the superiors."""
        rows = list(StepRecord.objects.filter(pk__in=keys).select_related("admission__unit", "step"))
        yield from ((row.pk, gettext("a way that has ended")) for row in rows if row.admission.ended_on)
        of_way = {row.admission_id: row.pk for row in sorted(rows, key=lambda row: -row.pk)}
        later = StepRecord.objects.filter(admission__in=of_way).select_related("step")
        for row in later:
            if row.pk > of_way[row.admission_id] and row.pk not in self.made:
                yield of_way[row.admission_id], row.step.name
        within = tuple(self.decides)
        for row in rows:
            if self.steps[row.step_id].is_superiors and not row.admission.unit.path.startswith(within):
                yield row.pk, gettext("a step that the superior committee takes back")

    def _stages(self, keys: Iterable[int]) -> None:
        ways = list(Admission.objects.filter(pk__in=list(keys)))
        recorded, order = recorded_of(ways), list(self.steps.values())
        for way in ways:
            way.stage = stage_of(order, recorded[way.pk])
        Admission.objects.bulk_update(ways, ["stage"], BATCH)


def _cell_faults(kept: Mapping[str, Any], step: Step) -> Iterator[tuple[str, Wrong]]:
    """Days and numbers that cannot be, and cells that this step does not have."""
    day, until, today = kept["happened_on"], kept.get("until_on"), clock.today()
    if day > today:
        yield "happened_on", Wrong(str(day), gettext("%(day)s or earlier") % {"day": today})
    if until and until < day:
        yield "until_on", Wrong(str(until), gettext("%(day)s or later") % {"day": day})
    eligible, yes = kept.get("eligible_count"), kept.get("yes_count")
    if eligible is not None and yes is not None and yes > eligible:
        yield "yes_count", Wrong(str(yes), gettext("at most %(n)s") % {"n": eligible})
    if step.months and not kept.get("months"):
        yield "months", Wrong(gettext("not given"), gettext("a number of months"))
    has = {
        "until_on": step.spans, "number": step.number, "hours": step.hours, "months": step.months,
        "eligible_count": step.vote, "yes_count": step.vote,
    }  # fmt: skip
    for name, has_it in has.items():
        if not has_it and kept.get(name) not in (None, ""):
            yield name, Wrong(quoted(str(kept[name])), gettext("nothing: this step has none"))
    if step.code == FIRST and kept.get("is_yes") is False:
        yield "is_yes", Wrong("否", gettext("nothing: this step has none"))


STEPS_EXCHANGE = Exchange(
    "admission-steps", _("Steps of admission"), STEPS, StepRecord, VIEW_STEPS, PERMITS["admission.record_step"], StepDesk, place=46
)  # fmt: skip
