"""备案审核: three steps in their order, each a document; a choice that falls is withdrawn."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from duban.asks.desk import Desk
from duban.asks.queries import asks_for
from duban.base import clock
from duban.base.errors import BadInput, Conflict, NotAllowed
from duban.ledgers.cadres import actions
from duban.ledgers.cadres.models import Filing
from duban.ledgers.cadres.tests.factories import post
from duban.orgs.tests import factories
from duban.packs.actions import install_folder
from duban.packs.folder import folder_named

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen", "browser_files")]
TODAY = datetime.date(2026, 11, 23)


@pytest.fixture
def tree():
    install_folder(folder_named("core"))
    return factories.tree()


@pytest.fixture
def cadre(tree):
    return factories.account(factories.person("周敏", unit=tree.north, unit_cadre=tree.north))


@pytest.fixture
def filing(tree, cadre):
    return actions.open_filing(
        tree.north, by=cadre, person=factories.person("许文静", unit=tree.north_1), title="党建办主任"
    )


def on(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def test_the_three_steps_in_their_order(filing, cadre):
    actions.record_opinion(filing, by=cadre, symbol="示纪函〔2026〕5号", on=on("2026-11-10"))
    actions.record_group_decision(filing, by=cadre, symbol="党组纪要〔2026〕21号", on=on("2026-11-10"))
    actions.record_filing(filing, by=cadre, symbol="示组备〔2026〕8号", on=TODAY)

    filing.refresh_from_db()
    assert (filing.state, filing.filed_on) == (Filing.State.FILED, TODAY)


@pytest.mark.parametrize("verb", ["record_group_decision", "record_filing"])
def test_no_step_before_the_one_before_it(filing, cadre, verb):
    with pytest.raises(Conflict):
        getattr(actions, verb)(filing, by=cadre, symbol="一", on=TODAY)


@pytest.mark.parametrize(
    ("day", "fits"), [("2026-11-09", False), ("2026-11-10", True), ("2026-11-23", True), ("2026-11-24", False)]
)
def test_a_day_lies_between_the_step_before_and_today(filing, cadre, day, fits):
    actions.record_opinion(filing, by=cadre, symbol="一", on=on("2026-11-10"))

    if fits:
        actions.record_group_decision(filing, by=cadre, symbol="二", on=on(day))
    else:
        with pytest.raises(BadInput) as refused:
            actions.record_group_decision(filing, by=cadre, symbol="二", on=on(day))
        assert refused.value.places[0][1] == day


def test_withdraw_filing_keeps_what_was_recorded_and_the_next_choice_can_be_proposed(filing, cadre):
    actions.record_opinion(filing, by=cadre, symbol="一", on=TODAY)
    actions.withdraw_filing(filing, by=cadre, reason="人选调整")

    filing.refresh_from_db()
    assert (filing.state, filing.opinion_symbol) == (Filing.State.WITHDRAWN, "一")
    with pytest.raises(Conflict):
        actions.record_group_decision(filing, by=cadre, symbol="二", on=TODAY)
    actions.open_filing(filing.unit, by=cadre, person=filing.person, title="党建办主任")


def test_open_filing_twice_or_for_a_stranger_is_refused(filing, cadre, tree):
    with pytest.raises(BadInput):
        actions.open_filing(tree.north, by=cadre, person=filing.person, title="党建办主任")
    with pytest.raises(BadInput):
        actions.open_filing(tree.north, by=cadre, person=factories.person("南", unit=tree.south), title="党建办主任")


def test_open_filing_in_another_unit_is_refused(tree, cadre):
    with pytest.raises(NotAllowed):
        actions.open_filing(tree.south, by=cadre, person=factories.person("南", unit=tree.south), title="党建办主任")


def test_the_database_holds_the_order_whoever_writes(filing):
    with pytest.raises(IntegrityError), transaction.atomic():
        Filing.objects.filter(pk=filing.pk).update(state="decided", decision_symbol="二", decided_on=TODAY)


def test_the_next_step_is_a_line_of_work_until_it_is_on_file(filing, cadre):
    def lines():
        asks = [str(ask.say) for group in asks_for(Desk(cadre, clock.today())).groups for ask in group.asks]
        return [say for say in asks if "许文静" in say]

    assert lines() == ["登记纪检对<b>许文静</b>人选的意见"]
    actions.record_opinion(filing, by=cadre, symbol="一", on=TODAY)
    assert lines() == ["登记党组研究<b>许文静</b>人选的决定"]
    actions.record_group_decision(filing, by=cadre, symbol="二", on=TODAY)
    assert lines() == ["将<b>许文静</b>的人选报组织部备案"]
    actions.record_filing(filing, by=cadre, symbol="三", on=TODAY)
    assert lines() == []


def test_a_head_in_office_without_a_filing_is_asked_for(tree, cadre):
    head = factories.person("钱程", unit=tree.north)
    post(head, tree.north, "党建办主任", of="party_office_head", full_time=True)
    client = Client()
    client.force_login(cadre)

    assert "钱程" in client.get(reverse("filing_list")).content.decode()
    assert "没有备案" in client.get(reverse("home")).content.decode()


def test_the_form_names_people_and_keeps_what_was_typed(tree, cadre):
    factories.person("王伟", unit=tree.north_1)
    factories.person("王伟", unit=tree.north_2)
    client = Client()
    client.force_login(cadre)
    url = reverse("open_filing", args=[tree.north.pk])

    both = client.post(url, {"person": "王伟", "title": "党建办主任"})
    assert (both.status_code, "有2人同名" in both.content.decode(), 'value="王伟"' in both.content.decode()) == (
        422,
        True,
        True,
    )
    assert client.post(url, {"person": "王伟 第二党支部", "title": "党建办主任"}).status_code == 302
    assert Filing.objects.get().person.unit == tree.north_2


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_with_one_and_with_three(tree, cadre, django_assert_num_queries, count):
    for number in range(count):
        actions.open_filing(
            tree.north, by=cadre, person=factories.person(f"许{number}", unit=tree.north_1), title="党建办主任"
        )
    client = Client()
    client.force_login(cadre)
    client.get(reverse("filing_list"))

    with django_assert_num_queries(9):
        assert client.get(reverse("filing_list")).status_code == 200
