"""Somebody comes, is changed, moves, leaves and comes again. All people and numbers are invented."""

import datetime

import pytest

from duban.audit.models import Entry
from duban.base.errors import BadInput, Conflict, NotAllowed
from duban.base.identity import check_digit
from duban.orgs import actions
from duban.orgs.approval import Approval
from duban.orgs.models import Grant, Person, Post, Role, Stay
from duban.orgs.queries import accounts_to_close, grants_to_end, people_named
from duban.orgs.roll import Roll, roll_of, rolls_of
from duban.orgs.tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
TODAY = datetime.date(2026, 11, 23)
DAY = datetime.timedelta(days=1)
NUMBER = "110105198503120020"[:17] + check_digit("110105198503120020")


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


def said(**more):
    return {"name": "秦书文", "membership": "full", **more}


# ---------------------------------------------------------------- enter and change


def test_a_person_is_entered_with_what_the_work_needs_and_found_by_pinyin_and_initials(tree, cadre):
    person = actions.add_person(tree.north_1, by=cadre, **said(born_in="1985-03", joined_on=datetime.date(2010, 7, 1)))

    assert (person.unit, person.born_in) == (tree.north_1, "1985-03")
    for words in ("书文", "qinshuwen", "qsw", "shuw", "sw", "QSW"):
        assert list(Person.objects.filter(people_named(words))) == [person], words
    assert not Person.objects.filter(people_named("inshu")).exists()


def test_people_who_come_in_bulk_are_found_too_and_a_new_name_is_found_by_its_own_spelling(tree):
    Person.objects.bulk_create([Person(name="曾国松", unit=tree.north_1)])
    person = Person.objects.get()
    assert list(Person.objects.filter(people_named("zgs"))) == [person]

    person.name = "解国松"
    person.save(update_fields=["name"])

    assert list(Person.objects.filter(people_named("xgs"))) == [person]
    assert not Person.objects.filter(people_named("zgs")).exists()


def test_people_of_another_unit_are_not_the_cadres_to_enter(tree, cadre):
    with pytest.raises(NotAllowed):
        actions.add_person(tree.south_1, by=cadre, **said())

    actions.add_person(tree.north_1, by=cadre, **said())
    assert Person.objects.filter(name="秦书文").count() == 1


def test_all_that_does_not_hold_is_said_at_once_and_nothing_is_written(tree, cadre):
    with pytest.raises(BadInput) as refused:
        actions.add_person(
            tree.north_1,
            by=cadre,
            **said(
                name=f"秦书文{NUMBER}",
                born_in="1985-13",
                joined_on=datetime.date(2011, 7, 1),
                converted_on=datetime.date(2011, 6, 30),
                since_on=TODAY + DAY,
                mobile="12345",
                identity_number=NUMBER,
            ),
        )

    assert len(refused.value.places) == 6
    assert NUMBER not in str(refused.value.places)
    assert not Person.objects.filter(unit=tree.north_1).exists()


@pytest.mark.parametrize(
    ("fields", "holds"),
    [
        ({"born_in": "2026-11"}, True),
        ({"born_in": "2026-12"}, False),
        ({"born_in": "1985-3"}, False),
        ({"since_on": TODAY}, True),
        ({"since_on": TODAY + DAY}, False),
        ({"joined_on": TODAY, "converted_on": TODAY}, True),
        ({"joined_on": TODAY, "converted_on": TODAY - DAY}, False),
        ({"membership": "probationary", "joined_on": TODAY}, True),
        ({"membership": "probationary", "converted_on": TODAY}, False),
        ({"membership": "none", "joined_on": TODAY}, False),
        ({"mobile": "13000000000"}, True),
        ({"mobile": "1300000000"}, False),
        ({"mobile": "12000000000"}, False),
        ({"ethnic_group": "电话13000000000"}, False),
    ],
)
def test_the_bounds_of_each_field(tree, cadre, fields, holds):
    if holds:
        assert actions.add_person(tree.north_1, by=cadre, **said(**fields)).pk
    else:
        with pytest.raises(BadInput):
            actions.add_person(tree.north_1, by=cadre, **said(**fields))


def test_a_second_person_of_the_same_name_is_told_and_entered_when_it_is_said_so(tree, cadre, member):
    with pytest.raises(BadInput):
        actions.add_person(tree.north_1, by=cadre, **said(name=member.name))

    actions.add_person(tree.north_1, by=cadre, is_another=True, **said(name=member.name))
    actions.add_person(tree.north_2, by=cadre, **said(name=member.name))
    assert Person.objects.filter(name=member.name).count() == 3


def test_a_change_says_in_the_trail_what_changed_and_keeps_numbers_out_of_it(tree, cadre, member):
    actions.change_person(member, by=cadre, education="20", mobile="13000000000")
    entry = Entry.objects.get(verb="orgs.change_person")

    assert entry.detail["education"] == ["", "20"]
    assert entry.detail["mobile"][0] == ""
    assert entry.detail["mobile"][1].startswith("•••• ")
    member.refresh_from_db()
    actions.change_person(member, by=cadre, education="10")
    assert "mobile" not in Entry.objects.order_by("number").last().detail
    actions.change_person(member, by=cadre, clear=["mobile"])
    member.refresh_from_db()
    assert member.mobile == ""


def test_people_correct_how_a_name_is_spelled(tree, cadre):
    member = Person.objects.create(name="覃远", unit=tree.north_1)
    assert Person.objects.filter(people_named("qinyuan")).exists()

    actions.correct_spelling(member, by=cadre, spelling="Tan  Yuan")

    member.refresh_from_db()
    assert member.spelling == "Tan Yuan"
    assert list(Person.objects.filter(people_named("ty"))) == [member]
    assert not Person.objects.filter(people_named("qinyuan")).exists()
    with pytest.raises(BadInput):
        actions.correct_spelling(member, by=cadre, spelling="谭远")


# ---------------------------------------------------------------- move, leave, come again


def test_a_transfer_keeps_the_roll_of_every_day_right(tree, cadre, member):
    actions.transfer_membership(member, by=cadre, unit=tree.north_2, since_on=datetime.date(2026, 6, 1))

    def full(day):
        return {unit: roll.full for unit, roll in rolls_of([tree.north_1, tree.north_2], day).items()}

    assert full(datetime.date(2026, 5, 31)) == {tree.north_1.pk: 1, tree.north_2.pk: 0}
    assert full(datetime.date(2026, 6, 1)) == {tree.north_1.pk: 0, tree.north_2.pk: 1}
    assert full(TODAY) == {tree.north_1.pk: 0, tree.north_2.pk: 1}
    member.refresh_from_db()
    actions.transfer_membership(member, by=cadre, unit=tree.north_1, since_on=datetime.date(2026, 9, 1))
    assert full(datetime.date(2026, 8, 31)) == {tree.north_1.pk: 0, tree.north_2.pk: 1}
    assert full(TODAY) == {tree.north_1.pk: 1, tree.north_2.pk: 0}
    assert member.stays.count() == 2


def test_a_transfer_to_a_unit_of_others_is_the_committees(tree, cadre, officer, member):
    with pytest.raises(NotAllowed):
        actions.transfer_membership(member, by=cadre, unit=tree.south_1, since_on=TODAY)

    actions.transfer_membership(member, by=officer, unit=tree.south_1, since_on=TODAY)
    member.refresh_from_db()
    assert (member.unit, Stay.objects.get().unit) == (tree.south_1, tree.north_1)


def test_a_transfer_does_not_lead_nowhere_ahead_or_behind_the_stay(tree, cadre, member):
    Person.objects.filter(pk=member.pk).update(since_on=datetime.date(2026, 6, 1))
    for unit, day in (
        (tree.north_1, TODAY),
        (tree.north_2, TODAY + DAY),
        (tree.north_2, datetime.date(2026, 6, 1)),
    ):
        with pytest.raises(BadInput):
            actions.transfer_membership(member, by=cadre, unit=unit, since_on=day)

    actions.transfer_membership(member, by=cadre, unit=tree.north_2, since_on=datetime.date(2026, 6, 2))
    assert Stay.objects.get().until_on == datetime.date(2026, 6, 1)


def test_a_merge_keeps_the_roll_of_every_day_right(tree, officer, member):
    """A unit that ends takes its people along: they are counted once on every day."""
    Person.objects.filter(pk=member.pk).update(since_on=datetime.date(2026, 3, 1))
    late = Person.objects.create(
        name="秦书文", unit=tree.north_1, membership="full", since_on=datetime.date(2026, 7, 1)
    )
    approval = Approval("县直工委〔2026〕12号", datetime.date(2026, 6, 9), datetime.date(2026, 6, 10))

    actions.merge_units(tree.north_2, by=officer, approval=approval, others=[tree.north_1], is_seen=True)

    def full(day):
        return [rolls_of([unit], day)[unit.pk].full for unit in (tree.north_1, tree.north_2)]

    assert full(datetime.date(2026, 2, 28)) == [0, 0]
    assert full(datetime.date(2026, 6, 9)) == [1, 0]
    assert full(datetime.date(2026, 6, 10)) == [0, 1]
    assert full(TODAY) == [0, 2]
    late.refresh_from_db()
    assert (late.unit, late.since_on, late.stays.count()) == (tree.north_2, datetime.date(2026, 7, 1), 0)


def test_membership_changes_from_a_day_on(tree, cadre):
    member = Person.objects.create(
        name="秦书文", unit=tree.north_1, membership="probationary", joined_on=datetime.date(2025, 7, 1)
    )

    day = datetime.date(2026, 7, 1)
    actions.change_membership(member, by=cadre, membership="full", since_on=day, converted_on=day)

    member.refresh_from_db()
    assert (member.membership, member.converted_on) == ("full", datetime.date(2026, 7, 1))
    assert roll_of(tree.north_1, datetime.date(2026, 6, 30)) == Roll(0, 1, None)
    assert roll_of(tree.north_1, datetime.date(2026, 7, 1)) == Roll(1, 0, None)


def test_whoever_leaves_is_on_the_roll_for_the_last_day_holds_no_post_and_the_administrators_are_told(
    tree, cadre, member
):
    factories.account(member)
    Grant.objects.create(person=member, role=Role.BRANCH_SECRETARY, unit=tree.north_1)
    post = Post.objects.create(person=member, unit=tree.north_1, title="支部书记", since_on="2024-01-01")
    ahead = Post.objects.create(person=member, unit=tree.north_1, title="委员", since_on="2027-01-01")
    system, security = (
        factories.account(factories.person(role.label, unit=tree.committee, **{role.value: tree.committee}))
        for role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)
    )

    actions.leave(member, by=cadre, left_on=TODAY - DAY, left_why="retired")

    post.refresh_from_db()
    ahead.refresh_from_db()
    assert (post.until_on, ahead.until_on) == (TODAY - DAY, ahead.since_on)
    assert (roll_of(tree.north_1, TODAY - DAY).full, roll_of(tree.north_1, TODAY).full) == (1, 0)
    assert list(accounts_to_close(system, TODAY)) == [member]
    assert list(grants_to_end(security, TODAY)) == [member]
    assert list(accounts_to_close(security, TODAY)) == list(grants_to_end(system, TODAY)) == []
    member.refresh_from_db()
    with pytest.raises(Conflict):
        actions.leave(member, by=cadre, left_on=TODAY, left_why="moved")


def test_whoever_comes_again_does_so_after_the_day_they_left(tree, cadre, member):
    actions.leave(member, by=cadre, left_on=datetime.date(2026, 3, 31), left_why="moved")
    member.refresh_from_db()
    with pytest.raises(BadInput):
        actions.re_enter(member, by=cadre, unit=tree.north_2, since_on=datetime.date(2026, 3, 31))

    actions.re_enter(member, by=cadre, unit=tree.north_2, since_on=datetime.date(2026, 9, 1))

    days = (datetime.date(2026, 3, 31), datetime.date(2026, 4, 1), datetime.date(2026, 8, 31), TODAY)
    assert [sum(roll.full for roll in rolls_of([tree.north_1, tree.north_2], day).values()) for day in days] == [
        1,
        0,
        0,
        1,
    ]


def test_two_numbers_are_compared_where_both_exist(tree, member):
    assert roll_of(tree.north_1, TODAY).differs is False
    tree.north_1.member_count = 1
    assert roll_of(tree.north_1, TODAY).differs is False
    tree.north_1.member_count = 2
    assert roll_of(tree.north_1, TODAY).differs is True
    tree.north_2.member_count = 2
    assert roll_of(tree.north_2, TODAY).differs is False


@pytest.mark.parametrize("n", [1, 3])
def test_rolls_cost_two_queries_however_many_units(tree, member, n, django_assert_num_queries):
    units = [tree.north_1, tree.north_2, tree.south_1][:n]

    with django_assert_num_queries(2):
        rolls_of(units, TODAY)


@pytest.mark.parametrize(
    ("converted_on", "years"),
    [("2016-11-23", 10), ("2016-11-24", 9), ("2026-11-23", 0), ("2026-11-24", None), (None, None)],
)
def test_party_standing_counts_whole_years_from_the_day_of_conversion(converted_on, years):
    """党章: the standing counts from the day on which somebody becomes a full member."""
    person = Person(converted_on=converted_on and datetime.date.fromisoformat(converted_on))

    assert person.standing_years(TODAY) == years


def test_the_trail_says_of_sex_and_ethnic_group_only_that_they_changed(tree, cadre, member):
    actions.change_person(member, by=cadre, name=member.name, sex="2", ethnic_group="羌族", education="")
    actions.change_person(member, by=cadre, name=member.name, sex="1", ethnic_group="")

    first, second = Entry.objects.filter(verb="orgs.change_person").order_by("number")
    assert (first.detail["sex"], first.detail["ethnic_group"]) == (["", "••••"], ["", "••••"])
    assert (second.detail["sex"], second.detail["ethnic_group"]) == (["••••", "••••"], ["••••", ""])
