"""Migrations: none is missing, each has a name, and the database can go down and up again."""

import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from duban.base.names import spelled
from duban.ledgers.models import Attendance, Counted, LedgerRecord
from duban.orgs.models import Person, Unit

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.django_db
def test_no_migration_is_missing():
    out = StringIO()

    call_command("makemigrations", "--check", "--dry-run", stdout=out)

    assert out.getvalue() == "No changes detected\n"


def test_every_migration_has_a_name_of_its_own():
    names = [path.stem for path in (ROOT / "duban").glob("*/migrations/0*.py")]

    assert names
    assert [name for name in names if not re.fullmatch(r"\d{4}_[a-z][a-z0-9_]+", name) or "_auto_" in name] == []
    assert [name for name in names if name.endswith("_initial")] == []


@pytest.mark.django_db(transaction=True)
def test_the_path_index_goes_down_and_up():
    def path_indexes() -> set[str]:
        with connection.cursor() as cursor:
            constraints = connection.introspection.get_constraints(cursor, "orgs_unit")
        return {name for name in constraints if name == "orgs_unit_path_nocase"}

    expected = {"orgs_unit_path_nocase"} if connection.vendor == "sqlite" else set()
    assert path_indexes() == expected

    MigrationExecutor(connection).migrate([("orgs", "0001_first_tables")])
    assert path_indexes() == set()

    MigrationExecutor(connection).migrate([("orgs", "0002_nocase_path_on_sqlite")])
    assert path_indexes() == expected

    # Tests that follow need every table as it is today.
    call_command("migrate", verbosity=0)
    assert path_indexes() == expected


@pytest.mark.django_db(transaction=True)
def test_people_and_units_that_are_there_are_spelled_as_those_who_come_later():
    executor = MigrationExecutor(connection)
    before = executor.migrate([("orgs", "0007_people_are_found_and_sealed")]).apps
    kind = before.get_model("orgs", "UnitKind").objects.create(code="branch", name="党支部")
    unit = before.get_model("orgs", "Unit").objects.create(
        name="重庆路街道党支部", short_name="街道支部", kind=kind, path="0001", depth=1, numchild=0
    )
    people = before.get_model("orgs", "Person").objects
    names = ("单雄远", "欧阳文远", "覃远", "阿依·古丽", "秦书文")
    people.bulk_create(people.model(name=name, unit=unit) for name in names)

    call_command("migrate", verbosity=0)

    assert list(Person.objects.order_by("pk").values_list("spelled", flat=True)) == [
        spelled(name, is_person=True) for name in names
    ]
    assert Unit.objects.get().spelled == spelled("重庆路街道党支部", "街道支部")


def a_record_kept_before(executor, leaf: str, *, said: str = "{}"):
    """Models as they were at that migration of the ledgers, and a record of a branch of then."""
    orgs = [node for node in executor.loader.graph.leaf_nodes() if node[0] == "orgs"]
    before = executor.migrate([*orgs, ("ledgers", leaf)]).apps
    kind = before.get_model("orgs", "UnitKind").objects.create(code="branch", name="党支部")
    unit = before.get_model("orgs", "Unit").objects.create(name="支部", kind=kind, path="0001", depth=1, numchild=0)
    meeting = before.get_model("ledgers", "RecordKind").objects.create(code="m", name="会", group="会", definition="{}")
    record = before.get_model("ledgers", "LedgerRecord").objects.create(
        unit=unit, kind=meeting, held_on="2026-05-06", title="会", said=said
    )
    return before, unit, record


@pytest.mark.django_db(transaction=True)
def test_why_somebody_was_absent_becomes_one_of_the_list_and_loses_its_words():
    """§9.3: what a whole committee reads is no place for health or family, nor is the table under it."""
    before, unit, record = a_record_kept_before(MigrationExecutor(connection), "0001_keep_records")
    typed = ("", "公务", "因公", "出差", "请假", "因病住院", "duty")
    people = before.get_model("orgs", "Person").objects
    for number, reason in enumerate(typed):
        before.get_model("ledgers", "Attendance").objects.create(
            record=record,
            person=people.create(name=f"党员{number}", unit=unit),
            is_present=not reason,
            reason=reason,
        )

    call_command("migrate", verbosity=0)

    kept = Attendance.objects.order_by("pk").values_list("reason", flat=True)
    assert list(kept) == ["", "duty", "duty", "trip", "leave", "other", "duty"]


@pytest.mark.django_db(transaction=True)
def test_a_meeting_entered_for_a_subgroup_counts_for_that_one():
    executor = MigrationExecutor(connection)
    said = '{"theme": "学习", "subgroup": "第一党小组"}'
    before, unit, record = a_record_kept_before(executor, "0003_a_form_sent_twice_makes_one_record", said=said)
    silent = before.get_model("ledgers", "LedgerRecord").objects.create(
        unit=unit, kind=record.kind, held_on="2026-05-07", title="会", said='{"theme": "学习"}'
    )
    rules = ("life.subgroup_meeting.per_month", "life.org_life_meeting.per_year")
    for each, rule in ((record, rules[0]), (record, rules[1]), (silent, rules[0])):
        before.get_model("ledgers", "Counted").objects.create(record=each, unit=unit, rule=rule, held_on=each.held_on)

    call_command("migrate", verbosity=0)

    assert list(Counted.objects.order_by("pk").values_list("part", flat=True)) == ["第一党小组", "", ""]
    assert list(LedgerRecord.objects.order_by("pk").values_list("part", flat=True)) == ["第一党小组", ""]
