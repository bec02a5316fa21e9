"""The handbook page on schemes keeps its word: examples load and score as it says, tables name every parameter.

The page ``docs/use/scheme.md`` is written for officers; nothing in it is marked up for this test but its plain form:
an example is a whole scheme in a ``yaml`` block, followed by lines “- 读回 …：…” and “- 算例 … → …”.
"""

import re
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import pytest
from pydantic import BaseModel

from duban.scoring.evaluation.outcome import State, show
from duban.scoring.evaluation.plan import gates_of, groups_of, indicators_of
from duban.scoring.problems import Refused
from duban.scoring.reading.load import load_scheme, load_text
from duban.scoring.reading.sheet import write_scheme_sheets
from duban.scoring.reading.sources import FORBIDDEN, disguised
from duban.scoring.result import Result
from duban.scoring.scheme import base, model, rules
from duban.scoring.scheme.labels import choices_in, labels_of, title_of
from duban.scoring.scheme.model import Expectation, Scheme, SourceKind
from duban.scoring.sentences import (
    dedupe_sentence,
    gate_sentence,
    grade_sentences,
    group_sentence,
    indicator_sentence,
    sentence,
    total_sentence,
)
from duban.scoring.trial import compare, score_check

USE = Path(__file__).parents[3] / "docs" / "use"
PAGE = (USE / "scheme.md").read_text(encoding="utf-8")
PRIMITIVES = (
    "TALLY", "TABLE", "DEADLINE", "JUDGE", "LIMIT", "GATE", "PANEL", "IMPORT",
    "VARIANT", "SLOPE", "COHORT", "APPLICABILITY", "DEDUPE", "ROLLUP", "GRADE", "SAMPLE",
)  # fmt: skip
STATES = {State.NOT_YET: "未到时间", State.MISSING: "缺报", State.NOT_APPLICABLE: "不适用"}


@dataclass(frozen=True)
class Example:
    """A scheme of the page, under its heading, with what the page says of it."""

    heading: str
    text: str
    read: tuple[tuple[str, str], ...]
    worked: tuple[tuple[str, str], ...]

    def scheme(self) -> Scheme:
        """As a scheme in force: an example must be fit to be used."""
        return load_text(self.text, live=True).scheme


def sections(page: str) -> dict[str, str]:
    """Heading → the text under it, up to the next heading."""
    parts = re.split(r"^#{1,3} (.+)$", page, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def examples(page: str) -> list[Example]:
    found = []
    for heading, text in sections(page).items():
        pieces = re.split(r"^```yaml\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)
        for yaml, after in zip(pieces[1::2], pieces[2::2], strict=True):
            read = re.findall(r"^- 读回 (.+?)：(.+)$", after, re.MULTILINE)
            worked = re.findall(r"^- 算例 (.+?) → (.+)$", after, re.MULTILINE)
            found.append(Example(heading, yaml, tuple(read), tuple(worked)))
    return found


EXAMPLES = examples(PAGE)


def readings(scheme: Scheme) -> dict[str, str]:
    """Name → the sentence, for every part of a scheme that reads back."""
    said = {"总分": total_sentence(scheme)}
    said |= {f"分组 {g.code}": group_sentence(g) for g, _ in groups_of(scheme.groups)}
    for indicator, _ in indicators_of(scheme.groups):
        said[f"指标 {indicator.code}"] = indicator_sentence(indicator)
        said |= {f"细则 {line.code}": sentence(line, scheme) for line in indicator.lines}
    said |= {f"门槛 {gate.code}": gate_sentence(gate, scheme) for gate in gates_of(scheme)}
    said |= {f"就高 {n}": dedupe_sentence(rule) for n, rule in enumerate(scheme.dedupe, start=1)}
    if scheme.grades is not None:
        said |= {f"等次 {n}": text for n, text in enumerate(grade_sentences(scheme.grades, scheme), start=1)}
    return said


def came_to(result: Result, asked: Expectation) -> str:
    """What came out where an expectation looks, in the words of the page."""
    if asked.quota is not None:
        return "、".join(f"{grade}{seats}个" for grade, seats in next(iter(result.seats.values())).items())
    unit = result.units[0] if asked.unit is None else result.unit(asked.unit)
    who = f"{unit.unit}：" if len(result.units) > 1 else ""
    if asked.gate is not None:
        state = next(g.state for g in unit.gates if g.gate == asked.gate)
        return f"{who}门槛 {asked.gate} {labels_of(Expectation, 'state')[state]}"
    if asked.grade is not None:
        return f"{who}等次 {unit.grade}"
    return who + _points(unit, asked)


def _points(unit: Any, asked: Expectation) -> str:
    if asked.total:
        return f"总分 {show(unit.total)} 分"
    if asked.group is not None:
        found = next(g for g in unit.groups if g.group == asked.group)
        return f"分组 {asked.group} 得 {show(found.points)} 分"
    if asked.line is not None:
        entry = unit.entry(asked.line)
        name, state, waits = f"细则 {asked.line}", entry.state, bool(entry.ask)
        points = entry.points
    else:
        indicator = unit.indicator(asked.indicator or "")
        name, state, points = f"指标 {asked.indicator}", indicator.state, indicator.points
        waits = any(e.ask for e in indicator.entries)
    aside = [STATES[state]] if state in STATES else []
    aside += ["待决"] if waits else []
    return f"{name} 得 {show(points)} 分" + (f"（{'、'.join(aside)}）" if aside else "")


@pytest.mark.parametrize("name", PRIMITIVES)
def test_each_primitive_has_a_section_with_an_example(name: str) -> None:
    titles = [heading for heading in sections(PAGE) if heading.startswith(f"{name} ")]

    assert len(titles) == 1
    assert [e for e in EXAMPLES if e.heading == titles[0]]


@pytest.mark.parametrize("name", PRIMITIVES)
def test_the_example_of_a_primitive_uses_it(name: str) -> None:
    """Its section shows the thing itself, not something near it."""
    uses = {
        "LIMIT": r"^total: .*limit:.*|limit: \{",
        "GATE": r"gates:",
        "VARIANT": r"variants:",
        "APPLICABILITY": r"applies:",
        "DEDUPE": r"^dedupe:",
        "GRADE": r"^grades:",
    }
    of = [e.text for e in EXAMPLES if e.heading.startswith(f"{name} ")]

    assert any(re.search(uses.get(name, rf"rule: {name}\b"), text, re.MULTILINE) for text in of)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e.heading)
def test_an_example_is_a_whole_scheme_without_a_warning(example: Example) -> None:
    loaded = load_text(example.text, live=True)

    assert [str(w) for w in loaded.warnings] == []
    assert loaded.scheme.checks, "an example shows a worked figure"


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e.heading)
def test_an_example_reads_back_as_the_page_says(example: Example) -> None:
    said = readings(example.scheme())
    must = {name for name in said if name.split()[0] in ("细则", "门槛", "就高", "等次")}

    assert [(name, said.get(name)) for name, _ in example.read] == list(example.read)
    assert must - {name for name, _ in example.read} == set()


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e.heading)
def test_an_example_comes_to_the_figures_of_the_page(example: Example) -> None:
    scheme = example.scheme()
    came = []
    for check in scheme.checks:
        result = score_check(scheme, check)
        assert [fault for asked in check.expect for fault in compare(result, asked)] == []
        came.append((check.given, "；".join(came_to(result, asked) for asked in check.expect)))

    assert list(example.worked) == came


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e.heading)
def test_an_example_is_the_same_scheme_as_a_workbook(example: Example, tmp_path: Path) -> None:
    path = tmp_path / "示例.xlsx"
    write_scheme_sheets(example.scheme(), path)

    assert load_scheme(path, live=True).scheme == example.scheme()


def test_an_example_saved_as_a_file_is_checked_by_the_command(tmp_path: Path) -> None:
    """What the page tells an officer to do with an example."""
    path = tmp_path / "示例.yaml"
    path.write_text(EXAMPLES[0].text, encoding="utf-8")

    command = [sys.executable, "-m", "duban.cli", "check", str(path), "--live"]
    run = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)

    assert (run.returncode, run.stdout.splitlines()[-1]) == (0, re.findall(r"^方案“.+$", PAGE, re.MULTILINE)[0])


# --- parameters ------------------------------------------------------------------------------------------------------

NAMES: dict[type[BaseModel], str] = {
    model.Scheme: "方案", base.Window: "期间", model.Source: "出处", model.Tag: "标签", model.Total: "总分",
    base.Limit: "限", base.Rounding: "取舍", base.LineLimit: "细则限", model.Group: "分组", model.Indicator: "指标",
    rules.Line: "各种细则", base.Variant: "分类参数", base.Factor: "系数", base.Test: "判断", base.Range: "范围",
    model.Applicability: "适用", model.Gate: "门槛", model.Dedupe: "就高", model.Grade: "等次", model.Band: "等次线",
    model.Quota: "名额", model.DirectGrade: "直接认定", rules.TallyPart: "分步", rules.Row: "分档",
    rules.MonthsAfter: "几个月后", rules.DayOf: "每期某日", rules.Grace: "宽限", rules.PerLate: "逐期",
    rules.Criterion: "测评项", rules.RaterClass: "评价主体", rules.Baseline: "基准", rules.Side: "一侧",
    rules.Basis: "比什么", model.Check: "算例", model.Expectation: "应得", model.Coverage: "覆盖", model.Cannot: "不能表达",
}  # fmt: skip
"""What the page calls the parts of a scheme; a rule is called by its word."""

MODELS = [
    each
    for module in (base, rules, model)
    for each in vars(module).values()
    if isinstance(each, type)
    and issubclass(each, BaseModel)
    and each.__module__ == module.__name__
    and each is not base.Model
]


def name_of(part: type[BaseModel]) -> str:
    return NAMES.get(part) or str(get_args(part.model_fields["rule"].annotation)[0])


def own_fields(part: type[BaseModel]) -> list[str]:
    """The fields that the table of a part lists: those of every line stand in a table of their own."""
    common = rules.Line.model_fields if issubclass(part, rules.Line) and part is not rules.Line else {}
    return [name for name in part.model_fields if name not in common]


def filled_with(part: type[BaseModel], name: str) -> str:
    """What may stand in a field, as the page says it."""
    labels = labels_of(part, name)
    said = [f"`{word}`（{labels[word]}）" if word in labels else f"`{word}`" for word in _words(part, name)]
    said = _kinds(part.model_fields[name].annotation) + said
    return "、".join(dict.fromkeys(said))


def _words(part: type[BaseModel], name: str) -> list[str]:
    return choices_in(part.model_fields[name].annotation)


def _kinds(annotation: Any) -> list[str]:
    """The kinds of value of an annotation, its fixed words aside."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _kinds(inner[0])
    if origin in (Union, UnionType):
        return [kind for part in inner for kind in _kinds(part)]
    if origin is Literal or annotation is type(None) or annotation is SourceKind or annotation is base.Period:
        return []
    if origin is list:
        of = [kind for kind in _kinds(inner[0]) if kind]
        return [f"一列{'或'.join(of)}"] if of else ["一列"]
    if origin is tuple:
        return ["[低, 高]"]
    if origin is dict:
        if annotation == base.Match:
            return ["条件"]
        return ["名称: " + ("或".join(_kinds(inner[1])) or "值")]
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [f"“{name_of(annotation)}”"]
    known = {Decimal: "数", int: "整数", str: "文字", bool: "true/false", date: "日期", Any: "任意值"}
    return [known[annotation]]


def when_left_out(part: type[BaseModel], name: str) -> str:
    """What holds when a field is not written."""
    field = part.model_fields[name]
    if field.is_required():
        return "必填"
    default = field.get_default(call_default_factory=True)
    if default is None or default in ("", [], {}):
        return "—"
    if isinstance(default, BaseModel):
        told = default.model_dump(exclude_unset=True)
        return "`{" + ", ".join(f"{k}: {v}" for k, v in told.items()) + "}`" if told else "各项默认"
    if isinstance(default, bool):
        return f"`{str(default).lower()}`"
    return f"`{show(default) if isinstance(default, Decimal) else default}`"


def tables(page: str) -> dict[str, list[list[str]]]:
    """“… 的参数” → the rows of the table under it."""
    found = {}
    for name, table in re.findall(r"^\*\*(\S+?) ?的参数\*\*.*\n\n((?:\|.*\n)+)", page, re.MULTILINE):
        assert name not in found, f"{name} has two tables"
        found[name] = [[cell.strip() for cell in row.strip("|\n").split(" | ")] for row in table.splitlines()[2:]]
    return found


TABLES = tables(PAGE)


def test_there_is_a_table_for_each_part_of_a_scheme_and_for_nothing_else() -> None:
    assert set(TABLES) == {name_of(part) for part in MODELS}


@pytest.mark.parametrize("part", MODELS, ids=lambda part: part.__name__)
def test_a_table_names_every_parameter_with_what_may_stand_in_it(part: type[BaseModel]) -> None:
    expected = []
    for name in own_fields(part):
        key = part.model_fields[name].alias or name
        title = "规则" if name == "rule" else title_of(part, name)
        expected.append([f"`{key}`", title, filled_with(part, name), when_left_out(part, name)])
    rows = TABLES[name_of(part)]

    assert [row[:4] for row in rows] == expected
    assert [row[0] for row in rows if len(row) != 5 or len(row[4]) < 2] == [], "a parameter without a meaning"


# --- forbidden sources, faults, history ------------------------------------------------------------------------------


def test_every_forbidden_source_stands_in_the_page_with_its_rule() -> None:
    listed = re.findall(r"^\| (.+?) \| `(\w+)` \| (.+?) \|$", sections(PAGE)["不许考的来源"], re.MULTILINE)

    assert listed == [(what, kind.value, rule) for kind, (what, rule) in FORBIDDEN.items()]


def test_no_example_counts_what_must_not_be_counted() -> None:
    for example in EXAMPLES:
        scheme = example.scheme()
        names = [*scheme.tags, *(i.name for i, _ in indicators_of(scheme.groups))]
        assert [name for name in names if disguised(name)] == []


FAULTS = re.findall(r"^\| `(.+?)` \| `(.*?)` \| (.+?) \|$", sections(PAGE)["出了错"], re.MULTILINE)


@pytest.mark.parametrize(("written", "changed", "told"), FAULTS)
def test_a_fault_is_told_as_the_page_says(written: str, changed: str, told: str) -> None:
    """The first example with one thing changed, as a scheme in force."""
    text = EXAMPLES[0].text
    assert text.count(written) == 1

    with pytest.raises(Refused) as refused:
        load_text(text.replace(written, changed), live=True)

    assert [str(problem) for problem in refused.value.problems] == [told]


def test_the_page_shows_faults() -> None:
    assert len(FAULTS) >= 6


def test_a_historical_scheme_warns_where_a_scheme_in_force_is_refused() -> None:
    """What the page says of history: the same fault, told but not in the way; and never for a period in force."""
    forbidden = EXAMPLES[0].text.replace("source_kind: register", "source_kind: articles")
    historical = forbidden.replace("scheme:", "historical: true\nscheme:", 1)

    with pytest.raises(Refused) as refused:
        load_text(forbidden)
    told = [p.cites for p in load_text(historical).warnings]
    with pytest.raises(Refused) as in_force:
        load_text(historical, live=True)

    assert told == [p.cites for p in refused.value.problems] == [f"AF-4；{FORBIDDEN[SourceKind.ARTICLES][1]}"]
    assert "是历史方案，只能试算和研究" in str(in_force.value)
    assert "是历史方案，只能试算和研究" in PAGE


def test_the_index_of_the_handbook_leads_to_every_page() -> None:
    index = (USE / "README.md").read_text(encoding="utf-8")
    pages = {page.name for page in USE.glob("*.md")} - {"README.md"}

    assert set(re.findall(r"\]\(([\w-]+\.md)\)", index)) == pages
