"""What a page would ask or refuse is asked or refused on import too: names that stand twice, organisations that ended."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from duban.documents.exchange.tests.workbooks import (
    PERSON_HEAD,
    UNIT_HEAD,
    brought_in,
    downloaded,
    faults,
    sent,
    verdicts,
    written,
)
from duban.orgs.models import Person, Unit
from duban.orgs.tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen", "browser_files")]

ENDED = datetime.date(2026, 6, 1)
NAMESAKE = ("北局第一党支部", "北局", "党支部", None)


@pytest.fixture
def tree(settings, tmp_path):
    settings.FILES = tmp_path / "files"
    return factories.tree()


@pytest.fixture
def officer(tree):
    client = Client()
    client.force_login(
        factories.account(factories.person("顾守正", unit=tree.committee, committee_admin=tree.committee))
    )
    return client


def decided(client, batch, side, **more):
    assert client.post(reverse("decide", args=[batch.pk]), {"side": side, **more}).status_code == 302
    batch.refresh_from_db()
    return verdicts(batch)


def test_a_second_organisation_of_a_name_in_an_organ_waits_for_an_answer_and_comes_in_when_both_are_right(
    officer, tree
):
    batch = sent(officer, written(组织=[UNIT_HEAD, NAMESAKE, ("示例小组", "北局/北局第一党支部", "党支部", None)]))
    page = officer.get(reverse("batch", args=[batch.pk])).content.decode()

    assert verdicts(batch)[0] == (2, "conflict")
    assert "同一机关已有同名组织" in page
    assert officer.post(reverse("bring_in", args=[batch.pk])).status_code == 422
    assert decided(officer, batch, "mine")[0] == (2, "created")
    assert brought_in(officer, batch).counts["created"] >= 1
    assert Unit.objects.filter(name="北局第一党支部").count() == 2


def test_a_second_organisation_of_a_name_stays_out_when_it_is_not_meant(officer, tree):
    batch = sent(officer, written(组织=[UNIT_HEAD, NAMESAKE, ("北局第九党支部", "北局", "党支部", None)]))

    assert decided(officer, batch, "theirs", line=batch.lines.get(number=2).pk) == [(2, "rejected"), (3, "created")]
    brought_in(officer, batch)
    assert Unit.objects.filter(name="北局第一党支部").count() == 1
    assert Unit.objects.filter(name="北局第九党支部").exists()
    assert b"xl/" in downloaded(officer, "batch_verdicts", batch.pk, rows="rejected")


def test_the_same_name_in_another_organ_asks_nothing(officer, tree):
    batch = sent(officer, written(组织=[UNIT_HEAD, ("北局第一党支部", "南局", "党支部", None)]))

    assert verdicts(batch) == [(2, "created")]


def test_who_comes_to_be_called_as_a_colleague_is_asked_about(officer, tree):
    kept = [Person.objects.create(name=name, unit=tree.north, membership="none") for name in ("秦书文", "陆明")]
    rows = [("秦书文", "北局", "非党员", None, str(kept[1].pk))]

    batch = sent(officer, written(人员=[(*PERSON_HEAD, "系统编号"), *rows]))

    assert verdicts(batch) == [(2, "conflict")]
    assert decided(officer, batch, "theirs") == [(2, "unchanged")]
    assert decided(officer, batch, "mine", line=batch.lines.get().pk) == [(2, "updated")]
    brought_in(officer, batch)
    assert Person.objects.filter(name="秦书文").count() == 2


def test_a_name_with_signs_is_no_name(officer, tree):
    batch = sent(officer, written(人员=[PERSON_HEAD, ("***", "北局", "非党员", None)]))

    assert [each[0] for each in faults(batch)] == ["人员!A2"]


def test_nothing_comes_into_an_organisation_that_has_ended_and_the_row_says_since_when(officer, tree):
    Unit.objects.filter(pk=tree.north_2.pk).update(dissolved_on=ENDED)
    day = datetime.date(2024, 7, 1)
    Person.objects.create(name="秦书文", unit=tree.north, membership="none")
    book = written(
        组织=[UNIT_HEAD, ("新小组", "北局第二党支部", "党支部", None)],
        人员=[PERSON_HEAD, ("陆明", "北局第二党支部", "非党员", None), ("邓小川", "北局", "非党员", None)],
        任职=[
            ("姓名", "人员所在组织", "任职组织", "职务", "任职日期"),
            ("秦书文", "北局", "北局第二党支部", "书记", day),
        ],
    )

    batch = sent(officer, book)

    assert verdicts(batch) == [(2, "rejected"), (2, "rejected"), (3, "created"), (2, "rejected")]
    told = "现存的组织；该组织已于2026-06-01终止"
    assert [(where, expected) for where, _found, expected in faults(batch)] == [
        ("组织!B2", told), ("人员!B2", told), ("任职!C2", told),
    ]  # fmt: skip


def test_of_an_organisation_out_of_reach_it_is_not_even_told_that_it_ended(tree):
    Unit.objects.filter(pk=tree.south_1.pk).update(dissolved_on=ENDED)
    client = Client()
    client.force_login(factories.account(factories.person("许文静", unit=tree.north, unit_cadre=tree.north)))

    batch = sent(client, written(人员=[PERSON_HEAD, ("陆明", "南局党支部", "非党员", None)]))

    assert "2026-06-01" not in str(faults(batch))
