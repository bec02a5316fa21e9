"""Advice on the fitting body: each threshold at its boundaries, with the text it rests on.

Sources: 中国共产党支部工作条例（试行） for 3 and 7 full members, 50 members and 5 units; 中国共产党党和国家机关基层组织工作条例
art. 5–7 for 50 and 100 members; 中国共产主义青年团章程 for 3, 30 and 100 league members. The numbers come from the pack.
"""

import datetime

import pytest

from duban.orgs import fitting
from duban.orgs.fitting import Size, advice_for, advised
from duban.orgs.house_rules import rules
from duban.orgs.models import Person, Post, Relation, Unit
from duban.orgs.tests import factories
from duban.packs.actions import install_folder
from duban.packs.folder import folder_named

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
TODAY = datetime.date(2026, 11, 23)
BRANCH, ORGANS, LEAGUE = (
    "中国共产党支部工作条例（试行）",
    "中国共产党党和国家机关基层组织工作条例",
    "中国共产主义青年团章程",
)


@pytest.fixture
def ask():
    install_folder(folder_named("core"))
    find = rules()
    return lambda code: find(code, TODAY)


def said(size: Size, ask) -> list[str]:
    """What is advised, in short."""
    words = {
        "联合党支部": "joint",
        "再联合": "join",
        "应当设立支部委员会": "committee",
        "支部委员": "seats",
        "覆盖": "covers",
        "分设": "split",
        "设立机关党委": "primary",
        "设立党总支": "general",
        "须经上级": "approval",
        "成立团委": "league committee",
        "成立团总支": "league general",
        "团员": "league few",
    }
    return [next(short for word, short in words.items() if word in each.text) for each in advice_for(size, ask)]


@pytest.mark.parametrize(("full", "advice"), [(2, ["joint"]), (3, []), (6, []), (7, ["committee"])])
def test_a_branch_has_three_full_members_and_from_seven_on_a_committee(ask, full, advice):
    size = Size("branch", full=full, members=full + 4)

    assert said(size, ask) == advice
    assert all(
        each.rule.cited.startswith(f"《{BRANCH}》") or BRANCH in each.rule.cited for each in advice_for(size, ask)
    )


def test_probationary_members_do_not_count_for_three_and_seven(ask):
    assert said(Size("branch", full=2, members=9), ask) == ["joint"]
    assert said(Size("branch", full=6, members=9), ask) == []


@pytest.mark.parametrize(("seats", "advice"), [(2, ["committee"]), (3, []), (7, []), (8, ["seats"])])
def test_a_committee_has_three_to_seven_members(ask, seats, advice):
    assert said(Size("branch", full=7, members=7, seats=seats), ask) == advice


@pytest.mark.parametrize(
    ("members", "advice"),
    [(49, []), (50, ["general"]), (51, ["split", "general"]), (99, ["split", "general"]), (100, ["split", "primary"])],
)
def test_full_and_probationary_members_count_for_fifty_and_a_hundred(ask, members, advice):
    size = Size("branch", full=6, members=members)

    assert said(size, ask) == advice
    for each in advice_for(size, ask):
        assert (BRANCH if "分设" in each.text else ORGANS) in each.rule.cited


@pytest.mark.parametrize(("units", "advice"), [(5, []), (6, ["covers"])])
def test_a_joint_branch_covers_five_units_at_most(ask, units, advice):
    assert said(Size("joint_branch", full=3, members=3, units=units), ask) == advice


@pytest.mark.parametrize(("members", "advice"), [(49, ["approval"]), (50, []), (99, []), (100, ["primary"])])
def test_a_general_branch_has_fifty_members_or_an_approval(ask, members, advice):
    assert said(Size("general_branch", members=members), ask) == advice


@pytest.mark.parametrize(("members", "advice"), [(99, ["approval"]), (100, [])])
def test_a_primary_committee_has_a_hundred_members_or_an_approval(ask, members, advice):
    assert said(Size("primary_committee", members=members), ask) == advice


@pytest.mark.parametrize(("members", "advice"), [(49, []), (50, ["general"]), (99, ["general"]), (100, ["primary"])])
def test_an_organ_is_advised_what_it_has_not(ask, members, advice):
    assert said(Size("organ", members=members), ask) == advice
    assert said(Size("organ", members=members, bodies=frozenset({"primary_committee"})), ask) == []


@pytest.mark.parametrize(
    ("kind", "members", "advice"),
    [
        ("league_branch", 2, ["league few"]),
        ("league_branch", 3, []),
        ("league_branch", 29, []),
        ("league_branch", 30, ["league general"]),
        ("league_branch", 100, ["league committee"]),
        ("league_general_branch", 29, ["league few"]),
        ("league_general_branch", 30, []),
        ("league_general_branch", 99, []),
        ("league_general_branch", 100, ["league committee"]),
        ("league_committee", 99, ["league few"]),
        ("league_committee", 100, []),
    ],
)
def test_league_bodies_have_three_thirty_and_a_hundred_members(ask, kind, members, advice):
    size = Size(kind, members=members)

    assert said(size, ask) == advice
    assert all(LEAGUE in each.rule.cited for each in advice_for(size, ask))


def test_of_what_nobody_reported_only_what_is_there_anyway_is_said(ask):
    assert said(Size("branch"), ask) == []
    assert said(Size("general_branch", members=20, is_whole=False), ask) == []
    assert said(Size("general_branch", members=100, is_whole=False), ask) == ["primary"]


def test_without_rules_nothing_is_advised():
    assert advice_for(Size("branch", full=1, members=1), lambda code: None) == []


# ---------------------------------------------------------------- from the tables


@pytest.fixture
def tree(ask):
    return factories.tree()


def members(unit: Unit, *, full: int, probationary: int = 0) -> list[Person]:
    return Person.objects.bulk_create(
        [
            *(Person(name=f"正式{n}", unit=unit, membership="full") for n in range(full)),
            *(Person(name=f"预备{n}", unit=unit, membership="probationary") for n in range(probationary)),
        ]
    )


def texts(found, unit: Unit) -> list[str]:
    return [each.text for each in found.get(unit.pk, [])]


def test_members_come_together_on_the_way_up_and_the_roll_counts_before_the_report(tree):
    members(tree.north_1, full=48, probationary=1)
    members(tree.north_2, full=50)
    Unit.objects.filter(pk=tree.north_1.pk).update(member_count=500)
    Unit.objects.filter(pk=tree.south_1.pk).update(member_count=50)

    found = advised(tree.committee)

    assert texts(found, tree.north_committee) == ["党员99名，不足100名，须经上级党组织批准。"]
    assert texts(found, tree.south) == ["党员50名，可以考虑设立党总支。"]
    assert texts(found, tree.south_1) == ["党员50名，可以考虑设立党总支。"]


def test_the_posts_of_a_committee_and_the_units_of_a_joint_branch_are_counted(tree):
    people = members(tree.south_1, full=8)
    people = list(Person.objects.filter(unit=tree.south_1))
    for person, title in zip(people, ("书记", "组织委员", "宣传委员"), strict=False):
        Post.objects.create(person=person, unit=tree.south_1, title=title, since_on="2026-01-01")
    joint = factories.unit(
        "联合党支部", below=Unit.objects.get(pk=tree.committee.pk), kind=factories.unit_kind("joint_branch")
    )
    for number in range(6):
        covered = factories.unit(f"单位{number}", below=Unit.objects.get(pk=tree.committee.pk))
        Relation.objects.create(unit=joint, kind=Relation.Kind.COVERS, other=covered, since_on="2026-01-01")

    found = advised(tree.committee)

    assert texts(found, tree.south_1) == []
    assert texts(found, joint) == ["覆盖6个单位，一般不超过5个。"]


@pytest.mark.parametrize("more", [0, 2])
def test_advice_costs_the_same_with_one_and_three_branches(tree, django_assert_num_queries, more):
    for number in range(more):
        factories.unit(f"支部{number}", below=Unit.objects.get(pk=tree.south.pk), kind=factories.unit_kind("branch"))
    members(tree.south_1, full=2)

    with django_assert_num_queries(5):
        found = advised(tree.south)

    assert texts(found, tree.south_1) == ["正式党员2名，不足3名，可以与其他单位组建联合党支部。"]


def test_every_rule_that_is_asked_for_is_in_the_pack_with_its_basis(ask):
    assert [code for code in fitting.NEEDED if not getattr(ask(code), "basis", "")] == []


def test_the_page_and_the_filter_show_the_advice_and_nothing_changes(client, tree):
    members(tree.south_1, full=2)
    client.force_login(factories.account(factories.person("周敏", unit=tree.committee, committee_admin=tree.committee)))

    page = client.get(f"/orgs/units/{tree.south_1.pk}/about/")
    listed = client.get("/orgs/units/?advice=1")

    assert [each.text for each in page.context["advice"]] == ["正式党员2名，不足3名，可以与其他单位组建联合党支部。"]
    assert BRANCH in page.content.decode()
    assert [unit.name for unit in listed.context["page"]] == ["南局党支部"]
    assert Unit.objects.get(pk=tree.south_1.pk).kind.code == "branch"
