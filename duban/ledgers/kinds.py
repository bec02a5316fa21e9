"""What a kind of record says: its fields, who enters it, who holds it, what it counts as. Read from its definition."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from duban.ledgers.models import RecordKind
from duban.ledgers.permits import KEEPERS
from duban.orgs.models import Unit

FIELD_KINDS = ("text", "lines", "number", "date", "choice", "yes_no", "people", "organisation", "subgroup")
"""subgroup: one of those of the organisation, by name; a subgroup itself is not asked which it is."""
SHEET_CODE = "record-"
"""Before the code of a kind, where its records are rows of a workbook."""
ATTENDANCE = ("none", "members", "committee", "counts", "people")
"""none: nobody is listed. members, committee: those of the organisation stand there already, absent ones are ticked.
counts: two numbers. people: names are typed, as for a class that people of many organisations attend."""
CONDITIONS = ("", "subgroups", "committee")
PERIODS = ("month", "quarter", "year")


@dataclass(frozen=True)
class FieldOf:
    """One field: what is asked, whether it must be answered, and why it is asked."""

    code: str
    name: str
    kind: str = "text"
    required: bool = False
    why: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    least: int | None = None
    most: int | None = None
    prefilled: bool = False
    attends: bool = False
    """Whoever is named here was there: the host, the one who took the minutes."""
    only_with_committee: frozenset[str] = frozenset()
    """Choices that exist only where there is a committee."""

    def word_of(self, value: str) -> str:
        """The value as people read it."""
        return dict(self.choices).get(value, value) if self.kind == "choice" else value


@dataclass(frozen=True)
class ShareCheck:
    """That some of the numbers are at most a share of the sum of others, by a rule."""

    of: str
    among: tuple[str, ...]
    rule: str


@dataclass(frozen=True)
class Definition:
    """A kind of record. `rules` it always counts for, `may_count` can be ticked when two things were held together.

    `owed_by` are the kinds of organisations that owe what `rules` say, under the condition `owed_if`; with
    `owed_each` they owe each of the choices of the field `part`.
    """

    code: str
    name: str
    group: str
    fields: tuple[FieldOf, ...] = ()
    basis: str = ""
    note: str = ""
    roles: frozenset[str] = KEEPERS
    held_by: frozenset[str] = frozenset()
    rules: tuple[str, ...] = ()
    may_count: tuple[str, ...] = ()
    owed_by: frozenset[str] = frozenset()
    owed_if: str = ""
    owed_each: bool = False
    attendance: str = "none"
    quorum: str = ""
    quorum_for: str = "decisions"
    agenda: bool = False
    decisions: bool = False
    attachment: str = ""
    title: str = ""
    part: str = ""
    hours: str = ""
    shares: tuple[ShareCheck, ...] = ()
    tags: tuple[str, ...] = field(default=())

    @cached_property
    def by_code(self) -> dict[str, FieldOf]:
        """The fields by their codes."""
        return {each.code: each for each in self.fields}

    def fits(self, unit: Unit) -> bool:
        """Whether an organisation of this kind holds such records."""
        return not self.held_by or unit.kind.code in self.held_by

    def told_apart(self, rule: str, part: str) -> str:
        """What tells records that count for the rule apart, where the rule asks for each: the choice, or the subgroup."""
        return part if (self.owed_each or self.owed_if == "subgroups") and rule in self.rules else ""

    def parts(self) -> tuple[tuple[str, str], ...]:
        """The choices that tell its records apart: (code, word)."""
        return self.by_code[self.part].choices if self.part else ()

    def title_of(self, values: Mapping[str, str]) -> str:
        """What stands in lists for a record with these values."""
        said = values.get(self.title, "").splitlines()
        if said and said[0]:
            return said[0][:120]
        part = self.by_code[self.part].word_of(values.get(self.part, "")) if self.part else ""
        return f"{self.name}（{part}）" if part else self.name


def read_definition(said: Mapping[str, Any]) -> Definition:
    """The definition that plain data gives; the data are right already (record_kinds checks them)."""
    given = {name: value for name, value in said.items() if name != "place"}
    fields = tuple(
        FieldOf(
            code=each["code"],
            name=each["name"],
            kind=each.get("kind", "text"),
            required=each.get("required") == "true",
            why=each.get("why", ""),
            choices=tuple((choice["code"], choice["name"]) for choice in each.get("choices", [])),
            least=int(each["least"]) if each.get("least") else None,
            most=int(each["most"]) if each.get("most") else None,
            prefilled=each.get("prefilled") == "true",
            attends=each.get("attends") == "true",
            only_with_committee=frozenset(
                choice["code"] for choice in each.get("choices", []) if choice.get("if") == "committee"
            ),
        )
        for each in given.pop("fields", [])
    )
    shares = tuple(ShareCheck(each["of"], tuple(each["among"]), each["rule"]) for each in given.pop("shares", []))
    sets = {name: frozenset(given.pop(name)) for name in ("roles", "held_by", "owed_by") if given.get(name)}
    lists = {name: tuple(given.pop(name)) for name in ("rules", "may_count", "tags") if given.get(name)}
    ticks = {name: given.pop(name) == "true" for name in ("owed_each", "agenda", "decisions") if name in given}
    texts = {name: str(value) for name, value in given.items() if isinstance(value, str)}
    return Definition(fields=fields, shares=shares, **sets, **lists, **ticks, **texts)  # type: ignore[arg-type]


@lru_cache(maxsize=512)
def _read(text: str) -> Definition:
    return read_definition(json.loads(text))


def definition_of(kind: RecordKind) -> Definition:
    """The definition of this version of a kind. No query."""
    return _read(kind.definition)


def current_kinds() -> list[tuple[RecordKind, Definition]]:
    """The kinds in use, in the order of lists. One query."""
    return [(kind, definition_of(kind)) for kind in RecordKind.objects.filter(is_current=True)]


def rule_words() -> dict[str, str]:
    """rule → the name of the kind whose records it asks for. One query."""
    return {rule: each.name for _kind, each in reversed(current_kinds()) for rule in each.rules}
