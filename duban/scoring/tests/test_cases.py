"""The worked cases of ``cases/*.toml``: what a scheme snippet and some rows come to, in each engine.

A case is read by people first: rows stand as in the workbook, expectations as a table. What each column means is said
in ``cases/README.md``.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from duban.scoring.result import Result, UnitResult, add_up
from duban.scoring.scheme import rules
from duban.scoring.scheme.base import Factor, LineLimit
from duban.scoring.scheme.model import Applicability, Gate, Scheme

from .worked import ENGINES, SHEETS, Engine, book_of, published, rows, scheme_of

FOLDER = Path(__file__).parent / "cases"
FRAME = ("tags", "limit", "max", "indicator", "groups", "more", "window")
STATES = {"得分": "scored", "未到": "not_yet", "缺报": "missing", "不适用": "not_applicable"}
GATES = {"不成立": "clear", "不明": "unknown", "待认定": "proposed", "认定": "upheld", "否定": "dismissed"}


@dataclass(frozen=True)
class Case:
    """One case of a file, with the frame that the file gives to all of its cases."""

    file: str
    told: dict[str, Any]

    @property
    def name(self) -> str:
        return f"{self.file}: {self.told['name']}"

    def scheme(self) -> Scheme:
        if "published" in self.told:
            return published(self.told["published"])
        return scheme_of(self.told.get("lines", ""), **{k: str(self.told[k]) for k in FRAME if k in self.told})


def cases() -> Iterator[Case]:
    for path in sorted(FOLDER.glob("*.toml")):
        document = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
        common = {key: value for key, value in document.items() if key != "case"}
        for told in document["case"]:
            yield Case(path.stem, common | told)


CASES = list(cases())


@pytest.mark.parametrize("engine", ENGINES.values(), ids=ENGINES)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Case, engine: Engine) -> None:
    scheme = case.scheme()
    book = book_of(scheme, **{sheet: case.told[sheet] for sheet in SHEETS if sheet in case.told})
    result = engine(scheme, book, case.told.get("as_of"))
    expected = rows(case.told["expect"])
    assert expected, "a case expects something"
    faults = [fault for row in expected for fault in compared(result, row)]
    assert not faults, "\n".join(faults)
    for unit in result.units:
        assert add_up(unit.entries) == unit.total, f"the ledger of {unit.unit} does not add up"


def compared(result: Result, row: dict[str, str]) -> Iterator[str]:
    """What is not as a row of the expectation says."""
    unit = result.unit(row["单位"]) if "单位" in row else result.units[0]
    found = seen(unit, row.get("看", "指标 1"))
    for column, wanted in row.items():
        if column in ("单位", "看"):
            continue
        have = found.get(column)
        same = str(wanted) in str(have) if column == "理由" else _plain(wanted) == _plain(have)
        if not same:
            yield f"{unit.unit} {row.get('看', '指标 1')} {column}: expected {wanted}, found {have} ({found.get('理由')})"


def _plain(value: Any) -> Any:
    try:
        return Decimal(value)
    except ArithmeticError:
        return value


def seen(unit: UnitResult, what: str) -> dict[str, Any]:
    """What the result says of an indicator, a line, a group, a gate, the total or the grade, by the columns of a case."""
    kind, _, code = what.partition(" ")
    state = {v: k for k, v in STATES.items()}
    if kind == "指标":
        indicator = unit.indicator(code)
        reasons = "；".join(e.reason for e in indicator.entries)
        asks = "是" if any(e.ask for e in indicator.entries) else "否"
        best = "无上限" if indicator.best is None else indicator.best
        told = {"分数": indicator.points, "限前": indicator.raw, "最多": best}
        return told | {"状态": state[indicator.state], "待决": asks, "理由": reasons}
    if kind == "细则":
        entry = unit.entry(code)
        told = {
            "分数": entry.points,
            "限前": entry.raw,
            "数量": entry.quantity,
            "限": entry.limit or "无",
            "评分人": entry.who,
        }
        return told | {"状态": state[entry.state], "待决": "是" if entry.ask else "否", "理由": entry.reason}
    if kind == "分组":
        group = next(g for g in unit.groups if g.group == code)
        reasons = "；".join(e.reason for e in group.entries)
        return {"分数": group.points, "限前": group.raw, "达标": "是" if group.passed else "否", "理由": reasons}
    if kind == "门槛":
        gate = next(g for g in unit.gates if g.gate == code)
        return {"状态": {v: k for k, v in GATES.items()}[gate.state], "理由": gate.reason}
    if kind == "总分":
        reasons = "；".join(e.reason for e in unit.entries if not e.indicator)
        best = "无上限" if unit.best is None else unit.best
        return {"分数": unit.total, "限前": unit.raw, "最多": best, "加分": unit.bonus, "理由": reasons}
    asks = "是" if any(a.line == "等次" for a in unit.asks) else "否"
    told = {"等次": unit.grade, "参评": "是" if unit.ranked else "否", "待决": asks, "理由": unit.grade_note}
    return told | {"失去": "、".join(unit.titles_lost) or "无"}


# --- no parameter without a case --------------------------------------------------------------------------------

MODELS = {
    "TALLY": rules.Tally, "TABLE": rules.Table, "DEADLINE": rules.Deadline, "JUDGE": rules.Judge,
    "PANEL": rules.Panel, "IMPORT": rules.Import, "SLOPE": rules.Slope, "COHORT": rules.Cohort,
    "ROLLUP": rules.Rollup, "SAMPLE": rules.Sample,
}  # fmt: skip
WORDS_ONLY = {"rule", "code", "name", "note", "variants", "suggestions"}
"""What does not move points: names and notes; hints for the person who judges; and VARIANT, which has its own cases."""


def written(document: Any) -> Iterator[dict[str, Any]]:
    """Every mapping of the YAML snippets of all cases."""
    if isinstance(document, dict):
        yield document
        for value in document.values():
            yield from written(value)
    elif isinstance(document, list):
        for value in document:
            yield from written(value)


def snippets() -> Iterator[dict[str, Any]]:
    for case in CASES:
        for key in ("lines", "groups", "more", "indicator"):
            yield from written(yaml.safe_load(case.told.get(key, "") or "null"))
        yield {"limit": yaml.safe_load(case.told.get("limit", "") or "null")}


WRITTEN = list(snippets())


def of_rule(name: str) -> list[dict[str, Any]]:
    return [m for m in WRITTEN if m.get("rule") == name]


def shared() -> set[str]:
    return set(rules.Line.model_fields) - WORDS_ONLY


@pytest.mark.parametrize("name", MODELS)
def test_every_parameter_of_a_rule_stands_in_a_case(name: str) -> None:
    """The parameters that all lines share need one case somewhere; its own ones need one with this rule."""
    own = {f.alias or n for n, f in MODELS[name].model_fields.items()} - WORDS_ONLY - shared()
    lacking = own - {key for line in of_rule(name) for key in line}
    assert not lacking, f"no case of {name} has {sorted(lacking)}"


def test_every_parameter_that_all_lines_share_stands_in_a_case() -> None:
    lacking = shared() - {key for name in MODELS for line in of_rule(name) for key in line}
    assert not lacking, f"no case has {sorted(lacking)}"


@pytest.mark.parametrize("name", MODELS)
def test_every_choice_of_a_rule_stands_in_a_case(name: str) -> None:
    """Each word of each list of choices is either written in a case, or the default of a parameter that is left out."""
    for parameter, field in MODELS[name].model_fields.items():
        words = _choices(field.annotation)
        have = {str(line.get(field.alias or parameter, field.default)) for line in of_rule(name)}
        assert words <= have, f"no case of {name} has {parameter}: {sorted(words - have)}"


@pytest.mark.parametrize(("model", "marks"), [(Factor, "position"), (Gate, "effect"), (Applicability, "otherwise")])
def test_every_choice_beside_the_rules_stands_in_a_case(model: Any, marks: str) -> None:
    field = model.model_fields[marks]
    have = {str(m[marks]) for m in WRITTEN if marks in m} | {str(field.default)}
    assert _choices(field.annotation) <= have


def test_limits_stand_in_cases_at_every_level() -> None:
    limits = [m["limit"] for m in WRITTEN if isinstance(m.get("limit"), dict)]
    assert {key for limit in limits for key in limit} >= {"base", "floor", "ceiling", "round"}
    assert any(set(limit) <= set(LineLimit.model_fields) for limit in limits)


def _choices(annotation: Any) -> set[str]:
    args = getattr(annotation, "__args__", ())
    if str(annotation).startswith("typing.Literal"):
        return {str(a) for a in args}
    if str(annotation).startswith("dict["):
        return set()  # what a table of the author's own words may hold is no choice
    return {word for a in args for word in _choices(a)}
