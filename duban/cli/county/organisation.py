"""What was approved about the demonstration's organisations: who bears the main responsibility, a joint branch, a few changes."""

import datetime
import random
from typing import Any

from duban.orgs import actions
from duban.orgs.approval import Approval
from duban.orgs.models import Relation, Unit, UnitKind, User
from duban.orgs.queries import ancestors_of, subtree_of
from duban.orgs.tree import children_of

DAY = datetime.timedelta(days=1)


def grow_organisation(dice: random.Random, root: Unit, officer: User, *, today: datetime.date) -> None:
    """Relations of every unit in one go; the changes of the last years by the verbs themselves."""
    _relations(root, today)
    _staff(dice, root)
    # A city has districts below it; the changes are those of one committee, so that they read as a county's do.
    first = subtree_of(root).filter(kind__is_assessed=True).order_by("path").first()
    if first:
        _changes(ancestors_of(first).last() or root, officer, today)


def _relations(root: Unit, today: datetime.date) -> None:
    since = datetime.date(today.year - 2, 3, 1)
    units = list(subtree_of(root).select_related("kind").order_by("path"))
    by_path = {unit.path: unit for unit in units}
    relations = []
    for unit in units:
        above = by_path.get(unit.path[: -Unit.steplen])
        if above is None:
            continue
        if unit.kind.code == "party_group":
            relations += [
                Relation(unit=above, kind=Relation.Kind.RESPONSIBLE, other=unit, since_on=since),
                Relation(unit=unit, kind=Relation.Kind.GUIDED, other=root, since_on=since),
            ]
        elif unit.kind.code == "primary_committee":
            relations.append(Relation(unit=unit, kind=Relation.Kind.GUIDED, other=root, since_on=since))
    Relation.objects.bulk_create(relations, batch_size=500)


def _staff(dice: random.Random, root: Unit) -> None:
    units = list(subtree_of(root).filter(kind__is_assessed=True, staff_count=None).order_by("path"))
    for number, unit in enumerate(units):
        # A few have not reported.
        unit.staff_count = None if number % 29 == 7 else dice.randint(12, 160)
    Unit.objects.bulk_update(units, ["staff_count"], batch_size=500)


def _changes(root: Unit, officer: User, today: datetime.date) -> None:
    """Each is entered as it would be in the pages; only days that lie behind."""

    def approval(number: int, month: int, day: int, *, year: int = today.year) -> Approval | None:
        approved = datetime.date(year, month, day)
        symbol = f"示直工委〔{year}〕{number}号"
        return Approval(symbol, approved, approved + 3 * DAY) if approved + 3 * DAY <= today else None

    # Units with one small branch each are those that a joint branch is for.
    branches = subtree_of(root).filter(kind__code="branch", member_count__lt=12).order_by("member_count", "path")
    small = [branch for branch in branches if branch.depth == root.depth + 2][:3]
    units = {unit.path: unit for unit in children_of(root)}
    above = Unit.objects.get(pk=root.pk)
    kind = {each.code: each for each in UnitKind.objects.all()}

    def do(verb: Any, unit: Unit, given: Approval | None, **said: Any) -> Any:
        return verb(Unit.objects.get(pk=unit.pk), by=officer, approval=given, **said) if given else None

    joint = do(
        actions.found_unit, above, approval(21, 9, 1, year=today.year - 1), name="县直机关联合党支部", kind=kind["joint_branch"]
    )  # fmt: skip
    if joint:
        Unit.objects.filter(pk=joint.pk).update(member_count=11)
        for branch in small:
            do(actions.set_relation, joint, approval(21, 9, 1, year=today.year - 1), kind=Relation.Kind.COVERS, others=[units[branch.path[: -Unit.steplen]]])  # fmt: skip
    short = do(
        actions.found_unit, above, approval(3, 2, 10), name="防汛抢险临时党支部", kind=kind["temporary_branch"]
    )  # fmt: skip
    if short:
        Unit.objects.filter(pk=short.pk).update(member_count=0)
        do(actions.dissolve_unit, short, approval(17, 9, 30))
    renamed = subtree_of(root).filter(kind__code="branch", name__endswith="第三党支部").order_by("path").first()
    if renamed:
        do(actions.rename_unit, renamed, approval(9, 5, 12), name=renamed.name.replace("第三", "政务服务"))
