"""A unit takes its rows along to a machine without network, changes them there, and comes back after others went on here."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from duban.documents.exchange.tests.workbooks import brought_in, changed, downloaded, sent, verdicts
from duban.orgs.models import Person, Post
from duban.orgs.tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]

JOINED = datetime.date(2010, 6, 18)


def row_of(sheet, name):
    return next(row for row in sheet.iter_rows(min_row=2) if row[0].value == name)


def at(sheet, heading):
    """The column of a heading."""
    return next(n for n, cell in enumerate(next(sheet.iter_rows())) if str(cell.value).rstrip("*") == heading)


def put(sheet, name, **cells):
    for heading, value in cells.items():
        row_of(sheet, name)[at(sheet, heading)].value = value


@pytest.fixture
def story(settings, tmp_path, browser_files):
    settings.FILES = tmp_path / "files"
    tree = factories.tree()
    secretary = Client()
    secretary.force_login(factories.account(factories.person("白书记", unit=tree.north, unit_secretary=tree.north)))
    people = {
        name: Person.objects.create(name=name, unit=unit, membership="full", joined_on=JOINED, education="20", born_in="1985-03")
        for name, unit in (("秦书文", tree.north_1), ("陆明", tree.north_1), ("邓小川", tree.north_2), ("南方人", tree.south_1))
    }  # fmt: skip
    return tree, secretary, people


def test_an_offline_pack_with_a_conflict(story, tmp_path):
    tree, secretary, people = story
    # Monday: the secretary downloads everything of the unit.
    pack = downloaded(secretary, "exchange_pack", tree.north.pk)

    # Meanwhile, here: one person's education is corrected, another's month of birth.
    Person.objects.filter(name="秦书文").update(education="10")
    Person.objects.filter(name="陆明").update(born_in="1986-07")

    # Elsewhere: the same education is changed otherwise, a name is mended, somebody is added, a row is taken out, a post comes.
    def at_the_other_machine(book):
        sheet = book["人员"]
        put(sheet, "秦书文", 学历="大学专科", 出生年月="1985年4月")
        put(sheet, "邓小川", 姓名="邓晓川")
        sheet.append(["新来的", "北局第二党支部", "预备党员", None, None, None, None, None, datetime.date(2026, 7, 1)])
        sheet.delete_rows(row_of(sheet, "白书记")[0].row)
        book["任职"].append(["新来的", None, "北局第二党支部", "青年委员", "兼职", datetime.date(2026, 9, 1)])

    batch = sent(secretary, changed(pack, at_the_other_machine, tmp_path / "离线包.xlsx"))

    people_lines = {line.title.split()[0]: line for line in batch.lines.filter(sheet="people")}
    assert {name: line.verdict for name, line in people_lines.items()} == {
        "秦书文": "conflict",  # both sides changed the education
        "陆明": "unchanged",  # only this side changed it
        "邓晓川": "updated",
        "新来的": "created",
        "白书记": "gone",
    }
    assert people_lines["秦书文"].notes["education"] == {"state": "conflict", "old": "研究生教育", "given": "大学本科"}
    assert people_lines["陆明"].notes["born_in"] == {"state": "newer", "old": "1986-07"}
    page = secretary.get(reverse("batch", args=[batch.pk])).content.decode()
    assert all(word in page for word in ("大学本科", "研究生教育", "大学专科"))

    # Nothing comes in before the conflict is decided.
    refused = secretary.post(reverse("bring_in", args=[batch.pk]))
    assert refused.status_code == 422
    decided = secretary.post(
        reverse("decide", args=[batch.pk]),
        {"line": people_lines["秦书文"].pk, "field": "education", "side": "theirs"},
    )
    assert decided.status_code == 302

    brought_in(secretary, batch)

    kept = {person.name: person for person in Person.objects.all()}
    assert (kept["秦书文"].education, kept["秦书文"].born_in) == ("10", "1985-04")
    assert (kept["陆明"].education, kept["陆明"].born_in) == ("20", "1986-07")
    assert kept["邓晓川"].pk == people["邓小川"].pk
    assert kept["新来的"].unit == tree.north_2
    assert "白书记" in kept
    assert Post.objects.get(title="青年委员").person == kept["新来的"]
    people["南方人"].refresh_from_db()
    assert people["南方人"].education == "20"
    counts = dict(batch.counts)
    assert counts.pop("gone") == 1
    assert sum(counts.values()) == batch.row_count


def test_the_workbooks_side_may_hold_instead(story, tmp_path):
    tree, secretary, _people = story
    pack = downloaded(secretary, "exchange_pack", tree.north.pk)
    Person.objects.filter(name="秦书文").update(education="10")
    batch = sent(
        secretary, changed(pack, lambda book: put(book["人员"], "秦书文", 学历="大学专科"), tmp_path / "离线包.xlsx")
    )

    secretary.post(reverse("decide", args=[batch.pk]), {"side": "mine"})
    brought_in(secretary, batch)

    assert Person.objects.get(name="秦书文").education == "30"


def test_a_pack_whose_memory_was_written_into_is_compared_without_it(story, tmp_path):
    tree, secretary, _people = story
    pack = downloaded(secretary, "exchange_pack", tree.north.pk)
    Person.objects.filter(name="秦书文").update(education="10")

    def forge(book):
        for row in book["给出记录"].iter_rows():
            for cell in row:
                if cell.value == "大学本科":
                    cell.value = "研究生教育"

    batch = sent(secretary, changed(pack, forge, tmp_path / "离线包.xlsx"))

    assert any("给出记录" in remark for remark in batch.remarks)
    assert ("updated" in dict(verdicts(batch)).values()) is True


def test_a_unit_takes_out_everything_it_entered(story, tmp_path):
    """AF-14: a sheet for each kind of rows, the rows of others in none of them."""
    tree, secretary, _people = story
    names = []

    changed(
        downloaded(secretary, "exchange_pack", tree.north.pk),
        lambda book: names.extend([book.sheetnames, [row[0].value for row in book["人员"].iter_rows(min_row=2)]]),
        tmp_path / "x.xlsx",
    )

    assert names[0][:3] == ["组织", "人员", "任职"]
    assert names[1] == ["白书记", "秦书文", "陆明", "邓小川"]
