"""Records and terms as workbooks."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from duban.documents.exchange.tests.workbooks import brought_in, changed, downloaded, faults, sent, verdicts, written
from duban.ledgers.models import Counted, Decision, LedgerRecord
from duban.ledgers.terms.models import Term
from duban.orgs.tests import factories
from duban.packs.actions import install_folder
from duban.packs.folder import folder_named

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]

HEAD = ("组织", "日期", "题目", "主讲人", "应到人数", "实到人数")


@pytest.fixture
def tree(settings, tmp_path):
    settings.FILES = tmp_path / "files"
    found = factories.tree()
    install_folder(folder_named("core"))
    return found


@pytest.fixture
def secretary(tree, browser_files):
    client = Client()
    who = factories.person("秦书文", unit=tree.north_1, branch_secretary=tree.north_1)
    client.force_login(factories.account(who))
    return client


@pytest.fixture
def officer(tree, browser_files):
    client = Client()
    client.force_login(
        factories.account(factories.person("顾守正", unit=tree.committee, committee_admin=tree.committee))
    )
    return client


def lecture(unit="北局第一党支部", day=datetime.date(2026, 3, 5), title="学习党章", present=18):
    return (unit, day, title, "秦书文", 21, present)


def test_a_record_comes_in_and_counts_as_if_it_had_been_typed(secretary, tree):
    batch = brought_in(secretary, sent(secretary, written(党课=[HEAD, lecture()])))

    record = LedgerRecord.objects.get()
    assert batch.counts == {"created": 1}
    assert (record.unit, record.title, record.eligible_count, record.present_count) == (
        tree.north_1,
        "学习党章",
        21,
        18,
    )
    assert record.values == {"theme": "学习党章", "lecturer": "秦书文"}
    assert {(each.rule, each.held_on) for each in Counted.objects.all()} == {
        (rule, datetime.date(2026, 3, 5)) for rule in Counted.objects.values_list("rule", flat=True)
    }
    assert Counted.objects.exists()


@pytest.mark.parametrize(
    ("row", "where"),
    [
        (lecture(day=datetime.date(2026, 11, 24)), "党课!B2"),
        (lecture(present=22), "党课!F2"),
        (lecture(unit="北局第二党支部"), "党课!A2"),
    ],
    ids=["ahead", "more than there are", "another branch"],
)
def test_what_the_page_would_refuse_is_not_taken(secretary, tree, row, where):
    batch = sent(secretary, written(党课=[HEAD, row]))

    assert verdicts(batch) == [(2, "rejected")]
    assert where in [fault[0] for fault in faults(batch)]


def test_records_go_out_come_in_changed_and_are_taken_back(secretary, tree, tmp_path):
    brought_in(secretary, sent(secretary, written(党课=[HEAD, lecture()])))
    pack = downloaded(secretary, "exchange_rows", "record-party_lecture")

    def another_day(book):
        book["党课"]["B2"].value = "2026年3月12日"

    batch = sent(secretary, changed(pack, another_day, tmp_path / "记录.xlsx"))
    brought_in(secretary, batch)

    assert verdicts(batch) == [(2, "updated")]
    assert LedgerRecord.objects.get().held_on == datetime.date(2026, 3, 12)
    assert set(Counted.objects.values_list("held_on", flat=True)) == {datetime.date(2026, 3, 12)}
    assert secretary.post(reverse("take_back", args=[batch.pk])).status_code == 302
    assert LedgerRecord.objects.get().held_on == datetime.date(2026, 3, 5)
    assert set(Counted.objects.values_list("held_on", flat=True)) == {datetime.date(2026, 3, 5)}


def test_records_that_came_in_are_taken_back_with_what_they_count_for(secretary, tree):
    batch = brought_in(secretary, sent(secretary, written(党课=[HEAD, lecture()])))

    secretary.post(reverse("take_back", args=[batch.pk]))

    assert not LedgerRecord.objects.exists()
    assert not Counted.objects.exists()


def test_terms_in_office_come_in_with_the_end_that_the_rules_give(officer, tree):
    book = written(
        届次=[
            ("组织", "届数", "选举日期"),
            ("北局第一党支部", 3, "2024.7.1"),
            ("北局第一党支部", 4, "2025.7.1"),
            ("北局", None, "2024.7.1"),
        ]
    )

    batch = brought_in(officer, sent(officer, book))

    assert verdicts(batch) == [(2, "created"), (3, "rejected"), (4, "rejected")]
    assert Term.objects.values_list("unit__name", "number", "starts_on", "ends_on").get() == (
        "北局第一党支部", 3, datetime.date(2024, 7, 1), datetime.date(2027, 7, 1),
    )  # fmt: skip


def test_a_pack_holds_a_sheet_for_each_kind_of_records(secretary, tree, tmp_path):
    brought_in(secretary, sent(secretary, written(党课=[HEAD, lecture()])))
    names = []

    changed(
        downloaded(secretary, "exchange_pack", tree.north_1.pk),
        lambda book: names.extend(book.sheetnames),
        tmp_path / "x.xlsx",
    )

    assert names[:4] == ["组织", "人员", "任职", "届次"]
    assert {"支部党员大会", "党课", "主题党日", "谈心谈话"} <= set(names)


@pytest.mark.parametrize(("present", "verdict"), [(11, "updated"), (10, "rejected")])
def test_a_meeting_with_decisions_keeps_its_quorum_in_a_workbook(secretary, tree, present, verdict):
    """中国共产党支部工作条例（试行）: more than half; eleven of twenty-one are, ten are not."""
    head = ("组织", "日期", "议题", "应到人数", "实到人数")
    row = ("北局第一党支部", datetime.date(2026, 3, 5), "讨论年度计划", 21)
    brought_in(secretary, sent(secretary, written(支部党员大会=[head, (*row, 18)])))
    Decision.objects.create(record=LedgerRecord.objects.get(), number=1, text="通过年度计划")

    batch = sent(secretary, written(支部党员大会=[head, (*row, present)]))

    assert verdicts(batch) == [(2, verdict)]
