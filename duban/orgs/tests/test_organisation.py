"""Pages of organisations and people: what one sees ends at one's subtree; lists cost the same however long; exports."""

import datetime
import io

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from duban.audit.models import Entry
from duban.orgs import actions, panels
from duban.orgs.approval import Approval
from duban.orgs.ledger import is_secretary
from duban.orgs.models import Person, Post, Unit
from duban.orgs.tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def tree():
    return factories.tree()


@pytest.fixture
def officer(tree):
    return factories.account(factories.person("周敏", unit=tree.committee, committee_admin=tree.committee))


@pytest.fixture
def secretary(tree):
    return factories.account(factories.person("许文静", unit=tree.north, unit_secretary=tree.north))


@pytest.fixture
def committee(client, officer):
    """The committee officer at the desk."""
    client.force_login(officer)
    return client


@pytest.fixture
def north(client, secretary):
    """The secretary of the northern unit at the desk."""
    client.force_login(secretary)
    return client


def url(name: str, of) -> str:
    return reverse(name, args=[of.pk])


def names(answer) -> list[str]:
    return [row.name for row in answer.context["page"]]


def sheet(answer) -> list[list]:
    """The rows of the workbook that was downloaded, without its heads."""
    content = io.BytesIO(b"".join(answer.streaming_content))
    return CalamineWorkbook.from_filelike(content).get_sheet_by_index(0).to_python()[1:]


def post(person: Person, title: str = "书记", **more) -> Post:
    return Post.objects.create(person=person, unit=person.unit, title=title, **{"since_on": "2026-01-01", **more})


# ---------------------------------------------------------------- organisations


def test_the_ledger_stands_in_establishment_order_and_ends_at_the_subtree(committee, tree):
    assert names(committee.get("/orgs/units/")) == [
        "北局",
        "北局机关党委",
        "北局第一党支部",
        "北局第二党支部",
        "南局",
        "南局党支部",
    ]
    assert names(committee.get("/orgs/units/?below=0")) == ["北局", "南局"]
    assert names(committee.get(url("unit", tree.south))) == ["南局党支部"]


def test_a_unit_of_others_is_not_there(north, tree):
    assert names(north.get("/orgs/units/")) == ["北局机关党委", "北局第一党支部", "北局第二党支部"]
    assert [north.get(url("unit", unit)).status_code for unit in (tree.north_1, tree.south, tree.committee)] == [
        200,
        404,
        404,
    ]
    assert "南局" not in north.get("/orgs/units/").content.decode()


def test_somebody_without_units_to_see_is_told_so(client, tree):
    client.force_login(factories.account(factories.person("汤若华", unit=tree.committee, system_admin=tree.committee)))

    assert client.get("/orgs/units/").status_code == 403


def test_the_ledger_is_searched_and_filtered_in_its_address(committee, tree):
    Unit.objects.filter(pk=tree.north_1.pk).update(short_name="一支部", member_count=9)

    assert names(committee.get("/orgs/units/?q=第二")) == ["北局第二党支部"]
    assert names(committee.get("/orgs/units/?q=一支")) == ["北局第一党支部"]
    assert names(committee.get("/orgs/units/?kind=organ&category=general")) == ["南局"]
    assert names(committee.get("/orgs/units/?missing=1")) == ["北局第二党支部", "南局党支部"]
    assert committee.get("/orgs/units/?page=99&columns=nonsense").status_code == 200


def test_the_sums_are_of_what_is_filtered_not_of_the_page(committee, tree):
    Unit.objects.filter(pk__in=[tree.north_1.pk, tree.south_1.pk]).update(member_count=9)

    whole, north = (
        committee.get("/orgs/units/").context["ledger"],
        committee.get(url("unit", tree.north)).context["ledger"],
    )

    assert (whole.count, whole.members, whole.unreported) == (6, 18, 1)
    assert (north.count, north.members, north.unreported) == (3, 9, 1)


def test_the_export_of_organisations_gives_exactly_what_is_filtered(committee, tree):
    Unit.objects.filter(pk=tree.north_1.pk).update(member_count=9)
    post(factories.person("秦书文", unit=tree.north_1), "支部书记")

    rows = sheet(committee.get("/orgs/units/?q=北局第&columns=secretary,members&as=xlsx"))

    assert rows == [[1.0, "北局第一党支部", "秦书文", 9.0], [2.0, "北局第二党支部", "", ""]]


def test_the_panel_shows_the_people_of_a_unit(committee, tree):
    post(factories.person("秦书文", unit=tree.north_1), "支部书记")
    into_panel = {**HTMX, "HX-Target": "panel"}

    page = committee.get(url("unit", tree.north_1), headers=into_panel).content.decode()

    assert "秦书文" in page
    assert "<html" not in page


@pytest.mark.parametrize("more", [0, 2])
def test_the_ledger_costs_the_same_with_one_and_three_organisations(committee, tree, django_assert_num_queries, more):
    for number in range(more):
        unit = factories.unit(f"南局第{number}党支部", below=Unit.objects.get(pk=tree.south.pk))
        post(factories.person(f"书记{number}", unit=unit))

    with django_assert_num_queries(12):
        answer = committee.get(url("unit", tree.south))

    assert len(names(answer)) == 1 + more


# ---------------------------------------------------------------- people


@pytest.fixture
def people(tree):
    return [
        factories.person("秦书文", unit=tree.north_1),
        factories.person("秦海", unit=tree.north_2),
        factories.person("南", unit=tree.south),
    ]


def test_the_list_of_people_ends_at_the_subtree(north, committee, people, secretary):
    north.force_login(secretary)

    assert names(north.get("/orgs/people/")) == ["许文静", "秦书文", "秦海"]
    assert [north.get(url("person", person)).status_code for person in people] == [200, 200, 404]


@pytest.mark.parametrize(
    ("title", "kind", "is_one"),
    [
        ("支部书记", "branch", True),
        ("书记、局长", "branch", True),
        ("副书记", "branch", False),
        ("党支部副书记（主持工作）", "branch", False),
        ("团支部书记", "branch", False),
        ("团支部书记", "league_branch", True),
        ("团委副书记", "league_committee", False),
        ("纪委书记", "primary_committee", False),
        ("纪委书记", "discipline_committee", True),
        ("书记员", "branch", False),
        ("组织委员", "branch", False),
    ],
)
def test_a_deputy_is_not_the_secretary_nor_is_one_of_the_league(title, kind, is_one):
    assert is_secretary(title, kind) is is_one


def test_the_ledger_names_the_secretary_and_not_the_deputy(committee, tree):
    people = [factories.person(name, unit=tree.north_1) for name in ("罗小川", "秦书文")]
    for person, title in zip(people, ("副书记", "书记"), strict=True):
        Post.objects.create(person=person, unit=tree.north_1, title=title, since_on="2026-01-01")

    rows = sheet(committee.get("/orgs/units/?q=北局第一&columns=secretary&as=xlsx"))

    assert "秦书文" in rows[0]
    assert "罗小川" not in rows[0]


def test_members_of_a_merged_branch_are_counted_once_and_what_is_missing_is_what_is_shown(committee, officer, tree):
    Unit.objects.filter(pk__in=[tree.north_1.pk, tree.north_2.pk]).update(member_count=9)
    joint = factories.unit("联合党支部", below=tree.south, kind=factories.unit_kind("joint_branch", "联合党支部"))
    approval = Approval("县直工委〔2026〕12号", datetime.date(2026, 6, 10), datetime.date(2026, 6, 10))
    actions.merge_units(tree.north_1, by=officer, approval=approval, others=[tree.north_2], is_seen=True)

    today, both, missing = (
        committee.get(f"/orgs/units/?{asked}").context["ledger"] for asked in ("", "stands=all", "missing=1")
    )

    assert (today.members, both.members, both.count) == (18, 18, 7)
    assert today.unreported == both.unreported == missing.count == 2
    assert list(missing.rows) == [tree.south_1, joint]


def test_people_are_found_by_name_unit_membership_and_post(committee, tree, people):
    Person.objects.filter(pk=people[0].pk).update(membership="full")
    post(people[1])
    post(people[2], until_on="2026-11-22")

    assert names(committee.get("/orgs/people/?q=秦")) == ["秦书文", "秦海"]
    assert names(committee.get(f"/orgs/people/?unit={tree.south.pk}")) == ["南"]
    assert names(committee.get("/orgs/people/?membership=full")) == ["秦书文"]
    assert names(committee.get("/orgs/people/?post=1")) == ["秦海"]


def test_a_unit_of_others_in_the_address_finds_nobody(north, tree, people):
    assert names(north.get(f"/orgs/people/?unit={tree.south.pk}")) == []


def test_a_person_with_two_posts_stands_in_the_list_once(committee, people):
    post(people[0])
    post(people[0], "委员")

    assert names(committee.get("/orgs/people/?post=1")) == ["秦书文"]


def test_the_export_of_people_gives_exactly_what_is_filtered(committee, people):
    post(people[0])
    post(people[0], "委员")

    assert sheet(committee.get("/orgs/people/?q=秦&as=xlsx")) == [
        ["秦书文", "北局第一党支部", "书记、委员", "非党员"],
        ["秦海", "北局第二党支部", "", "非党员"],
    ]


def test_what_looks_like_a_formula_is_text_in_the_workbook(committee, tree):
    factories.person("=1+1", unit=tree.north)

    assert sheet(committee.get("/orgs/people/?q=%3D&as=xlsx"))[0][0] == "=1+1"


def test_htmx_gets_the_rows_alone(committee, people):
    page = committee.get("/orgs/people/?q=秦", headers=HTMX).content.decode()

    assert page.strip().startswith('<div id="rows">')
    assert "秦书文" in page


@pytest.mark.parametrize("more", [0, 2])
def test_the_list_of_people_costs_the_same_with_one_and_three(committee, tree, django_assert_num_queries, more):
    for number in range(more):
        post(factories.person(f"人员{number}", unit=tree.north))

    with django_assert_num_queries(7):
        answer = committee.get("/orgs/people/")

    assert len(names(answer)) == 1 + more


# ---------------------------------------------------------------- one person and the posts


@pytest.mark.parametrize("held", [1, 3])
def test_the_page_of_a_person_costs_the_same_with_one_and_three_posts(
    committee, people, django_assert_num_queries, held, monkeypatch
):
    # Each card that a room above puts there has its own queries and its own test of them.
    monkeypatch.setattr(panels, "_of_people", [])
    for number in range(held):
        post(people[0], f"委员{number}")

    with django_assert_num_queries(14):
        answer = committee.get(url("person", people[0]))

    assert len(answer.context["held"]) == held


def test_a_secretary_appoints_inside_the_unit_and_the_trail_tells(north, tree, people, secretary):
    sent = {"title": "组织委员", "unit": tree.north_2.pk, "kind": "part_time", "since_on": "2026-11-23"}

    answer = north.post(url("appoint", people[0]), sent)

    made = Post.objects.get(person=people[0])
    assert (answer.status_code, made.title, made.unit, str(made.since_on)) == (
        302,
        "组织委员",
        tree.north_2,
        "2026-11-23",
    )
    assert Entry.objects.get(verb="orgs.appoint").detail == {"made": [None, made.key]}
    story = north.get(url("person", people[0])).context["story"]
    assert [(str(event.label), event.reason, event.who) for event in story] == [
        ("任职", "组织委员，北局第二党支部", "许文静")
    ]


@pytest.mark.parametrize("unit", ["south", "committee"])
def test_nobody_is_appointed_outside_ones_own_units_even_when_the_unit_is_sent(north, tree, people, unit):
    sent = {"title": "书记", "unit": getattr(tree, unit).pk, "kind": "part_time", "since_on": "2026-11-23"}

    assert north.post(url("appoint", people[0]), sent).status_code == 422
    assert Post.objects.count() == 0


def test_a_post_ends_on_the_day_that_was_said_and_stays_in_the_list_of_earlier_ones(north, people):
    held = post(people[0])

    answer = north.post(url("end_post", people[0]), {"post": held.pk, "until_on": "2026-11-20"}, headers=HTMX)

    held.refresh_from_db()
    assert (answer.status_code, str(held.until_on)) == (200, "2026-11-20")
    assert north.get(url("person", people[0])).context["past"] == [held]


def test_a_post_does_not_end_before_it_began_and_the_page_says_why(north, people):
    held = post(people[0])

    answer = north.post(url("end_post", people[0]), {"post": held.pk, "until_on": "2025-12-31"}, headers=HTMX)

    held.refresh_from_db()
    assert (answer.status_code, held.until_on) == (422, None)
    assert "免职日期不能早于任职日期" in answer.content.decode()


def test_the_post_of_somebody_else_or_of_another_unit_is_not_ended_through_this_page(north, tree, people):
    above = Post.objects.create(person=people[0], unit=tree.committee, title="委员", since_on="2026-01-01")
    others = [above, post(people[1]), post(people[2])]

    answers = [
        north.post(url("end_post", people[0]), {"post": held.pk, "until_on": "2026-11-20"}).status_code
        for held in others
    ]

    assert (answers, Post.objects.filter(until_on=None).count()) == ([422] * 3, 3)


@pytest.mark.parametrize("role", ["unit_cadre", "branch_secretary", "committee_leader"])
def test_others_read_the_posts_and_change_none(client, tree, people, role):
    held = post(people[0])
    client.force_login(factories.account(factories.person("某", unit=tree.committee, **{role: tree.committee})))
    sent = {"title": "书记", "unit": tree.north.pk, "kind": "acting", "since_on": "2026-11-23"}

    page = client.get(url("person", people[0]))
    answers = [
        client.post(url("appoint", people[0]), sent).status_code,
        client.post(url("end_post", people[0]), {"post": held.pk, "until_on": "2026-11-20"}).status_code,
    ]

    assert (page.status_code, answers, Post.objects.filter(until_on=None).count()) == (200, [403, 403], 1)
    assert page.context["form"] is None
    assert [ending for _post, ending in page.context["held"]] == [None]
