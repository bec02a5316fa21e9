"""撤销最近一步: what was entered by a slip is as if it had not been, while nothing rests on it."""

import datetime

import pytest
from django.urls import reverse

from duban.audit.models import Entry
from duban.base.errors import BadInput, Conflict, NotAllowed
from duban.orgs import actions
from duban.orgs.approval import Approval
from duban.orgs.models import Person, Post, Unit
from duban.orgs.roll import Roll, rolls_of
from duban.orgs.steps import last_step
from duban.orgs.tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
TODAY = datetime.date(2026, 11, 23)
DAY = datetime.timedelta(days=1)
JULY = datetime.date(2025, 7, 1)


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
    return Person.objects.create(name="单雄远", unit=tree.north_1, membership="probationary", joined_on=JULY)


def stands(member):
    """What is kept of the person's way, the posts too."""
    fields = ("unit", "membership", "since_on", "joined_on", "converted_on", "left_on", "left_why")
    found = Person.objects.values_list(*fields).get(pk=member.pk)
    return found, list(member.stays.values_list("unit", "until_on")), list(member.posts.values_list("pk", "until_on"))


def take_back(member, by, *, reason="登错了人"):
    member.refresh_from_db()
    last = last_step(member)
    return actions.take_back_step(member, by=by, step=last.number, unit=last.unit, reason=reason)


STEPS = {
    "transfer": lambda one, by, tree: actions.transfer_membership(
        one, by=by, unit=tree.north_2, since_on=TODAY - 9 * DAY
    ),
    "full": lambda one, by, tree: actions.change_membership(
        one, by=by, membership="full", since_on=TODAY - 5 * DAY, converted_on=TODAY - 5 * DAY
    ),
    "none": lambda one, by, tree: actions.change_membership(
        one, by=by, membership="none", since_on=TODAY - 5 * DAY, reason="自行脱党", ends_posts=True
    ),
    "leave": lambda one, by, tree: actions.leave(one, by=by, left_on=TODAY - DAY, left_why="moved"),
    "re_enter": lambda one, by, tree: actions.re_enter(one, by=by, unit=tree.north_1, since_on=TODAY),
}


@pytest.mark.parametrize(
    "steps", ["full", "none", "transfer", "leave", "transfer full leave re_enter", "leave re_enter"]
)
def test_each_step_taken_back_leaves_what_stood_before_it(tree, cadre, member, steps):
    """The latest first, on the same day; the posts that a leaving ended end as they would have without it."""
    for title, until_on in (("书记", None), ("委员", TODAY + DAY)):
        Post.objects.create(person=member, unit=tree.north_1, title=title, since_on=JULY, until_on=until_on)
    were = []
    for name in steps.split():
        member.refresh_from_db()
        were.append(stands(member))
        STEPS[name](member, cadre, tree)
        assert stands(member) != were[-1]

    for was in reversed(were):
        take_back(member, cadre)
        assert stands(member) == was
    entry = Entry.objects.latest("number")
    assert (entry.verb, entry.reason, entry.subject) == ("orgs.take_back_step", "登错了人", member.key)


def test_nothing_is_left_to_take_back_and_no_step_twice(tree, cadre, member):
    actions.transfer_membership(member, by=cadre, unit=tree.north_2, since_on=TODAY)
    last = last_step(member)
    with pytest.raises(BadInput):
        take_back(member, cadre, reason="  ")
    take_back(member, cadre)

    assert last_step(member) is None
    for _again in range(2):
        with pytest.raises(Conflict):
            actions.take_back_step(member, by=cadre, step=last.number, unit=last.unit, reason="再撤")


def test_the_roll_of_every_day_is_as_before(tree, cadre, member):
    def rolls(day):
        return [rolls_of([unit], day)[unit.pk] for unit in (tree.north_1, tree.north_2)]

    actions.transfer_membership(member, by=cadre, unit=tree.north_2, since_on=TODAY)
    assert rolls(TODAY) == [Roll(), Roll(0, 1)]
    take_back(member, cadre)

    for day in (TODAY - DAY, TODAY):
        assert rolls(day) == [Roll(0, 1), Roll()]


def test_a_step_is_taken_back_by_those_only_who_keep_both_rolls(tree, cadre, officer, member):
    actions.transfer_membership(member, by=officer, unit=tree.south_1, since_on=TODAY)
    south = factories.account(factories.person("南", unit=tree.south, unit_cadre=tree.south))
    for other, error in ((south, Conflict), (cadre, NotAllowed)):
        with pytest.raises(error):
            take_back(member, other)

    take_back(member, officer)
    member.refresh_from_db()
    assert member.unit == tree.north_1


def test_nobody_goes_back_to_a_unit_that_ended_or_from_where_a_post_was_given_since(tree, cadre, member, frozen):
    actions.transfer_membership(member, by=cadre, unit=tree.north_2, since_on=TODAY)
    Unit.objects.filter(pk=tree.north_1.pk).update(dissolved_on=TODAY)
    with pytest.raises(Conflict, match="北局第一党支部"):
        take_back(member, cadre)
    Unit.objects.filter(pk=tree.north_1.pk).update(dissolved_on=None)
    frozen.shift(60)
    Post.objects.create(person=member, unit=tree.north_2, title="书记", since_on=TODAY)
    with pytest.raises(Conflict, match="书记"):
        take_back(member, cadre)


def test_nobody_is_here_again_in_a_unit_that_became_part_of_another_after_they_left(tree, cadre, officer, member):
    actions.leave(member, by=cadre, left_on=TODAY - DAY, left_why="moved")
    heir = Unit.objects.get(pk=tree.north_2.pk)
    actions.merge_units(heir, by=officer, approval=Approval("县直工委〔2026〕7号", TODAY, TODAY), others=[tree.north_1])

    with pytest.raises(Conflict, match="北局第一党支部"):
        take_back(member, cadre)
    assert not Person.objects.here().filter(unit=tree.north_1).exists()


@pytest.mark.parametrize("since", ["another end", "removed", "its unit has ended"])
def test_a_leaving_stays_when_a_post_that_it_ended_says_something_else_by_now(tree, cadre, member, since):
    held = Post.objects.create(person=member, unit=tree.north_2, title="书记", since_on=JULY)
    actions.leave(member, by=cadre, left_on=TODAY - DAY, left_why="moved")
    if since == "another end":
        Post.objects.update(until_on=TODAY - 9 * DAY)
    elif since == "removed":
        held.delete()
    else:
        Unit.objects.filter(pk=tree.north_2.pk).update(dissolved_on=TODAY)
    left = stands(member)

    with pytest.raises(Conflict):
        take_back(member, cadre)
    assert stands(member) == left


def test_a_post_held_again_says_so_in_the_trail_and_that_it_changed(tree, cadre, member, frozen):
    held = Post.objects.create(person=member, unit=tree.north_1, title="书记", since_on=JULY)
    actions.leave(member, by=cadre, left_on=TODAY - DAY, left_why="moved")
    frozen.shift(60)
    take_back(member, cadre)

    said = Entry.objects.latest("number").detail
    assert said["posts"] == [[held.key], None]
    assert said["posts_until"] == [str(TODAY - DAY), [None]]
    assert Post.objects.get().updated_at > held.updated_at


def test_a_step_from_before_a_change_of_the_organisation_stays(tree, cadre, member):
    day = TODAY - 9 * DAY
    actions.change_membership(member, by=cadre, membership="full", since_on=day, converted_on=day)
    Person.objects.filter(pk=member.pk).update(unit=tree.north_2, since_on=TODAY)

    with pytest.raises(Conflict):
        take_back(member, cadre)


def test_a_full_member_is_not_put_on_probation_and_the_way_is_named(tree, cadre, member, client):
    day = TODAY - DAY
    actions.change_membership(member, by=cadre, membership="full", since_on=day, converted_on=day)
    client.force_login(cadre)
    url = reverse("change_membership", args=[member.pk])

    answer = client.post(url, {"membership": "probationary", "since_on": str(TODAY)})

    assert (answer.status_code, "撤销最近一步" in answer.content.decode()) == (422, True)
    with pytest.raises(BadInput, match="撤销最近一步"):
        actions.change_membership(member, by=cadre, membership="probationary", since_on=TODAY)
    page = client.get(reverse("person", args=[member.pk]))
    assert "take_back_step" in [act.name for act in page.context["acts"]]


def test_the_page_offers_the_last_step_and_refuses_one_that_is_not_the_last_any_more(tree, cadre, member, client):
    client.force_login(cadre)
    page = reverse("person", args=[member.pk])
    assert "撤销最近一步" not in client.get(page).content.decode()
    actions.transfer_membership(member, by=cadre, unit=tree.north_2, since_on=TODAY)
    assert "转接组织关系" in client.get(page).content.decode()
    first = last_step(member).number
    member.refresh_from_db()
    actions.leave(member, by=cadre, left_on=TODAY, left_why="other")
    url = reverse("take_back_step", args=[member.pk])

    assert client.post(url, {"step": first, "reason": "登错"}).status_code == 409
    assert client.post(url, {"step": last_step(member).number, "reason": ""}).status_code == 422
    assert client.post(url, {"step": last_step(member).number, "reason": "登错"}).status_code == 302
    assert client.post(url, {"step": first, "reason": "登错"}).status_code == 302
    member.refresh_from_db()
    assert (member.unit, member.left_on) == (tree.north_1, None)
