"""Versions follow each other by day; the index lives and dies with its transaction."""

import datetime

import pytest
from django.db import connection, transaction

from duban.base.errors import BadInput, Conflict
from duban.documents.library.actions import clean_title, publish_version, review_document, withdraw_document
from duban.documents.library.models import Passage, Version
from duban.documents.library.queries import to_review_by
from duban.documents.library.tests import factories as library
from duban.orgs.tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]

TODAY = datetime.date(2026, 11, 23)
DAY = datetime.timedelta(days=1)


@pytest.fixture
def tree():
    return factories.tree()


@pytest.fixture
def officer(tree):
    return factories.account(factories.person("周敏", unit=tree.committee, committee_admin=tree.committee))


def holding(document, day):
    return list(Version.objects.on(day).filter(document=document).values_list("number", flat=True))


def test_on_each_day_at_most_one_version_holds(tree, officer):
    made = library.document(tree.committee, "手册")
    for number, from_on in ((1, TODAY - 10 * DAY), (2, TODAY), (3, TODAY), (4, TODAY + 5 * DAY)):
        assert publish_version(made, by=officer, text=f"第{number}稿", from_on=from_on).number == number

    days = [TODAY - 11 * DAY, TODAY - 10 * DAY, TODAY - DAY, TODAY, TODAY + 4 * DAY, TODAY + 5 * DAY]
    assert [holding(made, day) for day in days] == [[], [1], [1], [3], [3], [4]]


@pytest.mark.parametrize(("days", "fits"), [(-1, False), (0, True), (1, True)])
def test_a_version_does_not_begin_before_the_one_before_it(tree, officer, days, fits):
    made = library.document(tree.committee, "手册")
    publish_version(made, by=officer, text="甲", from_on=TODAY)

    if fits:
        assert publish_version(made, by=officer, text="乙", from_on=TODAY + days * DAY).number == 2
    else:
        with pytest.raises(BadInput) as refused:
            publish_version(made, by=officer, text="乙", from_on=TODAY + days * DAY)
        assert len(refused.value.places) == 1


def test_all_that_is_wrong_with_a_version_is_said_at_once_and_nothing_is_written(tree, officer):
    made = library.document(tree.committee, "手册", "正文。")

    with pytest.raises(BadInput) as refused:
        publish_version(
            made, by=officer, text=" ", from_on=datetime.date(2025, 1, 1), until_on=datetime.date(2024, 1, 1)
        )

    assert len(refused.value.places) == 3
    assert (made.versions.count(), made.versions.get().until_on) == (1, None)


def test_a_known_last_day_ends_a_version_without_a_next_one(tree, officer):
    made = library.document(tree.committee, "试行办法")
    publish_version(made, by=officer, text="试行。", from_on=TODAY, until_on=TODAY + DAY)

    assert [holding(made, TODAY + n * DAY) for n in range(3)] == [[1], [1], []]


def test_what_is_rolled_back_was_never_in_the_index(tree, officer):
    made = library.document(tree.committee, "手册")

    with transaction.atomic():
        publish_version(made, by=officer, text="甲。", from_on=TODAY)
        inside = Passage.objects.count()
        transaction.set_rollback(True)

    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM library_index")
        assert (inside, cursor.fetchone(), Passage.objects.count()) == (2, (0,), 0)


def test_a_withdrawn_document_takes_no_version(tree, officer):
    made = library.document(tree.committee, "手册", "正文。")
    withdraw_document(made, by=officer, reason="合并")

    with pytest.raises(Conflict):
        publish_version(made, by=officer, text="乙", from_on=TODAY)


@pytest.mark.parametrize(("days", "fits"), [(0, False), (1, True)])
def test_the_next_review_lies_ahead(tree, officer, days, fits):
    made = library.document(tree.committee, "手册", "正文。", review_on=TODAY)

    if fits:
        assert review_document(made, by=officer, review_on=TODAY + DAY).review_on == TODAY + DAY
    else:
        with pytest.raises(BadInput):
            review_document(made, by=officer, review_on=TODAY)


@pytest.mark.parametrize(("days", "asked"), [(0, True), (1, False)])
def test_who_publishes_is_asked_to_review_and_readers_are_not(tree, officer, days, asked):
    library.document(tree.committee, "工委的", "正文。", review_on=TODAY + days * DAY)
    library.document(tree.north, "北局的", "正文。", review_on=TODAY + days * DAY)
    library.document(tree.north_1, "支部的", "正文。", review_on=TODAY + days * DAY)
    people = {
        "officer": officer,
        "cadre": factories.account(factories.person("许文静", unit=tree.north, unit_cadre=tree.north)),
        "branch": factories.account(factories.person("郑海", unit=tree.north_1, branch_secretary=tree.north_1)),
        "other": factories.account(factories.person("钱方", unit=tree.south, unit_cadre=tree.south)),
    }

    titles = {name: [each.title for each in to_review_by(user, TODAY)] for name, user in people.items()}

    expected = {"officer": ["工委的"], "cadre": ["北局的", "支部的"], "branch": [], "other": []}
    assert titles == (expected if asked else {name: [] for name in expected})


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("《支部条例》", "支部条例"), (" 支部  条例 ", "支部 条例"), ("关于《甲》和《乙》", "关于《甲》和《乙》"), ("《甲》和《乙》", "《甲》和《乙》"), ("《》", "")],
)  # fmt: skip
def test_a_title_is_kept_as_rules_cite_it(typed, kept):
    assert clean_title(typed) == kept
