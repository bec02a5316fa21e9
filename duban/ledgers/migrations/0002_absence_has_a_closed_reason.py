from django.db import migrations, models

CODES = {"公务": "duty", "因公": "duty", "出差": "trip", "请假": "leave"}


def to_codes(apps, schema_editor):
    """What was typed becomes one of the list; whatever is not on it is kept as another reason, without its words."""
    said = apps.get_model("ledgers", "Attendance").objects.exclude(reason="")
    for text, code in CODES.items():
        said.filter(reason=text).update(reason=code)
    said.exclude(reason__in={*CODES.values()}).update(reason="other")


class Migration(migrations.Migration):
    dependencies = [
        ("ledgers", "0001_keep_records"),
    ]

    operations = [
        migrations.RunPython(to_codes, migrations.RunPython.noop, elidable=True),
        migrations.AlterField(
            model_name="attendance",
            name="reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("duty", "on official duty"),
                    ("trip", "on a business trip"),
                    ("leave", "on leave"),
                    ("other", "other"),
                ],
                max_length=10,
                verbose_name="reason for absence",
            ),
        ),
    ]
