"""合规自查: fifteen rules, and every check can fail."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from duban.asks.burden import documents, own_checks
from duban.asks.burden.checks import RULES
from duban.asks.burden.models import Request
from duban.asks.burden.self_check import self_check_lines
from duban.asks.burden.tests import factories as made
from duban.orgs.models import Post, User
from duban.orgs.tests import factories
from duban.packs.models import RuleParameter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
TODAY = made.TODAY


@pytest.fixture
def tree():
    made.rules(cap=3)
    return factories.tree()


def test_every_rule_stands_once_and_an_empty_house_keeps_them_all(tree, browser_files):
    assert [rule.code for rule in RULES] == [f"AF-{n}" for n in range(1, 16)]
    assert [line.rule.code for line in self_check_lines(TODAY) if not line.is_kept] == []
    leader = factories.account(factories.person("何平", unit=tree.committee, committee_leader=tree.committee))
    client = Client()
    client.force_login(leader)
    assert all(rule.code in client.get(reverse("self_check")).content.decode() for rule in RULES)


def check_in(tree, monkeypatch):
    monkeypatch.setattr(own_checks, "SIGN_IN", ("suggestion_list",))


def points(tree, monkeypatch):
    monkeypatch.setattr(own_checks, "POINTS", {Post._meta.get_field("title").name})


def logged_in(tree, monkeypatch):
    factories.account(factories.person("看", unit=tree.north))
    monkeypatch.setattr(own_checks, "SEEN", {User._meta.get_field("name").name})


def without_basis(tree, monkeypatch):
    made.sent(tree.committee, tree.north, basis="")


def over_the_cap(tree, monkeypatch):
    made.sent(tree.committee, tree.north, n=4)


def on_a_sunday(tree, monkeypatch):
    made.sent(tree.committee, tree.north, form=Request.Form.REMINDER, due_on=datetime.date(2026, 11, 22))


def more_documents(tree, monkeypatch):
    monkeypatch.setattr(documents, "_counts", [lambda paths, year: year])


def no_answer(tree, monkeypatch):
    made.suggestion(tree.committee, received_on=TODAY - datetime.timedelta(days=16))


def kept_in(tree, monkeypatch):
    monkeypatch.setattr(own_checks, "GIVEN_BACK", ("no_such_list",))


def secondments(tree, monkeypatch):
    RuleParameter.objects.create(code=own_checks.SECONDMENTS, title="借调", value="是", basis="本地要求")


@pytest.mark.parametrize(
    ("rule", "breaks"),
    [
        ("AF-1", check_in),
        ("AF-2", points),
        ("AF-3", logged_in),
        ("AF-5", without_basis),
        ("AF-8", over_the_cap),
        ("AF-11", on_a_sunday),
        ("AF-12", more_documents),
        ("AF-13", no_answer),
        ("AF-14", kept_in),
        ("AF-15", secondments),
    ],
)
def test_what_breaks_a_rule_is_found_and_nothing_else(tree, monkeypatch, rule, breaks):
    breaks(tree, monkeypatch)

    assert [line.rule.code for line in self_check_lines(TODAY) if not line.is_kept] == [rule]


def test_over_the_cap_with_a_signature_is_kept(tree):
    signer = factories.account(factories.person("何平", unit=tree.committee))
    made.sent(tree.committee, tree.north, n=4, signed_by=signer, signed_on=TODAY, reason="急事")

    assert own_checks.nothing_over_the_cap_unsigned(TODAY).is_kept
