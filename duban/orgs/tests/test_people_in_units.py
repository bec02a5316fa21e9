"""Membership and units agree on every day: nobody is a member before the admission, nor in a unit that does not stand."""

import datetime

import pytest

from duban.base.errors import BadInput, Conflict
from duban.orgs import actions
from duban.orgs.approval import Approval
from duban.orgs.models import Person, Post, Stay, Unit
from duban.orgs.roll import roll_of
from duban.orgs.tests import factories
from duban.orgs.tests.test_people import said

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
TODAY = datetime.date(2026, 11, 23)
DAY = datetime.timedelta(days=1)


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


@pytest.mark.parametrize(("day", "holds"), [("2026-05-31", False), ("2026-06-01", True)])
def test_nobody_is_a_full_member_before_the_admission(tree, cadre, day, holds):
    member = Person.objects.create(
        name="秦书文", unit=tree.north_1, membership="probationary", joined_on=datetime.date(2026, 6, 1)
    )
    since = datetime.date.fromisoformat(day)
    given = {"membership": "full", "since_on": since, "converted_on": since}

    if holds:
        actions.change_membership(member, by=cadre, **given)
    else:
        with pytest.raises(BadInput):
            actions.change_membership(member, by=cadre, **given)

    member.refresh_from_db()
    assert (member.membership, Stay.objects.count()) == (("full", 1) if holds else ("probationary", 0))


def test_whoever_is_no_member_any_more_can_still_be_changed_and_the_past_roll_stays(tree, cadre):
    joined = datetime.date(2016, 6, 1)
    member = Person.objects.create(
        name="秦书文", unit=tree.north_1, membership="full", joined_on=joined, converted_on=joined
    )

    actions.change_membership(member, by=cadre, membership="none", since_on=TODAY, reason="自行脱党")
    actions.change_person(member, by=cadre, education="20")

    member.refresh_from_db()
    assert (member.joined_on, member.converted_on, member.education) == (None, None, "20")
    assert (roll_of(tree.north_1, TODAY - DAY).full, roll_of(tree.north_1, TODAY).full) == (1, 0)


# ---------------------------------------------------------------- a unit that does not stand


def test_nobody_is_entered_in_a_unit_that_does_not_stand(tree, officer):
    tree.north_2.dissolved_on = TODAY + DAY
    tree.north_2.save()
    actions.add_person(tree.north_2, by=officer, **said())
    tree.north_2.dissolved_on = TODAY
    tree.north_2.save()

    with pytest.raises(Conflict):
        actions.add_person(tree.north_2, by=officer, **said(name="罗小川"))

    assert tree.north_2.people.count() == 1


@pytest.mark.parametrize(("field", "day"), [("dissolved_on", TODAY), ("founded_on", TODAY + DAY)])
def test_nobody_comes_again_to_a_unit_that_does_not_stand_then(tree, cadre, member, field, day):
    actions.leave(member, by=cadre, left_on=TODAY - DAY, left_why="moved")
    stale = Person.objects.get(pk=member.pk)
    setattr(tree.north_2, field, day)
    tree.north_2.save()

    with pytest.raises(BadInput):
        actions.re_enter(stale, by=cadre, unit=tree.north_2, since_on=TODAY)
    actions.re_enter(stale, by=cadre, unit=tree.north_1, since_on=TODAY)

    assert Person.objects.get(pk=member.pk).unit == tree.north_1


@pytest.mark.parametrize(
    ("since_on", "until_on", "holds"),
    [
        (TODAY - 9 * DAY, TODAY - DAY, True),
        (TODAY - 10 * DAY, TODAY - DAY, False),
        (TODAY - 9 * DAY, TODAY, False),
        (TODAY - 9 * DAY, None, False),
        (TODAY, TODAY, False),
    ],
)
def test_a_post_lies_within_the_days_on_which_its_unit_stands(tree, officer, member, since_on, until_on, holds):
    stale = tree.north_1
    Unit.objects.filter(pk=stale.pk).update(founded_on=TODAY - 9 * DAY, dissolved_on=TODAY)
    given = {"title": "组织委员", "kind": Post.Kind.PART_TIME, "since_on": since_on, "until_on": until_on}

    if holds:
        actions.appoint(member, by=officer, unit=stale, **given)
    else:
        with pytest.raises(BadInput):
            actions.appoint(member, by=officer, unit=stale, **given)

    assert Post.objects.count() == int(holds)


def test_whoever_went_elsewhere_meanwhile_is_not_split_off(tree, officer, member):
    stale = Person.objects.get(pk=member.pk)
    actions.transfer_membership(member, by=officer, unit=tree.south_1, since_on=TODAY)

    with pytest.raises(Conflict):
        actions.split_unit(
            tree.north_1, by=officer, approval=Approval("县直工委〔2026〕1号", TODAY, TODAY), name="新", people=[stale]
        )

    assert Person.objects.get(pk=member.pk).unit == tree.south_1
