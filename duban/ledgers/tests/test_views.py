"""Pages of records: the list, entering, one record, correcting."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from duban.ledgers.actions import correct_record
from duban.ledgers.models import LedgerRecord
from duban.ledgers.tests import factories as ledgers
from duban.orgs.models import Person
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
    client = Client()
    client.force_login(secretary)
    return client


def typed(**more):
    return {"held_on": "2026-11-20", "theme": "清理河道", **more}


def keys(people):
    return [person.pk for person in people]


def url_to_enter(tree, code="theme_day"):
    return reverse("enter_record", args=[tree.north_1.pk, code])


def test_a_form_stands_ready_with_today_and_the_members(desk, tree):
    people = ledgers.members(tree.north_1, 3)

    page = desk.get(reverse("new_record"), {"kind": "theme_day"})

    assertContains(page, 'value="2026-11-23"')
    assertContains(page, people[2].name)
    assertContains(page, "主题党日每月 1次")


def test_what_the_last_meeting_said_is_filled_in(desk, tree, secretary):
    ledgers.record(
        tree.north_1, "members_meeting", by=secretary, values={"theme": "一季度会议", "host": "周书记", "place": "三楼会议室"}
    )  # fmt: skip

    page = desk.get(reverse("new_record"), {"kind": "members_meeting"})

    assertContains(page, "三楼会议室")
    assertNotContains(page, "一季度会议")


def test_a_record_is_entered_and_opens(desk, tree):
    people = ledgers.members(tree.north_1, 5)

    answer = desk.post(
        url_to_enter(tree), typed(listed=keys(people), absent=[people[1].pk], **{f"reason-{people[1].pk}": "trip"})
    )

    made = LedgerRecord.objects.get()
    assertRedirects(answer, reverse("record", args=[made.pk]))
    page = desk.get(reverse("record", args=[made.pk]))
    assertContains(page, "应到5，实到4")
    assertContains(page, "出差")


def test_what_was_typed_stays_when_something_does_not_hold(desk, tree):
    people = ledgers.members(tree.north_1, 5)

    page = desk.post(url_to_enter(tree), typed(held_on="2026-12-01", listed=keys(people), absent=[people[1].pk]))

    assert page.status_code == 422
    assertContains(page, "清理河道", status_code=422)
    assertContains(page, "填的是：2026-12-01", status_code=422)
    assertContains(page, f'value="{people[1].pk}" checked', status_code=422)
    assert not LedgerRecord.objects.exists()


def test_a_name_that_nobody_has_is_said_at_its_field(desk, tree):
    people = ledgers.members(tree.north_1, 5)

    page = desk.post(
        url_to_enter(tree, "members_meeting"),
        typed(listed=keys(people), decision_0="修好活动室", owner_0="不在此处", due_0="2026-12-10"),
    )

    assertContains(page, "填的是：不在此处", status_code=422)


def test_an_attachment_can_be_added_and_is_never_asked_for(desk, tree):
    answer = desk.post(url_to_enter(tree), typed(upload=SimpleUploadedFile("纪要.txt", "纪要".encode())))

    made = LedgerRecord.objects.get()
    assert answer.status_code == 302
    assert [each.version.name for each in made.attachments.all()] == ["纪要.txt"]


def test_a_record_is_corrected_with_a_reason(desk, tree, secretary):
    made = ledgers.record(tree.north_1, "theme_day", by=secretary)
    url = reverse("correct_record", args=[made.pk])

    assertContains(desk.get(reverse("correction", args=[made.pk])), "清理河道")
    assert desk.post(url, typed(theme="清理堤岸")).status_code == 422
    desk.post(url, typed(theme="清理堤岸", reason="写错了"))

    made.refresh_from_db()
    assert made.title == "清理堤岸"


def test_a_correction_of_what_somebody_corrected_meanwhile_is_a_conflict(desk, tree, secretary, frozen):
    made = ledgers.record(tree.north_1, "theme_day", by=secretary)
    url, seen = reverse("correct_record", args=[made.pk]), correct_record.version(made)
    assertContains(desk.get(reverse("correction", args=[made.pk])), f'value="{seen}"')
    frozen.shift(1)
    assert desk.post(url, typed(theme="清理堤岸", reason="写错了", seen=seen)).status_code == 302

    answer = desk.post(url, typed(theme="清理水渠", reason="写错了", seen=seen))

    made.refresh_from_db()
    assert (answer.status_code, made.title) == (409, "清理堤岸")


def test_who_sees_a_branch_below_corrects_nothing_there(tree, secretary):
    made = ledgers.record(tree.north_1, "theme_day", by=secretary)
    officer = Client()
    officer.force_login(
        factories.account(factories.person("周敏", unit=tree.committee, committee_admin=tree.committee))
    )

    assert officer.get(reverse("record", args=[made.pk])).status_code == 200
    assert (
        officer.get(reverse("record", args=[made.pk])).content.decode().count(reverse("correction", args=[made.pk]))
        == 0
    )
    assert officer.post(reverse("correct_record", args=[made.pk]), typed(theme="改", reason="改")).status_code == 403
    made.refresh_from_db()
    assert made.title == "清理河道"


def test_a_stranger_finds_nothing(tree, secretary):
    made = ledgers.record(tree.north_1, "theme_day", by=secretary)
    stranger = Client()
    stranger.force_login(factories.account(factories.person("何宁", unit=tree.south_1, branch_secretary=tree.south_1)))

    assert stranger.get(reverse("record", args=[made.pk])).status_code == 404
    assertNotContains(stranger.get(reverse("record_list")), "清理河道")


def test_filters_stay_in_the_address_and_the_export_gives_what_they_leave(desk, tree, secretary):
    ledgers.record(tree.north_1, "theme_day", by=secretary)
    ledgers.record(tree.north_1, "party_lecture", by=secretary, held_on=datetime.date(2026, 3, 5))
    asked = {"kind": "theme_day", "since": "2026-11-01"}

    page = desk.get(reverse("record_list"), asked)

    assertContains(page, "清理河道")
    assertNotContains(page, "怎样当好党员")
    assertContains(page, "kind=theme_day&amp;since=2026-11-01&amp;as=xlsx")
    from io import BytesIO  # noqa: PLC0415

    import openpyxl  # noqa: PLC0415

    book = openpyxl.load_workbook(BytesIO(b"".join(desk.get(reverse("record_list"), {**asked, "as": "xlsx"}))))
    assert [row[3] for row in book.active.iter_rows(min_row=2, values_only=True)] == ["清理河道"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_whatever_its_length(desk, tree, secretary, count, django_assert_num_queries):
    for number in range(count):
        ledgers.record(tree.north_1, "theme_day", by=secretary, held_on=datetime.date(2026, 11, number + 1))
    desk.get(reverse("record_list"))

    with django_assert_num_queries(9):
        desk.get(reverse("record_list"))


def test_the_start_of_the_days_and_the_kind_of_a_record_are_called_so(desk, tree, secretary):
    """任职日期 and 组织类别 are said of posts and of organisations."""
    page = desk.get(reverse("record_list"))

    assertContains(page, 'aria-label="起始日期"')
    assert LedgerRecord._meta.get_field("kind").verbose_name == "类别"


def joined_in_june(people):
    """These came to their branch on 10 June."""
    Person.objects.filter(pk__in=keys(people)).update(since_on="2026-06-10")


def test_the_list_follows_the_day_that_is_typed_and_ticks_stay(desk, tree):
    people = ledgers.members(tree.north_1, 5)
    joined_in_june(people[3:])
    url = reverse("record_counting", args=[tree.north_1.pk, "theme_day"])
    asked = {"held_on": "2026-03-05", "absent": [people[0].pk], f"reason-{people[0].pk}": "leave"}

    page = desk.get(url, asked, headers={"HX-Request": "true", "HX-Target": "roster"})

    assertContains(page, 'name="listed"', count=3)
    assertNotContains(page, people[4].name)
    assertContains(page, f'value="{people[0].pk}" checked')
    assertContains(page, '<option value="leave" selected>请假</option>')


def test_nobody_is_recorded_as_present_whom_the_page_did_not_show(desk, tree):
    """The page was opened for 5 March, when three belonged to the branch; the record is of 20 November, when five did."""
    people = ledgers.members(tree.north_1, 5)
    joined_in_june(people[3:])

    page = desk.post(url_to_enter(tree), typed(listed=keys(people[:3]), absent=[people[0].pk]))

    assert (page.status_code, LedgerRecord.objects.count()) == (422, 0)
    assertContains(page, f"{people[3].name}、{people[4].name}", status_code=422)
    assertContains(page, f'value="{people[0].pk}" checked', status_code=422)
    assertContains(page, "清理河道", status_code=422)
    assert desk.post(url_to_enter(tree), typed(listed=keys(people), absent=[people[0].pk])).status_code == 302


def test_what_was_sent_twice_is_entered_once(desk, tree):
    first = desk.post(url_to_enter(tree), typed())

    again = desk.post(url_to_enter(tree), typed())

    assert (first.status_code, again.status_code, LedgerRecord.objects.count()) == (302, 422, 1)
    assertContains(again, "已有同样的记录：清理河道，2026-11-20", status_code=422)
    assert desk.post(url_to_enter(tree), typed(theme="清理堤岸")).status_code == 302


def test_a_reason_for_absence_is_one_of_a_closed_list(desk, tree):
    """§9.3: health and family are nobody's to read in a list of a meeting."""
    people = ledgers.members(tree.north_1, 5)
    said = typed(listed=keys(people), absent=[people[0].pk])

    page = desk.post(url_to_enter(tree), {**said, f"reason-{people[0].pk}": "住院"})

    assert (page.status_code, LedgerRecord.objects.count()) == (422, 0)
    assertContains(page, "公务、出差、请假、其他", status_code=422)
    assert desk.post(url_to_enter(tree), {**said, f"reason-{people[0].pk}": "other"}).status_code == 302


def test_the_records_of_a_dissolved_organisation_are_listed_and_of_none_nothing(desk, tree, secretary):
    ledgers.record(tree.north_1, "theme_day", by=secretary)
    type(tree.north_1).objects.filter(pk=tree.north_1.pk).update(dissolved_on=datetime.date(2026, 11, 21))

    dissolved = desk.get(reverse("record_list"), {"unit": tree.north_1.pk})
    nowhere = desk.get(reverse("record_list"), {"unit": 999999})

    assertContains(dissolved, "清理河道")
    assertNotContains(nowhere, "清理河道")
    assertContains(nowhere, "地址中的组织不存在")
