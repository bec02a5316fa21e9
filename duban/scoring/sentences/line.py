"""One line of a scheme as one sentence: its rule, then its limits, exemptions, coefficients and variants."""

from typing import Any

from pydantic import ValidationError

from duban.scoring.evaluation.outcome import show
from duban.scoring.evaluation.plan import with_parameters
from duban.scoring.scheme.base import Factor, Variant
from duban.scoring.scheme.heeded import heeded, positions
from duban.scoring.scheme.labels import field_of, labels_of, title_of
from duban.scoring.scheme.model import Scheme
from duban.scoring.scheme.rules import (
    Cohort,
    Deadline,
    Import,
    Judge,
    Line,
    Panel,
    Rollup,
    Sample,
    Slope,
    Table,
    Tally,
)

from .comparing import cohort_words, rollup_words, slope_words
from .counting import deadline_words, sample_words, table_words, tally_words
from .judging import import_words, judge_words, panel_words
from .words import day, line_limit_words, match_words, span, test_words, unheeded, value_words


def sentence(line: Line, scheme: Scheme) -> str:
    """What the line does, in one sentence with every parameter; what is written without effect is said to be so."""
    return _whole(line, scheme, inner=False)


def _whole(line: Line, scheme: Scheme, *, inner: bool) -> str:
    tails = [line_limit_words(line.limit) if line.limit is not None else ""]
    tails += [_factor(factor, line, inner=inner) for factor in line.factors]
    if not inner:
        tails += _conditions(line, scheme)
        tails += [_variant(variant, line, scheme) for variant in line.variants]
    said = "；".join([_rule(line, scheme), *(tail for tail in tails if tail)])
    said += unheeded(line, heeded(line, inner=inner))
    return said if inner else said + "。"


def _conditions(line: Line, scheme: Scheme) -> list[str]:
    said = []
    if line.bundle is not None:
        said.append(f"与“{line.bundle}”各条合并计限")
    if line.exempt_when is not None:
        said.append(f"{test_words(line.exempt_when, scheme)}的不计本条")
    if line.window is not None:
        said.append(f"计{span(line.window)}")
    if line.opens is not None:
        said.append(f"{day(line.opens)}起计分")
    if line.bonus:
        said.append("属于加分")
    return said


def _rule(line: Line, scheme: Scheme) -> str:
    match line:
        case Tally():
            return tally_words(line, scheme)
        case Table():
            return table_words(line, scheme)
        case Deadline():
            return deadline_words(line)
        case Judge():
            return judge_words(line)
        case Panel():
            return panel_words(line)
        case Import():
            return import_words(line)
        case Slope():
            return slope_words(line)
        case Cohort():
            return cohort_words(line)
        case Sample():
            return sample_words(line)
        case Rollup():
            return rollup_words(line, lambda inner: _whole(inner, scheme, inner=True))
    raise AssertionError(f"no words for {line!r}")


_WHERE = {
    "on_fact": "每笔",
    "on_points": "本条得分",
    "on_deduction": "本条扣分",
    "before_rank": "比较前的数",
    "after_rank": "比较后的得分",
}


def _factor(factor: Factor, line: Line, *, inner: bool) -> str:
    who = f"{match_words(factor.when)}的" if factor.when is not None else ""
    acts = []
    if factor.times is not None:
        acts.append(f"乘以{show(factor.times)}")
    if factor.times_attribute is not None:
        acts.append(f"乘以“{factor.times_attribute}”")
    if factor.divide_by is not None:
        acts.append(f"除以“{factor.divide_by}”")
    known = positions(line) & {"on_fact"} if inner else positions(line)
    nowhere = "" if factor.position in known else "（这种规则用不到）"
    return f"{who}{_WHERE[factor.position]}{'、'.join(acts) or '不变'}{nowhere}"


def _variant(variant: Variant, line: Line, scheme: Scheme) -> str:
    """Simple changes are named; others are read back whole."""
    who = f"{match_words(variant.when)}的"
    plain = (str, int, bool)
    simple = all(isinstance(v, plain) or v is None or hasattr(v, "quantize") for v in variant.set.values())
    if not simple:
        try:
            return f"{who}改为“{_whole(with_parameters(line, variant.set), scheme, inner=True)}”"
        except ValidationError:
            pass
    return f"{who}改为{'、'.join(_changed(line, k, v) for k, v in variant.set.items()) or '（没有写改什么）'}"


def _changed(line: Line, key: str, value: Any) -> str:
    name = field_of(type(line), key)
    if name is None:
        return f"{key}{value_words(value)}"
    label = labels_of(type(line), name).get(str(value)) if isinstance(value, str) else None
    return f"{title_of(type(line), name)}{label or value_words(value)}"
