"""Units end and begin: people, children, posts and relations go where they belong; what was done stays readable."""

import pytest

from duban.audit.models import Entry
from duban.base.errors import BadInput, Conflict
from duban.orgs import actions
from duban.orgs.models import ChangedUnit, Grant, Person, Post, Relation, Stay, Unit
from duban.orgs.permits import VIEW_UNIT
from duban.orgs.resetting import plan_of
from duban.orgs.roll import roll_of
from duban.orgs.signals import unit_ended
from duban.orgs.tests import factories
from duban.orgs.tests.test_units import JUNE, ONE, approval, fresh, stood

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
SOUND = ([], [], [], [], [])


@pytest.fixture
def tree():
    return factories.tree()


@pytest.fixture
def officer(tree):
    return factories.account(factories.person("周敏", unit=tree.committee, committee_admin=tree.committee))


@pytest.fixture
def heard():
    news = []

    def hear(sender, unit, heir, change, by, **_kwargs):
        news.append((unit.name, heir.name if heir else None, change.symbol))

    unit_ended.connect(hear)
    yield news
    unit_ended.disconnect(hear)


# ---------------------------------------------------------------- merging


def test_the_merged_unit_is_a_dissolved_child_of_the_one_that_takes_over(tree, officer, heard):
    actions.merge_units(tree.north, by=officer, approval=approval(), others=[tree.south], is_seen=True)

    south = fresh(tree.south)
    assert (south.dissolved_on, south.path.startswith(fresh(tree.north).path)) == (JUNE, True)
    assert stood(officer, JUNE - ONE)["南局党支部"] == "南局"
    assert stood(officer, JUNE)["南局党支部"] == "北局"
    assert "南局" not in stood(officer, JUNE)
    assert heard == [("南局", "北局", "县直工委〔2026〕12号")]
    assert Unit.objects.find_problems() == SOUND


def test_its_people_come_over_and_their_posts_there_end(tree, officer):
    person = factories.person("何永年", unit=tree.south)
    gone = Person.objects.create(name="旧人", unit=tree.south, left_on="2026-01-31")
    post = Post.objects.create(person=person, unit=tree.south, title="党务干部", since_on="2026-01-01")
    late = Post.objects.create(person=person, unit=tree.south, title="秘书", since_on="2026-07-01")
    ended = Post.objects.create(
        person=person, unit=tree.south, title="科员", since_on="2020-01-01", until_on="2025-12-31"
    )

    actions.merge_units(tree.north, by=officer, approval=approval(), others=[tree.south], is_seen=True)

    for row in (person, gone, post, late, ended):
        row.refresh_from_db()
    assert (person.unit, gone.unit) == (tree.north, tree.south)
    assert [(stay.unit, stay.until_on) for stay in Stay.objects.all()] == [(tree.south, JUNE - ONE)]
    assert [str(row.until_on) for row in (post, late, ended)] == ["2026-06-09", "2026-07-01", "2025-12-31"]
    assert Entry.objects.get(verb="orgs.merge_units").detail["people"] == [None, 1]


def test_grants_stay_with_their_owners_and_reach_what_stands_there(tree, officer):
    north = factories.account(factories.person("许文静", unit=tree.north, unit_secretary=tree.north))
    south = factories.account(factories.person("何永年", unit=tree.south, unit_secretary=tree.south))
    before = {
        name: {unit.name for unit in VIEW_UNIT.scope(user, Unit.objects.all())}
        for name, user in (("north", north), ("south", south))
    }

    actions.merge_units(tree.north, by=officer, approval=approval(), others=[tree.south], is_seen=True)

    for user in (north, south):
        del user._grants
    assert before["south"] == {"南局", "南局党支部"}
    assert {unit.name for unit in VIEW_UNIT.scope(north, Unit.objects.all())} == before["north"] | before["south"]
    assert {unit.name for unit in VIEW_UNIT.scope(south, Unit.objects.all())} == {"南局"}
    assert Grant.objects.in_force().count() == 3


@pytest.mark.parametrize(("mine", "theirs", "together"), [(9, 12, 21), (None, 12, None), (9, None, None), (0, 0, 0)])
def test_what_nobody_reported_is_not_counted_as_nothing(tree, officer, mine, theirs, together):
    Unit.objects.filter(pk=tree.north_1.pk).update(member_count=mine)
    Unit.objects.filter(pk=tree.north_2.pk).update(member_count=theirs)

    actions.merge_units(tree.north_1, by=officer, approval=approval(), others=[tree.north_2], is_seen=True)

    assert (fresh(tree.north_1).member_count, fresh(tree.north_2).member_count) == (together, theirs)


def test_relations_of_the_merged_unit_end_on_the_day_before(tree, officer):
    made = Relation.objects.create(
        unit=tree.south, kind=Relation.Kind.GUIDED, other=tree.committee, since_on="2026-01-01"
    )

    actions.merge_units(tree.north, by=officer, approval=approval(), others=[tree.south], is_seen=True)

    made.refresh_from_db()
    assert made.until_on == JUNE - ONE


def test_a_unit_is_not_merged_into_one_below_it_nor_twice(tree, officer):
    with pytest.raises(BadInput):
        actions.merge_units(tree.north_1, by=officer, approval=approval(), others=[tree.north], is_seen=True)
    with pytest.raises(BadInput):
        actions.merge_units(tree.north_1, by=officer, approval=approval(), others=[], is_seen=True)
    actions.merge_units(tree.north_1, by=officer, approval=approval(), others=[tree.north_2], is_seen=True)

    with pytest.raises(Conflict):
        actions.merge_units(tree.south_1, by=officer, approval=approval(), others=[tree.north_2], is_seen=True)


def _refused(verb, unit, officer, *, holds_on=JUNE, **given) -> list[str]:
    """What the verb names as entered later; nothing is written."""
    with pytest.raises(BadInput) as refused:
        verb(unit, by=officer, approval=approval(holds_on), **given)
    assert not ChangedUnit.objects.filter(change__holds_on=holds_on).exists()
    return [f"{name} {found}" for name, found, _expected in refused.value.places]


def test_what_was_founded_below_it_later_keeps_a_unit_from_being_merged_before_that_day(tree, officer):
    actions.found_unit(tree.south, by=officer, approval=approval(), name="南局新支部", kind=tree.south_1.kind)

    named = _refused(actions.merge_units, tree.north, officer, holds_on=JUNE - ONE, others=[tree.south])
    actions.merge_units(tree.north, by=officer, approval=approval(), others=[tree.south], is_seen=True)

    assert named == ["南局新支部 2026-06-10"]
    assert stood(officer, JUNE)["南局新支部"] == "北局"


def test_what_was_dissolved_below_it_later_or_moved_away_does_so_too(tree, officer):
    actions.move_unit(tree.north_1, by=officer, approval=approval(), others=[tree.south])
    actions.dissolve_unit(tree.north_2, by=officer, approval=approval(), is_seen=True)

    moved = _refused(actions.merge_units, tree.south, officer, holds_on=JUNE - ONE, others=[tree.north_committee])
    ended = _refused(actions.dissolve_unit, tree.north_committee, officer, holds_on=JUNE - ONE)
    actions.dissolve_unit(tree.north_committee, by=officer, approval=approval(), is_seen=True)

    assert moved == ended == ["北局第一党支部 2026-06-10", "北局第二党支部 2026-06-10"]


@pytest.mark.parametrize("how", ["transferred", "left"])
def test_whoever_went_later_keeps_a_unit_from_being_merged_before_that_day(tree, officer, how):
    person = Person.objects.create(name="何永年", unit=tree.south_1, membership="full")
    if how == "left":
        actions.leave(person, by=officer, left_on=JUNE - ONE, left_why="moved")
    else:
        actions.transfer_membership(person, by=officer, unit=tree.committee, since_on=JUNE)

    named = _refused(actions.merge_units, tree.north_1, officer, holds_on=JUNE - ONE, others=[tree.south_1])
    alone = _refused(actions.dissolve_unit, tree.south_1, officer, holds_on=JUNE - ONE)
    actions.merge_units(tree.north_1, by=officer, approval=approval(), others=[tree.south_1], is_seen=True)

    assert named == alone == ["何永年 2026-06-10"]
    assert roll_of(tree.south_1, JUNE - ONE).full == 1
    assert roll_of(tree.north_1, JUNE).full == 0


def test_nothing_is_merged_or_split_off_before_the_unit_was_founded(tree, officer):
    made = actions.found_unit(tree.north, by=officer, approval=approval(), name="新支部", kind=tree.south_1.kind)

    merged = _refused(actions.merge_units, made, officer, holds_on=JUNE - ONE, others=[tree.south_1])
    split = _refused(actions.split_unit, made, officer, holds_on=JUNE - ONE, name="又一支部")
    actions.merge_units(made, by=officer, approval=approval(), others=[tree.south_1], is_seen=True)

    assert merged == split == ["新支部 2026-06-10"]


def test_a_unit_is_not_merged_into_one_that_stood_below_it_then(tree, officer):
    actions.move_unit(tree.north_committee, by=officer, approval=approval(), others=[tree.south])

    named = _refused(actions.merge_units, tree.north_1, officer, holds_on=JUNE - ONE, others=[tree.north])
    actions.merge_units(tree.north_1, by=officer, approval=approval(), others=[tree.north], is_seen=True)

    assert named == ["北局第一党支部 2026-06-10"]


def test_three_are_merged_at_once_also_when_one_stands_below_another(tree, officer):
    actions.merge_units(
        tree.south_1, by=officer, approval=approval(), others=[tree.north_committee, tree.north_1], is_seen=True
    )

    assert [unit.name for unit in Unit.objects.standing().order_by("path")] == [
        "县直机关工委",
        "北局",
        "南局",
        "南局党支部",
        "北局第二党支部",
    ]
    assert Unit.objects.find_problems() == SOUND


# ---------------------------------------------------------------- splitting


def test_a_new_unit_takes_the_people_and_children_that_are_named(tree, officer):
    Unit.objects.filter(pk=tree.north_1.pk).update(member_count=3)
    people = [factories.person(f"党员{number}", unit=tree.north_1) for number in range(3)]
    Person.objects.filter(pk__in=[each.pk for each in people]).update(membership="full")
    people = list(Person.objects.filter(unit=tree.north_1).order_by("pk"))

    made = actions.split_unit(tree.north_1, by=officer, approval=approval(), name="北局第三党支部", people=people[:2])

    assert [person.unit.name for person in Person.objects.filter(membership="full").order_by("pk")] == [
        "北局第三党支部",
        "北局第三党支部",
        "北局第一党支部",
    ]
    assert (made.member_count, fresh(tree.north_1).member_count, made.founded_on) == (2, 1, JUNE)
    assert stood(officer, JUNE)["北局第三党支部"] == "北局机关党委"
    assert [str(part) for part in ChangedUnit.objects.filter(unit=made)] == ["北局第一党支部 → 北局第三党支部"]


def test_only_what_belongs_to_the_unit_is_split_off(tree, officer):
    stranger = factories.person("南", unit=tree.south)
    Unit.objects.filter(pk=tree.north_committee.pk).update(member_count=1)

    with pytest.raises(BadInput) as refused:
        actions.split_unit(
            tree.north_committee,
            by=officer,
            approval=approval(),
            name="新",
            people=[stranger],
            below=[tree.south_1],
            members=2,
        )

    assert [place[0] for place in refused.value.places] == ["南", "南局党支部", "党员"]
    assert not Unit.objects.filter(name="新").exists()


# ---------------------------------------------------------------- re-setting of branches


def _reported(tree):
    for branch, count in ((tree.north_1, 30), (tree.north_2, 9), (tree.south_1, 8)):
        Unit.objects.filter(pk=branch.pk).update(member_count=count)


PLAN = """北局第一党支部\t北局第一党支部\t18
北局第一党支部\t北局第三党支部\t12\t何永年、罗小川
北局第二党支部\t联合党支部\t9

南局党支部\t联合党支部\t8"""


def test_branches_are_re_set_by_one_plan(tree, officer, heard):
    _reported(tree)
    names = ("何永年", "罗小川", "秦书文")
    for name in names:
        factories.person(name, unit=tree.north_1)
    factories.person("邓开明", unit=tree.south_1)
    plan = plan_of(tree.committee, PLAN)

    actions.re_set_branches(
        tree.committee, by=officer, approval=approval(), text=PLAN, shown=plan.fingerprint, is_seen=True
    )

    assert (len(plan.before), len(plan.after), plan.members_before, plan.members_after) == (3, 3, 47, 47)
    assert [(unit.name, unit.member_count) for unit in Unit.objects.standing().filter(kind__code="branch")] == [
        ("北局第一党支部", 18),
        ("北局第三党支部", 12),
        ("联合党支部", 17),
    ]
    assert {person.name: person.unit.name for person in Person.objects.exclude(name="周敏")} == {
        "何永年": "北局第三党支部",
        "罗小川": "北局第三党支部",
        "秦书文": "北局第一党支部",
        "邓开明": "联合党支部",
    }
    assert heard == [
        ("北局第二党支部", "联合党支部", "县直工委〔2026〕12号"),
        ("南局党支部", "联合党支部", "县直工委〔2026〕12号"),
    ]
    assert {"北局第二党支部", "南局党支部"} <= set(stood(officer, JUNE - ONE))
    assert set(stood(officer, JUNE)) & {"北局第二党支部", "南局党支部"} == set()
    assert Unit.objects.find_problems() == SOUND
    assert Entry.objects.get(verb="orgs.re_set_branches").detail["branches"] == [3, 3]


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("北局第一党支部\t甲\t30\n北局第二党支部\t乙\t9", "南局党支部"),
        ("没有的支部\t甲\t1\n" + PLAN, "第1行"),
        (PLAN.replace("\t18", "\t17"), "北局第一党支部"),
        (PLAN.replace("\t18", "\t十八"), "第1行"),
        (PLAN + "\n南局党支部\t联合党支部\t8", "第6行"),
    ],
)
def test_a_plan_with_a_fault_does_nothing(tree, officer, text, where):
    _reported(tree)
    for name in ("何永年", "罗小川"):
        factories.person(name, unit=tree.north_1)
    plan = plan_of(tree.committee, text)

    with pytest.raises(BadInput):
        actions.re_set_branches(
            tree.committee, by=officer, approval=approval(), text=text, shown=plan.fingerprint, is_seen=True
        )

    assert where in [fault[0] for fault in plan.faults]
    assert Unit.objects.standing().count() == 7
    assert ChangedUnit.objects.count() == 0


def test_a_plan_is_not_carried_out_when_the_branches_changed_after_it_was_shown(tree, officer):
    _reported(tree)
    for name in ("何永年", "罗小川"):
        factories.person(name, unit=tree.north_1)
    shown = plan_of(tree.committee, PLAN).fingerprint
    actions.rename_unit(tree.south, by=officer, approval=approval(), name="南方局")
    actions.place_units(tree.committee, by=officer, approval=approval(), order=[tree.south, tree.north])

    with pytest.raises(Conflict):
        actions.re_set_branches(tree.committee, by=officer, approval=approval(), text=PLAN, shown=shown, is_seen=True)


def test_the_history_of_a_re_setting_counts_nobody_twice(tree, officer):
    """A branch that becomes part of one that goes on is counted once, before and after."""
    _reported(tree)
    ways = (
        ("北局第一党支部", "北局第一党支部", 30),
        ("北局第二党支部", "北局第一党支部", 9),
        ("南局党支部", "南局党支部", "８"),
    )
    text = "\n".join(f"{old}\t{new}\t{members}" for old, new, members in ways)
    shown = plan_of(tree.committee, text).fingerprint

    change = actions.re_set_branches(
        tree.committee, by=officer, approval=approval(), text=text, shown=shown, is_seen=True
    )

    line = change.parts.get(unit=tree.committee)
    assert ("47" in line.before, "47" in line.after) == (True, True)
