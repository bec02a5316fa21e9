"""Notices: numbers without silent gaps, another closes them, late stays late, another day in two steps and in time."""

import datetime
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from duban.asks.desk import Desk
from duban.base import clock
from duban.base.errors import BadInput, Conflict, NotAllowed
from duban.duties.chain import chain_of
from duban.duties.issues.tests import factories as issues
from duban.duties.supervision import actions
from duban.duties.supervision.asks import notice_asks
from duban.duties.supervision.badges import badge
from duban.duties.supervision.models import Extension, SupervisionNotice
from duban.duties.supervision.queries.notices import gaps_of
from duban.duties.supervision.tests import factories as made
from duban.duties.tests import factories as duties
from duban.orgs.models import Change
from duban.orgs.signals import unit_ended
from duban.orgs.tests import factories
from duban.packs.actions import install_folder
from duban.packs.folder import folder_named

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen", "browser_files")]

TODAY = datetime.date(2026, 11, 23)
DUE = datetime.date(2026, 12, 7)
DAY = datetime.timedelta(days=1)


def at(day: datetime.date) -> datetime.datetime:
    """Nine in the morning in Shanghai."""
    return datetime.datetime(day.year, day.month, day.day, 1, tzinfo=datetime.UTC)


@pytest.fixture
def world():
    tree = factories.tree()
    install_folder(folder_named("core"))

    def somebody(name: str, **roles):
        (unit,) = roles.values()
        return factories.account(factories.person(name, unit=unit, **roles))

    return SimpleNamespace(
        tree=tree,
        officer=somebody("周敏", committee_admin=tree.committee),
        other=somebody("郑红", committee_admin=tree.committee),
        leader=somebody("何平", committee_leader=tree.committee),
        cadre=somebody("陈立", unit_cadre=tree.north),
        stranger=somebody("南", unit_cadre=tree.south),
    )


def drafted(world, **said) -> SupervisionNotice:
    shown = {"title": "整改组织生活", "demands": "补齐两次主题党日", "basis": "3号", "due_on": DUE}
    return actions.draft_notice(world.tree.north, by=world.officer, **{**shown, **said})


def signed(world, **said) -> SupervisionNotice:
    notice = actions.issue_notice(drafted(world, **said), by=world.officer)
    return actions.sign_notice(notice, by=world.cadre)


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_a_draft_is_seen_where_it_is_issued_and_has_no_number(world):
    notice = drafted(world)
    url = reverse("supervision_notice", args=[notice.pk])

    assert (notice.state, notice.place, notice.issuer) == ("draft", None, world.tree.committee)
    assert (client_of(world.cadre).get(url).status_code, client_of(world.officer).get(url).status_code) == (404, 200)
    with pytest.raises(BadInput):
        actions.draft_notice(world.tree.north, by=world.cadre, title="一", demands="一", basis="一", due_on=DUE)


def test_numbers_run_on_and_a_gap_is_said(world, frozen):
    first = actions.issue_notice(drafted(world), by=world.officer)
    with pytest.raises(BadInput):
        actions.issue_notice(drafted(world), by=world.officer, place=1)
    with pytest.raises(BadInput):
        actions.issue_notice(drafted(world), by=world.officer, place=5)
    fifth = actions.issue_notice(drafted(world), by=world.officer, place=5, gap="2—4号以纸质单据下达")
    withdrawn = actions.withdraw_notice(fifth, by=world.officer, reason="重复")
    sixth = actions.issue_notice(drafted(world), by=world.officer, gap="没有缺号，不记")

    assert [each.number for each in (first, withdrawn, sixth)] == [f"督办单2026年第{n}号" for n in (1, 5, 6)]
    assert sixth.gap == ""
    assert gaps_of(world.tree.committee, 2026) == [(2, 4, "2—4号以纸质单据下达")]
    frozen.move_to(at(datetime.date(2027, 1, 4)))
    assert actions.issue_notice(drafted(world, due_on=datetime.date(2027, 2, 1)), by=world.officer).place == 1


def test_the_unit_signs_and_whoever_fed_back_does_not_close(world):
    notice = actions.issue_notice(drafted(world), by=world.officer)
    with pytest.raises(Conflict):
        actions.feed_back_notice(notice, by=world.cadre, feedback="已补齐")
    for wrong in (world.officer, world.stranger):
        with pytest.raises(NotAllowed):
            actions.sign_notice(notice, by=wrong)
    notice = actions.sign_notice(notice, by=world.cadre)
    assert (notice.signed_on, notice.signed_by) == (TODAY, world.cadre)
    notice = actions.feed_back_notice(notice, by=world.cadre, feedback="已补齐")
    with pytest.raises(NotAllowed):
        actions.close_notice(notice, by=world.cadre)
    assert actions.close_notice(notice, by=world.other).closed_by == world.other


def test_a_cadre_who_acts_for_the_branch_too_leaves_signing_and_closing_to_others(world):
    notice = actions.draft_notice(
        world.tree.north_1, by=world.cadre, title="一", demands="一", basis="一", due_on=DUE
    )  # fmt: skip
    assert notice.issuer == world.tree.north
    notice = actions.issue_notice(notice, by=world.cadre)
    with pytest.raises(Conflict):
        actions.sign_notice(notice, by=world.cadre)


@pytest.mark.parametrize(("days", "late"), [(-1, 0), (0, 0), (1, 1), (5, 5)])
def test_how_late_it_came_stays_after_it_was_returned_and_closed(world, frozen, days, late):
    notice = signed(world)
    frozen.move_to(at(DUE + days * DAY))
    notice = actions.feed_back_notice(notice, by=world.cadre, feedback="已补齐")
    notice = actions.return_notice(notice, by=world.officer, reason="没有记录", due_on=DUE + 9 * DAY)
    assert (notice.state, notice.late_days) == ("returned", late)
    notice = actions.feed_back_notice(notice, by=world.cadre, feedback="已附记录")
    assert actions.close_notice(notice, by=world.other).late_days == late


@pytest.mark.parametrize(
    ("left", "drawing", "word"),
    [(4, "fair", "按期：还有4天"), (3, "soon", "临近：还有3天"), (0, "soon", "今天到期"), (-1, "late", "逾期1天")],
)
def test_a_light_is_said_in_words(world, left, drawing, word):
    notice = made.notice(world.tree.north, issuer=world.tree.committee, due_on=TODAY + left * DAY)

    assert badge(notice, TODAY, 3)[0] == drawing
    assert str(badge(notice, TODAY, 3)[1]) == word


def test_another_day_is_approved_in_two_steps_by_two_people(world, frozen):
    notice = signed(world)
    asked = actions.ask_delay(notice, by=world.cadre, reason="等待批复", due_on=DUE + 10 * DAY)
    with pytest.raises(Conflict):
        actions.ask_delay(notice, by=world.cadre, reason="再来", due_on=DUE + 11 * DAY)
    with pytest.raises(Conflict):
        actions.approve_delay(asked, by=world.leader)
    with pytest.raises(Conflict):
        actions.refuse_delay(asked, by=world.leader, answer="先由经办人审核")
    asked = actions.second_delay(asked, by=world.officer)
    with pytest.raises(NotAllowed):
        actions.approve_delay(asked, by=world.officer)
    actions.approve_delay(asked, by=world.leader)
    notice.refresh_from_db()
    assert (notice.due_on, Extension.objects.get().due_before) == (DUE + 10 * DAY, DUE)

    # Neither of the due days that were counts any more.
    frozen.move_to(at(DUE + 10 * DAY))
    assert actions.feed_back_notice(notice, by=world.cadre, feedback="已补齐").late_days == 0


def test_a_refusal_says_why_and_the_day_stays(world):
    notice = signed(world)
    asked = actions.ask_delay(notice, by=world.cadre, reason="等待批复", due_on=DUE + 10 * DAY)
    actions.refuse_delay(actions.second_delay(asked, by=world.officer), by=world.leader, answer="没有理由")

    notice.refresh_from_db()
    assert (notice.due_on, Extension.objects.get().answer) == (DUE, "没有理由")
    # It may be asked again.
    assert actions.ask_delay(notice, by=world.cadre, reason="已报批", due_on=DUE + DAY).state == "asked"


@pytest.mark.parametrize(("left", "status"), [(1, 302), (0, 422), (-1, 422)])
def test_what_is_asked_on_the_due_day_or_later_is_refused_with_the_sentence(world, frozen, left, status):
    notice = signed(world)
    frozen.move_to(at(DUE - left * DAY))
    said = {"reason": "等待批复", "due_on": DUE + 10 * DAY}

    answer = client_of(world.cadre).post(reverse("ask_delay", args=[notice.pk]), said)

    assert answer.status_code == status
    assert Extension.objects.count() == (status == 302)
    if status == 422:
        assert "延期应当在到期日之前申请" in answer.content.decode()
        assert "等待批复" in answer.content.decode()
        with pytest.raises(BadInput):
            actions.ask_delay(notice, by=world.cadre, reason="等待批复", due_on=DUE + 10 * DAY)


def test_the_chain_leads_from_the_duty_to_the_notice_and_back(world):
    duty = duties.duty(duties.responsibility_list(world.tree.committee))
    task = duties.task(world.tree.north, issuer=world.tree.committee, of=duty)
    issue = issues.issue(world.tree.north, issuer=world.tree.committee, task=task, duty=duty)
    notice = made.notice(world.tree.north, issuer=world.tree.committee, issue=issue)

    words = [[str(link.word) for link in chain_of(each, world.officer)] for each in (duty, task, issue, notice)]

    assert words[0] == words[1] == words[2] == words[3]
    assert len(words[0]) == 4
    client = client_of(world.officer)
    for name, obj in (("task", task), ("issue", issue)):
        assert "发督办单" in client.get(reverse(name, args=[obj.pk])).content.decode()
    assert notice.title in client.get(reverse("issue", args=[issue.pk])).content.decode()


def test_an_open_notice_goes_to_the_heir_and_a_closed_one_stays(world):
    open_one = made.notice(world.tree.south, issuer=world.tree.committee)
    closed = made.notice(
        world.tree.south, issuer=world.tree.committee, state="closed", fed_back_on=TODAY, late_days=0,
        closed_on=TODAY, closed_by=world.officer,
    )  # fmt: skip
    unit_ended.send(Change, unit=world.tree.south, heir=world.tree.north, change=Change(), by=world.officer)

    open_one.refresh_from_db()
    closed.refresh_from_db()
    assert (open_one.unit, closed.unit) == (world.tree.north, world.tree.south)


def test_each_is_asked_for_what_is_theirs(world):
    def lines(user) -> list[tuple[str, str]]:
        batches = notice_asks(Desk(user, clock.today()))
        return [(batch.group, str(line.act)) for batch in batches for line in batch.asks]

    notice = actions.issue_notice(drafted(world), by=world.officer)
    assert (lines(world.cadre), lines(world.officer), lines(world.stranger)) == ([("mine", "签收")], [], [])
    notice = actions.sign_notice(notice, by=world.cadre)
    assert lines(world.cadre) == [("mine", "反馈")]
    asked = actions.ask_delay(notice, by=world.cadre, reason="一", due_on=DUE + DAY)
    assert (lines(world.officer), lines(world.leader)) == ([("mine", "审批")], [])
    actions.second_delay(asked, by=world.officer)
    assert (lines(world.officer), lines(world.leader)) == ([], [("mine", "审批")])
    actions.feed_back_notice(notice, by=world.cadre, feedback="已补齐")
    assert (lines(world.cadre), lines(world.officer)) == ([], [("mine", "验收")])


def test_the_list_shows_two_levels_down_and_the_counts_open(world):
    branch = made.notice(world.tree.north_1, issuer=world.tree.north)
    made.notice(world.tree.north_committee, issuer=world.tree.committee)
    unit = made.notice(world.tree.north, issuer=world.tree.committee)
    client = client_of(world.officer)

    def shown(level: str) -> str:
        return client.get(reverse("notice_register"), {"level": level}).content.decode()

    assert [shown(level).count('scope="row"') for level in ("", "0", "1", "2")] == [3, 0, 1, 1]
    assert unit.number in shown("1")
    # Seen from the unit the branch stands two levels down.
    page = client_of(world.cadre).get(reverse("notice_register"), {"level": "2"}).content.decode()
    assert f"/notices/{branch.pk}/" in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_queries_whatever_the_notices(world, rows, django_assert_num_queries):
    for _ in range(rows):
        made.notice(world.tree.north, issuer=world.tree.committee)
    client = client_of(world.officer)
    client.get(reverse("notice_register"))

    with django_assert_num_queries(11):
        assert client.get(reverse("notice_register")).status_code == 200


def test_the_workbook_has_exactly_what_is_filtered(world):
    made.notice(world.tree.north, issuer=world.tree.committee)
    answer = client_of(world.officer).get(reverse("notice_register"), {"state": "overdue", "as": "xlsx"})

    assert answer["Content-Type"].endswith("sheet")
