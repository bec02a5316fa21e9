"""The registry of warnings: what sources yield, to whom it is shown, in which order, and how a kind is tuned."""

import datetime

import pytest

from duban.asks import warnings
from duban.asks.models import WarningRule
from duban.asks.warning_rules import CONTENT
from duban.asks.warnings import (
    ManyWarnings,
    OpenWarning,
    WarningKind,
    Watch,
    add_warning_source,
    places_of,
    warning_counts,
    warning_with,
    warnings_found,
    warnings_of,
)
from duban.base.errors import BadInput
from duban.orgs.models import Role, Unit
from duban.orgs.permits import BUSINESS
from duban.orgs.tests import factories
from duban.packs.models import RuleParameter

pytestmark = pytest.mark.django_db

DAY = datetime.date(2026, 11, 23)
OVER = WarningKind("test.over", "任期", "逾期未换届", roles=BUSINESS, place=10)
NEAR = WarningKind("test.near", "任期", "临近届满", roles=BUSINESS, days_before=180, place=11)
QUIET = WarningKind("test.quiet", "组织生活", "没有参加组织生活", roles=frozenset({Role.BRANCH_SECRETARY}), place=30)


@pytest.fixture(autouse=True)
def no_rooms(monkeypatch):
    """Only what a test adds itself."""
    monkeypatch.setattr(warnings, "_added", [])


@pytest.fixture
def tree():
    return factories.tree()


def user(unit: Unit, role: Role):
    return factories.account(factories.person("看", unit=unit, **{role.value: unit}))


def one_each(kind: WarningKind, days: int = 0):
    """A source that warns of every unit."""

    def source(watch: Watch):
        for unit in watch.scope(kind, Unit.objects.order_by("path"), unit=""):
            due_on = DAY + datetime.timedelta(days=days)
            if due_on <= watch.until(kind):
                yield OpenWarning(kind, unit, about=unit.key, say="示例", url="/", due_on=due_on)

    return source


def seen(who, *kinds: WarningKind) -> list[tuple[str, str]]:
    return [(each.kind.code, each.unit.name) for each in warnings_of(Watch(who, DAY), kinds)]


def test_each_sees_what_lies_in_their_reach_by_kind_and_then_in_establishment_order(tree):
    add_warning_source(one_each(QUIET), QUIET)
    add_warning_source(one_each(OVER), OVER)

    officer, cadre, secretary = (
        user(tree.committee, Role.COMMITTEE_ADMIN), user(tree.north, Role.UNIT_CADRE), user(tree.north_1, Role.BRANCH_SECRETARY)
    )  # fmt: skip
    everywhere = [("test.over", unit.name) for unit in Unit.objects.order_by("path")]
    assert seen(officer) == everywhere
    assert seen(cadre) == [
        ("test.over", unit.name) for unit in (tree.north, tree.north_committee, tree.north_1, tree.north_2)
    ]
    # The quiet one is for the secretary of that branch and nobody above.
    assert seen(secretary) == [("test.over", tree.north_1.name), ("test.quiet", tree.north_1.name)]
    assert seen(secretary, QUIET) == [("test.quiet", tree.north_1.name)]


def test_what_a_source_yields_beyond_the_reach_is_not_shown(tree):
    def careless(watch):
        return [OpenWarning(QUIET, unit, about=unit.key, say="示例", url="/") for unit in Unit.objects.all()]

    add_warning_source(careless, QUIET)

    assert seen(user(tree.committee, Role.COMMITTEE_ADMIN)) == []
    assert seen(user(tree.north_1, Role.BRANCH_SECRETARY)) == [("test.quiet", tree.north_1.name)]


def test_administrators_and_assessors_are_warned_of_nothing(tree):
    add_warning_source(one_each(OVER), OVER)

    for role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN, Role.ASSESSOR):
        assert seen(user(tree.committee, role)) == []


@pytest.mark.parametrize(("days", "shown"), [(180, True), (181, False), (-1, True)])
def test_a_day_is_near_up_to_the_days_before(tree, days, shown):
    add_warning_source(one_each(NEAR, days), NEAR)

    assert bool(seen(user(tree.north_1, Role.BRANCH_SECRETARY))) is shown


def test_a_kind_can_be_tuned_here(tree):
    add_warning_source(one_each(NEAR, 200), NEAR)
    officer, secretary = user(tree.committee, Role.COMMITTEE_ADMIN), user(tree.north_1, Role.BRANCH_SECRETARY)
    assert seen(secretary) == []

    rule = WarningRule.objects.create(code="test.near", title="临近届满", days_before=200, roles="branch_secretary")
    assert (len(seen(secretary)), seen(officer)) == (1, [])

    WarningRule.objects.filter(pk=rule.pk).update(is_on=False)
    assert seen(secretary) == []


def test_counts_say_what_the_list_says_and_kinds_without_any_are_left_out(tree):
    add_warning_source(one_each(OVER), OVER)
    add_warning_source(one_each(NEAR, 500), NEAR)
    add_warning_source(one_each(QUIET), QUIET, counts=lambda watch: {QUIET: 7})

    assert warning_counts(Watch(user(tree.north, Role.UNIT_CADRE), DAY)) == {OVER: 4}
    assert warning_counts(Watch(user(tree.north_1, Role.BRANCH_SECRETARY), DAY)) == {OVER: 1, QUIET: 7}


def test_a_warning_says_its_days_and_what_it_rests_on(tree):
    rule = RuleParameter(code="life.silent_months", title="提醒", value="3", basis="支部工作条例", article="第十条")
    over = OpenWarning(OVER, tree.north_1, about="terms.term:1", say="示例", url="/", due_on=DAY, rule=rule)
    plain = OpenWarning(OVER, tree.north_1, about="terms.term:1", say="示例", url="/", basis="本地要求")

    assert (over.key, over.cited, over.days_left(DAY)) == ("test.over/terms.term:1", "《支部工作条例》第十条", 0)
    assert over.days_left(DAY + datetime.timedelta(days=3)) == -3
    assert (plain.cited, plain.days_left(DAY)) == ("本地要求", None)


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"title": "长" * 61}, "title"),
        ({"title": ["逾期"]}, "title"),
        ({"code": ["test.over"]}, "code"),
        ({"on": ["是"]}, "on"),
        ({"roles": [["unit_cadre"]]}, "roles"),
    ],
)
def test_a_pack_with_what_no_column_holds_is_refused_at_its_place(wrong, place):
    add_warning_source(one_each(OVER), OVER)
    row = {"code": "test.over", "title": "长" * 60, "roles": ["unit_cadre"]}
    assert [item.code for item in CONTENT.read({"warnings": [row]}, "warnings.yaml")] == ["test.over"]

    with pytest.raises(BadInput) as refused:
        CONTENT.read({"warnings": [{**row, **wrong}]}, "warnings.yaml")

    assert [where.split()[-1] for where, _found, _expected in refused.value.places] == [place]


def test_many_at_once_stand_where_they_would_stand_one_by_one(tree):
    """The same warnings, yielded singly and as many, of two rules with one day: the same order, slices, counts and keys."""
    late = DAY - datetime.timedelta(days=5)

    def write(suffix: str):
        return lambda unit: OpenWarning(OVER, unit, f"{unit.key}{suffix}", suffix, "/", due_on=late)

    def many(watch: Watch):
        for suffix in ("@b", "@a"):
            yield ManyWarnings(OVER, places_of(Unit.objects.all()), write(suffix), late, suffix)

    def singly(watch: Watch):
        yield from (write(suffix)(unit) for suffix in ("@b", "@a") for unit in Unit.objects.all())

    found = []
    for source in (many, singly):
        warnings._added.clear()
        add_warning_source(source, OVER)
        add_warning_source(one_each(NEAR), NEAR)
        watch = Watch(user(tree.north, Role.UNIT_CADRE), DAY)
        all_of_them = warnings_found(watch)
        keys = [each.key for each in all_of_them]
        assert [[each.key for each in all_of_them[n : n + 3]] for n in range(0, 12, 3)] == [
            keys[n : n + 3] for n in range(0, 12, 3)
        ]
        assert [warning_with(watch, key).key for key in keys] == keys
        found.append((len(all_of_them), all_of_them.counts(), keys))
    assert found[0] == found[1]
    assert found[0][:2] == (12, {OVER: 8, NEAR: 4})
