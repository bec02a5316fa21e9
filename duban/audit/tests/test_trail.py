"""The trail: what it says, that it cannot be changed by the product, and that changes made behind it are found."""

import datetime
import threading
from decimal import Decimal

import pytest
from django.db import connection, transaction

from duban.audit.actions import Past, record, record_past
from duban.audit.models import Entry, Head
from duban.audit.queries import Fault, faults_among, history_of, verify

pytestmark = pytest.mark.django_db


def three_entries() -> list[Entry]:
    """A record entered, changed and closed."""
    return [
        record("duties.open_task", "duties.task:1", reason="年度清单第6项"),
        record("duties.move_task", "duties.task:1", detail={"due_on": [datetime.date(2026, 6, 30), None]}),
        record("duties.close_task", "duties.task:1", detail={"points": [None, Decimal("2.50")]}),
    ]


def behind_the_back(sql: str, *values: object) -> None:
    """What somebody with access to the database could do."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_record_numbers_and_links_the_entries(frozen):
    entries = three_entries()

    assert [entry.number for entry in entries] == [1, 2, 3]
    assert [entry.previous for entry in entries] == ["0" * 64, entries[0].digest, entries[1].digest]
    assert {entry.at for entry in entries} == {datetime.datetime(2026, 11, 23, 1, 0, tzinfo=datetime.UTC)}


def test_record_keeps_dates_and_decimals_as_text():
    three_entries()

    assert list(Entry.objects.values_list("detail", flat=True)) == [
        {},
        {"due_on": ["2026-06-30", None]},
        {"points": [None, "2.50"]},
    ]


def test_record_refuses_a_float_at_any_depth():
    with pytest.raises(TypeError, match="not float"):
        record("duties.close_task", "duties.task:1", detail={"points": [None, {"sum": 2.5}]})

    assert Entry.objects.count() == 0


def test_record_is_undone_with_the_work_it_tells_of():
    with transaction.atomic():
        record("duties.open_task", "duties.task:1")
        transaction.set_rollback(True)

    assert (Entry.objects.count(), verify().holds) == (0, True)


def test_record_past_continues_the_chain_and_says_that_it_was_brought_in():
    three_entries()
    at = datetime.datetime(2026, 3, 2, 8, 0, tzinfo=datetime.UTC)

    record_past(Past(at, "duties.submit_task", f"duties.task:{n}", by_name="许文静") for n in range(3))

    brought_in = Entry.objects.filter(number__gt=3)
    assert {(entry.at, entry.origin, entry.by_name) for entry in brought_in} == {(at, "import", "许文静")}
    assert (verify().count, verify().holds) == (6, True)


def test_history_of_is_one_record_oldest_first():
    three_entries()
    record("duties.open_task", "duties.task:2")

    assert [entry.verb for entry in history_of("duties.task:1")] == [
        "duties.open_task",
        "duties.move_task",
        "duties.close_task",
    ]


@pytest.mark.parametrize(
    "change",
    [
        lambda entry: entry.save(),
        lambda entry: entry.delete(),
        lambda entry: Entry.objects.update(reason="无"),
        lambda entry: Entry.objects.all().delete(),
        lambda entry: Entry.objects.bulk_create([Entry(number=9)]),
    ],
    ids=["save", "delete", "update", "delete all", "bulk_create"],
)
def test_an_entry_is_never_changed_through_the_model(change):
    entry = three_entries()[0]

    with pytest.raises(TypeError):
        change(entry)

    assert verify().holds


def test_verify_of_an_untouched_trail_holds():
    entries = three_entries()

    verdict = verify()

    assert (verdict.count, verdict.digest, verdict.faults) == (3, entries[2].digest, [])


def test_verify_of_an_empty_trail_holds():
    assert verify().faults == []


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("reason", "别的原因"),
        ("verb", "duties.close_task"),
        ("subject", "duties.task:9"),
        ("by_name", "他人"),
        ("detail", '{"points": [null, "9.00"]}'),
        ("at", "2026-01-01 00:00:00+00:00"),
    ],
)
def test_verify_finds_an_altered_entry(column, value):
    three_entries()
    if connection.vendor == "sqlite":
        value = value.removesuffix("+00:00")

    behind_the_back(f"UPDATE audit_entry SET {column} = %s WHERE number = 2", value)  # noqa: S608

    assert verify().faults == [Fault(2, "altered")]


def test_verify_finds_an_altered_entry_with_a_recomputed_seal():
    three_entries()
    forged = Entry.objects.get(number=2)
    forged.reason = "补写"

    behind_the_back("UPDATE audit_entry SET reason = %s, digest = %s WHERE number = 2", "补写", forged.sealed())

    assert verify().faults == [Fault(3, "unlinked")]


def test_verify_finds_a_removed_entry():
    three_entries()

    behind_the_back("DELETE FROM audit_entry WHERE number = 2")

    assert verify().faults == [Fault(2, "missing")]


def test_verify_finds_entries_cut_off_at_the_end():
    three_entries()

    behind_the_back("DELETE FROM audit_entry WHERE number = 3")

    assert verify().faults == [Fault(2, "end")]


def test_verify_finds_an_inserted_entry():
    last = three_entries()[-1]
    forged = Entry(number=4, at=last.at, verb="duties.open_task", subject="duties.task:9", previous=last.digest)
    forged.digest = forged.sealed()

    forged.save()

    assert verify().faults == [Fault(4, "inserted")]


def test_verify_finds_an_entry_pushed_in_between():
    entries = three_entries()
    behind_the_back("UPDATE audit_entry SET number = 4 WHERE number = 3")
    forged = Entry(number=3, at=entries[0].at, verb="x.y", subject="duties.task:1", previous=entries[1].digest)
    forged.digest = forged.sealed()
    forged.save()

    assert [fault.problem for fault in verify().faults] == ["unlinked", "altered", "end"]


def test_verify_against_a_note_finds_a_trail_that_was_wholly_rewritten():
    three_entries()
    note = verify()
    behind_the_back("DELETE FROM audit_entry")
    Head.objects.all().delete()
    for number in range(3):
        record("duties.open_task", f"duties.task:{number}")

    assert verify().holds
    assert verify(count=note.count, digest=note.digest).faults == [Fault(3, "end")]


@pytest.mark.django_db(transaction=True)
def test_record_from_four_threads_makes_one_chain():
    def write(name: int) -> None:
        try:
            for turn in range(10):
                record("duties.open_task", f"duties.task:{name}-{turn}")
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(name,)) for name in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    verdict = verify()
    assert (verdict.count, verdict.faults) == (40, [])


# ---------------------------------------------------------------- a stretch


def test_a_stretch_that_holds_has_no_faults():
    assert faults_among(three_entries(), is_stretch=True) == []


@pytest.mark.parametrize(
    ("sql", "is_stretch", "faults"),
    [
        ("UPDATE audit_entry SET reason = 'other' WHERE number = 2", True, [Fault(2, "altered")]),
        (
            "UPDATE audit_entry SET previous = digest WHERE number = 2",
            True,
            [Fault(2, "unlinked"), Fault(2, "altered")],
        ),
        ("DELETE FROM audit_entry WHERE number = 2", True, [Fault(2, "missing")]),
        ("DELETE FROM audit_entry WHERE number = 2", False, []),
    ],
)
def test_a_stretch_tells_what_can_be_told_of_it_alone(sql, is_stretch, faults):
    three_entries()
    behind_the_back(sql)

    assert faults_among(list(Entry.objects.order_by("-number")), is_stretch=is_stretch) == faults
