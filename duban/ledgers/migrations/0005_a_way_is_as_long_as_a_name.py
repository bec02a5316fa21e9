import json

from django.db import migrations, models

RULE = "life.subgroup_meeting.per_month"
CUT = 30


def say_all_of_it(apps, schema_editor):
    """Names of subgroups that were cut stand whole."""
    for row in apps.get_model("ledgers", "Counted").objects.filter(rule=RULE).select_related("record").iterator(1000):
        said = json.loads(row.record.said).get("subgroup", "")
        if len(row.part) == CUT and said != row.part and said.startswith(row.part):
            row.part = row.record.part = said
            row.save(update_fields=["part"])
            row.record.save(update_fields=["part"])


class Migration(migrations.Migration):
    dependencies = [
        ("ledgers", "0004_each_subgroup_counts_for_itself"),
    ]

    operations = [
        migrations.AlterField(
            model_name="counted",
            name="part",
            field=models.CharField(blank=True, max_length=120, verbose_name="way"),
        ),
        migrations.AlterField(
            model_name="ledgerrecord",
            name="part",
            field=models.CharField(
                blank=True,
                help_text="the code of the choice that tells records of a kind apart",
                max_length=120,
                verbose_name="way",
            ),
        ),
        migrations.RunPython(say_all_of_it, migrations.RunPython.noop, elidable=True),
    ]
