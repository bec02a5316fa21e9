"""What the pages of admission show."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from duban.audit.queries import history_of
from duban.base import clock
from duban.ledgers.admission import forms
from duban.ledgers.admission.counts import counted_for, least_of, tables
from duban.ledgers.admission.models import Admission, Stage
from duban.ledgers.admission.permits import VIEW_ADMISSION, VIEW_COUNTS
from duban.ledgers.admission.queries import admissions_for, reckoner, recorded_of, standings
from duban.ledgers.admission.rules import Line, Standing, standing_of
from duban.ledgers.admission.steps import Step
from duban.orgs.models import BRANCHES, Unit
from duban.orgs.permits import PERMITS
from duban.orgs.queries import units_within
from duban.packs.rules import rulebook
from duban.ui.days import said_day
from duban.ui.shapes import Chip, Event, Fact, Link
from duban.ui.shapes import Step as Place

PAGE = 50
ONLY = ("", "late", "soon", "wrong")


@dataclass(frozen=True)
class Asked:
    """The ways under way as the address asks for them."""

    stage: str
    only: str
    everybody: list[tuple[Admission, Standing]]

    @property
    def of_stage(self) -> list[tuple[Admission, Standing]]:
        """Those of the stage."""
        return [each for each in self.everybody if not self.stage or each[0].stage == self.stage]

    @property
    def shown(self) -> list[tuple[Admission, Standing]]:
        """Those that are shown, the fewest days left first."""
        fitting = [each for each in self.of_stage if fits(each[1], self.only)]
        return sorted(
            fitting, key=lambda each: (each[1].left is None, each[1].left or 0, each[0].unit.path, each[0].pk)
        )


def fits(stand: Standing, only: str) -> bool:
    """Whether a way fits one of the filters; every way fits none of them."""
    return stand.warnings > 0 if only == "wrong" else not only or stand.kind == only


def ways_asked_for(request: HttpRequest) -> Asked:
    """?stage= and ?only=. Six queries whatever their number."""
    stage, only = request.GET.get("stage", ""), request.GET.get("only", "")
    rows = list(admissions_for(request.user).filter(ended_on__isnull=True))
    return Asked(stage if stage in Stage.values else "", only if only in ONLY else "", standings(rows, reckoner()))


def admission_list_page(request: HttpRequest) -> dict[str, Any]:
    """Ways under way, those with the fewest days left first."""
    asked = ways_asked_for(request)
    counts = Counter(way.stage for way, _stand in asked.everybody)
    words = {"": _("all"), "late": _("overdue"), "soon": _("near its day"), "wrong": _("with warnings")}
    may_open = units_within(PERMITS["admission.open_admission"], request.user).filter(kind__code__in=OPENING)
    return {
        "page": Paginator(asked.shown, PAGE).get_page(request.GET.get("page")),
        "stages": [
            Chip(_("all stages"), _address("", asked.only), not asked.stage, len(asked.everybody)),
            *(
                Chip(each.label, _address(each.value, asked.only), asked.stage == each.value, counts[each.value])
                for each in Stage
            ),
        ],
        "chips": [
            Chip(
                words[name],
                _address(asked.stage, name),
                asked.only == name,
                sum(fits(stand, name) for _way, stand in asked.of_stage),
            )
            for name in ONLY
        ],
        "export_url": reverse("export_admissions") + _address(asked.stage, asked.only),
        "units": list(may_open[:PAGE]),
    }


OPENING = (*BRANCHES, "general_branch")


def _address(stage: str, only: str) -> str:
    said = "&".join(f"{name}={value}" for name, value in (("stage", stage), ("only", only)) if value)
    return f"?{said}" if said else "?"


def unit_admissions_page(unit: Unit, user: Any, wrong: Form | None = None) -> dict[str, Any]:
    """The candidates of one organisation, those whose way has ended too; the form for a new one."""
    rows = list(admissions_for(user).filter(unit=unit).order_by("-pk"))
    may = PERMITS["admission.open_admission"].allows(user, unit)
    form = wrong or forms.OpenAdmission(unit=unit, initial={"applied_on": clock.today()})
    return {
        "unit": unit,
        "crumb": [Link(_("Admission"), reverse("admission_list")), Link(unit.name)],
        "rows": standings(rows, reckoner()),
        "form": form if may else None,
    }


def admission_page(admission: Admission, user: Any, *, step: str = "", wrong: Form | None = None) -> dict[str, Any]:
    """One way: its head, its line of stages with dates, the step to record now, every step, what happened."""
    wanted = reckoner()
    recorded = recorded_of([admission])[admission.pk]
    lines = wanted.lines(recorded, admission.person.born_in)
    stand = standing_of(lines, wanted.today, is_open=admission.is_open())
    may_record = {
        is_superiors: PERMITS[f"admission.record_{name}"].possible(user, admission)
        for is_superiors, name in ((False, "step"), (True, "decision"))
    }
    chosen = _chosen(lines, step, stand, may_record)
    verb = f"record_{'decision' if chosen and chosen.is_superiors else 'step'}"
    may = chosen is not None and PERMITS[f"admission.{verb}"].possible(user, admission)
    form = wrong if isinstance(wrong, forms.RecordStep) else None
    if may and chosen and form is None:
        form = forms.RecordStep(of=chosen, initial={"step": chosen.code, "happened_on": clock.today()})
    return {
        "admission": admission,
        "stand": stand,
        "crumb": [
            Link(_("Admission"), reverse("admission_list")),
            Link(admission.unit.name, reverse("unit_admissions", args=[admission.unit_id])),
            Link(admission.person.name),
        ],
        "facts": _facts(admission, stand),
        "places": _places(admission, lines),
        "warnings": [(line.step, finding) for line in lines for finding in line.findings],
        "rows": [
            (
                line,
                _of(line.step, lines[0].step.basis),
                _state(line, wanted.today),
                may_record[line.step.is_superiors] and (line.step.recurs or not line.done),
            )
            for line in lines
        ],
        "basis": f"《{lines[0].step.basis}》" if lines else "",
        "chosen": chosen,
        "verb": verb,
        "form": form if may else None,
        "strike": _strikable(admission, user, lines, wrong),
        "end_form": _act(admission, user, "end_admission", forms.EndAdmission, wrong, ended_on=clock.today()),
        "resume_form": _act(admission, user, "resume_admission", forms.ResumeAdmission, wrong),
        "events": [
            Event(_event(entry, lines), entry.by_name, at=entry.at, reason=entry.reason)
            for entry in reversed(history_of(admission.key))
        ],
    }


def _chosen(lines: list[Line], code: str, stand: Standing, may: dict[bool, bool]) -> Step | None:
    """The step whose form is open: the one that was asked for, else what is due, else the next that the person records."""
    open_lines = [line for line in lines if line.step.recurs or not line.done]
    asked = next((line.step for line in open_lines if line.step.code == code), None)
    if asked:
        return asked
    following = [line for line in open_lines if line.is_next]
    if stand.due and (stand.due.is_next or stand.due.step.recurs) and stand.left is not None and stand.left <= 0:
        return stand.due.step
    following.sort(key=lambda line: not may[line.step.is_superiors])
    return following[0].step if following else None


def _facts(admission: Admission, stand: Standing) -> list[Fact]:
    person, limit = admission.person, stand.limit
    following = ""
    if stand.due and limit:
        following = _("%(step)s, by %(day)s") % {"step": stand.due.step.name, "day": limit.day}
        following += _(" (provisional)") if limit.is_provisional else ""
    return [
        Fact(
            _("organisation"), admission.unit.name, reverse("unit_admissions", args=[admission.unit_id]), is_wide=True
        ),
        Fact(_("stage"), admission.get_stage_display()),
        Fact(_("membership"), person.get_membership_display()),
        *(
            [Fact(_("due next"), f"{following}（{limit.cited}）" if limit.cited else following, is_wide=True)]
            if following and limit
            else []
        ),
        *([Fact(_("ended by"), admission.get_outcome_display())] if admission.outcome else []),
        *([Fact(_("way ended on"), str(admission.ended_on))] if admission.ended_on else []),
    ]


def _places(admission: Admission, lines: list[Line]) -> list[Place]:
    """The five stages with the day each began."""
    order = list(Stage)
    here = order.index(Stage(admission.stage))
    began = {line.step.opens: line.last.on for line in lines if line.step.opens and line.last and line.last.is_yes}
    return [
        Place(
            stage.label,
            said_day(began.get(stage)),
            "done"
            if place < here or (place == here and not admission.is_open())
            else "now"
            if place == here
            else "next",
        )
        for place, stage in enumerate(order)
    ]


def _of(step: Step, basis: str) -> str:
    """The article and who decides; the text too, where it is another than the table's."""
    return "，".join(filter(None, (step.article if step.basis == basis else step.cited, step.decider)))


def _state(line: Line, today: Any) -> tuple[str, str]:
    """A step in a word."""
    if line.last and not line.last.is_yes:
        return "back", _("did not pass")
    limit = line.is_due
    if limit and limit.day < today:
        return "late", _("overdue %(n)s days") % {"n": (today - limit.day).days}
    if line.findings:
        return "late", _("recorded, with a warning")
    if line.done:
        return "ok", _("recorded")
    if line.is_next:
        return "todo", _("to be done next")
    if line.step.optional:
        return "na", _("only where it happens")
    return "none", _("not yet")


def _strikable(admission: Admission, user: Any, lines: list[Line], wrong: Form | None) -> tuple[str, Form] | None:
    """(what, form) of the last recorded step, which may be taken back; None when there is only the application."""
    if not PERMITS["admission.strike_step"].possible(user, admission):
        return None
    done = [(each, line.step) for line in lines for each in line.done if line.step.code != "application"]
    if not done:
        return None
    each, step = max(done, key=lambda pair: pair[0].pk)
    form = (
        wrong
        if isinstance(wrong, forms.StrikeStep)
        else forms.StrikeStep(initial={"record": each.pk}, auto_id="strike-%s")
    )
    return f"{step.name} {each.on}", form


def _act(
    admission: Admission, user: Any, verb: str, kind: type[Form], wrong: Form | None, **initial: Any
) -> Form | None:
    """The form of a verb that is possible now: as it was refused, or empty."""
    if not PERMITS[f"admission.{verb}"].possible(user, admission):
        return None
    return wrong if isinstance(wrong, kind) else kind(initial=initial, auto_id=f"{verb}-%s")


def _event(entry: Any, lines: list[Line]) -> str:
    """What happened in words, with the name of the step."""
    label = str(PERMITS[entry.verb].label) if entry.verb in PERMITS else entry.verb
    codes = [code for code in entry.detail.get("step", []) if code]
    names = [line.step.name for line in lines if line.step.code in codes]
    return f"{label}：{names[0]}" if names else label


def admission_sheet_page(admission: Admission) -> dict[str, Any]:
    """One way on paper."""
    wanted = reckoner()
    lines = wanted.lines(recorded_of([admission])[admission.pk], admission.person.born_in)
    return {
        "admission": admission,
        "lines": lines,
        "today": wanted.today,
        "is_provisional": any(_provisional(line) for line in lines),
    }


def _provisional(line: Line) -> bool:
    return any(limit and limit.is_provisional for limit in (line.earliest, line.latest))


def admission_counts_page(request: HttpRequest) -> dict[str, Any]:
    """Counts by stage; as they may be made public, or as they are for those who see the people anyway."""
    sees_people = bool(VIEW_ADMISSION.reach(request.user))
    published = not sees_people or request.GET.get("as") == "published"
    # What is made public is one whole: beside the numbers of one unit, those of its neighbours could be told from the rest.
    units = [] if published else list(units_within(VIEW_COUNTS, request.user).filter(kind__is_assessed=True))
    unit = next((each for each in units if str(each.pk) == request.GET.get("unit")), None)
    day = clock.today()
    least = least_of(rulebook(), day)
    return {
        "tables": tables(counted_for(request.user, unit.path if unit else ""), day, least, published=published),
        "stages": list(Stage.labels),
        "published": published,
        "least": least,
        "units": units,
        "unit": unit,
        "seg": [
            Chip(_("as they are"), f"?as=all&unit={unit.pk}" if unit else "?as=all", not published),
            Chip(_("to be made public"), "?as=published", published),
        ]
        if sees_people
        else [],
    }
