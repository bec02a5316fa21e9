"""Objections to a class stand by the class and the person, as the row of attendance may be written anew."""

from django.db import migrations

OLD, NEW = "ledgers.attendance:", "ledgers.ledgerrecord:"


def name_by_class(apps, schema_editor):
    attendance = apps.get_model("ledgers", "Attendance").objects
    objections = apps.get_model("cadres", "Objection").objects
    for objection in objections.filter(line__startswith=OLD):
        own = attendance.filter(person=objection.person_id)
        # A row that a correction has replaced is found again by what the line said then, where only one class fits.
        rows = own.filter(pk=objection.line.removeprefix(OLD)) or own.filter(record__title=objection.said)
        if len(rows) == 1:
            objections.filter(pk=objection.pk).update(line=f"{NEW}{rows[0].record_id}@{rows[0].person_id}")


def name_by_row(apps, schema_editor):
    attendance = apps.get_model("ledgers", "Attendance").objects
    objections = apps.get_model("cadres", "Objection").objects
    for objection in objections.filter(line__startswith=NEW, line__contains="@"):
        record, _at, person = objection.line.removeprefix(NEW).partition("@")
        row = attendance.filter(record=record, person=person).first()
        if row:
            objections.filter(pk=objection.pk).update(line=f"{OLD}{row.pk}")


class Migration(migrations.Migration):
    dependencies = [
        ("cadres", "0001_pool_filings_hand_overs_plan_record"),
    ]

    operations = [migrations.RunPython(name_by_class, name_by_row)]
