"""The table of tokens beside the passages: FTS5 on SQLite, a tsvector with GIN on PostgreSQL."""

from django.db import migrations

MAKE = {
    "sqlite": ["CREATE VIRTUAL TABLE library_index USING fts5(tokens, tokenize = 'ascii')"],
    "postgresql": [
        "CREATE TABLE library_index (passage_id bigint PRIMARY KEY, tokens tsvector NOT NULL)",
        "CREATE INDEX library_index_tokens ON library_index USING gin (tokens)",
    ],
}


def make_index(apps, schema_editor):
    for statement in MAKE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def drop_index(apps, schema_editor):
    schema_editor.execute("DROP TABLE library_index")


class Migration(migrations.Migration):
    dependencies = [("library", "0001_documents_versions_and_passages")]

    operations = [migrations.RunPython(make_index, drop_index)]
