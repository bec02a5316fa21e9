"""Founding, renaming, ordering, moving: each with its approval, and the tree of any past day as it was."""

import datetime

import pytest

from duban.audit.models import Entry
from duban.base.errors import BadInput, Conflict, NotAllowed
from duban.orgs import actions
from duban.orgs.approval import Approval
from duban.orgs.history import changes_of, forest_on
from duban.orgs.models import Change, Relation, Unit, UnitPast
from duban.orgs.tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
TODAY = datetime.date(2026, 11, 23)
JUNE = datetime.date(2026, 6, 10)
ONE = datetime.timedelta(days=1)


def approval(holds_on: datetime.date = JUNE, *, approved_on: datetime.date | None = None, symbol: str = "") -> Approval:
    return Approval(symbol or "县直工委〔2026〕12号", approved_on or holds_on, holds_on)


@pytest.fixture
def tree():
    return factories.tree()


@pytest.fixture
def officer(tree):
    return factories.account(factories.person("周敏", unit=tree.committee, committee_admin=tree.committee))


@pytest.fixture
def secretary(tree):
    return factories.account(factories.person("许文静", unit=tree.north, unit_secretary=tree.north))


def fresh(unit: Unit) -> Unit:
    return Unit.objects.get(pk=unit.pk)


def stood(officer, day: datetime.date) -> dict[str, str]:
    """name → name of the unit above, on that day."""
    forest = forest_on(officer, day)
    return {
        each.name: forest.by_pk[each.parent].name if each.parent in forest.by_pk else ""
        for each in forest.by_pk.values()
    }


# ---------------------------------------------------------------- the approval


@pytest.mark.parametrize(
    ("approved_on", "holds_on", "fits"),
    [
        (TODAY, TODAY, True),
        (JUNE, JUNE, True),
        (JUNE, JUNE + ONE, True),
        (JUNE + ONE, JUNE, False),
        (TODAY, TODAY + ONE, False),
        (TODAY + ONE, TODAY + ONE, False),
    ],
)
def test_an_approval_holds_from_its_day_on_and_is_entered_once_it_holds(tree, officer, approved_on, holds_on, fits):
    given = approval(holds_on, approved_on=approved_on)

    if fits:
        actions.rename_unit(tree.south, by=officer, approval=given, name="南方局")
    else:
        with pytest.raises(BadInput):
            actions.rename_unit(tree.south, by=officer, approval=given, name="南方局")

    assert fresh(tree.south).name == ("南方局" if fits else "南局")
    assert (Change.objects.count(), UnitPast.objects.count()) == ((1, 1) if fits else (0, 0))


def test_an_approval_without_number_is_none(tree, officer):
    with pytest.raises(BadInput) as refused:
        actions.rename_unit(tree.south, by=officer, approval=Approval(" ", JUNE, JUNE), name="南方局")

    assert [place[0] for place in refused.value.places] == ["批复文号"]


def test_only_the_committees_officer_changes_the_organisation(tree, officer, secretary):
    for verb, given in (
        (actions.rename_unit, {"name": "北方局"}),
        (actions.dissolve_unit, {}),
        (actions.move_unit, {"others": [tree.north]}),
    ):
        with pytest.raises(NotAllowed):
            verb(tree.north_2, by=secretary, approval=approval(), **given)
    actions.rename_unit(tree.north_2, by=officer, approval=approval(), name="北局青年党支部")

    assert fresh(tree.north_2).name == "北局青年党支部"


# ---------------------------------------------------------------- one unit


def test_a_unit_is_founded_as_the_last_and_stands_from_its_day(tree, officer):
    branch = factories.unit_kind("branch", "党支部")

    made = actions.found_unit(tree.south, by=officer, approval=approval(), name="南局第二党支部", kind=branch)

    assert (made.founded_on, fresh(tree.south).numchild, Unit.objects.find_problems()) == (
        JUNE,
        2,
        ([], [], [], [], []),
    )
    assert "南局第二党支部" not in stood(officer, JUNE - ONE)
    assert stood(officer, JUNE)["南局第二党支部"] == "南局"
    assert Entry.objects.get(verb="orgs.found_unit").detail["made"] == [None, made.key]


def test_two_units_of_one_name_do_not_stand_side_by_side(tree, officer):
    branch = factories.unit_kind("branch", "党支部")

    with pytest.raises(BadInput):
        actions.found_unit(tree.south, by=officer, approval=approval(), name="南局党支部", kind=branch)
    actions.found_unit(tree.north, by=officer, approval=approval(), name="南局党支部", kind=branch)

    assert Unit.objects.filter(name="南局党支部").count() == 2


def test_a_renamed_unit_had_its_old_name_until_the_day_before(tree, officer):
    actions.rename_unit(tree.south, by=officer, approval=approval(), name="南方局", full_name="示例县南方局")

    assert "南局" in stood(officer, JUNE - ONE)
    assert "南方局" in stood(officer, JUNE)
    assert [(part.before, part.after, part.change.symbol) for part in changes_of(tree.south)] == [
        ("南局", "南方局", "县直工委〔2026〕12号")
    ]
    assert fresh(tree.south).seal_name == "示例县南方局"


def test_a_unit_found_by_its_new_name_in_letters(tree, officer, client):
    actions.rename_unit(tree.south, by=officer, approval=approval(), name="青年局")
    client.force_login(officer)

    assert [unit.name for unit in client.get("/orgs/units/?q=qnj").context["page"]] == ["青年局"]


def test_what_comes_first_is_entered_first(tree, officer):
    actions.rename_unit(tree.south, by=officer, approval=approval(TODAY), name="南方局")

    with pytest.raises(BadInput):
        actions.rename_unit(tree.south, by=officer, approval=approval(JUNE), name="江南局")

    assert fresh(tree.south).name == "南方局"


def test_of_two_changes_on_one_day_the_first_keeps_how_it_was(tree, officer):
    actions.rename_unit(tree.south, by=officer, approval=approval(), name="南方局")
    actions.change_unit_kind(
        tree.south, by=officer, approval=approval(), kind=factories.unit_kind("general_branch", "党总支")
    )

    assert UnitPast.objects.count() == 1
    assert "南局" in stood(officer, JUNE - ONE)
    assert fresh(tree.south).kind.code == "general_branch"


def test_a_kind_changes_once(tree, officer):
    same = factories.unit_kind("organ")

    with pytest.raises(BadInput):
        actions.change_unit_kind(tree.south, by=officer, approval=approval(), kind=same)


# ---------------------------------------------------------------- order and place


def test_the_order_is_put_anew_and_was_otherwise_before(tree, officer):
    actions.place_units(tree.committee, by=officer, approval=approval(), order=[tree.south, tree.north])

    now = [unit.name for unit in Unit.objects.order_by("path")]
    before = [each.name for each in forest_on(officer, JUNE - ONE).tops[0].children]
    after = [each.name for each in forest_on(officer, JUNE).tops[0].children]
    assert now == ["县直机关工委", "南局", "南局党支部", "北局", "北局机关党委", "北局第一党支部", "北局第二党支部"]
    assert (before, after) == (["北局", "南局"], ["南局", "北局"])
    assert Unit.objects.find_problems() == ([], [], [], [], [])


def test_an_order_names_every_child_once(tree, officer):
    for order in ([tree.south], [tree.south, tree.south], [tree.south, tree.north, tree.north_1]):
        with pytest.raises(BadInput):
            actions.place_units(tree.committee, by=officer, approval=approval(), order=order)


def test_a_unit_moves_with_everything_below_it_and_one_row_remembers(tree, officer):
    actions.move_unit(tree.north_committee, by=officer, approval=approval(), others=[tree.south])

    assert stood(officer, JUNE - ONE)["北局机关党委"] == "北局"
    assert stood(officer, JUNE)["北局机关党委"] == "南局"
    assert fresh(tree.north_1).path.startswith(fresh(tree.south).path)
    assert (fresh(tree.north).numchild, fresh(tree.south).numchild) == (0, 2)
    assert UnitPast.objects.count() == 1
    assert Unit.objects.find_problems() == ([], [], [], [], [])
    assert Entry.objects.get(verb="orgs.move_unit").detail["moved"] == [None, 3]


def test_a_unit_does_not_move_below_itself_or_to_where_it_is_and_the_top_stays(tree, officer):
    for unit, above in ((tree.north, tree.north_1), (tree.north, tree.north), (tree.north_1, tree.north_committee)):
        with pytest.raises(BadInput):
            actions.move_unit(unit, by=officer, approval=approval(), others=[above])
    with pytest.raises(BadInput):
        actions.move_unit(tree.committee, by=officer, approval=approval(), others=[tree.south])

    actions.move_unit(tree.north_1, by=officer, approval=approval(), others=[tree.committee])

    assert stood(officer, JUNE)["北局第一党支部"] == "县直机关工委"


def test_a_place_that_somebody_had_is_nobodys_again(tree, officer):
    old = tree.south.path
    actions.move_unit(tree.south, by=officer, approval=approval(), others=[tree.north])

    made = actions.found_unit(
        tree.committee, by=officer, approval=approval(TODAY), name="新局", kind=factories.unit_kind()
    )

    assert made.path > old


# ---------------------------------------------------------------- the end


def test_a_unit_is_dissolved_when_it_is_empty(tree, officer):
    factories.person("秦书文", unit=tree.south_1)
    with pytest.raises(BadInput) as refused:
        actions.dissolve_unit(tree.south, by=officer, approval=approval(), is_seen=True)
    assert [place[:2] for place in refused.value.places] == [("下级", "1个组织")]
    with pytest.raises(BadInput) as refused:
        actions.dissolve_unit(tree.south_1, by=officer, approval=approval(), is_seen=True)
    assert [place[:2] for place in refused.value.places] == [("人员", "1人")]

    actions.dissolve_unit(tree.north_2, by=officer, approval=approval(), is_seen=True)

    assert (fresh(tree.north_2).dissolved_on, fresh(tree.north_2).stands_on(JUNE)) == (JUNE, False)
    assert "北局第二党支部" in stood(officer, JUNE - ONE)
    assert "北局第二党支部" not in stood(officer, JUNE)
    with pytest.raises(Conflict):
        actions.rename_unit(tree.north_2, by=officer, approval=approval(TODAY), name="北局青年党支部")


# ---------------------------------------------------------------- relations


def test_a_relation_is_shown_on_both_sides_and_ends(tree, officer):
    made = actions.set_relation(
        tree.south_1, by=officer, approval=approval(), kind=Relation.Kind.GUIDED, others=[tree.north_committee]
    )

    assert [relation.other for relation in tree.south_1.relations.held(JUNE)] == [tree.north_committee]
    assert [relation.unit for relation in tree.north_committee.relations_back.held(JUNE)] == [tree.south_1]
    assert not Relation.objects.held(JUNE - ONE).exists()
    with pytest.raises(BadInput):
        actions.end_relation(made, by=officer, approval=approval(JUNE))
    actions.end_relation(made, by=officer, approval=approval(JUNE + ONE))
    assert (Relation.objects.held(JUNE).count(), Relation.objects.held(JUNE + ONE).count()) == (1, 0)


def test_one_party_group_at_a_time_bears_the_main_responsibility(tree, officer):
    group = factories.unit("北局党组", below=fresh(tree.north), kind=factories.unit_kind("party_group", "党组"))
    kind = Relation.Kind.RESPONSIBLE
    actions.set_relation(tree.north, by=officer, approval=approval(), kind=kind, others=[group])

    with pytest.raises(BadInput):
        actions.set_relation(tree.north, by=officer, approval=approval(), kind=kind, others=[tree.south])


def test_a_joint_branch_covers_units_and_an_ordinary_one_does_not(tree, officer):
    joint = factories.unit(
        "联合党支部", below=fresh(tree.committee), kind=factories.unit_kind("joint_branch", "联合党支部")
    )
    kind = Relation.Kind.COVERS

    for unit in (tree.north, tree.south):
        actions.set_relation(joint, by=officer, approval=approval(), kind=kind, others=[unit])
    with pytest.raises(BadInput):
        actions.set_relation(tree.south_1, by=officer, approval=approval(), kind=kind, others=[tree.north])

    assert [relation.other.name for relation in joint.relations.held()] == ["北局", "南局"]


# ---------------------------------------------------------------- entered late


def test_nothing_stands_below_a_unit_before_that_was_founded(tree, officer):
    made = actions.found_unit(tree.north, by=officer, approval=approval(), name="新局", kind=tree.south.kind)
    early = approval(JUNE - ONE)

    with pytest.raises(BadInput) as founded:
        actions.found_unit(made, by=officer, approval=early, name="新支部", kind=tree.south_1.kind)
    with pytest.raises(BadInput) as moved:
        actions.move_unit(tree.south, by=officer, approval=early, others=[made])
    actions.found_unit(made, by=officer, approval=approval(), name="新支部", kind=tree.south_1.kind)
    actions.move_unit(tree.south, by=officer, approval=approval(), others=[made])

    assert [place[:2] for place in founded.value.places] == [("新局", "2026-06-10")]
    assert [place[:2] for place in moved.value.places] == [("新局", "2026-06-10")]
    for day in (JUNE - ONE, JUNE):
        assert [top.name for top in forest_on(officer, day).tops] == ["县直机关工委"]


def test_a_unit_is_not_moved_below_one_that_stood_below_it_then(tree, officer):
    actions.move_unit(tree.north_committee, by=officer, approval=approval(), others=[tree.south])

    with pytest.raises(BadInput) as refused:
        actions.move_unit(tree.north, by=officer, approval=approval(JUNE - ONE), others=[tree.north_1])
    actions.move_unit(tree.north, by=officer, approval=approval(), others=[tree.north_1])

    assert [place[:2] for place in refused.value.places] == [("北局第一党支部", "2026-06-10")]
    assert set(stood(officer, JUNE - ONE)) == set(stood(officer, JUNE))
    assert stood(officer, JUNE - ONE)["北局机关党委"] == "北局"
