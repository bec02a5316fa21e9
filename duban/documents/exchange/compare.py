"""A workbook beside what is here: for each row whether it is new, changed, unchanged, to be decided or not taken, and why.

Nothing is written. The same comparison is made for the preview and again, under a lock, when it is confirmed: what was
looked at is what comes in.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from duban.base.privacy import personal_numbers
from duban.base.workbook.cells import Wrong, quoted, text_of
from duban.base.workbook.kinds import Named
from duban.base.workbook.sheet import NUMBER, Column
from duban.base.workbook.table import Row, Table
from duban.documents.exchange.book import ReadBook
from duban.documents.exchange.models import Line
from duban.orgs.exchange import Desk, Desks, Exchange

Decided = Mapping[tuple[str, int], Mapping[str, str]]
"""(kind, row of the sheet) → field → "mine" or "theirs"."""
FAULT, CHANGED, CONFLICT, NEWER, ASKED = "fault", "changed", "conflict", "newer", "asked"
MINE, THEIRS = "mine", "theirs"
Verdict = Line.Verdict


@dataclass
class Compared:
    """One row. `obj` is what it is here, or what it would become; `changes` are the fields that would change."""

    exchange: Exchange
    number: int
    verdict: str = Verdict.UNCHANGED
    title: str = ""
    obj: Any = None
    changes: dict[str, Any] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    notes: dict[str, Any] = field(default_factory=dict)

    @property
    def subject(self) -> int | None:
        """The number of ours."""
        return self.obj.pk if self.obj is not None else None

    def told(self) -> tuple[Any, ...]:
        """Everything that somebody looks at: two comparisons that tell the same are the same."""
        return (self.exchange.code, self.number, str(self.verdict), self.subject, self.said, self.notes)


def compared(
    book: ReadBook,
    user: Any,
    *,
    decided: Decided | None = None,
    desks: Desks | None = None,
) -> Iterator[Compared]:
    """Every row of the workbook, in its order, then the rows that were given out and stand in it no more.

    One after the other: who looks at them keeps what is needed of each.

    Args:
        decided: whose cells hold where both sides changed them, and what was said where something was asked.
        desks: to be used again for writing; without them nothing is written.
    """
    desks = Desks(user, writes=False) if desks is None else desks
    for exchange, table in book.tables:
        comparing = _Comparing(desks.of(exchange), table, book, decided or {})
        for row in table.rows():
            yield comparing.row(row)
        yield from comparing.gone()


def without_numbers(text: str) -> str:
    """The text; when somebody's identity or mobile number stands in it, that number alone and masked. None is kept in a table."""
    return "、".join(map(str, personal_numbers(text))) or text


def _mark(exchange: Exchange, obj: Any, name: str, words: str) -> str:
    """What stands for a private value of one row: it tells another value, and without our key nothing of this one."""
    return salted_hmac(
        "exchange.private", f"{exchange.code}\x1f{obj.pk}\x1f{name}\x1f{words}", algorithm="sha256"
    ).hexdigest()


class _Comparing:
    """The rows of one sheet, one after the other."""

    def __init__(self, desk: Desk, table: Table, book: ReadBook, decided: Decided) -> None:
        self.desk, self.table, self.given, self.decided = desk, table, book.given, decided
        self.exchange = desk.exchange
        columns = [column for column in self.exchange.sheet.columns if column.field in table.at]
        self.columns = columns
        # A column that is read late is found by what stands in others.
        self.order = sorted(columns, key=lambda column: column.field in desk.late)
        self.at = {column.field: place for place, column in enumerate(self.exchange.sheet.columns)}
        self.keys = [column.field for column in self.exchange.sheet.columns if column.is_key]
        self.first: dict[int, int] = {}
        self.seen: set[int] = set()

    def row(self, row: Row) -> Compared:
        """The verdict on one row."""
        out = Compared(self.exchange, row.number)
        number = self._number(row, out)
        kept, words = self._cells(row, out, is_ours=number is not None)
        out.said = [self.desk.shown(column, words.get(column.field, "")) for column in self.exchange.sheet.columns]
        obj = self._meant(number, kept, out)
        if obj is not None and id(obj) in self.first:
            self._fault(out, self.keys[0], _("the same as row %(n)s") % {"n": self.first[id(obj)]}, _("each row once"))
        elif obj is not None:
            self.first[id(obj)] = row.number
            self._beside(obj, kept, words, number, out)
        elif not self._is_wrong(out):
            self._new(kept, out)
        if not out.title:
            out.title = " ".join(filter(None, (words.get(name, "") for name in self.keys)))[:200]
        if self._is_wrong(out):
            out.verdict, out.changes = Verdict.REJECTED, {}
        return out

    def gone(self) -> Iterator[Compared]:
        """Rows that were given out with the workbook and stand in it no more: told, never taken away."""
        for (code, number), words in self.given.items():
            if code == self.exchange.code and number not in self.seen:
                obj = self.desk.by_number(number)
                if obj is not None:
                    yield Compared(
                        self.exchange, 0, Verdict.GONE, " ".join(words[self.at[key]] for key in self.keys if self.at[key] < len(words))[:200],
                        obj, said=list(words),
                    )  # fmt: skip

    # ---------------------------------------------------------------- cells

    def _number(self, row: Row, out: Compared) -> int | None:
        """Our number of the row; None for a row without one."""
        text = text_of(row.values.get(NUMBER))
        if not text:
            return None
        if text.isascii() and text.isdecimal() and len(text) < 16:
            self.seen.add(int(text))
            return int(text)
        self._fault(out, NUMBER, quoted(without_numbers(text)), _("the number as it was given out; a new row has none"))
        return None

    def _cells(self, row: Row, out: Compared, *, is_ours: bool) -> tuple[dict[str, Any], dict[str, str]]:
        """What the cells keep, and what they say. An empty cell says nothing, but in a row that we gave out it empties."""
        kept: dict[str, Any] = {}
        words: dict[str, str] = {}
        for column in self.order:
            name, value = column.field, row.values[column.field]
            if hidden := self.table.hidden(row.number, name):
                self._fault(out, name, hidden.found, hidden.expected)
                continue
            if value == "" or not (text := text_of(value)):
                if is_ours and not column.is_private:
                    kept[name], words[name] = column.kind.nothing, ""
                continue
            try:
                if isinstance(column.kind, Named):
                    kept[name] = self.desk.refer(column, text, kept)
                else:
                    kept[name] = column.kind.read(value)
                words[name] = self.desk.worded(column, kept[name])
            except Wrong as wrong:
                # What was found may be cut short, so that the rest of a number is not known for one: the whole cell is asked.
                words[name] = without_numbers(text)
                self._fault(out, name, wrong.found if words[name] == text else words[name], wrong.expected)
        return kept, words

    def _meant(self, number: int | None, kept: Mapping[str, Any], out: Compared) -> Any | None:
        """The row that is here already."""
        if number is not None:
            obj = self.desk.by_number(number)
            if obj is None:
                self._fault(out, NUMBER, str(number), _("a row that you may see; a new row has no number"))
            return obj
        missing = [name for name in self.keys if name not in kept]
        for name in missing:
            if name not in out.notes and name in self.table.at:
                self._needed(out, self.exchange.sheet.by_field[name])
        if missing:
            return None
        try:
            return self.desk.find(kept)
        except Wrong as wrong:
            self._fault(out, self.keys[0], wrong.found, wrong.expected)
            return None

    # ---------------------------------------------------------------- rows

    def _beside(
        self, obj: Any, kept: Mapping[str, Any], words: Mapping[str, str], number: int | None, out: Compared
    ) -> None:
        """Each cell beside what is here, and beside what was given out, where that is known."""
        out.obj = obj
        given = self.given.get((self.exchange.code, number)) if number is not None else None
        decided = self.decided.get((self.exchange.code, out.number), {})
        is_open = False
        for column in self.columns:
            name = column.field
            if name not in kept:
                continue
            mine, theirs = words[name], self.desk.words(obj, column)
            if mine == theirs:
                continue
            old = theirs
            if given is not None and not column.is_private:
                old = given[at] if (at := self.at[name]) < len(given) else ""
            if mine == old:
                # Somebody changed it here since; the one who sends has not touched it.
                out.notes[name] = {"state": NEWER, "old": theirs}
                out.said[self.at[name]] = theirs
            elif column.is_fixed:
                self._fault(
                    out, name, quoted(mine) if mine else _("empty"), f"{theirs or _('empty')}；{column.is_fixed}"
                )
            elif not mine and column.is_needed:
                self._needed(out, column)
            elif theirs == old:
                out.notes[name] = {"state": CHANGED, "old": theirs}
                if column.is_private:
                    # What never goes out is not shown beside what is sent either; a mark tells whether it changed since.
                    out.notes[name] = {"state": CHANGED, "old": "", "mark": _mark(self.exchange, obj, name, theirs)}
                out.changes[name] = kept[name]
            else:
                out.notes[name] = {"state": CONFLICT, "old": theirs, "given": old}
                is_open = is_open or name not in decided
                if decided.get(name) == MINE:
                    out.changes[name] = kept[name]
        full = (
            {column.field: self.desk.said(obj, column) for column in self.exchange.sheet.columns} if out.changes else {}
        )
        if out.changes or is_open:
            self._may(self.keys[0], self.desk.unit_of_row(obj).path, self.desk.may_write, out)
        if out.changes:
            for name, unit in self.desk.places_of_change(full, {**full, **out.changes}):
                self._may(name, unit.path, self.desk.may_write, out)
            self._check({**full, **out.changes}, obj, out)
            is_open = "" in self._asked({**full, **out.changes}, obj, out) or is_open
            out.title = self.desk.title_of({**full, **out.changes})[:200]
        out.verdict = Verdict.CONFLICT if is_open else Verdict.UPDATED if out.changes else Verdict.UNCHANGED

    def _new(self, kept: dict[str, Any], out: Compared) -> None:
        """A row that is not here yet."""
        for column in self.exchange.sheet.columns:
            if column.is_needed and column.field not in kept:
                self._needed(out, column)
        if self._is_wrong(out):
            return
        for name, unit in self.desk.places(kept):
            self._may(name, unit.path, self.desk.may_add, out)
        self._check(
            {column.field: kept.get(column.field, column.kind.nothing) for column in self.exchange.sheet.columns},
            None,
            out,
        )
        out.title = self.desk.title_of(kept)[:200]
        if self._is_wrong(out):
            return
        answers = self._asked(kept, None, out)
        if THEIRS in answers:
            out.verdict = Verdict.REJECTED
            return
        # As long as nobody has answered, the rows that refer to it are compared as if it came in.
        out.obj = self.desk.add(kept)
        self.first[id(out.obj)] = out.number
        out.verdict = Verdict.CONFLICT if "" in answers else Verdict.CREATED

    def _asked(self, full: Mapping[str, Any], obj: Any, out: Compared) -> list[str]:
        """What the page would ask about a row that is right is asked here too; the answers, '' where there is none yet."""
        decided = self.decided.get((self.exchange.code, out.number), {})
        answers = []
        for name, question in self.desk.questions(full, obj):
            answers.append(decided.get(name, ""))
            out.notes[name] = {"state": ASKED, "question": question, "old": out.notes.get(name, {}).get("old", "")}
            if obj is not None and answers[-1] == THEIRS:
                out.changes.pop(name, None)
        return answers

    def _check(self, full: Mapping[str, Any], obj: Any, out: Compared) -> None:
        for name, wrong in self.desk.check(full, obj):
            self._fault(out, name, wrong.found, wrong.expected)

    def _may(self, name: str, path: str, within: list[str], out: Compared) -> None:
        if not path.startswith(tuple(within)):
            found = out.said[self.at[name]] or _("empty")
            self._fault(out, name, found, _("an organisation whose rows your post lets you change"))

    # ---------------------------------------------------------------- faults

    def _needed(self, out: Compared, column: Column) -> None:
        self._fault(out, column.field, _("empty"), column.kind.form)

    def _fault(self, out: Compared, name: str, found: str, expected: str) -> None:
        where = self.table.place(out.number, name) or _("row %(n)s") % {"n": out.number}
        out.notes[name] = {
            "state": FAULT,
            "where": where,
            "found": without_numbers(str(found)),
            "expected": without_numbers(str(expected)),
        }

    @staticmethod
    def _is_wrong(out: Compared) -> bool:
        return any(note["state"] == FAULT for note in out.notes.values())
