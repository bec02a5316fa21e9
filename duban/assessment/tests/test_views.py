"""The pages: who sees them, what stands there, that every number leads to its rows, and what they cost."""

import datetime
import io
import re

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from duban.assessment.models import Standing
from duban.assessment.tests import factories
from duban.assessment.tests.test_facts import WAIVED, done
from duban.duties.tests import factories as duties
from duban.orgs.tests import factories as orgs

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen", "browser_files")]
LONG = "3.33333333333333333333"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def year():
    return factories.year()


@pytest.fixture
def officer(year):
    return of(year.officer)


@pytest.fixture
def cadre(year):
    return of(orgs.account(orgs.person("许文静", unit=year.tree.north_1, unit_cadre=year.tree.north)))


@pytest.fixture
def stranger(year):
    return of(orgs.account(orgs.person("南某", unit=year.tree.south, unit_cadre=year.tree.south)))


def of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text(answer) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


def units(year, number: int) -> None:
    """So many assessed units stand below the committee, with 北局 the first of them."""
    year.period.standings.all().delete()
    year.tree.south.delete()
    for place in range(2, number + 1):
        orgs.unit(
            f"第{place}局", below=year.tree.committee, kind=year.tree.north.kind, category=year.tree.north.category
        )
    year.standing()


# --- my_standing ------------------------------------------------------------------------------------------------


def test_my_standing_leads_to_the_units_own(year, cadre):
    standing = year.standing()

    assert cadre.get(reverse("my_standing")).url == reverse("standing", args=[standing.pk])


def test_my_standing_without_a_unit_that_is_assessed_says_so(officer):
    assert "你的单位没有考核得分" in text(officer.get(reverse("my_standing")))


# --- standing ---------------------------------------------------------------------------------------------------


def test_standing_adds_up_to_the_schemes_whole(year, frozen):
    year.task(**done(1))
    year.task(of=year.second)
    frozen.move_to(datetime.datetime.fromisoformat("2026-12-05T09:00:00+08:00"))
    standing = year.standing()

    page = of(year.officer).get(reverse("standing", args=[standing.pk]))

    assert [page.context[name] for name in ("total", "gain", "lost", "sum")] == ["6", "0", "6", "12"]
    assert "已得6 ＋ 还能得0 ＋ 拿不回来6 ＝ 12" in text(page)


def test_standing_of_another_unit_is_not_there(year, cadre, stranger):
    url = reverse("standing", args=[year.standing().pk])

    assert (cadre.get(url).status_code, stranger.get(url).status_code) == (200, 404)


@pytest.mark.parametrize("tasks", [1, 3])
def test_standing_costs_the_same_queries_whatever_the_tasks(year, cadre, django_assert_num_queries, tasks):
    days = [datetime.date(2026, 11, number) for number in range(1, tasks + 1)]
    duty = duties.duty(year.first.responsibility_list, number=3, days=tuple(days), tag="事项1", code="d01x")
    for day in days:
        year.task(of=duty, due_on=day, **done())
    url = reverse("standing", args=[year.standing().pk])

    with django_assert_num_queries(QUERIES["standing"]):
        cadre.get(url)


def test_every_indicator_of_the_page_opens_the_rows_it_counts(year, cadre):
    task, waived = year.task(), year.task(of=year.second, **WAIVED)
    page = text(cadre.get(reverse("standing", args=[year.standing().pk])))

    opened = dict.fromkeys(re.findall(r'href="([^"]+/indicators/[^"]+)"', page))
    assert [reverse("task", args=[each.pk]) in text(cadre.get(url)) for each, url in zip((task, waived), opened, strict=True)] == [
        True,
        True,
    ]  # fmt: skip
    assert re.findall(r"任务(\d+)件", page) == ["1", "1"]
    for anchor in ("points", "chances"):
        assert f'href="#{anchor}"' in page
        assert f'id="{anchor}"' in page


def test_a_long_number_is_rounded_and_the_page_says_so(year, cadre):
    standing = year.standing()
    account = standing.account
    account["total"] = account["groups"][0]["points"] = LONG
    Standing.objects.update(account=account, total="3.3333")

    page = text(cadre.get(reverse("standing", args=[standing.pk])))

    assert "四舍五入" in page
    assert re.findall(r'title="全数：([^"]+)"(?:><b>|>)([\d.]+)<', page) == [
        (LONG, "3.33"),
        (LONG, "3.3333"),
        (LONG, "3.3333"),
    ]
    assert "现在 3.33<" in page


@pytest.mark.parametrize(
    ("total", "big"),
    [("9.994", "9.99"), ("9.995", "9.995"), ("9.99999", "9.99999"), ("10", "10"), ("10.005", "10.01")],
)
def test_two_decimals_never_lift_the_big_number_into_another_band(year, cadre, total, big):
    standing = year.standing()
    standing.account["total"] = total
    standing.save()

    page = cadre.get(reverse("standing", args=[standing.pk]))

    assert [band.start for band in page.context["bands"]] == [0, 10]
    assert page.context["big"] == big


# --- standing_indicator -----------------------------------------------------------------------------------------


def test_standing_indicator_shows_rule_lines_and_rows(year, cadre):
    task = year.task(**done())
    url = reverse("standing_indicator", args=[year.standing().pk, "d01"])

    whole, panel = text(cadre.get(url)), text(cadre.get(url, headers=HTMX))

    assert panel.lstrip().startswith("<aside")
    for page in (whole, panel):
        assert reverse("task", args=[task.pk]) in page
        assert "应办1件，按时1件，共得10分" in page
        assert "＋10" in page or "+10" in page


@pytest.mark.parametrize("code", ["d99", "1", "BASE"])
def test_standing_indicator_that_is_not_there_is_404(year, cadre, code):
    assert cadre.get(reverse("standing_indicator", args=[year.standing().pk, code])).status_code == 404


@pytest.mark.parametrize("tasks", [1, 3])
def test_standing_indicator_costs_the_same_queries_whatever_the_rows(year, cadre, django_assert_num_queries, tasks):
    days = [datetime.date(2026, 11, number) for number in range(1, tasks + 1)]
    duty = duties.duty(year.first.responsibility_list, number=3, days=tuple(days), tag="事项1", code="d01x")
    for day in days:
        year.task(of=duty, due_on=day, **done())
    url = reverse("standing_indicator", args=[year.standing().pk, "d01"])

    with django_assert_num_queries(QUERIES["standing_indicator"]):
        cadre.get(url)


# --- standing_chip ----------------------------------------------------------------------------------------------


def test_standing_chip_says_what_the_unit_has_and_leads_there(year, officer):
    year.task(**done())
    standing = year.standing()

    chip = text(officer.get(reverse("standing_chip", args=[year.tree.north.pk])))

    assert f'<a href="{reverse("standing", args=[standing.pk])}">' in chip
    assert "10" in chip


@pytest.mark.parametrize("periods", [1, 3])
def test_standing_chip_costs_the_same_queries_whatever_the_periods(year, officer, django_assert_num_queries, periods):
    for _more in range(periods - 1):
        year.period.pk = None
        year.period.save()
        year.standing()

    with django_assert_num_queries(QUERIES["standing_chip"]):
        officer.get(reverse("standing_chip", args=[year.tree.north.pk]))


@pytest.mark.parametrize("periods", [1, 3])
def test_my_standing_costs_the_same_queries_whatever_the_periods(year, cadre, django_assert_num_queries, periods):
    for _more in range(periods - 1):
        year.period.pk = None
        year.period.save()
        year.standing()

    with django_assert_num_queries(QUERIES["my_standing"]):
        cadre.get(reverse("my_standing"))


def test_standing_chip_of_a_unit_that_is_not_ones_own_is_not_there(year, cadre, stranger):
    url = reverse("standing_chip", args=[year.tree.north.pk])

    assert (cadre.get(url).status_code, stranger.get(url).status_code) == (200, 404)


# --- period_list ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("periods", [1, 3])
def test_period_list_names_each_period_at_the_same_cost(year, officer, django_assert_num_queries, periods):
    for _more in range(periods - 1):
        year.period.pk = None
        year.period.save()

    with django_assert_num_queries(QUERIES["period_list"]):
        page = text(officer.get(reverse("period_list")))

    assert page.count("<b>2026年度</b>") == periods


def test_period_list_of_a_unit_is_empty_and_says_so(year, cadre):
    assert "还没有" in text(cadre.get(reverse("period_list")))


# --- matrix -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 3])
def test_matrix_costs_the_same_queries_whatever_the_units(year, officer, django_assert_num_queries, rows):
    units(year, rows)

    with django_assert_num_queries(QUERIES["matrix"]):
        page = officer.get(reverse("matrix", args=[year.period.pk]))

    assert len(page.context["matrix"].rows) == rows


def test_matrix_is_not_there_for_a_unit(year, cadre):
    assert cadre.get(reverse("matrix", args=[year.period.pk])).status_code == 404


def exported(client: Client, year, **asked) -> list[list]:
    answer = client.get(reverse("matrix", args=[year.period.pk]), {**asked, "as": "xlsx"})
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    return [list(row) for row in sheet.iter_rows(values_only=True)]


@pytest.fixture
def scored(year, frozen):
    """北局 has full marks on one indicator and lost on the other, 南局 reported nothing, 东局 has a bit of both."""
    east = orgs.unit("东局", below=year.tree.committee, kind=year.tree.north.kind, category=year.tree.north.category)
    year.task(**done())
    year.task(of=year.second)
    year.task(east, **done(1))
    year.task(east, of=year.second, **done())
    frozen.move_to(datetime.datetime.fromisoformat("2026-12-31T09:00:00+08:00"))
    year.standing()
    return year


FILTERS = [
    ({}, ["北局", "南局", "东局"]),
    ({"category": "党群综合类"}, ["南局"]),
    ({"category": "没有这一类"}, []),
    ({"only": "missing"}, ["南局"]),
    ({"only": "late"}, ["北局", "东局"]),
    ({"full": "d01"}, ["北局"]),
    ({"full": "d02"}, ["东局"]),
    ({"full": "d02", "category": "党群综合类"}, []),
    ({"only": "nonsense", "full": "nonsense"}, ["北局", "南局", "东局"]),
]


@pytest.mark.parametrize(("asked", "names"), FILTERS)
def test_matrix_shows_what_is_filtered_in_establishment_order_and_exports_exactly_that(scored, officer, asked, names):
    page = officer.get(reverse("matrix", args=[scored.period.pk]), asked)
    rows = exported(officer, scored, **asked)

    assert [row.name for row in page.context["matrix"].rows] == names
    assert [row[0] for row in rows[1:]] == names


def test_export_has_points_and_words_and_no_rank(scored, officer):
    assert exported(officer, scored) == [
        ["单位", "单位分类", "得分", "已到计分时间的分", "d01 专题研究（10）", "d02 责任报告（2）"],
        ["北局", "经济管理类", 10, 12, 10, 0],
        ["南局", "党群综合类", 0, 12, "缺报", "缺报"],
        ["东局", "经济管理类", 8, 12, 6, 2],
    ]


def test_every_number_of_the_matrix_opens(scored, officer):
    page = text(officer.get(reverse("matrix", args=[scored.period.pk])))

    cells = re.findall(r"<td[^>]*>(.*?)</td>", page, re.DOTALL)
    numbers = [cell for cell in cells if re.sub(r"<[^>]+>", "", cell).strip()]
    assert [cell for cell in numbers if "href=" not in cell] == ["6.00"], "but the mean of the rows that stand above it"
    for url, n in re.findall(r'<td><a href="([^"]+)">(\d+)</a></td>', page.split("<tfoot>")[1]):
        answer = officer.get(reverse("matrix", args=[scored.period.pk]) + url.replace("&amp;", "&"))
        assert len(answer.context["matrix"].rows) == int(n)


# --- schemes ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("schemes", [1, 3])
def test_scheme_list_names_each_scheme_at_the_same_cost(year, cadre, django_assert_num_queries, schemes):
    for version in range(2, schemes + 1):
        made = factories.scheme(year.tree.committee, version=str(version))
        factories.actions.publish_scheme(made, by=year.officer, plan_number="示办发〔2026〕1号")

    with django_assert_num_queries(QUERIES["scheme_list"]):
        page = text(cadre.get(reverse("scheme_list")))

    assert page.count("<b>2026年度考核</b>") == schemes


def test_scheme_reads_its_rules_back(year, cadre, django_assert_num_queries):
    with django_assert_num_queries(QUERIES["scheme"]):
        page = text(cadre.get(reverse("scheme", args=[year.period.scheme_id])))

    assert "d01 专题研究" in page
    assert year.period.scheme.fingerprint in page


def test_a_draft_is_not_there_for_anybody(year, officer, cadre):
    draft = factories.scheme(year.tree.committee, version="2")

    for client in (officer, cadre):
        assert client.get(reverse("scheme", args=[draft.pk])).status_code == 404


QUERIES = {
    "my_standing": 6,
    "standing": 6,
    "standing_chip": 5,
    "standing_indicator": 7,
    "period_list": 5,
    "matrix": 6,
    "scheme_list": 6,
    "scheme": 6,
}
"""Session, account, grants, then the page's own; the side bar asks no more."""
