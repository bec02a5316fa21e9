"""Dues as workbooks: amounts and months come in as the page would take them, and go again."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from duban.documents.exchange.tests.workbooks import brought_in, changed, downloaded, faults, sent, verdicts, written
from duban.ledgers.dues.models import MonthlyDue, PaidMonth
from duban.ledgers.dues.tests.factories import branch, month
from duban.orgs.models import Person
from duban.orgs.tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen", "browser_files")]

DUES = ("姓名", "所在组织", "起始月份", "月应交（元）", "缴纳类别")
PAID = ("姓名", "收缴支部", "月份", "金额（元）")
BRANCH = "北局第一党支部"


@pytest.fixture
def here(settings, tmp_path):
    settings.FILES = tmp_path / "files"
    return branch()


@pytest.fixture
def secretary(here):
    client = Client()
    client.force_login(here.secretary)
    return client


def test_amounts_and_months_of_one_workbook_come_in_together_and_go_again(secretary, here):
    Person.objects.create(name="李三", unit=here.tree.north_1, membership="full")
    book = written(
        月应交党费=[
            DUES,
            ("丁一", BRANCH, "2026-01", 15, "在职"),
            ("王二", BRANCH, "2026年1月", "２０.５０", "退休"),
            ("李三", BRANCH, "202603", "30元", "在职，按月领取工资"),
        ],
        已交党费月份=[PAID, ("丁一", BRANCH, "2026-01", None), ("李三", BRANCH, "2026-03", 30)],
    )

    batch = brought_in(secretary, sent(secretary, book))

    assert verdicts(batch) == [(2, "unchanged"), (3, "updated"), (4, "created"), (2, "created"), (3, "created")]
    assert list(MonthlyDue.objects.order_by("person").values_list("person__name", "amount", "effective_from")) == [
        ("丁一", Decimal(15), month(1)), ("王二", Decimal("20.50"), month(1)), ("李三", Decimal(30), month(3)),
    ]  # fmt: skip
    assert list(PaidMonth.objects.order_by("pk").values_list("person__name", "unit", "amount")) == [
        ("丁一", here.tree.north_1.pk, Decimal(15)), ("李三", here.tree.north_1.pk, Decimal(30)),
    ]  # fmt: skip

    secretary.post(reverse("take_back", args=[batch.pk]))

    assert not PaidMonth.objects.exists()
    assert set(MonthlyDue.objects.values_list("person__name", "amount")) == {("丁一", 15), ("王二", 15)}


@pytest.mark.parametrize(
    ("row", "cell", "found"),
    [
        (("丁一", BRANCH, "2025-12", None), "C2", "未核定"),
        (("丁一", BRANCH, "2027-01", None), "C2", "未到期"),
        (("丁一", BRANCH, "2026-01", 20), "D2", "20.00"),
        (("丁一", BRANCH, "2026-13", None), "C2", "“2026-13”"),
        (("没有的", BRANCH, "2026-01", None), "A2", "“没有的”"),
        (("丁一", "南局党支部", "2026-01", None), "B2", "“南局党支部”"),
    ],
)
def test_a_month_that_the_page_would_not_record_is_not_taken(secretary, row, cell, found):
    batch = sent(secretary, written(已交党费月份=[PAID, row]))

    assert verdicts(batch) == [(2, "rejected")]
    assert faults(batch)[0][:2] == (f"已交党费月份!{cell}", found)


def test_nobody_who_is_no_member_gets_an_amount(secretary, here):
    Person.objects.create(name="群众甲", unit=here.tree.north_1, membership="none")

    batch = sent(secretary, written(月应交党费=[DUES, ("群众甲", BRANCH, "2026-01", 15, "在职")]))

    assert [each[0] for each in faults(batch)] == ["月应交党费!A2"]


def test_what_the_branch_takes_out_comes_back_unchanged_and_a_recorded_month_does_not_change(secretary, here, tmp_path):
    PaidMonth.objects.create(person=here.members[0], unit=here.tree.north_1, month=month(1), amount=15)
    out = downloaded(secretary, "exchange_pack", here.tree.north_1.pk)

    def other_amount(book):
        book["已交党费月份"]["E2"].value = 20

    same = sent(secretary, out)
    other = sent(secretary, changed(out, other_amount, tmp_path / "pack.xlsx"))

    assert {verdict for _number, verdict in verdicts(same)} == {"unchanged"}
    assert same.lines.filter(sheet="paid-months").count() == 1
    assert [each[0] for each in faults(other)] == ["已交党费月份!E2"]


def test_the_committee_takes_out_nobodys_dues(here):
    officer = Client()
    officer.force_login(
        factories.account(factories.person("顾守正", unit=here.tree.committee, committee_admin=here.tree.committee))
    )

    assert officer.get(reverse("exchange_rows", args=["monthly-dues"])).status_code == 403
    assert officer.get(reverse("exchange_rows", args=["paid-months"])).status_code == 403
