"""Every rule reads back as one sentence, and no parameter is silent in it."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import pytest
from pydantic import BaseModel, TypeAdapter

from duban.scoring.evaluation.plan import gates_of, indicators_of
from duban.scoring.reading.load import load_scheme, load_text
from duban.scoring.scheme import base, model, rules
from duban.scoring.scheme.base import Limit, LineLimit, Range, Test
from duban.scoring.scheme.labels import labels_of
from duban.scoring.scheme.model import (
    Applicability,
    Band,
    Dedupe,
    DirectGrade,
    Gate,
    Grade,
    Group,
    Indicator,
    Quota,
    Scheme,
    Tag,
    Total,
)
from duban.scoring.scheme.rules import Rule
from duban.scoring.sentences import (
    applicability_sentence,
    dedupe_sentence,
    gate_sentence,
    grade_sentences,
    group_sentence,
    indicator_sentence,
    sentence,
    tag_sentence,
    total_sentence,
)

SCHEMES = sorted((Path(__file__).parents[3] / "packs" / "schemes").glob("*.yaml"))
RULE: TypeAdapter[Any] = TypeAdapter(Rule)

SCHEME = load_text("""
scheme: words
title: 读回用
historical: true
window: {from: 2026-01-01, to: 2026-12-31}
tags:
  专题研究会: {kind: event, unit: 次, source_kind: record, absent: none}
  未制定计划: {kind: yes_no, source_kind: record, absent: none}
  办结率: {kind: number, unit: 比例, source_kind: statistics}
  标准化: {kind: label, source_kind: inspection, levels: [好, 差]}
  重点任务: {kind: dated, unit: 件, source_kind: register, absent: none}
groups:
- {code: A, name: 甲, indicators: [{code: a, name: 项, max: 4, limit: {base: max}, lines: [
    {rule: TALLY, mode: per_shortfall, source: 专题研究会, need: 4, points: -0.5}]}]}
""").scheme


def line(**parameters: Any) -> Any:
    return RULE.validate_python({"code": "a-1", **_exact(parameters)})


def _exact(value: Any) -> Any:
    """Written numbers as a scheme's reader gives them: exact decimals."""
    if isinstance(value, dict):
        return {k: _exact(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_exact(v) for v in value]
    if isinstance(value, float | int) and not isinstance(value, bool):
        return Decimal(str(value))
    return value


LINES = {
    "per_event": {"rule": "TALLY", "mode": "per_event", "source": "专题研究会", "points": -0.5},
    "per_event_all": {"rule": "TALLY", "mode": "per_event", "source": "专题研究会", "points": "all"},
    "per_shortfall": {"rule": "TALLY", "mode": "per_shortfall", "source": "专题研究会", "need": 4, "points": -0.5},
    "if_true": {"rule": "TALLY", "mode": "if_true", "source": "未制定计划", "points": -1},
    "if_when": {"rule": "TALLY", "mode": "if_true", "when": {"source": "办结率", "under": 0.8}, "points": -1},
    "parts": {"rule": "TALLY", "mode": "parts", "parts": [{"source": "未制定计划", "points": 1}]},
    "number": {
        "rule": "TABLE", "key": "number", "source": "办结率",
        "rows": [{"from": 0.8, "points": 5}, {"from": 0.6, "to": 0.8, "share": 0.6}, {"to": 0.6, "range": [0, 2]}],
    },
    "label": {"rule": "TABLE", "key": "label", "source": "标准化", "rows": [{"is": "好", "points": 5}, {"is": ["差"], "points": 0}]},
    "ordinal": {"rule": "TABLE", "key": "ordinal", "source": "专题研究会", "rows": [{"from": 1, "points": -3}, {"from": 2, "points": "all"}]},
    "tests": {"rule": "TABLE", "key": "tests", "rows": [{"any": [{"source": "办结率", "over": 0.5}], "points": 3}]},
    "deadline": {"rule": "DEADLINE", "source": "重点任务", "due": {"day": 25}, "points": -1, "per": {"every": "month", "points": -1}},
    "deadline_after": {"rule": "DEADLINE", "source": "重点任务", "due": {"source": "专题研究会", "months": 36}, "points": -1},
    "deadline_fact": {"rule": "DEADLINE", "source": "重点任务", "on_time": 2},
    "judge": {"rule": "JUDGE", "min": 0, "max": 5, "who": "组织科"},
    "panel": {
        "rule": "PANEL", "classes": [{"who": "自评", "weight": 0.4, "criteria": [{"name": "质量"}]}, {"who": "群众", "weight": 0.6}],
        "empty_class": "ask",
    },
    "panel_trimmed": {"rule": "PANEL", "classes": [{"who": "自评", "weight": 1}], "combine": "trimmed", "empty_class": "ask"},
    "panel_ranks": {"rule": "PANEL", "classes": [{"who": "自评", "weight": 1}], "combine": "rank_mean", "empty_class": "ask"},
    "score": {"rule": "IMPORT", "from": "县考核", "kind": "score", "worth": 5},
    "deduction": {"rule": "IMPORT", "from": "县考核", "kind": "deduction"},
    "rank": {"rule": "IMPORT", "from": "县考核", "kind": "rank", "ranks": [5, 4]},
    "grade": {"rule": "IMPORT", "from": "县考核", "kind": "grade", "values": {"优秀": 5}},
    "slope": {"rule": "SLOPE", "source": "办结率", "baseline": {"constant": 0.9}, "step": 0.01, "stepping": "whole", "below": {"points": -0.1}},
    "slope_mean": {"rule": "SLOPE", "source": "办结率", "baseline": {"cohort_mean": True}, "step": 0.01, "stepping": "whole", "above": {"points": 1}},
    "slope_years": {"rule": "SLOPE", "source": "办结率", "baseline": {"last_years": 3}, "step": 0.01, "stepping": "whole", "above": {"points": 1}},
    "rank_list": {"rule": "COHORT", "of": {"source": "办结率"}, "function": "rank_list", "points": [5, 4], "ties": "ask"},
    "rank_step": {"rule": "COHORT", "of": {"source": "办结率"}, "function": "rank_step", "first": 10, "step": 1, "ties": "ask", "per": "month"},
    "rank_linear": {"rule": "COHORT", "of": {"indicator": "a"}, "function": "rank_linear", "first": 6, "last": 5, "ties": "ask", "singleton": "ask"},
    "top_k": {"rule": "COHORT", "of": {"group": "A"}, "function": "top_k", "k": 2, "points": [2, 1], "ties": "ask"},
    "bottom_k": {"rule": "COHORT", "of": {"imported": True}, "function": "bottom_k", "k": 1, "points": [-1], "ties": "ask"},
    "share_of_best": {"rule": "COHORT", "of": {"source": "办结率"}, "function": "share_of_best", "worth": 6},
    "vs_mean": {"rule": "COHORT", "of": {"source": "办结率"}, "function": "vs_mean", "step": 0.01, "above": {"points": 1}, "below": {"points": -1}},
    "vs_mean_fixed": {"rule": "COHORT", "of": {"source": "办结率"}, "function": "vs_mean", "above": {"points": 1}},
    "periods": {
        "rule": "ROLLUP", "over": "periods", "per": "month",
        "line": {"rule": "TALLY", "mode": "per_event", "source": "专题研究会", "points": 1},
    },
    "children": {"rule": "ROLLUP", "over": "children", "indicator": "a"},
    "matters": {"rule": "ROLLUP", "over": "matters", "source": "标准化", "values": {"好": 1, "差": 0.5}},
    "previous_year": {"rule": "ROLLUP", "over": "previous_year", "times": 0.1},
    "streak": {"rule": "ROLLUP", "over": "streak", "source": "未制定计划", "rows": [{"from": 1, "to": 2, "points": 1}]},
    "streak_plain": {"rule": "ROLLUP", "over": "streak", "source": "未制定计划"},
    "sample": {"rule": "SAMPLE", "source": "标准化", "size": 4, "failing": ["差"], "mode": "any", "points": -2},
    "sample_good": {"rule": "SAMPLE", "source": "标准化", "size": 4, "failing": ["差"], "mode": "each", "points": 1},
    "sample_all": {"rule": "SAMPLE", "source": "标准化", "size": 4, "failing": ["差"], "mode": "any", "points": "all"},
}  # fmt: skip

EXAMPLES: dict[Any, list[Any]] = {
    rules.TallyPart: [{"source": "未制定计划", "points": Decimal(7)}],
    base.Window: [{"from": date(2025, 12, 1), "to": date(2026, 11, 30)}],
    base.Factor: [{"times": Decimal("0.5"), "when": {"角色": "协办"}}],
    base.Variant: [{"when": {"类别": "开发区"}, "set": {"name": "改名"}}],
    Test: [{"source": "未制定计划"}],
    Range: [{"over": Decimal(7)}],
    LineLimit: [{"floor": Decimal(-7)}],
    rules.Row: [{"from": Decimal(9), "points": Decimal(9), "is": "优", "any": [{"total": True, "over": Decimal(9)}]}],
    rules.MonthsAfter: [{"source": "专题研究会", "months": Decimal(7)}],
    rules.DayOf: [{"day": Decimal(7)}],
    rules.PerLate: [{"every": "week", "points": Decimal(-7)}],
    rules.Criterion: [{"name": "作风"}],
    rules.RaterClass: [{"who": "同级", "weight": Decimal(7)}],
    rules.Side: [{"points": Decimal(7)}],
    rules.Tally: [{"rule": "TALLY", "mode": "per_event", "source": "重点任务", "points": Decimal(7)}],
    Band: [{"grade": "新等", "at_least": Decimal(7)}],
    Quota: [{"grade": "新等", "count": Decimal(7), "rounding": "ceil"}],
    DirectGrade: [{"when": {"source": "未制定计划"}, "grade": "新等"}],
    Applicability: [{"opt_out": True, "otherwise": "ask"}],
    base.Rounding: [{"places": Decimal(2)}],
}

SILENT = {"rule", "code", "name", "note", "lines", "gates", "indicators", "groups", "basis", "why", "evidence"}
"""What a line or an indicator is called, remarks, and parts that have sentences of their own."""


CONDITIONS = {"limit", "grace", "baseline", "of", "due", "when", "condition", "per", "line"}
"""Parameters that are models of their own, walked field by field."""

SAME = ("is=True", "is=[True]")
"""For a yes/no, a condition without ``is`` asks for yes."""


def _other_values(annotation: Any, present: Any) -> Iterator[Any]:
    """Other values that a field of this type may take, as plain values."""
    if annotation is bool:
        yield not present
    elif annotation is Decimal or annotation is int:
        yield Decimal(8) if present == 7 else Decimal(7)
    elif annotation is str:
        yield f"{present or ''}别"
    elif annotation is date:
        yield date(2026, 7, 7)
    elif annotation in EXAMPLES:
        yield from (example for example in EXAMPLES[annotation])
    elif isinstance(annotation, type) and issubclass(annotation, Enum):
        yield from (member.value for member in annotation if member != present)
    elif get_origin(annotation) is Literal:
        yield from (value for value in get_args(annotation) if value != present)
    elif get_origin(annotation) is list:
        inner = next(_other_values(get_args(annotation)[0], None), None)
        if inner is not None:
            yield [*(_plain(present) or []), inner]
    elif get_origin(annotation) is tuple:
        yield [Decimal(-7), Decimal(7)]
    elif get_origin(annotation) is dict:
        for inner in _other_values(get_args(annotation)[1], None):
            yield {**(_plain(present) or {}), "另": inner}
    else:
        for part in get_args(annotation):
            if part is not type(None):
                yield from _other_values(part, present)


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(by_alias=True, exclude_unset=True)
    if isinstance(value, list):
        return [_plain(v) for v in value]
    return value


def _changes(model: BaseModel, silent: set[str] = SILENT) -> Iterator[tuple[str, Any]]:
    """(path, the plain values of the model with one parameter changed), all the way down."""
    plain = model.model_dump(by_alias=True, exclude_unset=True)
    for name, field in type(model).model_fields.items():
        if name in silent:
            continue
        key, present = field.alias or name, getattr(model, name)
        for value in _other_values(field.annotation, present):
            yield f"{key}={value!r}", {**plain, key: value}
        for place, inner in enumerate(present) if isinstance(present, list) else [(None, present)]:
            if isinstance(inner, BaseModel):
                for path, changed in _changes(inner, {"rule", "code", "note"} if name == "line" else set()):
                    if name == "line" and path.startswith("name="):
                        continue
                    if place is None:
                        yield f"{key}/{path}", {**plain, key: changed}
                    else:
                        items = [_plain(v) for v in present]
                        items[place] = changed
                        yield f"{key}[{place}]/{path}", {**plain, key: items}
    for key, value in plain.items():
        if isinstance(value, dict) and value and key not in CONDITIONS:
            yield f"{key}-first", {**plain, key: dict(list(value.items())[1:])}


def _silent_changes(model: Any, make: Any, say: Any) -> list[str]:
    """The changes that leave what is said as it was (changes that the model refuses are no changes)."""
    before, seen, silent = say(model), 0, []
    for path, plain in _changes(model):
        try:
            after = make(plain)
        except ValueError:
            continue
        seen += 1
        if after != model and say(after) == before and not path.endswith(SAME):
            silent.append(path)
    assert seen > 1, "nothing was changed"
    return silent


@pytest.mark.parametrize("name", LINES)
def test_no_parameter_of_a_rule_is_silent(name: str) -> None:
    made = line(**LINES[name])
    assert _silent_changes(made, RULE.validate_python, lambda changed: sentence(changed, SCHEME)) == []


def test_every_rule_and_every_mode_is_walked() -> None:
    """The lines above must hold every mode that a rule has."""
    modes = {
        "TALLY": "mode",
        "TABLE": "key",
        "IMPORT": "kind",
        "COHORT": "function",
        "ROLLUP": "over",
        "PANEL": "combine",
    }
    for member in get_args(get_args(Rule)[0]):
        rule = get_args(member.model_fields["rule"].annotation)[0]
        of_rule = [v for v in LINES.values() if v["rule"] == rule]
        assert of_rule, rule
        if rule in modes:
            walked = {line(**v).model_dump()[modes[rule]] for v in of_rule}
            assert walked == set(labels_of(member, modes[rule])), rule


PARTS: dict[str, tuple[Any, Any]] = {
    "indicator": (
        Indicator.model_validate({
            "code": "a", "name": "项", "max": 5, "limit": {"base": "max", "floor": Decimal(-1)}, "bundles": {"捆": {"floor": Decimal(-2)}},
            "applies": {"applies_when": {"类别": "局"}, "otherwise": "full"}, "lines": [line(**LINES["judge"])],
        }),
        indicator_sentence,
    ),
    "group": (Group.model_validate({"code": "A", "name": "组", "max": 5}), group_sentence),
    "gate": (
        Gate.model_validate({"code": "g", "name": "门", "condition": {"source": "未制定计划"}, "effect": "cap_grade", "grade": "良好"}),
        lambda gate: gate_sentence(gate, SCHEME),
    ),
    "applicability": (Applicability.model_validate({"opt_out": True, "otherwise": "factor_on_rest", "factor": 2}), applicability_sentence),
    "dedupe": (Dedupe.model_validate({"lines": ["a-1", "a-2"], "keep": "max"}), dedupe_sentence),
    "grades": (
        Grade.model_validate({
            "bands": [{"grade": "好", "at_least": 90}, {"grade": "中"}], "quota": [{"grade": "好", "share": Decimal("0.1"), "rounding": "floor"}],
            "direct": [{"when": {"source": "未制定计划"}, "grade": "中"}],
        }),
        lambda grades: grade_sentences(grades, SCHEME),
    ),
    "tag": (Tag.model_validate({"kind": "number", "source_kind": "statistics"}), lambda tag: tag_sentence("办结率", tag)),
    "total": (
        Total.model_validate({"max": 100, "limit": {"base": 80, "ceiling": "max"}}),
        lambda total: total_sentence(SCHEME.model_copy(update={"total": total})),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PARTS)
def test_no_parameter_of_the_other_parts_is_silent(name: str) -> None:
    part, say = PARTS[name]
    assert _silent_changes(part, type(part).model_validate, say) == []


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        (LINES["per_shortfall"], "“专题研究会”每年应4次，每少1次扣0.5分。"),
        (LINES["per_event"], "“专题研究会”每次扣0.5分。"),
        ({**LINES["per_event"], "free": 5, "only": {"级别": ["县", "市"]}}, "“专题研究会”（只计级别为县或市的）前5次不计，以后每次扣0.5分。"),
        (LINES["if_true"], "“未制定计划”为是的扣1分，否则不扣。"),
        (
            {**LINES["per_shortfall"], "variants": [{"when": {"类别": "开发区"}, "set": {"need": 2, "points": -1.25}}]},
            "“专题研究会”每年应4次，每少1次扣0.5分；类别为开发区的改为应有2、分值-1.25。",
        ),
        (
            {**LINES["per_event"], "factors": [{"when": {"职务": "其他"}, "times": 0.5}], "limit": {"floor": -3}},
            "“专题研究会”每次扣0.5分；本条最多扣3分；职务为其他的每笔乘以0.5。",
        ),
        ({**LINES["per_event"], "exempt_when": {"source": "未制定计划"}}, "“专题研究会”每次扣0.5分；“未制定计划”为是的不计本条。"),
        (
            LINES["number"],
            "按“办结率”的数查表：0.8以上得5分，0.6至0.8（不含）得满分的60%，0.6（不含）以下由评分人在0至2分内评定。",
        ),
        (LINES["ordinal"], "按“专题研究会”的次数查表：第1次起扣3分，第2次起本项不得分；以所到的一级为准。"),
        (LINES["deadline"], "“重点任务”每件应在每月25日以前办结，逾期扣1分，逾期每满1个月扣1分。"),
        (LINES["judge"], "由组织科在0至5分内评一次，须写理由。"),
        (LINES["slope"], "“办结率”与0.9相比，每低0.01扣0.1分，不满的不计。"),
        (LINES["rank_step"], "每月在全部单位中按“办结率”比较，高者为优，第1名得10分，每低一名减1分；并列的由人决定；缺数的不参加比较；各期取平均。"),
        (LINES["sample_all"], "“标准化”抽查4个，有1个差即本项不得分；须有抽取记录。"),
        ({**LINES["judge"], "limit": {}, "window": None}, "由组织科在0至5分内评一次，须写理由。"),
        ({**LINES["per_event"], "need": 4}, "“专题研究会”每次扣0.5分（用不到：应有4）。"),
    ],
)  # fmt: skip
def test_sentences_read_as_an_office_writes(parameters: dict[str, Any], words: str) -> None:
    assert sentence(line(**parameters), SCHEME) == words


@pytest.mark.parametrize(
    ("limit", "words"),
    [
        ({"base": "max"}, "满分5分，从满分起扣，扣完为止，不超过满分。"),
        ({}, "满分5分，从0分起加，扣完为止，加满为止。"),
        (
            {"base": Decimal("1.5"), "floor": Decimal("-0.5"), "ceiling": "none"},
            "满分5分，从1.5分起评，最低-0.5分，上不封顶。",
        ),
        ({"base": "max", "floor": "none", "ceiling": Decimal(7)}, "满分5分，从满分起扣，可以为负，最高7分。"),
    ],
)
def test_limits_of_an_indicator_read_back(limit: dict[str, Any], words: str) -> None:
    indicator = Indicator(
        code="a", name="项", max=Decimal(5), limit=Limit.model_validate(limit), lines=[line(**LINES["judge"])]
    )
    assert indicator_sentence(indicator) == words


@pytest.mark.parametrize("path", SCHEMES, ids=lambda p: p.stem)
def test_published_schemes_read_back_whole(path: Path) -> None:
    """One sentence a line, and nothing in it that says a parameter is lacking."""
    scheme: Scheme = load_scheme(path).scheme
    said = [sentence(each, scheme) for indicator, _ in indicators_of(scheme.groups) for each in indicator.lines]
    said += [indicator_sentence(indicator) for indicator, _ in indicators_of(scheme.groups)]
    said += [gate_sentence(gate, scheme) for gate in gates_of(scheme)] + [total_sentence(scheme)]
    for words in said:
        assert words.endswith("。")
        assert words.count("。") == 1
        assert "没有写" not in words
        assert "None" not in words
        assert "Decimal" not in words


def test_each_fixed_word_has_one_label_within_its_field() -> None:
    seen = 0
    for module in (base, rules, model):
        for each in vars(module).values():
            if isinstance(each, type) and issubclass(each, BaseModel):
                for name in each.model_fields:
                    labels = labels_of(each, name)
                    seen += len(labels)
                    assert len(set(labels.values())) == len(labels), (each.__name__, name)
    assert seen > 100
