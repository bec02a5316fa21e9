"""The page of all units by all indicators asks the database as often for a county as for one unit."""

import pytest
from django.test import Client
from django.urls import reverse

from duban.assessment.tests import factories
from duban.orgs.models import Role, Unit
from duban.orgs.tests.factories import account, person, unit, unit_kind

QUERIES = 6


def scheme_of(indicators: int) -> str:
    """The text of a scheme with so many indicators of one point."""
    tags = "\n".join(
        f"  事项{n}: {{kind: dated, unit: 件, source_kind: register, absent: missing}}" for n in range(indicators)
    )
    lines = "\n".join(
        f"  - {{code: '1.{n}', name: 指标{n}, max: 1, basis: 清单, lines: [{{rule: DEADLINE, source: 事项{n}, on_time: 1, unit: 件}}]}}"
        for n in range(indicators)
    )
    return (
        "scheme: shili\ntitle: 示例方案\nplan_number: 示办发〔2026〕1号\nfiling_number: 示备〔2026〕1号\n"
        "window: {from: 2026-01-01, to: 2026-12-31}\ncloses: 2027-01-10\n"
        f"tags:\n{tags}\ntotal: {{max: {indicators}}}\ngroups:\n- code: '1'\n  name: 责任落实\n  indicators:\n{lines}\n"
    )


def committee_with(units: int) -> Unit:
    """A committee with so many assessed units."""
    organ = unit_kind("organ", "县直机关", is_assessed=True)
    committee = unit("县直机关工委", kind=unit_kind("organ_work_committee", "机关工委"))
    for n in range(units):
        committee.refresh_from_db()
        unit(f"第{n}局", below=committee, kind=organ)
    return committee


@pytest.mark.parametrize(("units", "indicators"), [(1, 2), (3, 2), (110, 37)])
def test_the_matrix_costs_the_same_queries_whatever_its_size(
    db, frozen, browser_files, django_assert_num_queries, units, indicators
):
    committee = committee_with(units)
    officer = account(person("刘文静", unit=committee, **{Role.COMMITTEE_ADMIN: committee}))
    period = factories.period(committee, by=officer, text=scheme_of(indicators))
    client = Client()
    client.force_login(officer)

    with django_assert_num_queries(QUERIES):
        page = client.get(reverse("matrix", args=[period.pk]))

    text = page.content.decode()
    assert page.status_code == 200
    assert text.count('<tr><th scope="row" class="fix"') == units + 1  # the last one counts full marks
    assert text.count("/indicators/") == units * indicators
