"""Numbers: given once, in their row and year, with every gap explained."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from duban.base.errors import BadInput, Conflict, NotAllowed
from duban.documents.official import actions
from duban.documents.official.models import Kind, OfficialDocument
from duban.documents.official.numbers import after, document_symbol, lines_of, word_of
from duban.documents.official.queries import numbered, registers_of, year_on_year
from duban.documents.official.tests import factories as official
from duban.orgs.tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


@pytest.fixture
def tree():
    official.install()
    made = factories.tree()
    official.profile(made.committee)
    return made


@pytest.fixture
def officer(tree):
    return factories.account(factories.person("周敏", unit=tree.committee, committee_admin=tree.committee))


@pytest.fixture
def leader(tree):
    return factories.account(factories.person("何平", unit=tree.committee, committee_leader=tree.committee))


@pytest.fixture
def issue(tree, officer, leader):
    def issue(kind=Kind.NOTICE, **more):
        document = official.document(tree.committee, kind, **more)
        actions.send_for_approval(document, by=officer)
        actions.approve_step(document.approvals.get(state="waiting"), by=leader)
        document.refresh_from_db()
        return document

    return issue


def test_a_number_is_written_as_the_standard_wants_it():
    assert document_symbol("示直工委", 2026, 3) == "示直工委〔2026〕3号"
    assert word_of("letter", "示直工委") == "示直工委函"
    assert word_of("document", "示直工委") == "示直工委"


def test_each_row_and_year_counts_for_itself(issue, frozen):
    given_ = [issue(kind).symbol for kind in (Kind.NOTICE, Kind.BULLETIN, Kind.LETTER, Kind.ORDER_SHEET, Kind.NOTICE)]
    assert given_ == [
        "示直工委〔2026〕1号", "示直工委〔2026〕2号", "示直工委函〔2026〕1号", "示直工委督办〔2026〕1号", "示直工委〔2026〕3号",
    ]  # fmt: skip
    frozen.move_to(datetime.datetime(2027, 1, 4, 1, 0, tzinfo=datetime.UTC))
    assert issue().symbol == "示直工委〔2027〕1号"


def test_a_void_number_stays_with_its_reason_and_is_not_given_again(issue, tree, officer):
    first = issue()
    with pytest.raises(BadInput):
        actions.void_document(first, by=officer, reason=" ")
    actions.void_document(first, by=officer, reason="错发")
    assert issue().seq == 2
    lines = lines_of(registers_of(tree.committee, 2026).get(), numbered(tree.committee, 2026)["document"])
    assert [(line.numbers, line.reason, line.is_unexplained) for line in lines] == [
        ("1", "错发", False),
        ("2", "", False),
    ]


def test_numbers_given_on_paper_are_passed_over_and_explained(issue, tree, officer, client):
    note = {"series": "document", "year": 2026, "first": 1, "last": 17, "reason": "线下发文"}
    actions.note_outside_numbers(tree.committee, by=officer, **note)
    assert issue().seq == 18
    with pytest.raises(BadInput):
        actions.note_outside_numbers(tree.committee, by=officer, **{**note, "first": 18, "last": 18})
    with pytest.raises(BadInput):
        actions.note_outside_numbers(tree.committee, by=officer, **{**note, "first": 17, "last": 20})
    with pytest.raises(BadInput):
        actions.note_outside_numbers(tree.committee, by=officer, **{**note, "first": 30, "last": 29})
    client.force_login(officer)
    page = client.get(reverse("register", args=[tree.committee.pk])).content.decode()
    assert "1–17" in page
    assert "线下发文" in page


def test_a_gap_nobody_explained_is_a_line_of_its_own(issue, tree):
    issue()
    document = issue()
    OfficialDocument.objects.filter(pk=document.pk).update(seq=5)
    lines = lines_of(registers_of(tree.committee, 2026).get(), numbered(tree.committee, 2026)["document"])
    assert [(line.numbers, line.is_unexplained) for line in lines] == [("1", False), ("2–4", True), ("5", False)]


def test_the_database_keeps_a_number_single(issue, tree):
    first = issue()
    other = official.document(tree.committee)
    with pytest.raises(IntegrityError), transaction.atomic():
        OfficialDocument.objects.filter(pk=other.pk).update(series=first.series, year=first.year, seq=first.seq)


@given(st.integers(0, 40), st.lists(st.tuples(st.integers(1, 30), st.integers(0, 5)), max_size=6))
def test_the_next_number_is_the_first_free_one(last, ranges):
    taken = [(first, first + more) for first, more in ranges]
    blocked = {n for first, end in taken for n in range(first, end + 1)}
    expected = next(n for n in range(last + 1, last + 100) if n not in blocked)
    assert after(last, taken) == expected


def test_only_the_post_signs_and_only_once(issue, tree, officer, leader):
    document = official.document(tree.committee)
    actions.send_for_approval(document, by=officer)
    step = document.approvals.get()
    with pytest.raises(NotAllowed):
        actions.approve_step(step, by=officer)
    actions.approve_step(step, by=leader)
    with pytest.raises(Conflict):
        actions.approve_step(step, by=leader)
    with pytest.raises(Conflict):
        actions.change_document(document, by=officer, body="改了")
    assert OfficialDocument.objects.get(pk=document.pk).seq == 1


def test_nothing_is_sent_without_the_word_of_the_office(tree):
    cadre = factories.account(factories.person("郑海", unit=tree.north, unit_cadre=tree.north))
    with pytest.raises(BadInput) as refused:
        actions.send_for_approval(official.document(tree.north), by=cadre)
    assert [place[0] for place in refused.value.places] == ["发文机关代字"]


def test_documents_of_this_year_stand_beside_those_of_last_year_by_the_same_day(issue, tree):
    kept = {Kind.NOTICE: 2, Kind.ORDER_SHEET: 1}
    for kind, count in kept.items():
        for _n in range(count):
            issue(kind)
    for day in ("2025-11-23", "2025-11-24"):
        old = official.document(tree.committee)
        OfficialDocument.objects.filter(pk=old.pk).update(
            state="signed", series="document", year=2025, seq=int(day[-2:]), symbol="旧", signed_on=day
        )
    found = year_on_year(tree.committee)
    assert (found.now, found.was, found.more) == (2, 1, 1), "internal forms are no documents of the rule"
