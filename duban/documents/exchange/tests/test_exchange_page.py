"""导入导出: what the page offers to download."""

import pytest
from django.test import Client
from django.urls import reverse

from duban.orgs.tests import factories
from duban.packs.actions import install_folder
from duban.packs.folder import folder_named

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def test_the_units_of_the_offline_pack_come_in_pages_and_are_found_by_name(client, browser_files):
    tree = factories.tree()
    client.force_login(
        factories.account(factories.person("顾守正", unit=tree.committee, committee_admin=tree.committee))
    )
    kind = factories.unit_kind("branch")
    for n in range(60):
        factories.unit(f"南局下属{n}支部", below=tree.south, kind=kind)

    first, second = client.get("/exchange/"), client.get("/exchange/", {"page": 2})
    found = client.get("/exchange/", {"q": "下属59"})

    assert [len(each.context["page"]) for each in (first, second, found)] == [50, 17, 1]
    assert "第1–50条，共67条" in first.content.decode()


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("person_list", "people"),
        ("unit", "units"),
        ("term_list", "terms"),
        ("dues_list", "paid-months"),
        ("admission_list", "admission-steps"),
    ],
)
def test_lists_lead_to_their_template_and_to_the_import_for_whoever_may(client, browser_files, address, code):
    tree = factories.tree()
    install_folder(folder_named("core"))
    everything = dict.fromkeys(("committee_admin", "unit_cadre"), tree.committee)
    client.force_login(factories.account(factories.person("顾守正", unit=tree.committee, **everything)))
    leader = Client()
    leader.force_login(
        factories.account(factories.person("周敏", unit=tree.committee, committee_leader=tree.committee))
    )
    address = reverse(address, args=[tree.committee.pk] if address == "unit" else [])

    page, theirs = client.get(address).content.decode(), leader.get(address).content.decode()

    assert f'href="/exchange/template/{code}/"' in page
    assert f'href="/exchange/?kind={code}"' in page
    assert "/exchange/?kind=" not in theirs
    assert f'<option value="{code}" selected>' in client.get("/exchange/", {"kind": code}).content.decode()


def test_who_enters_records_comes_from_their_list_to_the_sheet_of_the_kind(client, browser_files):
    tree = factories.tree()
    install_folder(folder_named("core"))
    client.force_login(factories.account(factories.person("秦书文", unit=tree.north_1, branch_secretary=tree.north_1)))

    every, one = client.get(reverse("record_list")), client.get(reverse("record_list"), {"kind": "party_lecture"})

    assert "/exchange/#sheets" in every.content.decode()
    assert "/exchange/?kind=record-party_lecture" in one.content.decode()
