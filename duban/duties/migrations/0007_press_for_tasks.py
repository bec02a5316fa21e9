from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("duties", "0006_add_campaigns"),
    ]

    operations = [
        migrations.AddField(
            model_name="task",
            name="reminded_on",
            field=models.DateField(blank=True, null=True, verbose_name="last reminded on"),
        ),
        migrations.AddField(
            model_name="task",
            name="reminded_times",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="times reminded"),
        ),
    ]
