"""Issues: three different persons, late that stays late, recurrence by aspect, and pages that say what is due."""

import datetime
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from duban.asks.desk import Desk
from duban.base import clock
from duban.base.errors import BadInput, Conflict, NotAllowed
from duban.duties.issues import actions
from duban.duties.issues.asks import issue_asks
from duban.duties.issues.models import Issue, IssueAspect, IssueType
from duban.duties.issues.receivers import hand_over_issues
from duban.duties.issues.tests import factories as made
from duban.duties.tests import factories as duties
from duban.orgs.models import Unit
from duban.orgs.still_open import still_open
from duban.orgs.tests import factories
from duban.packs.actions import install_folder
from duban.packs.folder import folder_named
from duban.packs.models import RuleParameter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen", "browser_files")]

TODAY = datetime.date(2026, 11, 23)
DUE = datetime.date(2026, 12, 23)


@pytest.fixture
def world():
    tree = factories.tree()
    install_folder(folder_named("core"))

    def officer(name: str):
        return factories.account(factories.person(name, unit=tree.committee, committee_admin=tree.committee))

    return SimpleNamespace(
        tree=tree,
        officer=officer("周敏"),
        other=officer("郑红"),
        third=officer("何平"),
        secretary=factories.account(factories.person("许文静", unit=tree.north_1, branch_secretary=tree.north_1)),
        cadre=factories.account(factories.person("陈立", unit=tree.north, unit_cadre=tree.north)),
        stranger=factories.account(factories.person("南", unit=tree.south, unit_cadre=tree.south)),
        aspect=IssueAspect.objects.get(code="org_life"),
    )


def raised(world, by=None, **said) -> Issue:
    shown = {"title": "主题党日没有按月开展", "aspect": world.aspect, "found_on": TODAY, "due_on": DUE}
    return actions.raise_issue(world.tree.north_1, by=by or world.officer, **{**shown, **said})


def rectified(world) -> Issue:
    return actions.rectify_issue(raised(world), by=world.secretary, result="已补课，并排出四季度计划")


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_whoever_rectifies_does_not_close_and_neither_of_them_looks_again(world, frozen):
    issue = raised(world)
    assert (issue.issuer, issue.state) == (world.tree.committee, "open")
    with pytest.raises(NotAllowed):
        actions.rectify_issue(issue, by=world.stranger, result="一")

    issue = actions.rectify_issue(issue, by=world.secretary, result="已补课")
    assert (issue.state, issue.rectified_on) == ("rectified", TODAY)
    with pytest.raises(NotAllowed):
        actions.close_issue(issue, by=world.secretary)

    issue = actions.close_issue(issue, by=world.other)
    assert (issue.state, issue.closed_on, issue.recheck_on) == ("closed", TODAY, datetime.date(2027, 2, 23))
    with pytest.raises(Conflict):
        actions.recheck_issue(issue, by=world.other, held=True, finding="一")

    frozen.move_to(datetime.datetime(2027, 2, 24, 1, tzinfo=datetime.UTC))
    actions.recheck_issue(issue, by=world.third, held=True, finding="坚持按月开展")
    issue.refresh_from_db()
    assert (issue.state, issue.recheck_on) == ("closed", None)


def test_an_issuer_who_rectified_it_himself_leaves_the_closing_to_another(world):
    # The cadre of the unit raises one of the branch and acts for the branch too.
    issue = raised(world, by=world.cadre)
    assert issue.issuer == world.tree.north
    issue = actions.rectify_issue(issue, by=world.cadre, result="已补课")

    with pytest.raises(Conflict):
        actions.close_issue(issue, by=world.cadre)
    assert actions.close_issue(issue, by=world.officer).closed_by == world.officer


def test_what_did_not_hold_is_reopened_with_a_new_day_and_keeps_its_story(world):
    issue = actions.close_issue(rectified(world), by=world.other)

    with pytest.raises(BadInput):
        actions.recheck_issue(issue, by=world.third, held=False, finding="又停了两个月")
    assert (Issue.objects.get().state, Issue.objects.get().rechecks.count()) == ("closed", 0)

    actions.recheck_issue(issue, by=world.third, held=False, finding="又停了两个月", due_on=DUE)
    issue.refresh_from_db()
    assert (issue.state, issue.due_on, issue.closed_on, issue.recheck_on) == ("reopened", DUE, None, None)
    assert issue.is_open()
    # And round again: rectified, closed, looked at by somebody else than these two.
    issue = actions.rectify_issue(issue, by=world.secretary, result="按月开展")
    assert actions.close_issue(issue, by=world.officer).recheck_on == datetime.date(2027, 2, 23)


def test_what_is_not_put_right_goes_back_with_a_reason_and_a_day(world):
    issue = rectified(world)
    with pytest.raises(BadInput):
        actions.return_issue(issue, by=world.other, reason="没有记录", due_on=TODAY - datetime.timedelta(days=1))

    issue = actions.return_issue(issue, by=world.other, reason="没有记录", due_on=TODAY)
    assert (issue.state, issue.reason, issue.overdue_days(TODAY), issue.overdue_days(DUE)) == (
        "returned",
        "没有记录",
        0,
        30,
    )


@pytest.mark.parametrize(("months", "found"), [(12, True), (11, False), (0, False)])
def test_the_same_organisation_and_aspect_within_the_months_of_the_rule_is_named(world, months, found):
    RuleParameter.objects.filter(code="issues.recur_months").update(value=str(months))
    before = made.issue(
        world.tree.north_1, issuer=world.tree.committee, aspect=world.aspect, found_on=datetime.date(2025, 11, 23)
    )
    # Neither another organisation's, nor another aspect's, nor one that was raised by mistake.
    made.issue(world.tree.south, issuer=world.tree.committee, aspect=world.aspect)
    made.issue(world.tree.north_1, issuer=world.tree.committee, aspect=made.aspect("other", "其他"))
    made.issue(world.tree.north_1, issuer=world.tree.committee, aspect=world.aspect, state="withdrawn", reason="重复")

    assert raised(world).recurs == (before if found else None)


def test_the_days_the_type_and_the_task_must_fit(world):
    task = duties.task(world.tree.south, issuer=world.tree.committee)
    wrong = [
        {"found_on": TODAY + datetime.timedelta(days=1)},
        {"due_on": TODAY - datetime.timedelta(days=1)},
        {"known_type": IssueType.objects.get(code="study.form")},
        {"task": task},
    ]
    for said in wrong:
        with pytest.raises(BadInput):
            raised(world, **said)
    assert not Issue.objects.exists()


def test_how_late_it_was_stays_whatever_days_are_set_later(world, frozen):
    issue = raised(world)
    frozen.move_to(datetime.datetime(2027, 1, 2, 1, tzinfo=datetime.UTC))
    issue = actions.rectify_issue(issue, by=world.secretary, result="已补课")
    assert issue.late_days == 10
    issue = actions.return_issue(issue, by=world.other, reason="没有记录", due_on=datetime.date(2027, 2, 1))
    issue = actions.rectify_issue(issue, by=world.secretary, result="已有记录")
    assert actions.close_issue(issue, by=world.other).late_days == 10
    assert "10" in client_of(world.officer).get(reverse("issue", args=[issue.pk])).content.decode()


def test_what_is_not_finished_goes_to_whoever_takes_over_and_is_named_before(world):
    closed = actions.close_issue(rectified(world), by=world.other)
    done = made.issue(
        world.tree.north_1, issuer=world.tree.committee, state="closed", rectified_on=TODAY, late_days=0,
        closed_on=TODAY, closed_by=world.officer,
    )  # fmt: skip
    lines = still_open([world.tree.north_1], has_heir=True)
    assert ("1", "由接收的组织接着办") in [(number, becomes) for what, number, becomes in lines if "问题" in what]

    hand_over_issues(Unit, unit=world.tree.north_1, heir=world.tree.north_2, change=None, by=world.officer)
    assert [Issue.objects.get(pk=each.pk).unit for each in (closed, done)] == [world.tree.north_2, world.tree.north_1]


def test_two_who_set_the_measures_at_once_are_told(world):
    issue = raised(world)
    seen = actions.plan_issue.version(issue)
    actions.plan_issue(issue, by=world.secretary, measures="按月开展", responsible="支部书记", seen=seen)
    with pytest.raises(Conflict):
        actions.plan_issue(issue, by=world.secretary, measures="按季开展", responsible="支部书记", seen=seen)


def test_a_unit_in_the_address_that_is_not_there_shows_nothing(world):
    made.issue(world.tree.north_1, issuer=world.tree.committee)
    page = client_of(world.secretary).get(reverse("issue_register"), {"unit": world.tree.south.pk}).content.decode()
    assert page.count('scope="row"') == 0


def test_the_page_takes_an_issue_from_a_task_to_its_closing(world):
    duty = duties.duty(duties.responsibility_list(world.tree.committee))
    task = duties.task(world.tree.north_1, issuer=world.tree.committee, of=duty)
    asked = f"{reverse('raise_issue', args=[world.tree.north_1.pk])}?task={task.pk}"
    known = IssueType.objects.get(code="org_life.theme_day")
    said = {
        "known_type": known.pk, "source": "task", "severity": "minor", "found_on": TODAY, "due_on": DUE, "task": task.pk,
    }  # fmt: skip

    officer = client_of(world.officer)
    assert f'value="{task.pk}" selected' in officer.get(asked).content.decode()
    answer = officer.post(asked, said, follow=True)
    issue = Issue.objects.get()
    assert (issue.title, issue.aspect, issue.duty) == (known.title, known.aspect, duty)
    assert f"责任：{duty.title}" in answer.content.decode()
    assert f"问题 {issue.number}" in officer.get(reverse("duty", args=[duty.pk])).content.decode()

    branch = client_of(world.secretary)
    empty = branch.post(reverse("rectify_issue", args=[issue.pk]), {"result": ""})
    assert empty.status_code == 422
    branch.post(reverse("rectify_issue", args=[issue.pk]), {"result": "已按月开展"})
    other = client_of(world.other)
    other.post(reverse("close_issue", args=[issue.pk]))
    issue.refresh_from_db()
    assert issue.state == "closed"
    assert client_of(world.stranger).get(reverse("issue", args=[issue.pk])).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_queries_whatever_the_issues(world, rows, django_assert_num_queries):
    for _ in range(rows):
        made.issue(world.tree.north_1, issuer=world.tree.committee)
    client = client_of(world.officer)
    client.get(reverse("issue_register"))

    with django_assert_num_queries(7):
        assert client.get(reverse("issue_register")).status_code == 200


def test_the_filter_stays_and_the_workbook_has_exactly_what_is_filtered(world):
    late = made.issue(world.tree.north_1, issuer=world.tree.committee, due_on=TODAY - datetime.timedelta(days=1))
    made.issue(world.tree.south, issuer=world.tree.committee)
    client = client_of(world.officer)

    page = client.get(reverse("issue_register"), {"state": "overdue"}).content.decode()
    assert late.number in page
    assert page.count('scope="row"') == 1
    answer = client.get(reverse("issue_register"), {"state": "overdue", "as": "xlsx"})
    assert answer["Content-Type"].endswith("sheet")


def test_a_type_in_use_stays_when_the_pack_names_it_no_more_and_the_others_go(world):
    raised(world, known_type=IssueType.objects.get(code="org_life.theme_day"))
    from duban.duties.issues.contents import CONTENT  # noqa: PLC0415 - the content alone

    [item] = CONTENT.read({"issue_aspects": [{"code": "org_life", "title": "组织生活", "types": []}]}, "file")
    CONTENT.write([item])

    assert list(IssueType.objects.filter(aspect=world.aspect).values_list("code", flat=True)) == ["org_life.theme_day"]
    assert CONTENT.in_use(["org_life", "study"]) == {"org_life": "这个方面的问题"}


def test_each_is_asked_for_what_is_theirs_and_a_third_for_the_recheck(world, frozen):
    def lines(user) -> list[tuple[str, str]]:
        batches = issue_asks(Desk(user, clock.today()))
        return [(batch.group, str(line.act)) for batch in batches for line in batch.asks]

    issue = raised(world)
    assert (lines(world.secretary), lines(world.officer), lines(world.stranger)) == ([("mine", "整改")], [], [])
    issue = actions.rectify_issue(issue, by=world.secretary, result="已补课")
    assert (lines(world.secretary), lines(world.other)) == ([], [("mine", "验收")])
    actions.close_issue(issue, by=world.other)
    assert lines(world.third) == []
    frozen.move_to(datetime.datetime(2027, 2, 23, 1, tzinfo=datetime.UTC))
    assert (lines(world.third), lines(world.other)) == ([("mine", "回头看")], [])


def test_the_form_is_there_for_those_who_raise_and_for_nobody_else(world):
    url = reverse("raise_issue", args=[world.tree.north_1.pk])
    answers = {
        name: (client_of(user).get(url).status_code, client_of(user).post(url).status_code)
        for name, user in (("officer", world.officer), ("secretary", world.secretary), ("stranger", world.stranger))
    }

    assert answers == {"officer": (200, 422), "secretary": (403, 403), "stranger": (404, 404)}
