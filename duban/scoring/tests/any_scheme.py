"""Any scheme whose form is right, drawn at random: every rule, every parameter, every kind of text a person can type."""

import itertools
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Literal, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt, MinLen
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from duban.scoring.scheme.base import Variant
from duban.scoring.scheme.model import Group, Indicator, Scheme
from duban.scoring.scheme.rules import Rule
from duban.scoring.scheme.shapes import parts_of

AWKWARD = [
    "=1+1", "1.10", "007", "是", "否", "空 ", " 前", "甲、乙", "[甲]", "{a: b}", '"引号"', "'", "_x0041_", "null", "true", "a: b",
    "第一行\n第二行", "#", "2026-01-01", "1e5", "-", "本项不得分", "满分", "\u200b", "\u3000全角", "😀", "@", "10%", "~", "\t", "\r\n",
]  # fmt: skip
TEXT = st.one_of(
    st.sampled_from(AWKWARD),
    st.text(
        st.characters(exclude_categories=["Cs"], max_codepoint=0x1FFFF, exclude_characters="\ufffe\uffff"), max_size=8
    ),
)
WORD = TEXT.filter(lambda t: t.strip() != "")
CODE = WORD.map(lambda t: "".join(t.split()) or "x").filter(lambda t: len(t.split()) == 1)
NUMBER = st.one_of(
    st.decimals(-1000, 1000, places=0), st.decimals(-1000, 1000, places=2), st.decimals(-1, 1, places=18),
    st.sampled_from([Decimal("0.10"), Decimal("1E-7"), Decimal(2**60), Decimal("0.30000000000000004"), Decimal("5.0")]),
)  # fmt: skip
DAY = st.dates(date(1900, 1, 1), date(2100, 12, 31))
DEEPEST = 3


def _limits(metadata: list[Any]) -> Callable[[Any], bool]:
    checks: list[Callable[[Any], bool]] = []
    for limit in metadata:
        if isinstance(limit, Gt):
            checks.append(lambda v, b=limit.gt: v > b)
        elif isinstance(limit, Ge):
            checks.append(lambda v, b=limit.ge: v >= b)
        elif isinstance(limit, Le):
            checks.append(lambda v, b=limit.le: v <= b)
        elif isinstance(limit, Lt):
            checks.append(lambda v, b=limit.lt: v < b)
        elif isinstance(limit, MinLen):
            checks.append(lambda v, b=limit.min_length: len(v) >= b)
    return lambda value: value is None or not isinstance(value, Decimal | int | list) or all(c(value) for c in checks)


def values(annotation: Any, depth: int) -> st.SearchStrategy[Any]:
    """Plain values of a type, as a reader of a scheme hands them to the models."""
    parts = list(parts_of(annotation))
    return st.one_of([_one(part, depth) for part in parts])


def _one(part: Any, depth: int) -> st.SearchStrategy[Any]:
    if part is type(None):
        return st.none()
    if part is Any:
        return st.one_of(TEXT, NUMBER, st.booleans(), DAY)
    if get_origin(part) is Literal:
        return st.sampled_from(get_args(part))
    if get_origin(part) is list:
        return st.lists(values(get_args(part)[0], depth + 1), min_size=1, max_size=2)
    if get_origin(part) is tuple:
        return st.tuples(NUMBER, NUMBER).map(list)
    if get_origin(part) is dict:
        return st.dictionaries(WORD, values(get_args(part)[1], depth + 1), max_size=2)
    if issubclass(part, BaseModel):
        return plain(part, depth + 1)
    if issubclass(part, StrEnum):
        return st.sampled_from([str(member.value) for member in part])
    return {bool: st.booleans(), Decimal: NUMBER, int: st.integers(0, 40).map(Decimal), str: TEXT, date: DAY}[part]


@st.composite
def plain(draw: Callable[[Any], Any], model: type[BaseModel], depth: int = 0, **given: Any) -> dict[str, Any]:
    """Plain values of a model: what is required, and some of the rest."""
    out: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        key = field.alias or name
        if key in given:
            continue
        deep = depth > DEEPEST and not field.is_required()
        if not field.is_required() and (deep or draw(st.integers(0, 2)) > 0):
            continue
        drawn = values(field.annotation, depth).filter(_limits(field.metadata))
        if name in ("code", "who"):
            drawn = CODE if name == "code" else WORD
        elif model is Variant and name == "set":
            drawn = st.dictionaries(st.sampled_from(["name", "note", "unit", "points", "need"]), values(Any, depth))
        value = draw(drawn)
        if value is not None:
            out[key] = value
    return out | given


@st.composite
def schemes(draw: Callable[[Any], Any]) -> Scheme:
    """A scheme with up to three groups, one inside another, and a few lines of any rule."""
    codes = (f"c.{n}" for n in itertools.count(1))

    def line() -> dict[str, Any]:
        model = draw(st.sampled_from(list(parts_of(Rule))))
        rule = get_args(model.model_fields["rule"].annotation)[0]
        return draw(plain(model, rule=rule, code=next(codes)).filter(lambda values: _fits(model, values)))

    def indicator() -> dict[str, Any]:
        lines = [line() for _ in range(draw(st.integers(1, 2)))]
        return draw(plain(Indicator, code=next(codes), lines=lines).filter(lambda v: _fits(Indicator, v)))

    def group(inner: int) -> dict[str, Any]:
        code, indicators = next(codes), [indicator() for _ in range(draw(st.integers(0, 2)))]
        groups = [group(inner - 1) for _ in range(draw(st.integers(0, 1)))] if inner else []
        parts = {"code": code, "indicators": indicators, "groups": groups}
        return draw(plain(Group, **parts).filter(lambda v: _fits(Group, v)))

    groups = [group(1) for _ in range(draw(st.integers(1, 2)))]
    return Scheme.model_validate(draw(plain(Scheme, groups=groups).filter(lambda v: _fits(Scheme, v))))


def _fits(model: type[BaseModel], values: dict[str, Any]) -> bool:
    try:
        model.model_validate(values)
    except ValidationError:
        return False
    return True
