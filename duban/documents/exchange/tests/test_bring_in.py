"""Workbooks that come in: what the preview says, that exactly this comes in, and that it can be taken back."""

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from duban.audit.models import Entry
from duban.base import clock
from duban.base.signals import about_to_serve
from duban.documents.exchange.actions import Moved, _hold_still
from duban.documents.exchange.comparing import KEPT_DAYS
from duban.documents.exchange.models import Batch, Line
from duban.documents.exchange.tests.workbooks import (
    PERSON_HEAD,
    UNIT_HEAD,
    brought_in,
    changed,
    downloaded,
    faults,
    sent,
    verdicts,
    written,
)
from duban.documents.store import path_of
from duban.orgs.models import Person, Post, Unit
from duban.orgs.sheets import EXCHANGES, PEOPLE
from duban.orgs.tests import factories
from duban.packs.models import RuleParameter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen", "file_store")]

JOINED = datetime.date(2010, 6, 18)


@pytest.fixture
def file_store(settings, tmp_path):
    settings.FILES = tmp_path / "files"


@pytest.fixture
def tree():
    return factories.tree()


def logged_in(person):
    client = Client()
    client.force_login(factories.account(person))
    return client


@pytest.fixture
def officer(tree, browser_files):
    return logged_in(factories.person("顾守正", unit=tree.committee, committee_admin=tree.committee))


@pytest.fixture
def cadre(tree, browser_files):
    return logged_in(factories.person("许文静", unit=tree.north, unit_cadre=tree.north))


def test_people_come_in_as_the_preview_said(cadre, tree):
    book = written(
        人员=[PERSON_HEAD, ("秦书文", "北局第一党支部", "正式党员", JOINED), ("陆明", "北局", "非党员", None)]
    )

    batch = sent(cadre, book)

    assert batch.state == Batch.State.READY
    assert verdicts(batch) == [(2, "created"), (3, "created")]
    assert not Person.objects.filter(name="秦书文").exists()
    brought_in(cadre, batch)
    assert list(Person.objects.filter(name__in=["秦书文", "陆明"]).values_list("name", "unit__name", "membership", "joined_on")) == [
        ("陆明", "北局", "none", None),
        ("秦书文", "北局第一党支部", "full", JOINED),
    ]  # fmt: skip


def test_the_trail_says_in_one_entry_what_a_workbook_made(cadre, tree):
    batch = sent(cadre, written(人员=[PERSON_HEAD, *((f"人员{n}", "北局", "非党员", None) for n in range(3))]))

    brought_in(cadre, batch)

    entry = Entry.objects.get(verb="exchange.bring_in")
    first, last = Person.objects.filter(name__startswith="人员").order_by("pk").values_list("pk", flat=True)[::2]
    assert entry.subject == batch.key
    assert entry.detail["people_made"] == [None, f"{first}–{last}"]
    assert entry.detail["rows"] == [None, {"created": 3}]


def test_rows_in_are_created_updated_unchanged_and_rejected_together(cadre, tree):
    Person.objects.create(name="秦书文", unit=tree.north_1, membership="full", joined_on=JOINED)
    Person.objects.create(name="陆明", unit=tree.north, membership="probationary", joined_on=JOINED)
    book = written(
        人员=[
            PERSON_HEAD,
            ("秦书文", "北局第一党支部", "正式党员", JOINED),
            ("陆明", "北局", "预备党员", datetime.date(2026, 6, 1)),
            ("新来的", "北局", "群众", None),
            ("写错的", "北局", "党员干部", None),
        ]
    )

    batch = sent(cadre, book)
    brought_in(cadre, batch)

    assert batch.counts == {"unchanged": 1, "updated": 1, "created": 1, "rejected": 1}
    assert sum(batch.counts.values()) == batch.row_count == 4
    line = batch.lines.get(verdict="updated")
    assert line.notes["joined_on"] == {"state": "changed", "old": "2010-06-18"}
    assert faults(batch) == [("人员!C5", "“党员干部”", PEOPLE.by_field["membership"].kind.form)]
    assert not Person.objects.filter(name="写错的").exists()


def test_the_same_workbook_twice_is_all_unchanged(cadre, tree):
    book = written(人员=[PERSON_HEAD, ("秦书文", "北局第一党支部", "正式党员", JOINED)])
    brought_in(cadre, sent(cadre, book))

    again = sent(cadre, book)

    assert verdicts(again) == [(2, "unchanged")]
    assert Person.objects.filter(name="秦书文").count() == 1


def test_organisations_come_in_with_those_below_them(officer, tree):
    book = written(
        组织=[
            UNIT_HEAD,
            ("东局", "县直机关工委", "县直机关", None),
            ("东局机关党委", "东局", "机关党委", None),
            ("东局第一党支部", "东局机关党委", "党支部", 23),
            ("东局第二党支部", "东局机关党委", "党支部", 0),
            ("北局第三党支部", "北局机关党委", "党支部", None),
        ]
    )

    batch = sent(officer, book)
    brought_in(officer, batch)

    assert verdicts(batch) == [(n, "created") for n in range(2, 7)]
    east = Unit.objects.get(name="东局")
    assert east.path == tree.committee.path + "0003"
    assert [(u.name, u.depth, u.numchild, u.member_count) for u in Unit.objects.filter(path__startswith=east.path).order_by("path")] == [
        ("东局", 2, 1, None), ("东局机关党委", 3, 2, None), ("东局第一党支部", 4, 0, 23), ("东局第二党支部", 4, 0, 0),
    ]  # fmt: skip
    assert Unit.objects.get(name="北局第三党支部").path == tree.north_committee.path + "0003"
    assert Unit.objects.get(pk=tree.north_committee.pk).numchild == 3


def test_posts_find_the_people_of_the_sheet_before_them(officer, tree):
    book = written(
        人员=[PERSON_HEAD, ("秦书文", "北局第一党支部", "正式党员", JOINED)],
        任职=[
            ("姓名", "任职组织", "职务", "任职方式", "任职日期"),
            ("秦书文", "北局第一党支部", "书记", "兼职", datetime.date(2024, 7, 1)),
            ("没有的", "北局第一党支部", "委员", "兼职", datetime.date(2024, 7, 1)),
        ],
    )

    batch = sent(officer, book)
    brought_in(officer, batch)

    assert verdicts(batch) == [(2, "created"), (2, "created"), (3, "rejected")]
    post = Post.objects.get(title="书记")
    assert (post.person.name, post.unit, post.kind) == ("秦书文", tree.north_1, "part_time")


def test_taking_back_leaves_everything_as_it_was(officer, tree):
    Person.objects.create(name="陆明", unit=tree.north, membership="probationary")
    before = [list(model.objects.order_by("pk").values()) for model in (Person, Post)]
    tops = list(Unit.objects.order_by("path").values("path", "numchild"))
    batch = brought_in(
        officer,
        sent(
            officer,
            written(
                组织=[UNIT_HEAD, ("东局", "县直机关工委", "县直机关", None), ("东局党支部", "东局", "党支部", None)],
                人员=[PERSON_HEAD, ("秦书文", "东局党支部", "正式党员", JOINED), ("陆明", "北局", "预备党员", JOINED)],
            ),
        ),
    )

    answer = officer.post(reverse("take_back", args=[batch.pk]))

    assert answer.status_code == 302
    after = [list(model.objects.order_by("pk").values()) for model in (Person, Post)]
    for rows in (*before[0], *after[0]):
        rows.pop("updated_at")
    assert after == before
    assert list(Unit.objects.order_by("path").values("path", "numchild")) == tops
    batch.refresh_from_db()
    assert batch.state == Batch.State.TAKEN_BACK


def test_what_was_built_on_stands_in_the_way_of_taking_back(officer, tree):
    batch = brought_in(
        officer,
        sent(
            officer,
            written(人员=[PERSON_HEAD, ("秦书文", "北局", "正式党员", JOINED), ("陆明", "北局", "非党员", None)]),
        ),
    )
    built_on = Person.objects.get(name="秦书文")
    Post.objects.create(person=built_on, unit=tree.north, title="书记", since_on=JOINED)
    Person.objects.filter(name="陆明").update(membership="probationary")

    answer = officer.post(reverse("take_back", args=[batch.pk]))

    assert answer.status_code == 422
    assert answer.context["places"] == [
        ("陆明", "“政治面貌”现为“预备党员”", "与导入时一致"),
        ("秦书文", "职务", "导入之后没有新增的关联内容"),
    ]
    assert Person.objects.filter(name__in=["秦书文", "陆明"]).count() == 2


def test_a_unit_out_of_reach_is_not_found(cadre, officer, tree):
    book = written(人员=[PERSON_HEAD, ("秦书文", "南局党支部", "正式党员", JOINED)])

    refused, allowed = sent(cadre, book), sent(officer, book)

    assert verdicts(refused) == [(2, "rejected")]
    assert faults(refused)[0][:2] == ("人员!B2", "“南局党支部”")
    assert verdicts(allowed) == [(2, "created")]


def test_a_number_out_of_reach_is_not_found(cadre, tree):
    other = Person.objects.create(name="外人", unit=tree.south)

    batch = sent(cadre, written(人员=[(*PERSON_HEAD, "系统编号"), ("外人", "北局", "非党员", None, str(other.pk))]))

    assert verdicts(batch) == [(2, "rejected")]
    assert [fault[:2] for fault in faults(batch)] == [("人员!E2", str(other.pk))]


def test_what_changed_since_the_look_is_shown_and_nothing_comes_in(cadre, officer, tree):
    """Two people bring in the same rows: the second is told what changed since."""
    book = written(人员=[PERSON_HEAD, ("秦书文", "北局", "正式党员", JOINED), ("陆明", "北局", "非党员", None)])
    first, second = sent(cadre, book), sent(officer, book)
    brought_in(cadre, first)

    brought_in(officer, second)

    assert second.state == Batch.State.READY
    assert second.moved_count == 2
    assert verdicts(second) == [(2, "unchanged"), (3, "unchanged")]
    assert Person.objects.filter(name="秦书文").count() == 1
    assert "2" in officer.get(reverse("batch", args=[second.pk])).content.decode()


def test_a_workbook_is_nobody_elses(cadre, officer, tree):
    batch = sent(cadre, written(人员=[PERSON_HEAD, ("秦书文", "北局", "正式党员", JOINED)]))

    assert cadre.get(reverse("batch", args=[batch.pk])).status_code == 200
    assert officer.get(reverse("batch", args=[batch.pk])).status_code == 404
    assert officer.post(reverse("bring_in", args=[batch.pk])).status_code == 404


def test_what_goes_out_comes_in_unchanged_and_can_be_renamed(cadre, tree, tmp_path):
    person = Person.objects.create(
        name="秦书文",
        unit=tree.north_1,
        membership="full",
        sex="2",
        born_in="1985-03",
        education="20",
        joined_on=JOINED,
    )
    book = downloaded(cadre, "exchange_rows", "people", unit=str(tree.north.pk))

    unchanged = sent(cadre, book)

    def rename(opened):
        for row in opened["人员"].iter_rows(min_row=2):
            if row[0].value == "秦书文":
                row[0].value, row[5].value = "秦书雯", ""

    renamed = brought_in(cadre, sent(cadre, changed(book, rename, tmp_path / "台账.xlsx")))
    person.refresh_from_db()
    assert set(dict(verdicts(unchanged)).values()) == {"unchanged"}
    assert renamed.counts["updated"] == 1
    assert (person.name, person.born_in, person.sex) == ("秦书雯", "", "2")
    assert person.spelled == Person(name="秦书雯")._meta.get_field("spelled").pre_save(Person(name="秦书雯"), add=True)


def test_the_cost_of_a_comparison_does_not_grow_with_its_rows(cadre, tree):
    """Up to what fits into one insert."""
    costs = []
    for count in (1, 60):
        book = written(人员=[PERSON_HEAD, *((f"人员{n}", "北局第一党支部", "正式党员", JOINED) for n in range(count))])
        with CaptureQueriesContext(connection) as queries:
            sent(cadre, book)
        costs.append(len(queries))

    assert costs[1] == costs[0]


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_a_workbook_costs_the_same_for_any_number_of_rows(cadre, tree, count, django_assert_num_queries):
    batch = sent(cadre, written(人员=[PERSON_HEAD, *((f"人员{n}", "北局", "正式党员", JOINED) for n in range(count))]))
    page = reverse("batch", args=[batch.pk])
    cadre.get(page)

    with django_assert_num_queries(11):
        answer = cadre.get(page)

    assert answer.content.decode().count("<tr>") == count + 1


def test_a_workbook_is_not_kept_longer_than_it_is_needed(cadre, officer, tree, frozen):
    RuleParameter.objects.create(code=KEPT_DAYS, title="保留", value="7", basis="本地要求", is_local=True)
    book = written(人员=[PERSON_HEAD, ("秦书文", "北局", "正式党员", JOINED)])
    mine, other = sent(cadre, book), sent(officer, book)
    brought_in(cadre, mine)
    is_kept_for_the_other = path_of(mine.sha256).exists()

    frozen.shift(8 * 24 * 3600)
    about_to_serve.send(None)

    assert is_kept_for_the_other
    assert not path_of(mine.sha256).exists()
    assert list(Batch.objects.values_list("pk", flat=True)) == [mine.pk]
    assert other.pk != mine.pk


def test_old_comparisons_are_cleared_when_somebody_sends_the_next_workbook(cadre, officer, tree):
    RuleParameter.objects.create(code=KEPT_DAYS, title="保留", value="7", basis="本地要求", is_local=True)
    old = sent(cadre, written(人员=[PERSON_HEAD, ("秦书文", "北局", "正式党员", JOINED)]))
    young = sent(cadre, written(人员=[PERSON_HEAD, ("陆明", "北局", "正式党员", JOINED)]))
    week = datetime.timedelta(days=7)
    Batch.objects.filter(pk=old.pk).update(updated_at=clock.now() - week - datetime.timedelta(seconds=1))
    Batch.objects.filter(pk=young.pk).update(updated_at=clock.now() - week)

    newest = sent(officer, written(人员=[PERSON_HEAD, ("邓小川", "北局", "正式党员", JOINED)]))

    assert list(Batch.objects.order_by("pk").values_list("pk", flat=True)) == [young.pk, newest.pk]
    assert [path_of(each.sha256).exists() for each in (old, young, newest)] == [False, True, True]


def test_an_account_is_called_as_its_person_and_taking_back_calls_it_as_before(cadre, tree):
    person = factories.person("秦书文", unit=tree.north_1)
    other = factories.account(factories.person("陆明", unit=tree.north_1))
    account = factories.account(person)
    row = ("秦书雯", "北局第一党支部", "非党员", None, str(person.pk))

    batch = brought_in(cadre, sent(cadre, written(人员=[(*PERSON_HEAD, "系统编号"), row])))
    account.refresh_from_db()
    renamed = account.name
    cadre.post(reverse("take_back", args=[batch.pk]))
    account.refresh_from_db()
    other.refresh_from_db()

    assert (renamed, account.name, other.name) == ("秦书雯", "秦书文", "陆明")


def test_a_private_cell_that_changed_since_the_look_is_not_written_over(cadre, tree):
    person = Person.objects.create(name="秦书文", unit=tree.north_1, sex="1")
    batch = sent(cadre, written(人员=[("姓名", "所在组织", "民族"), ("秦书文", "北局第一党支部", "羌族")]))
    Person.objects.filter(pk=person.pk).update(ethnic_group="藏族")

    brought_in(cadre, batch)
    first = Person.objects.get(pk=person.pk).ethnic_group
    moved = batch.moved_count
    brought_in(cadre, batch)

    assert (first, moved, batch.state) == ("藏族", 1, Batch.State.DONE)
    assert Person.objects.get(pk=person.pk).ethnic_group == "羌族"
    assert "藏族" not in f"{list(batch.lines.values('said', 'notes', 'title'))}"


def test_a_row_that_changed_without_its_stamp_is_noticed_under_the_lock(tree):
    """As when somebody leaves: the posts end by one statement for all."""
    person = factories.person("秦书文", unit=tree.north_1)
    post = Post.objects.create(person=person, unit=tree.north_1, title="委员", since_on=JOINED)
    exchange = next(each for each in EXCHANGES if each.code == "posts")
    _hold_still(exchange, [post])
    Post.objects.filter(pk=post.pk).update(until_on=JOINED)

    with pytest.raises(Moved):
        _hold_still(exchange, [post])


def test_verdicts_go_out_beside_the_rows(cadre, tree, tmp_path):
    batch = sent(
        cadre, written(人员=[PERSON_HEAD, ("秦书文", "北局", "正式党员", JOINED), ("写错的", "西局", "正式党员", None)])
    )

    content = downloaded(cadre, "batch_verdicts", batch.pk, rows="rejected")

    rows = []
    changed(content, lambda book: rows.extend(book["人员"].iter_rows(values_only=True)), tmp_path / "x.xlsx")
    assert len(rows) == 2
    assert rows[1][0] == "写错的"
    assert Line.Verdict.REJECTED.label in rows[1]
    assert any("西局" in str(cell) for cell in rows[1][11:])
