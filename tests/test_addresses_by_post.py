"""Addresses of lists, packs and workbooks; what a visitor and a stranger's ids get: beside tests/test_addresses.py."""

import pytest
from django.test import Client
from django.urls import reverse

from duban.duties import actions
from duban.duties.models import Evidence, Task
from duban.orgs.models import Role
from duban.orgs.permits import PERMITS
from duban.orgs.tests import factories
from tests.test_addresses import ADDRESSES, DAY, DONE, OF_PACKS, OF_SHEETS, World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


@pytest.fixture
def world():
    return World()


@pytest.mark.parametrize("name", ["import_list", "preview_list"])
@pytest.mark.parametrize("role", Role.values)
def test_a_list_is_brought_in_by_those_who_may_only(world, role, name, browser_files):
    client = Client()
    client.force_login(world.users[role])

    answer = client.post(reverse(name), {"list": "无"}).status_code

    assert answer == (422 if PERMITS["duties.import_list"].reach(world.users[role]) else 403)


@pytest.mark.parametrize("role", Role.values)
def test_addresses_of_packs_answer_those_who_have_the_permit(world, role, browser_files):
    user, client = world.users[role], Client()
    client.force_login(user)

    for name, (permit, method, words) in OF_PACKS.items():
        answer = getattr(client, method)(reverse(name, kwargs=words)).status_code
        assert answer in (DONE if PERMITS[permit].reach(user) else {403}), (role, name)


@pytest.mark.parametrize("role", Role.values)
def test_workbooks_of_a_kind_go_to_those_who_have_its_permit(world, role, browser_files):
    user, client = world.users[role], Client()
    client.force_login(user)

    for name, (permit, words) in OF_SHEETS.items():
        answer = client.get(reverse(name, kwargs=words)).status_code
        assert answer == (200 if PERMITS[permit].reach(user) else 403), (role, name)
    sent = client.post(reverse("hold_workbook")).status_code
    assert sent == (422 if PERMITS["exchange.hold_workbook"].reach(user) else 403), role


def test_a_visitor_is_sent_to_the_log_in_page_from_everywhere(world, client):
    for address in ADDRESSES:
        url = world.url(address, "inside")
        answer = client.post(url) if address.verb else client.get(url)
        assert (answer.status_code, answer.url.split("?")[0]) == (302, reverse("log_in")), address.name


@pytest.mark.parametrize(
    ("verb", "field", "of"),
    [
        ("bind_evidence", "evidence", "evidence"),
        ("unbind_evidence", "binding", "binding"),
        ("assign_task", "owner", "person"),
        ("split_task", "units", "branch"),
        ("add_evidence", "also", "task"),
        ("return_task", "bindings", "binding"),
    ],
)
def test_ids_of_another_unit_in_a_post_are_refused_and_change_nothing(world, verb, field, of, browser_files):
    inside, outside = world.objects["inside"]["task"], world.objects["outside"]["task"]
    stranger = factories.account(factories.person("南", unit=world.tree.south, unit_cadre=world.tree.south))
    foreign = actions.add_evidence(outside, by=stranger, title="纪要", happened_on=DAY, statement="南局的事")
    ids = {
        "evidence": foreign.pk,
        "binding": foreign.bindings.get().pk,
        "person": stranger.person_id,
        "branch": world.tree.south_1.pk,
        "task": outside.pk,
    }
    client = Client()
    client.force_login(world.users[Role.UNIT_CADRE])
    if verb == "return_task":
        actions.submit_task(inside, by=world.users[Role.UNIT_CADRE], statement="已办")
        client.force_login(world.users[Role.COMMITTEE_ADMIN])
    said = {
        "title": "纪要", "happened_on": "2026-11-20", "statement": "一", "due_on": "2026-11-25", "reason": "缺",
        "answer_by": "2026-11-30", field: ids[of],
    }  # fmt: skip
    before = (Evidence.objects.count(), Task.objects.count(), outside.bindings.count())

    answer = client.post(reverse(verb, args=[inside.pk]), said)

    assert answer.status_code == 422
    assert (Evidence.objects.count(), Task.objects.count(), outside.bindings.count()) == before
    assert inside.bindings.filter(evidence=foreign).count() == 0
