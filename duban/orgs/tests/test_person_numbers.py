"""Numbers of people in cipher and in clear, requests for correction, posts. All people and numbers are invented."""

import datetime
from dataclasses import dataclass

import pytest

from duban.audit.models import Entry
from duban.base.errors import BadInput, Conflict, NotAllowed
from duban.base.identity import check_digit
from duban.orgs import actions, house_rules
from duban.orgs.models import Person, Post
from duban.orgs.posts import standing_advice, vacancies_of
from duban.orgs.queries import corrections_for
from duban.orgs.resetting import After, Line, Plan, Way
from duban.orgs.sheets import POSTS
from duban.orgs.tests import factories
from duban.orgs.unit_changes import preview_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
TODAY = datetime.date(2026, 11, 23)
DAY = datetime.timedelta(days=1)
NUMBER = "110105198503120020"[:17] + check_digit("110105198503120020")


@dataclass(frozen=True)
class Said:
    """A rule as packs would give it."""

    number: int
    cited: str = "《中国共产党支部工作条例（试行）》"


@pytest.fixture
def rules():
    """Rules that hold, by code; packs, above this room, give them otherwise."""
    before, held = list(house_rules._books), {}
    house_rules.answer_with(lambda: lambda code, day: held.get(code))
    yield held
    house_rules._books[:] = before


@pytest.fixture
def tree():
    return factories.tree()


@pytest.fixture
def cadre(tree):
    return factories.account(factories.person("许文静", unit=tree.north, unit_cadre=tree.north))


@pytest.fixture
def officer(tree):
    return factories.account(factories.person("周敏", unit=tree.committee, committee_admin=tree.committee))


@pytest.fixture
def member(tree):
    return Person.objects.create(name="单雄远", unit=tree.north_1, membership=Person.Membership.FULL)


@pytest.fixture
def identity_kept(rules):
    """The rule that keeps identity numbers, on."""
    rules["people.identity_is_kept"] = Said(1)


def said(**more):
    return {"name": "秦书文", "membership": "full", **more}


def test_a_kind_of_post_has_one_word_on_pages_and_in_workbooks():
    """挂职 and 主持工作 everywhere; 借调 is the register of secondments alone."""
    [column] = [column for column in POSTS.columns if column.field == "kind"]

    assert column.kind.words == {value: str(word) for value, word in Post.Kind.choices}
    assert list(column.kind.words.values()) == ["专职", "兼职", "挂职", "主持工作"]


def test_a_committee_that_is_not_elected_yet_is_advised_as_large_as_the_rule_asks(tree, rules):
    """What is planned has no posts yet: the advice keeps to the rule in force, whatever it asks."""
    people = [Person(name=f"甲{n}", membership="full") for n in range(8)]
    way = Way(Line(1, "旧", "新", 8, ()), tree.north_1, people)
    rules["org.branch_committee.full_members_min"] = Said(7)
    rules["org.branch_committee.seats_min"] = Said(5)

    [shown] = preview_of(Plan(tree.north, "", after=[After("新", [way], tree.north_1)]))

    assert shown.advice == []


# ---------------------------------------------------------------- identity numbers


def test_identity_numbers_are_refused_until_a_rule_keeps_them(tree, cadre):
    with pytest.raises(BadInput):
        actions.add_person(tree.north_1, by=cadre, **said(identity_number=NUMBER))


def test_a_kept_identity_number_is_checked_and_no_second_person_has_it(tree, cadre, officer, identity_kept):
    fits = {"identity_number": NUMBER, "born_in": "1985-03", "sex": "2"}
    for wrong in (
        {"identity_number": NUMBER[:-1] + ("0" if NUMBER[-1] != "0" else "1")},
        {"born_in": "1985-04"},
        {"sex": "1"},
    ):
        with pytest.raises(BadInput):
            actions.add_person(tree.north_1, by=cadre, **said(**{**fits, **wrong}))

    person = actions.add_person(tree.north_1, by=cadre, **said(**fits))

    assert NUMBER not in person.identity_number + person.identity_digest
    with pytest.raises(BadInput) as refused:
        actions.add_person(tree.south_1, by=officer, **said(**fits))
    assert "秦书文" not in str(refused.value.places)
    assert "北局" not in str(refused.value.places)


# ---------------------------------------------------------------- numbers in clear, corrections


def test_a_number_in_clear_is_looked_at_with_a_reason_and_leaves_an_entry(tree, cadre, member):
    actions.change_person(member, by=cadre, mobile="13000000000")
    member.refresh_from_db()
    with pytest.raises(BadInput):
        actions.show_sealed(member, by=cadre, field="mobile", reason=" ")
    with pytest.raises(BadInput):
        actions.show_sealed(member, by=cadre, field="identity_number", reason="核对")
    before = Entry.objects.count()

    assert actions.show_sealed(member, by=cadre, field="mobile", reason="通知开会") == ("mobile", "13000000000")

    entry = Entry.objects.order_by("number").last()
    assert (Entry.objects.count() - before, entry.verb, entry.subject, entry.by, entry.reason, entry.detail) == (
        1,
        "orgs.show_sealed",
        member.key,
        cadre,
        "通知开会",
        {"field": [None, "mobile"]},
    )


def test_a_number_in_clear_is_not_for_other_units_branches_or_leaders(tree, cadre, member):
    actions.change_person(member, by=cadre, mobile="13000000000")
    member.refresh_from_db()
    others = {
        "unit_cadre": tree.south,
        "branch_secretary": tree.north_1,
        "committee_leader": tree.committee,
        "system_admin": tree.committee,
    }
    for role, unit in others.items():
        user = factories.account(factories.person(role, unit=unit, **{role: unit}))
        with pytest.raises(NotAllowed):
            actions.show_sealed(member, by=user, field="mobile", reason="核对")


def test_a_request_for_correction_waits_for_the_cadre_of_the_unit_and_is_answered_once(tree, cadre, member):
    mine = factories.account(member)
    with pytest.raises(NotAllowed):
        actions.request_correction(member, by=cadre, text="学历不对")
    with pytest.raises(BadInput):
        actions.request_correction(member, by=mine, text="手机应为13000000000")

    made = actions.request_correction(member, by=mine, text="学历应为研究生")

    south = factories.account(factories.person("南", unit=tree.south, unit_cadre=tree.south))
    assert (list(corrections_for(cadre)), list(corrections_for(south))) == ([made], [])
    actions.answer_correction(made, by=cadre, answer="已改")
    assert list(corrections_for(cadre)) == []
    with pytest.raises(Conflict):
        actions.answer_correction(made, by=cadre, answer="再改")


# ---------------------------------------------------------------- posts


def test_several_posts_at_once_are_usual_and_the_same_one_twice_is_told(tree, officer, member):
    def appoint(title, since_on, until_on=None):
        return actions.appoint(
            member,
            by=officer,
            unit=tree.north_1,
            title=title,
            kind=Post.Kind.ACTING,
            since_on=since_on,
            until_on=until_on,
        )

    first = appoint("书记", datetime.date(2026, 1, 1), datetime.date(2026, 6, 30))
    appoint("科长", datetime.date(2026, 1, 1))
    for since_on, until_on in (
        (datetime.date(2026, 6, 30), None),
        (datetime.date(2025, 1, 1), datetime.date(2026, 1, 1)),
        (datetime.date(2025, 1, 1), None),
    ):
        with pytest.raises(BadInput):
            appoint("书记", since_on, until_on)
    appoint("书记", datetime.date(2026, 7, 1))
    appoint("书记", datetime.date(2025, 1, 1), datetime.date(2025, 12, 31))
    with pytest.raises(BadInput):
        appoint("委员 13000000000", TODAY)

    assert (first.get_kind_display(), member.posts.count()) == ("主持工作", 4)


def test_a_branch_secretarys_short_standing_is_advice(tree, member, rules):
    """支部工作条例: a branch secretary usually has one year of party standing or more."""
    rules["election.secretary_standing_years"] = Said(1)
    post = Post.objects.create(person=member, unit=tree.north_1, title="支部书记", since_on="2026-06-01")
    post.refresh_from_db()
    for converted_on, is_short in (("2025-06-01", False), ("2025-06-02", True), (None, True)):
        member.converted_on = converted_on and datetime.date.fromisoformat(converted_on)
        assert bool(standing_advice(member, [post])) is is_short, converted_on
    assert "支部工作条例" in standing_advice(member, [post])
    assert standing_advice(member, [Post(unit=tree.north_1, title="宣传委员", since_on=TODAY)]) == ""


@pytest.mark.parametrize(("full", "vacant"), [(6, ["书记"]), (7, ["书记", "组织委员", "宣传委员", "纪检委员"])])
def test_vacancies_are_what_the_rules_ask_for(tree, full, vacant, rules):
    """支部工作条例: seven full members or more set up a committee."""
    rules["org.branch_committee.full_members_min"] = Said(7)
    Person.objects.bulk_create(
        Person(name=f"党员{n}", unit=tree.north_1, membership=Person.Membership.FULL) for n in range(full)
    )

    assert [each.title for each in vacancies_of(tree.north_1, [])] == vacant


def test_a_post_that_ended_without_a_successor_is_vacant(tree, member):
    def post(title, since_on, until_on=None):
        made = Post.objects.create(person=member, unit=tree.north_1, title=title, since_on=since_on, until_on=until_on)
        made.refresh_from_db()
        return made

    posts = [
        post("书记", "2026-01-01"),
        post("副书记", "2020-01-01", "2026-06-30"),
        post("青年委员", "2020-01-01", "2026-06-30"),
        post("青年委员", "2026-07-01"),
    ]

    assert [each.title for each in vacancies_of(tree.north_1, posts)] == ["副书记"]
