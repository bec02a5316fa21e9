"""The work calendar: shipped years, a pasted notice, a year without one."""

import datetime

import pytest

from duban.audit.models import Entry
from duban.base.errors import BadInput
from duban.orgs.tests import factories
from duban.packs import calendar
from duban.packs.actions import confirm_calendar_year, install_folder, uninstall_pack
from duban.packs.calendar import days_of_notice, use_years, work_calendar
from duban.packs.folder import folder_named
from duban.packs.models import WorkCalendarYear
from duban.packs.plan import plan_of

NOTICE = """
一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、春节：2月5日（周五）至11日（周四）放假调休，共7天。1月31日（周日）、2月20日（周六）上班。
三、清明节：4月3日（周六）至5日（周一）放假，共3天。
四、劳动节：5月1日（周六）至5日（周三）放假调休，共5天。4月25日（周日）、5月8日（周六）上班。
五、端午节：6月9日（周三）放假，共1天。
六、中秋节：9月15日（周三）放假，共1天。
七、国庆节：10月1日（周五）至7日（周四）放假调休，共7天。9月26日（周日）、10月9日（周六）上班。
"""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-01-04", True),
        ("2026-02-23", False),
        ("2026-02-24", True),
        ("2026-10-07", False),
        ("2018-02-11", True),
        ("2026-11-25", True),
    ],
)
def test_shipped_years(day, works):
    install_folder(folder_named("core"))

    assert work_calendar().is_workday(datetime.date.fromisoformat(day)) is works


@pytest.mark.django_db
def test_a_year_without_a_notice_is_provisional_and_2026_is_not():
    install_folder(folder_named("core"))

    found = work_calendar()

    assert [found.is_provisional(datetime.date(year, 6, 1)) for year in (2017, 2018, 2026, 2027)] == [
        True,
        False,
        False,
        True,
    ]


def test_a_pasted_notice_gives_holidays_and_worked_days():
    days = days_of_notice(NOTICE, 2027)

    assert sum(not worked for worked, _name in days.values()) == 3 + 7 + 3 + 5 + 1 + 1 + 7
    assert sorted(day for day, (worked, _name) in days.items() if worked) == [
        "2027-01-31", "2027-02-20", "2027-04-25", "2027-05-08", "2027-09-26", "2027-10-09",
    ]  # fmt: skip
    assert days["2027-02-11"] == [False, "春节"]


@pytest.mark.parametrize(
    ("text", "where"),
    [
        (NOTICE.replace("五、端午节：6月9日（周三）放假，共1天。", ""), "端午节"),
        (NOTICE.replace("6月9日", "6月39日"), "端午节"),
    ],
)
def test_a_notice_that_is_not_understood_names_the_holiday(text, where):
    with pytest.raises(BadInput) as refused:
        days_of_notice(text, 2027)

    assert [place[0] for place in refused.value.places] == [where]


def test_the_notice_of_another_year_is_told_by_its_days_of_the_week():
    with pytest.raises(BadInput) as refused:
        days_of_notice(NOTICE, 2026)

    assert refused.value.places[0] == ("1月1日", "周五", "周四")


@pytest.mark.django_db
@pytest.mark.usefixtures("frozen")
def test_years_in_use_stay_when_the_pack_that_brought_them_goes(monkeypatch):
    """2026 by every deadline of today, 2024 by a room that reckons with it; nothing rests on the others."""
    monkeypatch.setattr(calendar, "_uses", [])
    use_years("任期的日期", lambda: {2024})
    install_folder(folder_named("core"))
    officer = factories.account(factories.person("周敏", unit=(tree := factories.tree()).committee, committee_admin=tree.committee))  # fmt: skip

    uninstall_pack(tree.committee, by=officer, code="core", seen=plan_of("core", None).fingerprint)

    assert sorted(WorkCalendarYear.objects.values_list("year", flat=True)) == [2024, 2026]
    assert not work_calendar().is_workday(datetime.date(2026, 10, 1))


@pytest.mark.django_db
@pytest.mark.usefixtures("frozen")
def test_a_year_that_is_entered_is_replaced_only_when_that_is_said():
    tree = factories.tree()
    officer = factories.account(factories.person("周敏", unit=tree.committee, committee_admin=tree.committee))
    said = {"by": officer, "year": 2027, "notice": "通知"}
    confirm_calendar_year(tree.committee, **said, text=NOTICE)

    # The same again changes nothing and asks nothing.
    confirm_calendar_year(tree.committee, **said, text=NOTICE)
    changed = NOTICE.replace("10月9日（周六）上班", "10月10日（周日）上班")
    assert changed != NOTICE
    with pytest.raises(BadInput) as refused:
        confirm_calendar_year(tree.committee, **said, text=changed)
    assert refused.value.places == [
        ("2027-10-09", "上班", "按周一至周五"), ("2027-10-10", "按周一至周五", "上班"),
    ]  # fmt: skip
    assert work_calendar().is_workday(datetime.date(2027, 10, 9))

    confirm_calendar_year(tree.committee, **said, text=changed, replaces=True)
    assert not work_calendar().is_workday(datetime.date(2027, 10, 9))
    assert Entry.objects.filter(verb="packs.confirm_calendar_year").latest("number").detail["days"][1] == [
        "2027-10-09 按周一至周五", "2027-10-10 上班",
    ]  # fmt: skip
