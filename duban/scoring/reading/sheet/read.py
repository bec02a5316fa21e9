"""Workbook → the plain document of a scheme, with the cell of every value and every fault of the sheets."""

from pathlib import Path
from typing import Any

from duban.scoring.problems import Problem
from duban.scoring.reading.yaml_text import Path as Steps
from duban.scoring.reading.yaml_text import Places
from duban.scoring.scheme.model import Expectation, Scheme

from .columns import READ_BACK, REST, Column, put
from .nested import model_in_english, parse
from .opened import Cells, Row, open_book
from .parts import (
    CHECK_ROWS,
    CHECKS,
    CONTENT,
    COVERAGE,
    DEDUPES,
    GATES,
    GROUP,
    GROUPS,
    INDICATOR,
    INDICATORS,
    LINE,
    LINES,
    MODELS,
    NOTES,
    NUMBER,
    OF_CHECKS,
    OF_GRADES,
    OF_LINES,
    OWNER,
    PARENT,
    RULE,
    RULE_WORDS,
    RULES,
    SCHEME,
    TABLE,
    TAGS,
    UNCLEAR,
    line_columns,
    scheme_columns,
    sheets,
)

NEEDED = (SCHEME, GROUPS, INDICATORS, LINES)
_TEXTS = Column("", (), str | list[str], {})
_NAME_OF_RULE = {word: rule for rule, word in RULE_WORDS.items()}


def read_scheme_sheets(path: Path) -> tuple[Any, Places, list[Problem]]:
    """The document, the cell of each of its values (“细则!F12”), and what is wrong with the sheets themselves."""
    places = Places(in_cells=True)
    book, fault = open_book(path)
    if book is None:
        return None, places, [fault] if fault is not None else []
    reader = _Reader(book, places)
    try:
        document = reader.all()
    finally:
        book.close()
    return document, places, reader.problems


class _Reader:
    def __init__(self, book: Any, places: Places):
        self.book, self.places = book, places
        self.problems: list[Problem] = []
        self.sheets = sheets()
        self.rows: dict[str, list[Row]] = {}
        self.refused: set[str] = set()
        """Codes of rows that were told as faults: nothing is said of what refers to them."""
        self.groups: dict[str, tuple[dict[str, Any], Steps]] = {}
        self.indicators: dict[str, tuple[dict[str, Any], Steps]] = {}
        self.lines: dict[str, tuple[dict[str, Any], Steps]] = {}

    def fault(self, where: str, found: str, expected: str) -> None:
        self.problems.append(Problem(where, found, expected))

    def all(self) -> dict[str, Any]:
        for name in NEEDED:
            if name not in self.book.sheetnames:
                self.fault(name, "没有这张表", "方案、分组、指标、细则四张表齐全")
        for name in self.book.sheetnames:
            if name not in self.sheets and name not in (SCHEME, NOTES):
                self.fault(f"{name}!A1", "不认识的表名", "、".join([SCHEME, *self.sheets]))
        if not self.problems:
            self.rows = Cells(self.book, self.problems).rows
        if self.problems:
            return {}  # what refers to a part that could not be read would only be an echo
        document = self._scheme()
        self._tags(document)
        self._groups(document)
        self._indicators()
        self._lines()
        self._of_lines()
        self._gates(document)
        self._list(document, DEDUPES, "dedupe", ())
        for name, (key, _) in OF_GRADES.items():
            if rows := self._rows(name):
                self._list(document.setdefault("grades", {}), name, key, ("grades",), rows)
        self._unclear(document)
        self._coverage(document)
        self._checks(document)
        return document

    # --- cells -----------------------------------------------------------------------------------------------------

    def _rows(self, name: str) -> list[Row]:
        return self.rows.get(name, [])

    def _part(self, row: Row, columns: dict[str, Column], path: Steps, rule: Any = None) -> dict[str, Any]:
        """One part: its leftovers, then its columns. Blank cells keep their place, so that a fault can name them."""
        part: dict[str, Any] = {}
        self.places.put(path, row.at(next(iter(row.letters))))
        if REST in row.cells:
            rest = parse(str(row.cells[REST]), mapping=True, cell=row.at(REST), problems=self.problems)
            model = rule or MODELS[row.sheet]
            part = model_in_english(model, rest) if isinstance(rest, dict) else {}
            for key in part:
                self.places.put((*path, key), row.at(REST))
        for heading, column in columns.items():
            if heading in row.letters:
                self.places.put((*path, *column.path), row.at(heading))
            if heading in row.cells:
                put(part, column.path, column.read(row.cells[heading], row.at(heading), self.problems))
        return part

    def _columns(self, name: str) -> dict[str, Column]:
        return {c.heading: c for c in self.sheets[name].columns}

    # --- parts -----------------------------------------------------------------------------------------------------

    def _scheme(self) -> dict[str, Any]:
        columns = {c.heading: c for c in scheme_columns()}
        document: dict[str, Any] = {}
        rows = self._rows(SCHEME)
        for row in rows:
            if row.cells.get("名称") == REST and "内容" in row.cells:
                value = parse(str(row.cells["内容"]), mapping=True, cell=row.at("内容"), problems=self.problems)
                document = model_in_english(Scheme, value) if isinstance(value, dict) else {}
                for key in document:
                    self.places.put((key,), row.at("内容"))
        seen = {REST, READ_BACK}
        for row in rows:
            name = str(row.cells.get("名称", "")).strip()
            if name in seen and name in columns:
                self.fault(row.at("名称"), f"“{name}”写了两次", "每个名称一行")
            elif name in columns:
                column = columns[name]
                self.places.put(column.path, row.at("内容"))
                if "内容" in row.cells:
                    put(document, column.path, column.read(row.cells["内容"], row.at("内容"), self.problems))
            elif name not in seen:
                self.fault(row.at("名称"), f"“{name}”", "方案表里的名称（见重新导出的空白表）")
            seen.add(name)
        return document

    def _tags(self, document: dict[str, Any]) -> None:
        columns = self._columns(TAGS)
        for row in self._rows(TAGS):
            name = row.word("标签", self.problems)
            tags = document.setdefault("tags", {})
            if not name or name in tags:
                self.fault(row.at("标签"), f"“{name}”写了两次" if name else "空", "每个标签一行，名称不重复")
                continue
            tags[name] = self._part(row, columns, ("tags", name))

    def _groups(self, document: dict[str, Any]) -> None:
        columns = self._columns(GROUPS)
        document["groups"] = []
        self.places.put(("groups",), f"{GROUPS}!A1")
        for row in self._rows(GROUPS):
            parent = row.word(PARENT, self.problems)
            if parent and parent not in self.groups:
                self._stray(row, PARENT, parent, "写在前面的分组编码，顶层分组空着")
                continue
            holder, path = self.groups[parent] if parent else (document, ())
            self._add(holder, "groups", path, row, columns, self.groups)

    def _indicators(self) -> None:
        columns = self._columns(INDICATORS)
        for row in self._rows(INDICATORS):
            group = row.word(GROUP, self.problems)
            if group not in self.groups:
                self._stray(row, GROUP, group, "“分组”表里的编码")
                continue
            holder, path = self.groups[group]
            self._add(holder, "indicators", path, row, columns, self.indicators)

    def _lines(self) -> None:
        for row in self._rows(LINES):
            indicator = row.word(INDICATOR, self.problems)
            if indicator not in self.indicators:
                self._stray(row, INDICATOR, indicator, "“指标”表里的编码")
                continue
            written = row.word(RULE, self.problems).strip()
            rule = _NAME_OF_RULE.get(written, written)
            if rule not in RULES:
                self._stray(row, RULE, written, "、".join(RULE_WORDS.values()))
                continue
            columns = line_columns(RULES[rule])
            for heading in row.cells:
                if heading not in columns and heading not in (*self.sheets[LINES].keys, REST):
                    self.fault(row.at(heading), f"规则“{RULE_WORDS[rule]}”没有“{heading}”", "空着，或换一种规则")
            holder, path = self.indicators[indicator]
            lines = holder.setdefault("lines", [])
            steps = (*path, "lines", len(lines))
            part = {"rule": rule, **self._part(row, columns, steps, RULES[rule])}
            self.places.put((*steps, "rule"), row.at(RULE))
            part.setdefault("code", f"{indicator}-{len(lines) + 1}")
            lines.append(part)
            self._know(self.lines, part, steps)

    def _stray(self, row: Row, heading: str, code: str, expected: str) -> None:
        """A row that hangs on nothing, told unless what it hangs on has been told already."""
        if code not in self.refused or not code:
            self.fault(row.at(heading), f"“{code}”" if code else "空", expected)
        self.refused.add(row.word("编码", self.problems))

    def _add(
        self, holder: dict[str, Any], key: str, path: Steps, row: Row, columns: dict[str, Column], known: Any
    ) -> None:
        members = holder.setdefault(key, [])
        steps = (*path, key, len(members))
        part = self._part(row, columns, steps)
        members.append(part)
        self._know(known, part, steps)

    @staticmethod
    def _know(known: dict[str, tuple[dict[str, Any], Steps]], part: dict[str, Any], steps: Steps) -> None:
        """A code used twice is told by the examination of the scheme; here the first one keeps what refers to it."""
        known.setdefault(str(part.get("code", "")), (part, steps))

    def _of_lines(self) -> None:
        for name, (key, _) in OF_LINES.items():
            columns = self._columns(name)
            for row in self._rows(name):
                code = row.word(LINE, self.problems)
                if code not in self.lines:
                    self._stray(row, LINE, code, "“细则”表里的编码")
                    continue
                line, path = self.lines[code]
                members = line.setdefault(key, [])
                steps = (*path, key, len(members))
                part = self._part(row, columns, steps)
                if key == "variants" and isinstance(part.get("set"), dict):
                    part["set"] = model_in_english(RULES[line["rule"]], part["set"])
                members.append(part)

    def _gates(self, document: dict[str, Any]) -> None:
        columns = self._columns(GATES)
        for row in self._rows(GATES):
            owner = row.word(OWNER, self.problems)
            if owner and owner not in self.groups and owner not in self.indicators:
                self._stray(row, OWNER, owner, "分组或指标的编码；管整个方案的空着")
                continue
            holder, path = (self.groups.get(owner) or self.indicators[owner]) if owner else (document, ())
            gates = holder.setdefault("gates", [])
            gates.append(self._part(row, columns, (*path, "gates", len(gates))))

    def _list(self, holder: dict[str, Any], name: str, key: str, path: Steps, rows: list[Row] | None = None) -> None:
        columns = self._columns(name)
        for row in self._rows(name) if rows is None else rows:
            members = holder.setdefault(key, [])
            members.append(self._part(row, columns, (*path, key, len(members))))

    def _unclear(self, document: dict[str, Any]) -> None:
        for row in self._rows(UNCLEAR):
            document.setdefault("unclear", []).append(row.word(CONTENT, self.problems))

    def _coverage(self, document: dict[str, Any]) -> None:
        for row in self._rows(COVERAGE):
            kind = {"指标": "indicators", "总则": "rules"}.get(row.word("类", self.problems))
            if kind is None:
                self.fault(row.at("类"), f"“{row.cells.get('类', '')}”", "指标、总则")
                continue
            coverage = document.setdefault("coverage", {})
            name, cannot = row.word("名称", self.problems), row.cells.get("不能表达的原因")
            codes = row.cells.get("编码", "")
            value: Any = _TEXTS.read(codes, row.at("编码"), self.problems)
            if cannot is not None:
                value = {"cannot": row.word("不能表达的原因", self.problems)}
            coverage.setdefault(kind, {})[name] = value
            self.places.put(("coverage", kind, name), row.at("名称"))

    def _checks(self, document: dict[str, Any]) -> None:
        columns, known = self._columns(CHECKS), {}
        for row in self._rows(CHECKS):
            checks = document.setdefault("checks", [])
            path: Steps = ("checks", len(checks))
            checks.append(self._part(row, columns, path))
            known[row.word(NUMBER, self.problems)] = (checks[-1], path)
        for row in self._rows(CHECK_ROWS):
            number, table = row.word(NUMBER, self.problems), row.word(TABLE, self.problems).strip()
            if number not in known:
                self.fault(row.at(NUMBER), f"“{number}”", "“算例”表里的号")
                continue
            if table not in OF_CHECKS:
                self.fault(row.at(TABLE), f"“{table}”", "、".join(OF_CHECKS))
                continue
            content = parse(str(row.cells.get(CONTENT, "")), mapping=True, cell=row.at(CONTENT), problems=self.problems)
            check, path = known[number]
            rows = check.setdefault(OF_CHECKS[table], [])
            self.places.put((*path, OF_CHECKS[table], len(rows)), row.at(CONTENT))
            content = content if isinstance(content, dict) else {}
            rows.append(model_in_english(Expectation, content) if table == "应得" else content)
