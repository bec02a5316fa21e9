"""The small words: numbers, conditions, windows, limits, and whatever is written without effect."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from duban.scoring.evaluation.outcome import show
from duban.scoring.scheme.base import LineLimit, Match, Range, Test, Window
from duban.scoring.scheme.heeded import heeded_in_test, idle
from duban.scoring.scheme.labels import label_of, labels_of, title_of
from duban.scoring.scheme.model import Scheme

Points = Decimal | str | None


def moves(points: Points) -> str:
    """得3分, 扣0.5分, 本项不得分."""
    if points is None:
        return "（没有写分值）"
    if isinstance(points, str):
        return "本项不得分"
    if points == 0:
        return "不加不扣"
    return f"扣{show(-points)}分" if points < 0 else f"得{show(points)}分"


def named(source: str | list[str] | None, between: str = "、") -> str:
    """“甲”、“乙”."""
    if source is None:
        return "（没有写标签）"
    return between.join(f"“{name}”" for name in ([source] if isinstance(source, str) else source))


def day(value: date) -> str:
    return f"{value.year}年{value.month}月{value.day}日"


def span(window: Window) -> str:
    return f"{day(window.from_)}至{day(window.to)}"


def value_words(value: Any) -> str:
    """Any value in few words, exact."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return show(value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, BaseModel):
        return (
            "（" + "，".join(f"{title_of(type(value), n)}{_of_field(value, n)}" for n in value.model_fields_set) + "）"
        )
    if isinstance(value, Mapping):
        return "（" + "，".join(f"{k}：{value_words(v)}" for k, v in value.items()) + "）"
    if isinstance(value, list | tuple):
        return "、".join(map(value_words, value))
    return "空" if value is None else str(value)


def _of_field(model: BaseModel, name: str) -> str:
    value = getattr(model, name)
    return label_of(model, name) if labels_of(type(model), name) and isinstance(value, str) else value_words(value)


def unheeded(model: BaseModel, names: Iterable[str]) -> str:
    """What is written without effect, said in brackets; empty when everything has an effect."""
    said = [f"{title_of(type(model), n)}{_of_field(model, n)}" for n in idle(model, names)]
    return f"（用不到：{'，'.join(said)}）" if said else ""


def bounds_words(of: Range, unit: str = "") -> str:
    """不低于60分、低于80分."""
    words = (("不低于", of.at_least), ("高于", of.over), ("不高于", of.at_most), ("低于", of.under))
    return "、".join(f"{word}{show(number)}{unit}" for word, number in words if number is not None)


def match_words(match: Match) -> str:
    """级别为省或市，规模不低于100."""
    parts = []
    for name, want in match.items():
        if isinstance(want, Range):
            parts.append(f"{name}{bounds_words(want) or '有数'}")
        elif isinstance(want, list):
            parts.append(f"{name}为{'或'.join(map(value_words, want))}")
        else:
            parts.append(f"{name}为{value_words(want)}")
    return "且".join(parts) or "不限条件"


def filtered(rule: Any) -> str:
    """Which facts count, in brackets after their names."""
    words = []
    if rule.only is not None:
        words.append(f"只计{match_words(rule.only)}的")
    if rule.excluding is not None:
        words.append(f"不计{match_words(rule.excluding)}的")
    return f"（{'，'.join(words)}）" if words else ""


def test_words(test: Test, scheme: Scheme) -> str:
    """The condition as a clause."""
    said = _asked(test, scheme) + unheeded(test, heeded_in_test(test))
    return f"并非{said}" if test.not_ else said


def _asked(test: Test, scheme: Scheme) -> str:
    if test.any_ is not None:
        return "（" + "，或者".join(test_words(t, scheme) for t in test.any_) + "）"
    if test.all_ is not None:
        return "（" + "，并且".join(test_words(t, scheme) for t in test.all_) + "）"
    if test.source is not None:
        return _of_source(test, scheme)
    wanted = "" if test.is_ is None else f"为{_is_words(test)}"
    if test.import_ is not None:
        return f"细则{test.import_}引用的结果{wanted}{bounds_words(test)}"
    if test.indicator is not None:
        return f"指标{test.indicator}得分{bounds_words(test, '分')}"
    if test.group is not None:
        return f"分组{test.group}得分{bounds_words(test, '分')}"
    return f"{'总分' if test.total else '总分（没有写明问什么）'}{bounds_words(test, '分')}"


def _of_source(test: Test, scheme: Scheme) -> str:
    tag = scheme.tags.get(test.source or "")
    kind, unit = (tag.kind, tag.unit) if tag is not None else ("event", "")
    bounds = bounds_words(test, unit if kind in ("event", "dated") else "")
    only = f"（只计{match_words(test.only)}的）" if test.only is not None else ""
    wanted = f"为{_is_words(test)}" if test.is_ is not None else ""
    if kind == "yes_no" and not wanted:
        wanted = "为是"
    if kind in ("event", "dated") and not bounds and not wanted:
        return f"有“{test.source}”{only}"
    return f"“{test.source}”{only}{wanted}{bounds}"


def _is_words(test: Test) -> str:
    return "或".join(map(value_words, test.is_)) if isinstance(test.is_, list) else value_words(test.is_)


def line_limit_words(limit: LineLimit, what: str = "本条") -> str:
    words = []
    if limit.floor is not None:
        words.append(f"{what}最多扣{show(-limit.floor)}分" if limit.floor < 0 else f"{what}至少计{show(limit.floor)}分")
    if limit.ceiling is not None:
        words.append(
            f"{what}最多得{show(limit.ceiling)}分" if limit.ceiling > 0 else f"{what}最高计{show(limit.ceiling)}分"
        )
    return "，".join(words)


def listed(values: Mapping[str, Any]) -> str:
    """满意100分、不了解不计票."""
    return "、".join(f"{k}{'不计票' if v == 'exclude' else show(v) + '分'}" for k, v in values.items())
