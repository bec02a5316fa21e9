"""What terms warn of, on the days on which it begins. Sources: 任期的意见 (six months, extension), 换届工作程序 (four months)."""

import datetime
from types import SimpleNamespace

import pytest

from duban.asks.warnings import Watch, warnings_of
from duban.ledgers.terms import actions
from duban.ledgers.terms.models import Term
from duban.ledgers.terms.warnings import KINDS, NO_SECRETARY
from duban.orgs.models import Post, Unit, UnitKind
from duban.orgs.tests import factories
from duban.packs.actions import install_folder
from duban.packs.folder import folder_named

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


@pytest.fixture
def world():
    tree = factories.tree()
    install_folder(folder_named("core"))
    Unit.objects.filter(name__endswith="党支部").update(kind=UnitKind.objects.get(code="branch"))
    officer = factories.account(factories.person("周敏", unit=tree.committee, committee_admin=tree.committee))
    secretary = factories.account(factories.person("许文静", unit=tree.north_1, branch_secretary=tree.north_1))
    # The term ends on Monday 1 March 2027.
    unit = Unit.objects.get(pk=tree.north_1.pk)
    term = actions.open_term(unit, by=officer, starts_on=datetime.date(2024, 3, 1))
    return SimpleNamespace(tree=tree, officer=officer, secretary=secretary, term=term)


def warned(user, day: str) -> list[str]:
    found = warnings_of(Watch(user, datetime.date.fromisoformat(day)), KINDS)
    return [each.kind.code for each in found if each.about.startswith("terms.term")]


@pytest.mark.parametrize(
    ("day", "codes"),
    [
        ("2026-08-31", []),
        ("2026-09-01", ["terms.not_reminded", "terms.ends_soon"]),
        ("2026-11-02", ["terms.not_reminded", "terms.ends_soon"]),
        ("2026-11-03", ["terms.not_requested", "terms.not_reminded"]),
        ("2027-03-01", ["terms.not_requested", "terms.not_reminded"]),
        ("2027-03-02", ["terms.over"]),
    ],
    ids=["before the half year", "six months", "request due, moved on from a Sunday", "request late", "last day", "over"],
)  # fmt: skip
def test_which_warning_stands_on_which_day(world, day, codes):
    assert warned(world.officer, day) == codes
    # That the committee has not reminded is no matter of the branch.
    assert warned(world.secretary, day) == [code for code in codes if code != "terms.not_reminded"]


def test_the_request_mends_the_warning_and_the_end_brings_another(world):
    actions.remind_term(world.term, by=world.officer)
    actions.request_election(world.term, by=world.secretary, symbol="一", seats=3)

    assert warned(world.officer, "2026-11-23") == ["terms.ends_soon"]
    assert warned(world.officer, "2027-03-02") == ["terms.over"]


@pytest.mark.parametrize(("day", "codes"), [("2027-06-01", []), ("2027-06-02", ["terms.extension_over"])])
def test_an_extension_that_ran_out_is_a_warning_of_its_own(world, day, codes):
    Term.objects.update(state="requested", extension_until="2027-06-01", extension_symbol="示直工委复〔2026〕1号")

    found = warned(world.officer, day)

    assert [code for code in found if code != "terms.ends_soon"] == codes


def test_a_term_that_is_not_entered_is_missing_until_it_is(world):
    def missing():
        found = warnings_of(Watch(world.officer, datetime.date(2026, 11, 23)), KINDS)
        return [each.unit.name for each in found if each.kind.code == "terms.not_entered"]

    assert missing() == ["北局机关党委", "北局第二党支部", "南局党支部"]
    actions.open_term(Unit.objects.get(pk=world.tree.south_1.pk), by=world.officer, starts_on=datetime.date(2025, 3, 1))
    assert missing() == ["北局机关党委", "北局第二党支部"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_source_costs_the_same_however_many_terms(world, count, django_assert_num_queries):
    for unit in (world.tree.north_2, world.tree.south_1)[: count - 1]:
        actions.open_term(Unit.objects.get(pk=unit.pk), by=world.officer, starts_on=datetime.date(2024, 3, 1))
    day = datetime.date(2027, 3, 2)

    with django_assert_num_queries(8):
        found = warnings_of(Watch(world.officer, day), KINDS)

    assert sum(each.kind.code == "terms.over" for each in found) == count


@pytest.mark.parametrize(
    ("title", "until", "is_warned"),
    [("书记", None, False), ("书记", "2026-11-23", False), ("书记", "2026-11-22", True), ("副书记", None, True), ("支部书记", None, False)],
)  # fmt: skip
def test_a_branch_without_a_secretary_is_warned_of_with_the_rule(world, title, until, is_warned):
    """支部工作条例: every branch has a secretary, also one too small for a committee."""
    held = factories.person("何永年", unit=world.tree.north_1)
    Post.objects.create(
        person=held, unit=world.tree.north_1, title=title, since_on=datetime.date(2024, 3, 1), until_on=until
    )

    for user in (world.officer, world.secretary):
        found = warnings_of(Watch(user, datetime.date(2026, 11, 23)), [NO_SECRETARY])
        assert [(each.unit.name, "支部工作条例" in each.cited) for each in found] == (
            [("北局第一党支部", True)] if is_warned else []
        )


def test_of_a_new_branch_it_is_known_and_of_one_without_any_post_or_one_dissolved_nothing_is_said(world):
    Unit.objects.filter(pk=world.tree.north_2.pk).update(founded_on="2026-06-10")
    Unit.objects.filter(pk=world.tree.south_1.pk).update(founded_on="2026-01-10", dissolved_on="2026-06-10")

    found = warnings_of(Watch(world.officer, datetime.date(2026, 11, 23)), [NO_SECRETARY])

    assert [each.unit.name for each in found] == ["北局第二党支部"]
