"""预警问题清单 as a page: filters in the address, counts that open, notes that hide nothing, and exactly what is filtered as a file."""

import datetime
import io

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from duban.asks import warnings
from duban.asks.models import WarningNote, WarningRule
from duban.asks.unit_warnings import NOT_REPORTED, member_warnings
from duban.asks.warnings import OpenWarning, WarningKind, Watch, add_warning_source
from duban.audit.models import Entry
from duban.orgs.models import Unit
from duban.orgs.permits import BUSINESS
from duban.orgs.tests import factories
from duban.packs.actions import install_folder
from duban.packs.folder import folder_named

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen", "browser_files")]

DAY = datetime.date(2026, 11, 23)
OVER = WarningKind("test.over", "任期", "逾期未换届", roles=BUSINESS, days_before=30, place=10)


def over(watch: Watch):
    """Every work unit, the first ten days over, the second coming in five."""
    units = watch.scope(OVER, Unit.objects.filter(kind__code="organ").order_by("path"), unit="")
    for unit, days in zip(units, (-10, 5), strict=False):
        due_on = DAY + datetime.timedelta(days=days)
        yield OpenWarning(OVER, unit, unit.key, "任期届满", "/terms/", due_on, basis="示例规定", owner="机关党委")


@pytest.fixture(autouse=True)
def two_sources(monkeypatch):
    monkeypatch.setattr(warnings, "_added", [])
    add_warning_source(over, OVER)
    add_warning_source(member_warnings, NOT_REPORTED)


@pytest.fixture
def tree():
    return factories.tree()


def browser(unit: Unit, **roles: Unit) -> Client:
    client = Client()
    client.force_login(factories.account(factories.person("周敏", unit=unit, **roles)))
    return client


@pytest.fixture
def officer(tree):
    return browser(tree.committee, committee_admin=tree.committee)


def lines(client: Client, address: str = "") -> list[tuple[str, int, list[str]]]:
    groups = client.get(reverse("warning_list") + address).context["groups"]
    return [(word, count, [line.warning.unit.name for line in found]) for word, count, found in groups]


BRANCHES = ["北局第一党支部", "北局第二党支部", "南局党支部"]


def test_lines_stand_under_what_is_amiss_and_the_address_says_which(tree, officer):
    assert lines(officer) == [("逾期未换届", 2, ["北局", "南局"]), ("党员数没有报", 3, BRANCHES)]
    assert lines(officer, "?group=members") == [("党员数没有报", 3, BRANCHES)]
    assert lines(officer, "?kind=test.over&stand=over") == [("逾期未换届", 1, ["北局"])]
    assert lines(officer, "?stand=near") == [("逾期未换届", 1, ["南局"])]
    assert lines(officer, f"?unit={tree.south.pk}") == [
        ("逾期未换届", 1, ["南局"]),
        ("党员数没有报", 1, ["南局党支部"]),
    ]
    assert lines(officer, "?q=第一") == [("党员数没有报", 1, ["北局第一党支部"])]


def test_every_count_opens_as_many_lines(officer):
    page = officer.get(reverse("warning_list"))

    chips = page.context["headings"]
    assert [(str(chip.word), chip.count) for chip in chips] == [("全部", 5), ("任期", 2), ("党员", 3)]
    for chip in chips:
        opened = officer.get(reverse("warning_list") + chip.url)
        assert opened.context["page"].paginator.count == chip.count


def test_a_line_says_its_basis_days_and_whose_it_is_and_leads_to_where_it_is_mended(officer):
    page = officer.get(reverse("warning_list") + "?group=test").content.decode()

    for said in ("已过10天", "还有5天", "示例规定", "机关党委", 'href="/terms/"', "去处理"):
        assert said in page
    assert "不限期" in officer.get(reverse("warning_list") + "?group=members").content.decode()


def test_a_line_goes_when_its_cause_is_mended(tree, officer):
    Unit.objects.filter(pk=tree.north_1.pk).update(member_count=0)

    assert lines(officer, "?group=members") == [("党员数没有报", 2, BRANCHES[1:])]


def test_a_note_stands_beside_the_line_until_its_day_and_hides_nothing(tree, officer, frozen):
    cadre, said = browser(tree.north, unit_cadre=tree.north), {"text": "本周内上报", "until_on": "2026-11-27"}
    key = f"{NOT_REPORTED.code}/{tree.north_1.key}"

    answer = cadre.post(f"{reverse('note_warning')}?key={key}", said)

    assert answer.status_code == 302
    assert lines(officer, "?group=members") == [("党员数没有报", 3, BRANCHES)]
    assert "本周内上报，11月27日前办结" in officer.get(reverse("warning_list")).content.decode()
    own = officer.get(f"{reverse('warning')}?key={key}").content.decode()
    assert "写明预警处理情况" in own
    entry = Entry.objects.get(verb="asks.note_warning")
    assert (entry.subject, entry.detail["warning"], entry.detail["note"]) == (
        tree.north_1.key, [None, key], [None, "本周内上报"],
    )  # fmt: skip

    frozen.move_to(datetime.datetime(2026, 11, 28, 1, tzinfo=datetime.UTC))
    assert "本周内上报" not in officer.get(reverse("warning_list")).content.decode()
    assert WarningNote.objects.count() == 1


@pytest.mark.parametrize(
    ("until_on", "status"),
    [("2026-11-22", 422), ("2026-11-23", 302), ("2027-02-23", 302), ("2027-02-24", 422), ("", 422)],
)
def test_a_note_is_for_a_quarter_at_most(tree, officer, until_on, status):
    url = f"{reverse('note_warning')}?key={NOT_REPORTED.code}/{tree.north_1.key}"

    assert officer.post(url, {"text": "已催", "until_on": until_on}).status_code == status
    assert WarningNote.objects.count() == (status == 302)


def test_a_note_holds_no_personal_number(tree, officer):
    url = f"{reverse('note_warning')}?key={NOT_REPORTED.code}/{tree.north_1.key}"

    answer = officer.post(url, {"text": "联系13800001234", "until_on": "2026-11-27"})

    assert (answer.status_code, WarningNote.objects.count()) == (422, 0)


def test_only_those_who_see_it_and_work_there_note_something(tree, officer):
    key = f"{NOT_REPORTED.code}/{tree.north_1.key}"
    said = {"text": "已催", "until_on": "2026-11-27"}
    stranger, leader = (
        browser(tree.south, unit_cadre=tree.south), browser(tree.committee, committee_leader=tree.committee)
    )  # fmt: skip

    assert stranger.get(f"{reverse('warning')}?key={key}").status_code == 404
    assert stranger.post(f"{reverse('note_warning')}?key={key}", said).status_code == 404
    assert leader.get(f"{reverse('warning')}?key={key}").status_code == 200
    assert leader.post(f"{reverse('note_warning')}?key={key}", said).status_code == 403
    assert officer.post(f"{reverse('note_warning')}?key={key}", said).status_code == 302
    # What is mended in the meantime is no warning any more.
    Unit.objects.filter(pk=tree.north_1.pk).update(member_count=9)
    assert officer.post(f"{reverse('note_warning')}?key={key}", said).status_code == 404


def test_the_file_holds_exactly_what_is_filtered(officer):
    answer = officer.get(reverse("warning_list") + "?group=test&as=xlsx")

    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert [row[:2] + row[3:7] for row in rows[1:]] == [
        ["北局", "逾期未换届", "示例规定", "2026-11-13", "已过10天", "机关党委"],
        ["南局", "逾期未换届", "示例规定", "2026-11-28", "还有5天", "机关党委"],
    ]
    assert rows[0] == ["组织", "问题", "具体情况", "依据", "时限", "天数", "责任", "处理情况", "办结期限"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_many(tree, officer, count, django_assert_num_queries):
    Unit.objects.filter(name__in=BRANCHES[count:]).update(member_count=5)
    officer.get(reverse("warning_list"))

    with django_assert_num_queries(9):
        page = officer.get(reverse("warning_list") + "?group=members")

    assert page.context["page"].paginator.count == count


def test_the_first_page_has_one_line_for_all_warnings(tree, officer):
    assert 'hx-get="/warnings/digest/"' in officer.get("/").content.decode()
    said = officer.get(reverse("warning_digest")).context["warnings"]
    assert said == [("任期", 2, "/warnings/?group=test"), ("党员", 3, "/warnings/?group=members")]

    admin = browser(tree.committee, system_admin=tree.committee)
    assert "/warnings/digest/" not in admin.get("/").content.decode()
    assert admin.get(reverse("warning_digest")).context["warnings"] == []


def test_a_county_tunes_its_warnings_by_a_pack(tree, officer, tmp_path):
    (tmp_path / "pack.yaml").write_text("code: ours\ntitle: 本县\nversion: '1'\n", encoding="utf-8")
    said = "{code: members.not_reported, title: 党员数没有报, on: %s, roles: [unit_cadre]}"
    (tmp_path / "warning_rules.yaml").write_text(f"warnings:\n  - {said % '是'}\n", encoding="utf-8")
    install_folder(tmp_path)

    cadre = browser(tree.north, unit_cadre=tree.north)
    assert (lines(officer, "?group=members"), lines(cadre, "?group=members")) == (
        [], [("党员数没有报", 2, BRANCHES[:2])],
    )  # fmt: skip

    (tmp_path / "warning_rules.yaml").write_text(f"warnings:\n  - {said % '否'}\n", encoding="utf-8")
    install_folder(tmp_path)
    assert lines(cadre, "?group=members") == []
    assert WarningRule.objects.count() == 1


def test_the_core_pack_tunes_kinds_that_exist(monkeypatch):
    monkeypatch.undo()

    install_folder(folder_named("core"))

    declared = {kind.code for kind in warnings.warning_kinds()}
    assert set(WarningRule.objects.values_list("code", flat=True)) <= declared
    assert WarningRule.objects.filter(code="terms.ends_soon", days_before=183).exists()
