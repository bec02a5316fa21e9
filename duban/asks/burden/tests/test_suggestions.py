"""Suggestions: from every page, answered in the open, and nothing kept says who wrote one unless the author wants it."""

import datetime
import re
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from duban.asks.burden import actions
from duban.asks.burden.models import Suggestion
from duban.asks.burden.tests import factories as made
from duban.asks.burden.warnings import NOT_ANSWERED, suggestion_warnings
from duban.asks.warnings import Watch
from duban.audit.models import Entry
from duban.base.errors import BadInput, Conflict, NotAllowed
from duban.orgs.tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen", "browser_files")]


@pytest.fixture
def world():
    tree = factories.tree()
    made.rules(days=15)

    def account(name: str, unit, **roles):
        return factories.account(factories.person(name, unit=unit, **roles))

    return SimpleNamespace(
        tree=tree,
        officer=account("周敏", tree.committee, committee_admin=tree.committee),
        author=account("许文静", tree.north_1, branch_secretary=tree.north_1),
        other=account("何永年", tree.south, unit_cadre=tree.south),
    )


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text(answer) -> str:
    return re.sub(r"\s+", "", strip_tags(answer.content.decode()))


def made_by(user, **said) -> Suggestion:
    return actions.make_suggestion(by=user, **{"kind": "complaint", "text": "月报重复报送", "about": "/", **said})


def test_a_suggestion_made_on_a_page_is_answered_for_everybody_to_read(world):
    page = browser(world.author).get(reverse("request_list"))
    assert f"{reverse('make_suggestion')}?about=/burden/requests/" in page.content.decode()
    sent = browser(world.author).post(
        reverse("make_suggestion"), {"kind": "complaint", "text": "月报重复报送", "about": "/burden/requests/?q=x"}
    )
    found = Suggestion.objects.get()
    assert (sent.url, found.unit, found.about) == (
        reverse("suggestion", args=[found.pk]),
        world.tree.committee,
        "/burden/requests/",
    )
    assert browser(world.author).get(sent.url).status_code == 200
    assert browser(world.other).get(sent.url).status_code == 404
    assert "答复投诉：月报重复报送" in text(browser(world.officer).get("/"))

    assert (
        browser(world.author).post(reverse("answer_suggestion", args=[found.pk]), {"answer": "好"}).status_code == 403
    )
    browser(world.officer).post(reverse("answer_suggestion", args=[found.pk]), {"answer": "从下月起合并为一份"})

    read = text(browser(world.other).get(reverse("suggestion_list")))
    assert "月报重复报送" in read
    assert "从下月起合并为一份" in read
    assert "许文静" not in text(browser(world.officer).get(sent.url))
    with pytest.raises(Conflict):
        actions.answer_suggestion(found, by=world.officer, answer="再答")


def test_neither_the_row_nor_the_trail_says_who_wrote_it(world):
    found = made_by(world.author)

    values = {str(value) for value in vars(found).values()}
    assert not values & {str(world.author), str(world.author.username), world.author.person.name}
    assert found.named is None
    assert found.author_mark != str(world.author.pk)
    entry = Entry.objects.get(verb="burden.make_suggestion")
    assert (entry.by, entry.by_name) == (None, "")
    actions.answer_suggestion(found, by=world.officer, answer="已转办")
    assert Entry.objects.get(verb="burden.answer_suggestion").by == world.officer


def test_whoever_wants_to_be_named_is(world):
    found = made_by(world.author, is_named=True)

    assert "许文静" in text(browser(world.officer).get(reverse("suggestion", args=[found.pk])))


def test_no_personal_number_and_nobody_without_a_role(world):
    with pytest.raises(BadInput):
        made_by(world.author, text="联系13000000000")
    with pytest.raises(NotAllowed):
        made_by(factories.account(factories.person("无", unit=world.tree.south)))
    assert not Suggestion.objects.exists()


@pytest.mark.parametrize(("day", "warned"), [(8, 0), (9, 1)])
def test_after_the_days_of_the_rule_it_is_a_warning(world, day, warned):
    made.suggestion(world.tree.committee, received_on=datetime.date(2026, 11, 23))

    watch = Watch(world.officer, datetime.date(2026, 12, day))

    assert [each.kind for each in suggestion_warnings(watch)] == [NOT_ANSWERED] * warned
