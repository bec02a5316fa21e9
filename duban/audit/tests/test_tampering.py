"""What somebody with access to the database may do to the trail, and which entry is then named."""

import pytest
from django.contrib.auth import get_user_model
from django.db import connection

from duban.audit.actions import record
from duban.audit.models import Entry
from duban.audit.queries import Fault, verify

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def trail():
    """Five entries."""
    for number in range(1, 6):
        record("duties.open_task", f"duties.task:{number}", reason=f"第{number}件")


def behind_the_back(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@pytest.mark.parametrize("number", [1, 3, 5], ids=["the first", "one in the middle", "the last"])
@pytest.mark.parametrize("column", ["reason", "verb", "subject", "by_name", "origin"])
def test_an_altered_entry_is_named_wherever_it_stands(column, number):
    behind_the_back(f"UPDATE audit_entry SET {column} = 'x' WHERE number = {number}")  # noqa: S608

    assert verify().faults == [Fault(number, "altered")]


def test_an_entry_that_was_put_on_somebody_else_is_named():
    somebody = get_user_model().objects.create(username="wen")

    behind_the_back(f"UPDATE audit_entry SET by_id = {somebody.pk} WHERE number = 4")  # noqa: S608

    assert verify().faults == [Fault(4, "altered")]


def test_every_altered_entry_is_named():
    behind_the_back("UPDATE audit_entry SET reason = 'x' WHERE number IN (2, 4)")

    assert verify().faults == [Fault(2, "altered"), Fault(4, "altered")]


@pytest.mark.parametrize(
    ("removed", "faults"),
    [
        ("= 1", [Fault(1, "missing")]),
        ("= 3", [Fault(3, "missing")]),
        ("IN (2, 3)", [Fault(2, "missing")]),
        ("IN (2, 4)", [Fault(2, "missing"), Fault(4, "missing")]),
        ("> 3", [Fault(3, "end")]),
        ("> 0", [Fault(0, "end")]),
    ],
    ids=["the first", "one", "two beside each other", "two apart", "cut off at the end", "all"],
)
def test_what_was_removed_is_named_by_where_it_begins(removed, faults):
    behind_the_back(f"DELETE FROM audit_entry WHERE number {removed}")  # noqa: S608

    assert verify().faults == faults


def test_entries_that_changed_places_are_named():
    behind_the_back(
        "UPDATE audit_entry SET number = 99 WHERE number = 2",
        "UPDATE audit_entry SET number = 2 WHERE number = 3",
        "UPDATE audit_entry SET number = 3 WHERE number = 99",
    )

    assert verify().faults == [
        Fault(2, "unlinked"), Fault(2, "altered"), Fault(3, "unlinked"), Fault(3, "altered"), Fault(4, "unlinked"),
    ]  # fmt: skip


def test_numbers_moved_up_over_a_removed_entry_do_not_hide_it():
    behind_the_back(
        "DELETE FROM audit_entry WHERE number = 3",
        "UPDATE audit_entry SET number = 3 WHERE number = 4",
        "UPDATE audit_entry SET number = 4 WHERE number = 5",
    )

    assert [(fault.number, fault.problem) for fault in verify().faults] == [
        (3, "unlinked"),
        (3, "altered"),
        (4, "altered"),
        (4, "end"),
    ]


def test_a_cut_off_end_with_a_moved_head_is_seen_against_a_note_only():
    note = verify()
    third = Entry.objects.get(number=3)
    behind_the_back(
        "DELETE FROM audit_entry WHERE number > 3",
        f"UPDATE audit_head SET count = 3, digest = '{third.digest}'",  # noqa: S608
    )

    assert verify().holds
    assert verify(count=note.count, digest=note.digest).faults == [Fault(3, "end")]


def test_an_inserted_entry_is_named_even_with_a_good_seal():
    last = Entry.objects.get(number=5)
    forged = Entry(number=6, at=last.at, verb="duties.open_task", subject="duties.task:9", previous=last.digest)
    forged.digest = forged.sealed()
    forged.save()

    assert verify().faults == [Fault(6, "inserted")]
