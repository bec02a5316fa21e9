"""The index of words: one table of tokens, beside the passages that it is of. FTS5 on SQLite, a tsvector on PostgreSQL.

Both hold the same tokens (tokens.py) and answer one question: in which passages do these tokens stand one after the other.
Rank, permits and filters are the same query for both, in queries.py. The verbs write the index in their own transaction.
"""

from collections.abc import Iterable, Sequence

from django.db import connection
from django.db.models import BigIntegerField
from django.db.models.expressions import RawSQL

from duban.documents.library.tokens import BREAK, tokens_of, written

BATCH = 500


class Index:
    """What both databases do alike. The table is made by a migration, and Django knows nothing of it."""

    insert = ""
    find = ""

    def add(self, passages: Iterable[tuple[int, str]]) -> None:
        """Take in these passages: (key, text). What stood under a key before is replaced."""
        batch: list[tuple[int, str]] = []
        with connection.cursor() as cursor:
            for key, text in passages:
                batch.append((key, self.kept(text)))
                if len(batch) == BATCH:
                    cursor.executemany(self.insert, batch)
                    batch = []
            if batch:
                cursor.executemany(self.insert, batch)

    def clear(self) -> None:
        """Forget everything."""
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM library_index")

    def remove(self, keys: Sequence[int]) -> None:
        """Forget these passages."""
        with connection.cursor() as cursor:
            cursor.executemany(f"DELETE FROM library_index WHERE {self.key} = %s", [(key,) for key in keys])  # noqa: S608 - a name of ours

    key = "passage_id"

    def settle(self) -> None:
        """Let the database know what it now holds, after very much was taken in."""

    def kept(self, text: str) -> str:
        """A text as this database keeps it."""
        raise NotImplementedError

    def asked(self, word: Sequence[str]) -> str:
        """A phrase as this database is asked for it."""
        raise NotImplementedError

    def holding(self, *words: Sequence[str]) -> RawSQL:
        """The keys of passages that hold any of these phrases, as a subquery. No text of a person is part of the SQL."""
        phrases = self.joined([self.asked(word) for word in words])
        return RawSQL(self.find, (phrases,), BigIntegerField())  # noqa: S611 - a constant, with tokens as its parameter

    def joined(self, phrases: Sequence[str]) -> str:
        """Any of the phrases."""
        raise NotImplementedError


class Fts5(Index):
    """SQLite."""

    key = "rowid"
    insert = "INSERT OR REPLACE INTO library_index (rowid, tokens) VALUES (%s, %s)"
    find = "SELECT rowid FROM library_index WHERE tokens MATCH %s"

    def kept(self, text: str) -> str:
        return written(text)

    def asked(self, word: Sequence[str]) -> str:
        return f'"{" ".join(word)}"'

    def joined(self, phrases: Sequence[str]) -> str:
        return " OR ".join(phrases)


class TsVector(Index):
    """PostgreSQL. Places are written here and not by a parser of the server, whose idea of a word depends on its locale."""

    insert = (
        "INSERT INTO library_index (passage_id, tokens) VALUES (%s, %s::tsvector) "
        "ON CONFLICT (passage_id) DO UPDATE SET tokens = excluded.tokens"
    )
    find = "SELECT passage_id FROM library_index WHERE tokens @@ %s::tsquery"

    def settle(self) -> None:
        # Without figures of the new rows the planner walks through all of them for every question.
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE library_index, library_passage, library_version, library_document")

    def kept(self, text: str) -> str:
        return " ".join(
            f"{token.written}:{place}"
            for place, token in enumerate(tokens_of(text), start=1)
            if token.written != BREAK  # leaves its place empty, which parts its neighbours as well
        )

    def asked(self, word: Sequence[str]) -> str:
        return f"({' <-> '.join(word)})"

    def joined(self, phrases: Sequence[str]) -> str:
        return " | ".join(phrases)


def index() -> Index:
    """The index of the database in use."""
    return TsVector() if connection.vendor == "postgresql" else Fts5()
