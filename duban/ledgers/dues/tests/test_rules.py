"""Dues at every step. Source: 中组发〔2008〕3号; the vectors are those of the domain rules, section 4."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from duban.audit.models import Entry
from duban.ledgers.dues.rules import Basis, monthly_due
from duban.orgs.tests import factories
from duban.packs.actions import install_folder
from duban.packs.folder import folder_named
from duban.packs.models import RuleParameter
from duban.packs.rules import rulebook

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]

DAY = datetime.date(2026, 11, 23)


@pytest.fixture(autouse=True)
def rules():
    install_folder(folder_named("core"))


@pytest.mark.parametrize(
    ("basis", "base", "due"),
    [
        ("in_service", "3000", "15.00"),
        ("in_service", "3000.01", "30.00"),
        ("in_service", "5000", "50.00"),
        ("in_service", "5000.01", "75.00"),
        ("in_service", "8000", "120.00"),
        ("in_service", "10000", "150.00"),
        ("in_service", "10000.01", "200.00"),
        ("in_service", "12000", "240.00"),
        ("in_service", "2345", "11.70"),  # 11.725 to a tenth of a yuan
        ("in_service", "2350", "11.80"),  # 11.75, half up
        ("in_service", "0", "0.00"),
        ("retired", "5000", "25.00"),
        ("retired", "5000.01", "50.00"),
        ("retired", "5200", "52.00"),
        ("fixed", "9999", "0.2"),
    ],
)
def test_what_is_paid_a_month(basis, base, due):
    assert monthly_due(basis, Decimal(base), DAY, rulebook()).amount == Decimal(due)


def test_a_rate_that_changes_applies_from_its_date():
    RuleParameter.objects.create(
        code="dues.first_rate",
        title="党费第一档比例",
        value="0.01",
        basis="示例规定",
        from_on=datetime.date(2026, 12, 1),
    )

    dues = [
        monthly_due(Basis.IN_SERVICE, Decimal(2000), day, rulebook()).amount
        for day in (DAY, datetime.date(2026, 12, 1))
    ]

    assert dues == [Decimal("10.00"), Decimal("20.00")]


def test_the_calculator_answers_with_the_rule_and_keeps_nothing(client):
    tree = factories.tree()
    client.force_login(factories.account(factories.person("赵立", unit=tree.north_1, branch_secretary=tree.north_1)))
    entries = Entry.objects.count()

    answer = client.post(reverse("reckon_dues"), {"basis": "in_service", "base": "8000"})

    assert "每月120.00元" in answer.content.decode()
    assert "党费第三档比例 1.5%" in answer.content.decode()
    assert "中组发〔2008〕3号" in answer.content.decode()
    assert Entry.objects.count() == entries
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    "said",
    [
        {"basis": "in_service"},
        {"basis": "in_service", "base": "三千"},
        {"basis": "x", "base": "1"},
        {"basis": "retired", "base": "-1"},
    ],
)
def test_what_cannot_be_reckoned_is_told_beside_the_field(client, said):
    tree = factories.tree()
    client.force_login(factories.account(factories.person("赵立", unit=tree.north_1, branch_secretary=tree.north_1)))

    assert client.post(reverse("reckon_dues"), said).status_code == 422
