"""Cards of rooms above: in their order, once, for those who have the card's permit where the unit or person stands."""

import pytest

from duban.base import clock
from duban.orgs import panels
from duban.orgs.permits import VIEW_GRANT, VIEW_UNIT
from duban.orgs.tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


@pytest.fixture
def registries(monkeypatch):
    """The registries without the cards of the rooms above."""
    monkeypatch.setattr(panels, "_of_units", [])
    monkeypatch.setattr(panels, "_of_people", [])


@pytest.fixture
def tree(registries):
    return factories.tree()


@pytest.fixture
def secretary(tree):
    return factories.account(factories.person("许文静", unit=tree.north, unit_secretary=tree.north))


def second(obj, user, day):
    return panels.Card("第二", "ui/parts/facts.html", {"rows": []})


def first(obj, user, day):
    return panels.Card(f"{obj}{day}", "ui/parts/facts.html", {"rows": []})


def nothing(obj, user, day):
    return None


def test_cards_stand_in_their_order_once_each_and_nothing_is_no_card(tree, secretary):
    panels.add_unit_panel(VIEW_UNIT, second, place=20)
    panels.add_unit_panel(VIEW_UNIT, nothing, place=15)
    panels.add_unit_panel(VIEW_UNIT, first, place=10)
    panels.add_unit_panel(VIEW_UNIT, first, place=30)

    cards = panels.unit_cards(tree.north_1, secretary, clock.today())

    assert [card.title for card in cards] == ["北局第一党支部2026-11-23", "第二"]


def test_a_card_is_for_those_who_have_its_permit_at_the_unit(tree, secretary):
    panels.add_unit_panel(VIEW_UNIT, first)
    panels.add_unit_panel(VIEW_GRANT, second)

    inside = panels.unit_cards(tree.north, secretary, clock.today())
    outside = panels.unit_cards(tree.south, secretary, clock.today())

    assert ([card.title for card in inside], outside) == (["北局2026-11-23"], [])


def test_the_cards_of_a_person_ask_at_the_unit_of_the_person(tree, secretary):
    panels.add_person_panel(VIEW_UNIT, second)
    near, far = factories.person("秦书文", unit=tree.north_1), factories.person("南", unit=tree.south)

    assert [len(panels.person_cards(each, secretary, clock.today())) for each in (near, far)] == [1, 0]


def test_the_pages_of_a_unit_and_of_a_person_draw_the_cards(client, tree, secretary):
    panels.add_unit_panel(VIEW_UNIT, second)
    panels.add_person_panel(VIEW_UNIT, second)
    client.force_login(secretary)

    pages = [
        client.get(f"/orgs/units/{tree.north.pk}/about/"),
        client.get(f"/orgs/people/{secretary.person_id}/"),
    ]

    assert [page.content.decode().count("<h2>第二</h2>") for page in pages] == [1, 1]
