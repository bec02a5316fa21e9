"""The table of all mechanisms in the five reports stays true: complete, honest about its proofs, rightly counted."""

import ast
import re
import tomllib
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
REPORTS = ROOT / "docs" / "reports.md"
COMPLIANCE = ROOT / "docs" / "build" / "compliance.md"

SIZES = {"S1": 43, "S2": 34, "S3": 38, "S4": 19, "S5": 28}  # mechanisms in each report, 162 together
KINDS = ("可用", "受限可用", "不建", "未到")
RULE = r"AF-[1-9]\d*"
RULES = rf"{RULE}(?:、{RULE})*"
STATE = re.compile(
    rf"(?P<works>可用)|受限可用\((?P<under>{RULES})\)|不建：(?P<reason>\S.*)"
    rf"|未到 · (?P<rooms>[a-z]+(?:、[a-z]+)*)(?:（将受 (?P<later>{RULES}) 限制）)?"
)
PROOF = re.compile(r"`([\w./-]+\.py)((?:::\w+)+)`")
NONE = "—"


# ---------------------------------------------------------------- reading


@dataclass(frozen=True)
class Row:
    """One mechanism as the table has it."""

    id: str
    mechanism: str
    where: str
    proofs: str
    state: str

    @property
    def kind(self) -> str:
        return next((kind for kind in reversed(KINDS) if self.state.startswith(kind)), "")


@dataclass(frozen=True)
class Compliance:
    """What the compliance page says of rules and mechanisms."""

    rules: list[str]
    whole: set[str]  # mechanisms not built at all
    part: set[str]  # built without a part that is named
    counted: set[str]
    restricted: dict[str, set[str]] = field(default_factory=dict)  # mechanism → rules


def table(text: str) -> list[list[str]]:
    """The body rows of all tables in a text, cell by cell."""
    lines = text.splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    rules = [i for i, row in enumerate(rows) if row and not set("".join(row)) - set("-: ")]
    heads = {i - 1 for i in rules}
    return [row for i, row in enumerate(rows) if i not in heads and i not in rules]


def section(text: str, title: str) -> str:
    """From a heading of the second level, which is the title or begins with it as a word, to the next one."""
    parts = re.split(r"^## ", text, flags=re.MULTILINE)[1:]
    found = [part for part in parts if f"{part.splitlines()[0]} ".startswith(f"{title} ")]
    if len(found) != 1:
        raise ValueError(f"{len(found)} sections {title}")
    return found[0]


def mechanisms(text: str) -> list[Row]:
    """The rows of the five tables, in the order of the page. ValueError for a row that has not five cells."""
    rows = [row for report in SIZES for row in table(section(text, report))]
    for row in rows:
        if len(row) != 5:
            raise ValueError(f"not five cells: {row}")
    return [Row(*row) for row in rows]


def compliance(text: str) -> Compliance:
    """Rules and the three tables of the compliance page."""
    not_built = table(section(text, "Not built"))
    if not {row[2] for row in not_built} <= {"whole", "part"}:
        raise ValueError("scope is whole or part")
    return Compliance(
        rules=re.findall(rf"^### ({RULE}) \S", text, flags=re.MULTILINE),
        whole={id_ for row in not_built if row[2] == "whole" for id_ in row[1].split(", ")},
        part={id_ for row in not_built if row[2] == "part" for id_ in row[1].split(", ")},
        counted={id_ for row in table(section(text, "Counted only")) for id_ in row[1].split(", ")},
        restricted={row[0]: set(row[1].split(", ")) for row in table(section(text, "Restricted"))},
    )


def rooms() -> set[str]:
    """The rooms that the import contract lists, built or not."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contract = next(c for c in project["tool"]["importlinter"]["contracts"] if c["id"] == "rooms")
    return {name for layer in contract["layers"] for name in re.findall(r"[a-z]+", layer)}


# ---------------------------------------------------------------- proofs


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def skipped(node: ast.AST) -> bool:
    """Whether a decorator skips the test or expects it to fail, whatever the machine: such a test proves nothing."""
    marks = [ast.unparse(mark) for mark in getattr(node, "decorator_list", [])]
    return any(re.match(r"pytest\.mark\.(skip|xfail)\b", mark) for mark in marks)


def proof_fault(path: str, names: list[str], root: Path) -> str:
    """Why this is not an existing test that runs; empty when it is."""
    file = root / path
    if not (file.is_file() and file.name.startswith("test_")):
        return f"no test file {path}"
    node: ast.AST = parsed(file)
    for name in names:
        wanted = (ast.FunctionDef, ast.AsyncFunctionDef) if name == names[-1] else (ast.ClassDef,)
        inner = [n for n in ast.iter_child_nodes(node) if isinstance(n, wanted) and n.name == name]
        if not inner:
            return f"no {name} in {path}"
        node = inner[-1]
        if skipped(node):
            return f"{name} in {path} is skipped"
    return "" if names[-1].startswith("test_") else f"{names[-1]} in {path} is not a test"


def proof_faults(cell: str, root: Path) -> list[str]:
    """What is wrong with a cell of proofs: — or `path::test_name`, several apart by 、 or a comma."""
    if cell == NONE:
        return []
    if PROOF.sub("", cell).strip("、,， ") or not PROOF.search(cell):
        return [f"not a proof: {cell}"]
    found = [proof_fault(path, names.split("::")[1:], root) for path, names in PROOF.findall(cell)]
    return [fault for fault in found if fault]


# ---------------------------------------------------------------- checks


def row_faults(row: Row, law: Compliance, known_rooms: set[str], root: Path) -> list[str]:
    """What is wrong with one row, by itself and against the compliance page."""
    match = STATE.fullmatch(row.state)
    if not match:
        return [f"no such state: {row.state}"]
    under = set((match["under"] or match["later"] or "").split("、")) - {""}
    demanded = law.restricted.get(row.id, set())
    found = [f"no such rule: {rule}" for rule in sorted(under - set(law.rules))]
    if match["rooms"]:
        found += [f"no such room: {room}" for room in match["rooms"].split("、") if room not in known_rooms]
    if row.kind in ("可用", "受限可用"):
        found += ["no test named"] * (row.proofs == NONE) + ["no place named"] * (row.where in ("", NONE))
    if row.kind == "不建" and row.id not in law.whole:
        found.append("the compliance page does not list it as not built")
    if row.kind != "不建" and row.id in law.whole:
        found.append("the compliance page says that it is not built")
    if row.kind != "不建" and not demanded <= under:
        found.append(f"does not name {'、'.join(sorted(demanded - under))}")
    if row.kind != "不建" and under - demanded:
        found.append(f"the compliance page does not restrict it by {'、'.join(sorted(under - demanded))}")
    if row.id in law.part and "不建" not in row.mechanism:
        found.append("does not say which part is not built")
    if row.id in law.counted and "只计" not in row.mechanism:
        found.append("does not say that it is only counted")
    return found + ([] if row.mechanism else ["no mechanism"]) + proof_faults(row.proofs, root)


def counts(rows: list[Row]) -> list[list[str]]:
    """The table of totals as it should stand: a row for each report and one for all."""

    def line(name: str, some: list[Row]) -> list[str]:
        kinds = Counter(row.kind for row in some)
        return [name, *(str(kinds[kind]) for kind in KINDS), str(len(some))]

    return [line(s, [row for row in rows if row.id.startswith(f"{s}.")]) for s in SIZES] + [line("合计", rows)]


def faults(text: str, law: Compliance, root: Path = ROOT) -> list[str]:
    """Everything wrong with the page of reports, one sentence each; empty when it is in order."""
    rows = mechanisms(text)
    expected = [f"{report}.{i}" for report, size in SIZES.items() for i in range(1, size + 1)]
    ids = [row.id for row in rows]
    found = [f"{id_}: missing" for id_ in expected if id_ not in ids]
    found += [f"{id_}: unknown" for id_ in ids if id_ not in expected]
    found += [f"{id_}: {n} times" for id_, n in Counter(ids).items() if n > 1]
    if not found and ids != expected:
        found.append("not in order")
    known_rooms = rooms()
    found += [f"{row.id}: {fault}" for row in rows for fault in row_faults(row, law, known_rooms, root)]
    stated, right = table(section(text, "合计")), counts(rows)
    if stated != right:
        found.append("合计 should be:\n" + "\n".join(f"| {' | '.join(line)} |" for line in right))
    return found


@pytest.fixture(scope="module")
def law() -> Compliance:
    return compliance(COMPLIANCE.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def page() -> str:
    return REPORTS.read_text(encoding="utf-8")


def test_the_table_of_reports_is_in_order(page, law):
    assert faults(page, law) == []


def test_the_table_has_all_162_mechanisms(page):
    assert len(mechanisms(page)) == sum(SIZES.values()) == 162


# ---------------------------------------------------------------- the compliance page


def test_the_fifteen_rules_stand_in_order(law):
    assert law.rules == [f"AF-{i}" for i in range(1, 16)]


def test_each_rule_has_its_four_parts_and_its_tests_exist():
    text = section(COMPLIANCE.read_text(encoding="utf-8"), "The fifteen rules")
    found = []
    for entry in re.split(r"^### ", text, flags=re.MULTILINE)[1:]:
        rule, parts = entry.split(" ", 1)[0], dict(re.findall(r"^- (\w[\w ]*): (.+)$", entry, flags=re.MULTILINE))
        if list(parts) != ["Rule", "Source", "Kept by", "Test"]:
            found.append(f"{rule}: {list(parts)}")
        found += [f"{rule}: {fault}" for fault in proof_faults(parts.get("Test", ""), ROOT)]
        if not re.search(r"\b[A-E]\b", parts.get("Source", "")):
            found.append(f"{rule}: no text named")

    assert found == []


def test_the_tables_of_the_compliance_page_name_existing_mechanisms(law):
    known = {f"{report}.{i}" for report, size in SIZES.items() for i in range(1, size + 1)}
    named = law.whole | law.part | law.counted | set(law.restricted)

    assert named - known == set()
    assert law.whole & (law.part | law.counted | set(law.restricted)) == set()
    assert set().union(*law.restricted.values()) - set(law.rules) == set()
    assert all((law.whole, law.part, law.counted, law.restricted))


# ---------------------------------------------------------------- the checks themselves can fail

HERE = "`tests/test_reports.py::test_the_table_has_all_162_mechanisms`"
TOY_LAW = Compliance(
    rules=["AF-1", "AF-2", "AF-3"],
    whole={"S2.21"},
    part={"S2.29"},
    counted={"S4.8"},
    restricted={"S1.41": {"AF-2"}, "S3.9": {"AF-1", "AF-3"}},
)


def toy_page(**changes: dict[str, str]) -> str:
    """A page in order under TOY_LAW, but for the cells changed (``S1_4={"state": …}``); its totals fit.

    It is made here, as rows of the real page change their state with every issue.
    """
    changed = {id_.replace("_", "."): cells for id_, cells in changes.items()}
    changed.setdefault("S2.21", {"where": NONE, "state": "不建：私生活"})
    rows = []
    for report, size in SIZES.items():
        for id_ in (f"{report}.{i}" for i in range(1, size + 1)):
            cells = {"mechanism": "只计总数，名单不建", "where": "台账", "proofs": NONE, "state": "未到 · ledgers"}
            later = "、".join(sorted(TOY_LAW.restricted.get(id_, ())))
            cells["state"] += f"（将受 {later} 限制）" if later else ""
            rows.append(Row(id_, **{**cells, **changed.get(id_, {})}))
    text = "## 合计\n\n| 报告 |\n| --- |\n" + "".join(f"| {' | '.join(line)} |\n" for line in counts(rows))
    for report in SIZES:
        text += f"\n## {report} 报告\n\n| 编号 |\n| --- |\n"
        text += "".join(f"| {' | '.join(vars(row).values())} |\n" for row in rows if row.id.startswith(f"{report}."))
    return text


def test_the_toy_page_is_in_order():
    assert faults(toy_page(), TOY_LAW) == []


@pytest.mark.parametrize(
    ("id_", "cells", "wrong"),
    [
        ("S1.4", {"state": "可用", "proofs": HERE}, []),
        ("S1.4", {"state": "可用", "proofs": f"{HERE}、{HERE}"}, []),
        ("S1.41", {"state": "受限可用(AF-2)", "proofs": HERE}, []),
        ("S3.9", {"state": "受限可用(AF-1、AF-3)", "proofs": HERE}, []),
        ("S1.4", {"state": "可用"}, ["no test named"]),
        ("S1.41", {"state": "受限可用(AF-2)"}, ["no test named"]),
        ("S1.4", {"state": "可用", "proofs": HERE, "where": "—"}, ["no place named"]),
        ("S1.41", {"state": "可用", "proofs": HERE}, ["does not name AF-2"]),
        ("S3.9", {"state": "受限可用(AF-1)", "proofs": HERE}, ["does not name AF-3"]),
        ("S1.4", {"state": "受限可用(AF-2)", "proofs": HERE}, ["the compliance page does not restrict it by AF-2"]),
        (
            "S1.41",
            {"state": "受限可用(AF-2、AF-4)", "proofs": HERE},
            ["no such rule: AF-4", "the compliance page does not restrict it by AF-4"],
        ),
        ("S1.4", {"state": "做完了"}, ["no such state: 做完了"]),
        ("S1.4", {"state": "不建："}, ["no such state: 不建："]),
        ("S1.4", {"state": "未到"}, ["no such state: 未到"]),
        ("S1.4", {"state": "未到 · cellar"}, ["no such room: cellar"]),
        ("S1.4", {"state": "不建：太难"}, ["the compliance page does not list it as not built"]),
        ("S2.21", {"state": "未到 · duties"}, ["the compliance page says that it is not built"]),
        ("S2.29", {"mechanism": "意识形态责任制"}, ["does not say which part is not built"]),
        ("S4.8", {"mechanism": "公益诉讼"}, ["does not say that it is only counted"]),
        ("S1.4", {"mechanism": ""}, ["no mechanism"]),
        ("S1.4", {"proofs": "看过了"}, ["not a proof: 看过了"]),
        ("S1.4", {"proofs": ""}, ["not a proof: "]),
        ("S1.4", {"proofs": f"{HERE} 等"}, [f"not a proof: {HERE} 等"]),
        ("S1.4", {"proofs": "`tests/test_nothing.py::test_it`"}, ["no test file tests/test_nothing.py"]),
        ("S1.4", {"proofs": "`tests/test_reports.py::test_it`"}, ["no test_it in tests/test_reports.py"]),
        ("S1.4", {"proofs": "`tests/test_reports.py::faults`"}, ["faults in tests/test_reports.py is not a test"]),
    ],
)
def test_a_row_is_judged(id_, cells, wrong):
    assert faults(toy_page(**{id_: cells}), TOY_LAW) == [f"{id_}: {fault}" for fault in wrong]


ROW_4 = "| S1.4 | 只计总数，名单不建 | 台账 | — | 未到 · ledgers |\n"
ROW_5 = ROW_4.replace("S1.4", "S1.5")


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        (ROW_4, ROW_4 + ROW_4, "S1.4: 2 times"),
        (ROW_4, "", "S1.4: missing"),
        (ROW_4, ROW_4.replace("S1.4", "S1.44"), "S1.44: unknown"),
        (ROW_4 + ROW_5, ROW_5 + ROW_4, "not in order"),
        ("| S3 | 0 |", "| S3 | 1 |", "合计 should be:"),
        ("| 合计 | 0 | 0 | 1 |", "| 合计 | 0 | 0 | 2 |", "合计 should be:"),
    ],
)
def test_a_spoilt_table_is_found(old, new, wrong):
    page = toy_page()

    assert page.count(old) == 1
    assert [fault for fault in faults(page.replace(old, new), TOY_LAW) if fault.startswith(wrong)]


def test_a_row_with_a_cell_too_many_is_refused():
    with pytest.raises(ValueError, match="not five cells"):
        faults(toy_page(S1_4={"where": "台账 | 任务"}), TOY_LAW)


def test_a_test_in_a_class_is_found_and_a_skipped_one_is_not(tmp_path):
    (tmp_path / "test_it.py").write_text(
        "class TestIt:\n    def test_in(self): ...\n\n\n@pytest.mark.skip\ndef test_off(): ...\n", encoding="utf-8"
    )

    assert proof_faults("`test_it.py::TestIt::test_in`", tmp_path) == []
    assert proof_faults("`test_it.py::test_in`", tmp_path) == ["no test_in in test_it.py"]
    assert proof_faults("`test_it.py::test_off`", tmp_path) == ["test_off in test_it.py is skipped"]
