"""The vocabulary that all parts of a scheme share: strict numbers, conditions, windows, limits."""

import re
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

_ASCII_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]*)?([eE][+-]?[0-9]+)?")


def _exact(value: Any) -> Any:
    """Refuse what is not an exact number: binary floats never come near a score, and 是 is not 1."""
    if isinstance(value, (bool, float)) or (isinstance(value, str) and not _ASCII_NUMBER.fullmatch(value)):
        raise ValueError("not an exact number")
    return value


def _as_code(value: Any) -> Any:
    """A code written without quotes arrives as a number (1.10); it keeps the digits it was written with."""
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        return str(value)
    return value


Number = Annotated[Decimal, BeforeValidator(_exact), Field(allow_inf_nan=False)]
Code = Annotated[str, BeforeValidator(_as_code), Field(pattern=r"^\S+$")]
Word = Annotated[str, BeforeValidator(_as_code), Field(min_length=1)]
Scalar = bool | Number | str


class Model(BaseModel):
    """A part of a scheme: unchangeable, and a word it does not know is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Period(StrEnum):
    """The stretch that a demand repeats over."""

    BIWEEK = "biweek"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    TERM = "term"
    YEAR = "year"


class Window(Model):
    """From which day to which day facts count, both days included."""

    from_: date = Field(alias="from", title="起")
    to: date = Field(title="止")

    def holds(self, day: date | None) -> bool:
        return day is None or self.from_ <= day <= self.to


class Range(Model):
    """A stretch of numbers; each end says by its name whether it is inside."""

    at_least: Number | None = Field(None, title="不低于")
    over: Number | None = Field(None, title="高于")
    at_most: Number | None = Field(None, title="不高于")
    under: Number | None = Field(None, title="低于")

    def holds(self, number: Decimal) -> bool:
        return (
            (self.at_least is None or number >= self.at_least)
            and (self.over is None or number > self.over)
            and (self.at_most is None or number <= self.at_most)
            and (self.under is None or number < self.under)
        )


Match = dict[str, Range | list[Scalar] | Scalar]
"""Attribute → what it must be: one value, one of a list, or a range. All must hold."""


def matches(wanted: Match | None, attributes: Any) -> bool:
    """Whether the attributes of a unit or a fact satisfy every entry; an absent attribute satisfies none."""
    if not wanted:
        return True
    for name, want in wanted.items():
        have = attributes.get(name)
        if have is None:
            return False
        if isinstance(want, Range):
            if not isinstance(have, Decimal) or not want.holds(have):
                return False
        elif isinstance(want, list):
            if have not in want:
                return False
        elif have != want:
            return False
    return True


class Test(Range):
    """A question to one unit that answers yes, no, or unknown when the fact is lacking."""

    __test__ = False  # the name is the field's word, not a test of ours

    source: str | None = Field(None, title="标签")
    only: Match | None = Field(None, title="只计")
    is_: Scalar | list[Scalar] | None = Field(None, alias="is", title="是")
    indicator: Code | None = Field(None, title="指标")
    group: Code | None = Field(None, title="分组")
    total: bool = Field(False, title="总分")
    import_: Code | None = Field(None, alias="import", title="引用细则")
    any_: list["Test"] | None = Field(None, alias="any", title="任一")
    all_: list["Test"] | None = Field(None, alias="all", title="全部")
    not_: bool = Field(False, alias="not", title="相反")


class LineLimit(Model):
    """How far one line or a bundle of lines may move the score. None is no bound."""

    floor: Number | None = Field(None, title="下限")
    ceiling: Number | None = Field(None, title="上限")


class Rounding(Model):
    """The stated rule of rounding; without it nothing is rounded."""

    places: int = Field(ge=0, le=6, title="小数位")
    mode: Literal["half_up", "half_even", "down", "up"] = Field("half_up", title="取舍")


class Limit(Model):
    """LIMIT at an indicator, a group or the total: where it starts and how far it may go."""

    base: Number | Literal["max"] = Field(Decimal(0), title="起评")
    floor: Number | Literal["none"] = Field(Decimal(0), title="下限")
    ceiling: Number | Literal["max", "none"] = Field("max", title="上限")
    round: Rounding | None = Field(None, title="取舍")


class Variant(Model):
    """VARIANT: for units of this kind, other parameters of the same rule."""

    when: Match = Field(title="适用单位")
    set: dict[str, Any] = Field(title="改为")


class Factor(Model):
    """VARIANT by a coefficient, with the place where it is applied."""

    when: Match | None = Field(None, title="条件")
    times: Number | None = Field(None, title="乘以")
    times_attribute: str | None = Field(None, title="乘以属性")
    divide_by: str | None = Field(None, title="除以属性")
    position: Literal["on_fact", "on_points", "on_deduction", "before_rank", "after_rank"] = Field(
        "on_fact", title="位置"
    )


WORD = re.compile(r"\s+")
