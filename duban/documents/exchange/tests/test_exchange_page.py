"""导入导出: what the page offers to download."""

import pytest

from duban.orgs.tests import factories

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
