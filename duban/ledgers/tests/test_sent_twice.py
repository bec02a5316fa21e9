"""One form, one record: a double click, the back button, a second window; and what a form refuses that cannot be."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from duban.ledgers import actions
from duban.ledgers.actions import Content
from duban.ledgers.models import Counted, LedgerRecord
from duban.ledgers.tests import factories as ledgers
from duban.orgs.models import Post, UnitKind
from duban.orgs.tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen", "browser_files")]


@pytest.fixture
def tree():
    found = factories.tree()
    ledgers.core()
    return found


@pytest.fixture
def secretary(tree):
    return factories.account(factories.person("许文静", unit=tree.north_1, branch_secretary=tree.north_1))


@pytest.fixture
def desk(secretary):
    return at(secretary)


def at(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def form_of(desk, tree, code="heart_talk"):
    """The form as a window shows it: its address and its token."""
    page = desk.get(reverse("new_record"), {"unit": tree.north_1.pk, "kind": code})
    return reverse("enter_record", args=[tree.north_1.pk, code]), page.context["form"]["token"].value()


TALK = {"held_on": "2026-11-20", "pair": "member_member"}


def test_a_heart_talk_sent_twice_is_one_record_and_the_second_sending_shows_it(desk, tree):
    (url, token), (_same_url, second_window) = form_of(desk, tree), form_of(desk, tree)
    first = desk.post(url, {**TALK, "token": token})

    again = [desk.post(url, {**TALK, "token": each}) for each in (token, second_window)]

    made = LedgerRecord.objects.get()
    shown = reverse("record", args=[made.pk])
    assertRedirects(first, shown)
    for answer in again:
        assertRedirects(answer, f"{shown}?before=1")
    assertContains(desk.get(f"{shown}?before=1"), "已经录入，没有重复记录")
    assertNotContains(desk.get(shown), "已经录入，没有重复记录")


def test_a_second_talk_of_the_day_is_a_second_record(desk, tree):
    """When it says something else; or the same, from a form opened later and with the tick that it is another one."""
    url, token = form_of(desk, tree)
    desk.post(url, {**TALK, "token": token})
    _url, later = form_of(desk, tree)

    gone_back = desk.post(url, {**TALK, "token": later})

    assertContains(gone_back, "确实另有一次的，勾选后再录入", status_code=422)
    assertContains(gone_back, 'name="again"', status_code=422)
    assert LedgerRecord.objects.count() == 1
    desk.post(url, {**TALK, "token": later, "again": "on"})
    desk.post(url, {**TALK, "pair": "committee_member", "token": token})
    assert LedgerRecord.objects.count() == 3


def test_the_sending_of_somebody_else_is_their_own(desk, tree):
    """Nobody learns by a token what others have entered."""
    other = at(factories.account(factories.person("罗小川", unit=tree.north_1, branch_secretary=tree.north_1)))
    url, token = form_of(desk, tree)

    answers = [each.post(url, {**TALK, "token": token, "again": "on"}) for each in (desk, other)]

    assert [answer["Location"] for answer in answers] == [
        reverse("record", args=[record.pk]) for record in LedgerRecord.objects.order_by("pk")
    ]


def test_a_titled_record_sent_twice_shows_the_first_too(desk, tree):
    url, token = form_of(desk, tree, "theme_day")
    said = {"held_on": "2026-11-20", "theme": "清理河道", "token": token}

    answers = [desk.post(url, said) for _time in range(2)]

    assert ([answer.status_code for answer in answers], LedgerRecord.objects.count()) == ([302, 302], 1)


def test_whoever_was_in_the_chair_was_not_absent(desk, tree):
    people = ledgers.members(tree.north_1, 5)
    url, token = form_of(desk, tree, "members_meeting")
    said = {
        "held_on": "2026-11-20", "theme": "讨论计划", "token": token, "listed": [each.pk for each in people],
        "absent": [people[0].pk], "minutes_by": people[1].name,
    }  # fmt: skip

    refused = desk.post(url, {**said, "host": f"{people[0].name}（支部书记）"})

    assertContains(refused, f"填的是：{people[0].name}，已勾选缺席", status_code=422)
    assert desk.post(url, {**said, "host": people[2].name}).status_code == 302


@pytest.mark.parametrize(
    ("there", "words"), [(2, ("到会2 / 应到5", "不能作出决定", "须有3人到会")), (3, ("到会3 / 应到5", "可以作出决定"))]
)
def test_a_meeting_without_a_decision_says_whether_it_could_decide(desk, tree, secretary, there, words):
    """Members' meeting: more than half of those with a vote; two of five is not, three is."""
    people = ledgers.members(tree.north_1, 6, probationary=1)
    made = ledgers.record(
        tree.north_1, "members_meeting", by=secretary, absent={person.pk: "" for person in people[there:5]}
    )

    page = desk.get(reverse("record", args=[made.pk]))

    for word in words:
        assertContains(page, word)


def test_a_meeting_whose_attendance_was_not_entered_says_so(desk, tree, secretary):
    made = ledgers.record(tree.north_1, "members_meeting", by=secretary)
    theme_day = ledgers.record(tree.north_1, "theme_day", by=secretary)

    assertContains(desk.get(reverse("record", args=[made.pk])), "没有录入到会人数")
    assertNotContains(desk.get(reverse("record", args=[theme_day.pk])), "没有录入到会人数")


def test_the_form_says_whether_it_could_decide_while_it_is_filled_in(desk, tree):
    people = ledgers.members(tree.north_1, 4)
    url = reverse("record_counting", args=[tree.north_1.pk, "members_meeting"])

    page = desk.get(url, {"held_on": "2026-11-20", "absent": [people[0].pk, people[1].pk]})

    assertContains(page, "到会2 / 应到4")
    assertContains(page, "不能作出决定")


def test_the_secretary_of_the_league_does_not_sit_on_the_committee_of_the_branch(tree):
    """By the kinds of posts, as packs say them: also 书记员 is none; a kind that somebody gave counts before the title."""
    people = ledgers.members(tree.north_1, 7)
    titles = ("书记", "副书记", "委员", "团支部书记", "团支部委员", "书记员", "联络员")
    posts = [
        Post.objects.create(person=person, unit=tree.north_1, title=title, since_on=datetime.date(2025, 1, 1))
        for person, title in zip(people, titles, strict=True)
    ]

    def seats():
        from duban.ledgers.roster import committee_of  # noqa: PLC0415 - only this question

        return committee_of(tree.north_1, datetime.date(2026, 11, 20))

    assert seats() == people[:3]
    from duban.ledgers.cadres.models import CadrePost, PostKind  # noqa: PLC0415 - as above

    CadrePost.objects.create(post=posts[6], kind=PostKind.objects.get(code="committee_member"))
    CadrePost.objects.create(post=posts[1], kind=PostKind.objects.get(code="party_affairs_worker"))
    assert seats() == [people[0], people[2], people[6]]


def test_which_subgroup_met_is_chosen_by_the_branch_and_not_asked_of_a_subgroup(desk, tree, secretary):
    kind = UnitKind.objects.get(code="party_subgroup")
    first, _second = (factories.unit(name, below=tree.north_1, kind=kind) for name in ("第一党小组", "第二党小组"))
    url, token = form_of(desk, tree, "subgroup_meeting")
    said = {"held_on": "2026-11-20", "theme": "学习讨论", "token": token}
    rule = "life.subgroup_meeting.per_month"

    def november():
        lines = desk.get(reverse("unit_life", args=[tree.north_1.pk])).context["lines"]
        (line,) = [line for line in lines if line.owing.rule == rule]
        return line.cells[10].done, line.cells[10].owed

    assert desk.post(url, said).status_code == 422
    assert desk.post(url, {**said, "subgroup": "第三党小组"}).status_code == 422
    for theme in ("学习讨论", "再学一次"):
        assert desk.post(url, {**said, "theme": theme, "subgroup": "第一党小组"}).status_code == 302
    assert november() == (1, 2)
    assert desk.post(url, {**said, "subgroup": "第二党小组"}).status_code == 302
    assert november() == (2, 2)
    page = desk.get(reverse("new_record"), {"unit": first.pk, "kind": "subgroup_meeting"})
    assert "subgroup" not in page.context["form"].fields
    made = actions.enter_record(
        first, by=secretary, kind=ledgers.kind("subgroup_meeting"), content=Content(ledgers.DAY, {"theme": "集中学习"})
    )
    assert Counted.objects.get(record=made).part == ""
