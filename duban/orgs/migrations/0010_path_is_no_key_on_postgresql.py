"""On PostgreSQL the path is unique without being a key that rows of other tables could point to.

A statement that changes a key locks the row against everybody who adds a row that belongs to it. Moving a subtree changes
thousands of paths, and a list that is issued adds tasks to the same units in another order: they would stand still. With a
partial index the path is no key for the server, and neither waits for the other. Other rows point to units by number.
"""

from django.db import migrations

FORWARD = (
    "CREATE UNIQUE INDEX orgs_unit_path_once ON orgs_unit (path) WHERE path <> ''",
    "CREATE INDEX orgs_unit_path_range ON orgs_unit (path)",
    "ALTER TABLE orgs_unit DROP CONSTRAINT orgs_unit_path_key",
)
BACKWARD = (
    "ALTER TABLE orgs_unit ADD CONSTRAINT orgs_unit_path_key UNIQUE (path)",
    "DROP INDEX orgs_unit_path_once",
    "DROP INDEX orgs_unit_path_range",
)


def on_postgresql(statements):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            for statement in statements:
                schema_editor.execute(statement)

    return run


class Migration(migrations.Migration):
    dependencies = [("orgs", "0009_keep_changes_and_relations")]

    operations = [migrations.RunPython(on_postgresql(FORWARD), on_postgresql(BACKWARD))]
