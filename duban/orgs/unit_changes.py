"""机构调整: what can be changed about one unit by whoever approves it, and 支部重新设置 with its preview."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from duban.base import clock
from duban.orgs import actions, unit_forms
from duban.orgs.fitting import Advice, Ask, Size, advice_for
from duban.orgs.house_rules import rules
from duban.orgs.ledger import crumb_of
from duban.orgs.models import Unit
from duban.orgs.permits import PERMITS
from duban.orgs.resetting import After, Plan
from duban.orgs.still_open import still_open
from duban.orgs.tree import children_of

Form = unit_forms.OnUnit
VERBS: dict[str, tuple[type[Form], Callable[..., Any], bool]] = {
    "found_unit": (unit_forms.FoundUnit, actions.found_unit, False),
    "rename_unit": (unit_forms.RenameUnit, actions.rename_unit, False),
    "change_unit_kind": (unit_forms.ChangeUnitKind, actions.change_unit_kind, False),
    "move_unit": (unit_forms.MoveUnit, actions.move_unit, True),
    "merge_units": (unit_forms.MergeUnits, actions.merge_units, True),
    "split_unit": (unit_forms.SplitUnit, actions.split_unit, False),
    "dissolve_unit": (unit_forms.DissolveUnit, actions.dissolve_unit, False),
    "place_units": (unit_forms.PlaceUnits, actions.place_units, False),
    "set_relation": (unit_forms.SetRelation, actions.set_relation, True),
    "end_relation": (unit_forms.EndRelation, actions.end_relation, False),
}
"""name → (form, verb, whether another unit is chosen)."""
WITH_CHILDREN = ("place_units", "split_unit")


@dataclass(frozen=True)
class Act:
    """One thing that can be done, with its form."""

    name: str
    label: str | Promise
    form: Form
    is_open: bool
    seeks_unit: bool


def form_of(name: str, unit: Unit, user: Any, data: Any = None, **more: Any) -> Form:
    """The form of a verb, filled with what was sent."""
    if name in WITH_CHILDREN and "children" not in more:
        more["children"] = list(children_of(unit).standing())
    return VERBS[name][0](data, unit=unit, user=user, **more)


def changes_page(unit: Unit, user: Any, *, wrong: Form | None = None, find: str = "", at: str = "") -> dict[str, Any]:
    """Everything the page shows; `wrong` is the form that was refused: it stands open with what was typed."""
    offered = unit_forms.offered_units(PERMITS["orgs.move_unit"], user, unit, find)
    children = list(children_of(unit).standing())
    acts = []
    for name, (kind, _verb, seeks) in VERBS.items():
        permit = PERMITS[f"orgs.{name}"]
        # The permit of end_relation is about a relation of the unit.
        may = PERMITS["orgs.set_relation"] if name == "end_relation" else permit
        if not may.possible(user, unit) or (name == "place_units" and len(children) < 2):
            continue
        if name == "move_unit" and unit.depth == 1:
            continue
        more: dict[str, Any] = {"children": children} if name in WITH_CHILDREN else {}
        form = wrong if type(wrong) is kind else form_of(name, unit, user, offered=offered, **more)
        acts.append(Act(name, permit.label, form, form is wrong or name == at, seeks))
    return {
        "unit": unit,
        "crumb": crumb_of(user, unit),
        "acts": acts,
        "find": find,
        "may_re_set": PERMITS["orgs.re_set_branches"].possible(user, unit),
    }


@dataclass(frozen=True)
class Shown:
    """One line of the preview: a branch as it will be, where it comes from, and what the rules advise."""

    after: After
    sources: str
    advice: list[Advice]


def preview_of(plan: Plan) -> list[Shown]:
    """The branches as they will be, in the order of the plan. One query."""
    find, day = rules(), clock.today()

    def ask(code: str) -> Any:
        return find(code, day)

    return [Shown(after, "、".join(way.source.name for way in after.ways), _advice(after, ask)) for after in plan.after]


def plan_page(unit: Unit, form: unit_forms.ReSetBranches, plan: Plan) -> dict[str, Any]:
    """What a plan would do, what is wrong with it, and what is still open in the branches that end."""
    found = still_open(plan.ended, has_heir=True) if plan.ended and not plan.faults else []
    return {
        "unit": unit,
        "form": form,
        "plan": plan,
        "lines": preview_of(plan),
        "open_items": found,
        "listed": unit_forms.listing_of(plan.ended, found),
    }


def _advice(after: After, ask: Ask) -> list[Advice]:
    people = after.people
    full = sum(person.membership == "full" for person in people) if people else None
    # Its committee is elected afterwards: nothing is said of its posts.
    least = ask("org.branch_committee.seats_min")
    size = Size("branch", full=full, members=after.members, seats=int(least.number) if least else 0)
    return advice_for(size, ask)
