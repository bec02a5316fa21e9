"""Weak organisations: entered by approval with a reason, improved by a plan, lifted by approval; warned of while it is open."""

import datetime
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from duban.asks.warnings import Watch, warnings_of
from duban.base.errors import BadInput, Conflict, NotAllowed
from duban.ledgers.weak import actions
from duban.ledgers.weak.models import WeakEntry
from duban.ledgers.weak.warnings import KINDS
from duban.orgs.tests import factories
from duban.packs.actions import install_folder
from duban.packs.folder import folder_named

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen", "browser_files")]

TODAY = datetime.date(2026, 11, 23)
ENTERED = datetime.date(2026, 11, 2)


@pytest.fixture
def world():
    tree = factories.tree()
    install_folder(folder_named("core"))
    return SimpleNamespace(
        tree=tree,
        officer=factories.account(factories.person("周敏", unit=tree.committee, committee_admin=tree.committee)),
        secretary=factories.account(factories.person("许文静", unit=tree.north_1, branch_secretary=tree.north_1)),
        stranger=factories.account(factories.person("南", unit=tree.south, unit_cadre=tree.south)),
    )


def entered(world) -> WeakEntry:
    said = {"entered_on": ENTERED, "symbol": "示直工委〔2026〕20号", "reason": "班子不健全，组织生活长期不正常"}
    return actions.enter_weak(world.tree.north_1, by=world.officer, **said)


def planned(world, due_on=datetime.date(2026, 12, 31)) -> WeakEntry:
    said = {"plan": "配齐班子，按月开展组织生活", "leader": "工委副书记", "due_on": due_on}
    return actions.set_plan(entered(world), by=world.secretary, **said)


def warned(user) -> list[tuple[str, int | None]]:
    return [(each.kind.code, each.days_left(TODAY)) for each in warnings_of(Watch(user, TODAY), KINDS)]


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_from_the_entry_to_the_lifting_the_warning_says_how_far_it_is(world, frozen):
    entry = entered(world)
    # Thirty days for the plan, by the rule: until 2 December.
    assert (warned(world.officer), warned(world.secretary), warned(world.stranger)) == (
        [("weak.no_plan", 9)], [("weak.no_plan", 9)], [],
    )  # fmt: skip

    actions.set_plan(entry, by=world.secretary, plan="配齐班子", leader="工委副书记", due_on=TODAY)
    assert warned(world.officer) == [("weak.improving", 0)]
    WeakEntry.objects.update(due_on=TODAY - datetime.timedelta(days=1))
    assert warned(world.officer) == [("weak.not_lifted", -1)]

    actions.lift_weak(entry, by=world.officer, lifted_on=TODAY, symbol="示直工委〔2026〕30号", result="班子已配齐")
    assert warned(world.officer) == []
    # What was lifted can be entered again; what is open cannot.
    entered(world)
    with pytest.raises(BadInput):
        entered(world)


def test_it_is_entered_and_lifted_by_the_committee_alone_and_lifted_only_with_a_plan(world):
    said = {"entered_on": ENTERED, "symbol": "一", "reason": "示例"}
    with pytest.raises(NotAllowed):
        actions.enter_weak(world.tree.north_1, by=world.secretary, **said)
    entry = entered(world)
    lifting = {"lifted_on": TODAY, "symbol": "二", "result": "示例"}
    with pytest.raises(Conflict):
        actions.lift_weak(entry, by=world.officer, **lifting)
    actions.set_plan(entry, by=world.secretary, plan="示例", leader="工委", due_on=TODAY)
    with pytest.raises(NotAllowed):
        actions.lift_weak(entry, by=world.secretary, **lifting)
    actions.lift_weak(entry, by=world.officer, **lifting)
    with pytest.raises(Conflict):
        actions.set_plan(entry, by=world.secretary, plan="示例", leader="工委", due_on=TODAY)


@pytest.mark.parametrize(
    ("day", "holds"), [("2026-11-01", False), ("2026-11-02", True), ("2026-11-23", True), ("2026-11-24", False)]
)
def test_it_is_lifted_after_its_entry_and_not_ahead(world, day, holds):
    entry, said = planned(world), {"symbol": "二", "result": "示例", "lifted_on": datetime.date.fromisoformat(day)}

    if holds:
        assert not actions.lift_weak(entry, by=world.officer, **said).is_open()
    else:
        with pytest.raises(BadInput):
            actions.lift_weak(entry, by=world.officer, **said)


def test_the_pages_show_what_was_found_and_refuse_personal_numbers(world):
    officer, tree = client_of(world.officer), world.tree
    said = {"entered_on": "2026-11-02", "symbol": "一", "reason": "联系人13800001234"}

    refused = officer.post(reverse("enter_weak", args=[tree.north_1.pk]), said)
    assert (refused.status_code, WeakEntry.objects.count()) == (422, 0)
    assert client_of(world.secretary).get(reverse("enter_weak", args=[tree.north_1.pk])).status_code == 403
    assert client_of(world.stranger).get(reverse("enter_weak", args=[tree.north_1.pk])).status_code == 404
    made = officer.post(reverse("enter_weak", args=[tree.north_1.pk]), {**said, "reason": "班子不健全"})
    assert made.status_code == 302
    assert "班子不健全" in officer.get(made.url).content.decode()
    assert client_of(world.stranger).get(made.url).status_code == 404
    assert tree.north_1.name in officer.get(reverse("weak_list") + "?find=第一").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_register_costs_the_same_however_many(world, count, django_assert_num_queries):
    for unit in (world.tree.north_1, world.tree.north_2, world.tree.south_1)[:count]:
        WeakEntry.objects.create(unit=unit, entered_on=ENTERED, entry_symbol="一", reason="示例")
    client = client_of(world.officer)
    client.get(reverse("weak_list"))

    with django_assert_num_queries(6):
        page = client.get(reverse("weak_list"))

    assert page.context["page"].paginator.count == count
