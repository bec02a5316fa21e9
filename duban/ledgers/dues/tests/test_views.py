"""The pages of dues: one happy way, refusals beside it, and what they cost."""

import datetime
import io
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from duban.ledgers.dues.models import DueReduction, MonthlyDue, PaidMonth
from duban.ledgers.dues.tests.factories import branch, month
from duban.orgs.models import Person
from duban.orgs.tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen", "browser_files")]


@pytest.fixture
def world():
    return branch()


@pytest.fixture
def desk(world):
    return at(world.secretary)


def at(user):
    client = Client()
    client.force_login(user)
    return client


def test_the_grid_is_ticked_and_sent(world, desk):
    one, two = world.members
    page, url = reverse("unit_dues", args=[world.tree.north_1.pk]), reverse("record_dues", args=[world.tree.north_1.pk])
    PaidMonth.objects.create(person=one, unit=world.tree.north_1, month=month(1), amount=15)
    assert f'value="{one.pk}-2026-01" checked' in desk.get(page).content.decode()

    answer = desk.post(
        url, {"year": "2026", "was": f"{one.pk}-2026-01", "paid": [f"{one.pk}-2026-02", f"{two.pk}-2026-01"]}
    )

    assert (answer.status_code, answer.url) == (302, f"{page}?year=2026")
    assert sorted(PaidMonth.objects.values_list("person__name", "month__month")) == [("丁一", 2), ("王二", 1)]


def test_one_button_ticks_a_month_for_everybody_who_owes_it(world, desk):
    DueReduction.objects.create(
        person=world.members[1], amount=0, from_month=month(1), until_month=month(12), approval_symbol="一", approved_on=month(1)
    )  # fmt: skip

    desk.post(reverse("record_dues", args=[world.tree.north_1.pk]), {"year": "2026", "was": "", "whole": "2026-10"})

    assert list(PaidMonth.objects.values_list("person__name", "month")) == [("丁一", month(10))]


def test_another_window_does_not_undo_what_this_one_did(world, desk):
    one, two = world.members
    url = reverse("record_dues", args=[world.tree.north_1.pk])
    desk.post(url, {"year": "2026", "was": "", "paid": [f"{one.pk}-2026-01"]})

    # The other page was opened before and knows nothing of it.
    desk.post(url, {"year": "2026", "was": "", "paid": [f"{two.pk}-2026-01"]})

    assert PaidMonth.objects.count() == 2


@pytest.mark.parametrize(
    "said",
    [
        {"year": "2026", "paid": ["x"]},
        {"year": "2026", "paid": ["1-2026-13"]},
        {"year": "2026", "was": "1-2025-01"},
        {"year": "今年"},
        {"paid": ["99999999999999999-2026-01"], "year": "2026"},
    ],
)
def test_a_page_that_was_tampered_with_is_refused(world, desk, said):
    answer = desk.post(reverse("record_dues", args=[world.tree.north_1.pk]), said)

    assert answer.status_code == 422
    assert PaidMonth.objects.count() == 0


def test_words_for_what_is_not_there(world, desk):
    Person.objects.filter(pk=world.members[0].pk).update(joined_on=datetime.date(2026, 6, 1))
    DueReduction.objects.create(
        person=world.members[1], amount=0, from_month=month(1), until_month=month(3), approval_symbol="一", approved_on=month(1)
    )  # fmt: skip
    Person.objects.create(name="赵四", unit=world.tree.north_1, membership="full")

    page = desk.get(reverse("member_dues", args=[world.members[0].pk])).content.decode()
    more = desk.get(reverse("member_dues", args=[world.members[1].pk])).content.decode()
    grid = desk.get(reverse("unit_dues", args=[world.tree.north_1.pk])).content.decode()

    assert 'class="v-na">不适用<' in page
    assert 'class="v-miss">未登记<' in page
    assert 'class="v-yet">未到期<' in page
    assert 'class="v-zero">无应交<' in more
    assert 'class="v-miss">未核定<' in grid


def test_amounts_are_fixed_on_one_page_and_an_empty_line_stays(world, desk):
    one, _two = world.members

    answer = desk.post(
        reverse("fix_dues", args=[world.tree.north_1.pk]),
        {"year": "2026", "effective_from": "2026-12", f"amount-{one.pk}": "21.50", f"basis-{one.pk}": "retired"},
    )

    assert answer.status_code == 302
    assert [(d.person, d.amount, d.basis_kind) for d in MonthlyDue.objects.filter(effective_from=month(12))] == [
        (one, Decimal("21.50"), "retired")
    ]


@pytest.mark.parametrize(
    "said", [{}, {"amount": "0"}, {"amount": "一百"}, {"amount": "1.234"}, {"effective_from": "明年", "amount": "1"}]
)
def test_amounts_that_do_not_hold_are_told_and_kept(world, desk, said):
    one = world.members[0]
    sent = {"year": "2026", "effective_from": said.get("effective_from", "2026-12")}
    sent |= {f"amount-{one.pk}": said["amount"]} if "amount" in said else {}

    answer = desk.post(reverse("fix_dues", args=[world.tree.north_1.pk]), sent)

    assert answer.status_code == 422
    assert said.get("amount", "") in answer.content.decode()
    assert MonthlyDue.objects.count() == 2


def test_the_new_year_is_carried_over_from_its_page(world, desk):
    page = reverse("unit_due_list", args=[world.tree.north_1.pk]) + "?year=2027"
    assert "结转2名党员的金额" in desk.get(page).content.decode()

    desk.post(reverse("carry_over_dues", args=[world.tree.north_1.pk]), {"year": "2027"})

    assert "结转" not in desk.get(page).content.decode().split("<main")[1]
    assert MonthlyDue.objects.filter(effective_from=month(1, 2027)).count() == 2


def test_the_notice_has_its_totals_and_is_recorded(world, desk):
    one, two = world.members
    for each, number in ((one, 1), (one, 2), (two, 1)):
        PaidMonth.objects.create(person=each, unit=world.tree.north_1, month=month(number), amount=15)
    url = reverse("dues_notice", args=[world.tree.north_1.pk])

    page = desk.get(url).content.decode()
    answer = desk.post(
        reverse("publish_dues_notice", args=[world.tree.north_1.pk]), {"year": "2026", "published_on": "2026-11-20"}
    )

    assert page.split("<tfoot")[1].split("</tfoot")[0].count("45.00") == 1
    assert answer.status_code == 302
    assert "2026-11-20" in desk.get(url).content.decode()


def test_a_transfer_that_is_refused_keeps_what_was_typed(world, desk):
    answer = desk.post(
        reverse("transfer_dues", args=[world.tree.north_1.pk]),
        {"year": "2026", "amount": "0", "transferred_on": "2026-11-20", "receipt_number": "收0001"},
    )

    assert answer.status_code == 422
    assert "收0001" in answer.content.decode()


@pytest.mark.parametrize(("number", "status"), [("收0001", 302), ("13912345678", 422), ("11010519491231002X", 422)])
def test_no_number_of_a_person_stands_where_a_number_of_a_paper_belongs(world, desk, number, status):
    said = {"amount": "10", "paid_on": "2026-11-20", "receipt_number": number}

    answer = desk.post(reverse("record_voluntary", args=[world.members[0].pk]), said)

    assert answer.status_code == status
    assert world.members[0].voluntary_dues.count() == (status == 302)


def test_everybody_sees_the_own_dues_and_nobody_elses(world):
    one, two = world.members
    PaidMonth.objects.create(person=one, unit=world.tree.north_1, month=month(1), amount=15)
    mine, other = at(factories.account(one)), at(factories.account(two))

    assert "15.00" in mine.get(reverse("my_dues")).content.decode().split("</thead>")[1].split("</table>")[0]
    assert other.get(reverse("member_dues", args=[one.pk])).status_code == 404
    assert mine.get(reverse("member_dues", args=[one.pk])).status_code == 404


def test_the_committee_sees_totals_and_no_member(world):
    PaidMonth.objects.create(person=world.members[0], unit=world.tree.north_1, month=month(1), amount=15)
    officer = at(
        factories.account(factories.person("周敏", unit=world.tree.committee, committee_admin=world.tree.committee))
    )

    page = officer.get(reverse("dues_list")).content.decode()

    assert "北局第一党支部" in page
    assert "15.00" in page
    assert "丁一" not in page
    assert officer.get(reverse("unit_dues", args=[world.tree.north_1.pk])).status_code == 404


def test_the_to_do_says_how_many_are_not_recorded(world, desk):
    assert "登记<b>北局第一党支部</b>2026-10的党费：2人未登记" in desk.get("/").content.decode()

    desk.post(reverse("record_dues", args=[world.tree.north_1.pk]), {"year": "2026", "was": "", "whole": "2026-10"})

    assert "2026-10的党费" not in desk.get("/").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_grid_costs_the_same_however_many(count, django_assert_num_queries):
    world = branch(count)
    desk = at(world.secretary)
    desk.get(reverse("unit_dues", args=[world.tree.north_1.pk]))

    with django_assert_num_queries(GRID):
        page = desk.get(reverse("unit_dues", args=[world.tree.north_1.pk])).content.decode()

    assert page.count('<th scope="row" class="fix nw">') == count


GRID = 22


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_branches_costs_the_same_however_many(world, count, django_assert_num_queries):
    tree = world.tree
    for unit in (tree.north_2, tree.south_1)[: count - 1]:
        Person.objects.create(name="某某", unit=unit, membership="full")
    officer = at(factories.account(factories.person("周敏", unit=tree.committee, committee_admin=tree.committee)))
    officer.get(reverse("dues_list"))

    with django_assert_num_queries(LIST):
        page = officer.get(reverse("dues_list")).content.decode()

    assert page.count('<tr><th scope="row">') == count + 1


LIST = 11


def test_the_calculator_takes_off_what_the_pack_says(world, desk):
    url = reverse("reckon_dues")
    page = desk.get(url).content.decode()
    assert "减：个人缴纳的住房公积金" in page
    assert "交通补贴" in page

    answer = desk.post(url, {"basis": "in_service", "base": "5100", "dues.deduct.housing_fund": "100"})

    assert "每月50.00元" in answer.content.decode()


@pytest.mark.parametrize(("off", "status"), [("5100", 200), ("5100.01", 422)])
def test_no_more_is_taken_off_than_there_is(desk, off, status):
    answer = desk.post(reverse("reckon_dues"), {"basis": "in_service", "base": "5100", "dues.deduct.income_tax": off})

    assert answer.status_code == status


def test_what_is_not_recorded_stands_among_the_warnings_of_those_who_collect(world, desk):
    officer = at(
        factories.account(factories.person("周敏", unit=world.tree.committee, committee_admin=world.tree.committee))
    )

    assert "2026-10的党费：2人未登记" in desk.get(reverse("warning_list")).content.decode()
    assert "人未登记" not in officer.get(reverse("warning_list")).content.decode()


def test_the_grid_goes_out_as_a_workbook_with_numbers_and_words(world, desk):
    PaidMonth.objects.create(person=world.members[0], unit=world.tree.north_1, month=month(1), amount=15)

    answer = desk.get(reverse("export_dues", args=[world.tree.north_1.pk]) + "?year=2026")

    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == ("党员", "每月应交（元）", *(f"{n}月" for n in range(1, 13)), "合计", "自愿多交")
    assert rows[1] == ("丁一", 15, 15, *["未登记"] * 9, "未到期", "未到期", 15, 0)
    assert len(rows) == 3


def test_the_pages_of_the_branch_and_of_a_member_lead_to_the_dues(world, desk):
    about = desk.get(f"/orgs/units/{world.tree.north_1.pk}/about/").content.decode()
    person = desk.get(reverse("person", args=[world.members[0].pk])).content.decode()

    assert reverse("unit_dues", args=[world.tree.north_1.pk]) in about
    assert "2人未登记" in about
    assert "自2026-01起每月15.00元" in person


@pytest.mark.parametrize("reduced_to", [None, 5])
def test_nothing_is_called_complete_where_nobody_has_said_what_is_due(world, desk, reduced_to):
    """An amount that is not fixed is open in the list, the card, the to-dos and the warnings as it is in the grid."""
    MonthlyDue.objects.all().delete()
    if reduced_to is not None:
        for each in world.members:
            DueReduction.objects.create(
                person=each, amount=reduced_to, from_month=month(1), until_month=month(12), approval_symbol="一",
                approved_on=month(1),
            )  # fmt: skip

    rows = desk.get(reverse("dues_list")).context["rows"]
    said = desk.get(reverse("dues_list")).content.decode().split("<tbody>")[1]

    assert [row.missing for row, _may in rows] == [2]
    assert "2人未登记" in said
    assert "已登记齐" not in said
    for page in ("/", reverse("warning_list"), f"/orgs/units/{world.tree.north_1.pk}/about/"):
        assert "2人未登记" in desk.get(page).content.decode()


@pytest.mark.parametrize("whose", ["mine", "foreign", "nobody"])
@pytest.mark.parametrize("verb", ["record_dues", "fix_dues"])
def test_nothing_is_recorded_of_somebody_elsewhere(world, desk, verb, whose):
    """Keys that the page did not offer: a person of another unit, and none at all."""
    foreign = Person.objects.create(name="外人", unit=world.tree.south_1, membership="full")
    key = {"mine": world.members[0].pk, "foreign": foreign.pk, "nobody": 10**9}[whose]
    said = {
        "record_dues": {"year": "2026", "was": "", "paid": [f"{key}-2026-10"]},
        "fix_dues": {"year": "2026", "effective_from": "2026-12", f"amount-{key}": "21", f"basis-{key}": "retired"},
    }[verb]

    answer = desk.post(reverse(verb, args=[world.tree.north_1.pk]), said)

    assert answer.status_code == (302 if whose == "mine" else 422)
    made = PaidMonth.objects.count() + MonthlyDue.objects.filter(effective_from=month(12)).count()
    assert made == (whose == "mine")


@pytest.mark.parametrize("where", ["north_1", "south_1"])
@pytest.mark.parametrize("verb", ["record_dues", "fix_dues", "carry_over_dues", "transfer_dues", "publish_dues_notice"])
def test_the_branch_of_somebody_else_is_not_found(world, desk, verb, where):
    answer = desk.post(reverse(verb, args=[getattr(world.tree, where).pk]), {})

    # One's own page says what is wrong with an empty form; the other is not there.
    assert answer.status_code == (422 if where == "north_1" else 404)


def test_a_tick_that_stands_with_another_branch_is_not_taken_back_from_here(world, desk):
    foreign = Person.objects.create(name="外人", unit=world.tree.south_1, membership="full")
    PaidMonth.objects.create(person=foreign, unit=world.tree.south_1, month=month(10), amount=15)

    desk.post(reverse("record_dues", args=[world.tree.north_1.pk]), {"year": "2026", "was": f"{foreign.pk}-2026-10"})

    assert PaidMonth.objects.count() == 1
