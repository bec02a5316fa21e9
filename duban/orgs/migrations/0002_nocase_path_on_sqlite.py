"""An index on the path that SQLite can use for LIKE.

The tree library asks for a subtree with LIKE 'path%'. SQLite serves that from an index only when the index ignores
case; without it every such question reads the whole table. Paths are digits, so case means nothing. PostgreSQL has
the pattern index that Django makes for a text column, so nothing is done there.
"""

from django.db import migrations


def add_index(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("CREATE INDEX orgs_unit_path_nocase ON orgs_unit (path COLLATE NOCASE)")


def drop_index(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP INDEX IF EXISTS orgs_unit_path_nocase")


class Migration(migrations.Migration):
    dependencies = [("orgs", "0001_first_tables")]

    operations = [migrations.RunPython(add_index, drop_index)]
