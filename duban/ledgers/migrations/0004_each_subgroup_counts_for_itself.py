import json

from django.db import migrations

RULE = "life.subgroup_meeting.per_month"
BATCH = 1000
LONGEST = 30


def say_which(apps, schema_editor):
    """A meeting that a branch entered for one of its subgroups counts for that one; what says none stands for one."""
    counted = apps.get_model("ledgers", "Counted").objects
    last = 0
    while rows := list(counted.filter(rule=RULE, part="", pk__gt=last).select_related("record").order_by("pk")[:BATCH]):
        for row in rows:
            row.part = json.loads(row.record.said).get("subgroup", "")[:LONGEST]
            row.record.part = row.part
        said = [row for row in rows if row.part]
        counted.bulk_update(said, ["part"])
        apps.get_model("ledgers", "LedgerRecord").objects.bulk_update([row.record for row in said], ["part"])
        last = rows[-1].pk


class Migration(migrations.Migration):
    dependencies = [
        ("ledgers", "0003_a_form_sent_twice_makes_one_record"),
    ]

    operations = [
        migrations.RunPython(say_which, migrations.RunPython.noop, elidable=True),
    ]
