"""The primitives that yield points, as data (RULES: TALLY TABLE DEADLINE JUDGE PANEL IMPORT SLOPE COHORT ROLLUP SAMPLE).

A rule says what it means and nothing of how it is computed: an evaluator for plain Python stands in
``duban.scoring.evaluation``, and another may stand beside it.
"""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from .base import Code, Factor, LineLimit, Match, Model, Number, Period, Test, Variant, Window, Word

All = Literal["all"]
Stepping = Literal["continuous", "whole", "started"]


class Line(Model):
    """What every line (细则) of an indicator has, whatever its rule."""

    code: Code = Field("", title="编码", pattern=None)  # type: ignore[arg-type]  # filled in from the indicator when left out
    name: str = Field("", title="名称")
    window: Window | None = Field(None, title="计算期间")
    opens: date | None = Field(None, title="开始计分日")
    limit: LineLimit | None = Field(None, title="限")
    variants: list[Variant] = Field([], title="分类参数")
    factors: list[Factor] = Field([], title="系数")
    exempt_when: Test | None = Field(None, title="免予")
    bonus: bool = Field(False, title="加分")
    bundle: str | None = Field(None, title="合并限")
    note: str = Field("", title="说明")


class TallyPart(Model):
    """One step of a checklist and what it is worth."""

    source: str = Field(title="标签")
    points: Number = Field(title="分值")


class Tally(Line):
    """TALLY 计数: per event, per shortfall, if true, or the sum of parts."""

    rule: Literal["TALLY"]
    mode: Literal["per_event", "per_shortfall", "if_true", "parts"] = Field(title="方式")
    source: str | list[str] | None = Field(None, title="标签")
    when: Test | None = Field(None, title="条件")
    only: Match | None = Field(None, title="只计")
    excluding: Match | None = Field(None, title="不计")
    need: Number | None = Field(None, title="应有")
    per: Period = Field(Period.YEAR, title="每")
    charge: Literal["each", "period"] = Field("each", title="按缺数或按期")
    free: Number = Field(Decimal(0), title="前几次不计")
    points: Number | All | None = Field(None, title="分值")
    otherwise: Number | All = Field(Decimal(0), title="否则")
    unit: str = Field("次", title="单位")
    parts: list[TallyPart] = Field([], title="分步")


class Row(Model):
    """A row of a table: what it asks of the key, and what it gives."""

    from_: Number | None = Field(None, alias="from", title="从")
    to: Number | None = Field(None, title="到")
    closed: Literal["left", "right", "both", "neither"] | None = Field(None, title="含端")
    is_: Word | list[Word] | None = Field(None, alias="is", title="档次")
    when: Match | None = Field(None, title="属性")
    any_: list[Test] | None = Field(None, alias="any", title="任一")
    points: Number | All | None = Field(None, title="分值")
    share: Number | None = Field(None, title="占满分")
    range: tuple[Number, Number] | None = Field(None, title="裁量幅度")


class Table(Line):
    """TABLE 查表: a number, a label or an ordinal → points."""

    rule: Literal["TABLE"]
    key: Literal["number", "label", "ordinal", "tests"] = Field(title="按")
    source: str | list[str] | None = Field(None, title="标签")
    only: Match | None = Field(None, title="只计")
    excluding: Match | None = Field(None, title="不计")
    rows: list[Row] = Field(min_length=1, title="分档")
    closed: Literal["left", "right", "both", "neither"] = Field("left", title="含端")
    match: Literal["first", "highest", "sum", "replace", "ask"] = Field("first", title="取法")
    otherwise: Number | None = Field(None, title="档外")
    worth: Number | None = Field(None, title="满分")
    who: str = Field("", title="裁量人")


class MonthsAfter(Model):
    """N months after the day of a fact."""

    source: str = Field(title="标签")
    months: int = Field(ge=0, title="月数")


class DayOf(Model):
    """A day of each period: the 25th of each month."""

    day: int = Field(ge=1, le=31, title="日")
    each: Literal["month", "quarter", "half", "year"] = Field("month", title="每")


class Grace(Model):
    """What is still in time after the due day."""

    months: int = Field(0, ge=0, title="月")
    days: int = Field(0, ge=0, title="天")


class PerLate(Model):
    """What each further period of delay costs."""

    every: Literal["day", "week", "month", "year"] = Field(title="每")
    points: Number = Field(title="分值")


class Deadline(Line):
    """DEADLINE 时限: what is late costs a fixed amount, or an amount for each period, or both."""

    rule: Literal["DEADLINE"]
    source: str = Field(title="标签")
    due: date | DayOf | MonthsAfter | Literal["fact"] = Field("fact", title="应办日期")
    grace: Grace = Field(Grace(), title="宽限")
    points: Number | All | None = Field(None, title="固定分值")
    per: PerLate | None = Field(None, title="逐期")
    counting: Literal["whole", "started"] = Field("whole", title="不足一期")
    on_time: Number = Field(Decimal(0), title="按时得")
    done_late: Number = Field(Decimal(0), title="逾期办结得")
    after_reminder: Number = Field(Decimal(1), title="催办后倍数")
    only: Match | None = Field(None, title="只计")
    excluding: Match | None = Field(None, title="不计")
    unit: str = Field("件", title="单位")


class Judge(Line):
    """JUDGE 酌情: a person decides inside stated bounds, with a reason."""

    rule: Literal["JUDGE"]
    min: Number = Field(title="最低")
    max: Number = Field(title="最高")
    step: Number | None = Field(None, title="分度")
    who: str = Field(title="评分人")
    times: Literal["once", "each"] = Field("once", title="一次或逐件")
    absent: Literal["missing", "zero"] = Field("missing", title="没有评分时")
    reason_required: bool = Field(True, title="须写理由")
    record_required: bool = Field(False, title="须有会议记录")
    suggestions: dict[str, Number] = Field({}, title="参考")


class Criterion(Model):
    """One question that a class of raters answers."""

    name: str = Field(title="测评项")
    weight: Number = Field(Decimal(1), gt=0, title="权重")


class RaterClass(Model):
    """One class of raters."""

    who: str = Field(title="评价主体")
    weight: Number = Field(gt=0, title="权重")
    criteria: list[Criterion] | None = Field(None, title="测评项")


class Panel(Line):
    """PANEL 测评: ballots and marks of weighted classes of raters."""

    rule: Literal["PANEL"]
    classes: list[RaterClass] = Field(min_length=1, title="评价主体")
    criteria: list[Criterion] = Field([], title="测评项")
    ballot_values: dict[str, Number | Literal["exclude"]] = Field({}, title="票面折分")
    combine: Literal["mean", "trimmed", "rank_mean"] = Field("mean", title="合成")
    trim: int = Field(1, ge=1, title="去掉几个最高最低")
    rank_first: Number = Field(Decimal(100), title="第一名")
    rank_last: Number = Field(Decimal(60), title="末名")
    min_valid: int = Field(1, ge=1, title="最少有效票")
    empty_class: Literal["redistribute", "ask"] = Field(title="空缺主体")
    out_of: Number = Field(Decimal(100), gt=0, title="票面满分")
    worth: Number | None = Field(None, title="折合满分")


class Import(Line):
    """IMPORT 引用: a number, a rank or a grade that another assessment gave."""

    rule: Literal["IMPORT"]
    from_: str = Field(alias="from", title="来自")
    kind: Literal["score", "deduction", "rank", "grade"] = Field(title="类型")
    factor: Number | None = Field(None, title="乘以")
    worth: Number | None = Field(None, title="折合满分")
    values: dict[str, Number] = Field({}, title="等次折分")
    ranks: list[Number] = Field([], title="名次赋分")
    beyond: Number | None = Field(None, title="其后名次")
    absent: Literal["missing", "zero"] = Field("missing", title="没有结果时")
    provenance_required: bool = Field(True, title="须有出处")


class Baseline(Model):
    """What a number is measured against."""

    constant: Number | None = Field(None, title="定值")
    source: str | None = Field(None, title="标签")
    last_years: int | None = Field(None, ge=1, le=10, title="前几年平均")
    cohort_mean: bool = Field(False, title="同类平均")
    by: str | None = Field(None, title="同类属性")
    plus: Number = Field(Decimal(0), title="加")


class Side(Model):
    """What each step on one side of the baseline gives, and how far."""

    points: Number = Field(title="每档分值")
    cap: Number | None = Field(None, ge=0, title="封顶")


class Slope(Line):
    """SLOPE 逐档: per step from a baseline, on one side or both."""

    rule: Literal["SLOPE"]
    source: str = Field(title="标签")
    baseline: Baseline = Field(title="基准")
    step: Number = Field(gt=0, title="每档")
    stepping: Stepping = Field(title="不足一档")
    below: Side | None = Field(None, title="低于")
    above: Side | None = Field(None, title="高于")


class Basis(Model):
    """What units are compared by."""

    source: str | None = Field(None, title="标签")
    indicator: Code | None = Field(None, title="指标")
    group: Code | None = Field(None, title="分组")
    imported: bool = Field(False, title="引用")


class Cohort(Line):
    """COHORT 同类比较: place among others, share of the best, distance from the mean."""

    rule: Literal["COHORT"]
    of: Basis = Field(title="比什么")
    function: Literal["rank_list", "rank_step", "rank_linear", "top_k", "bottom_k", "share_of_best", "vs_mean"] = Field(
        title="赋分"
    )
    better: Literal["higher", "lower"] = Field("higher", title="优")
    by: str | None = Field(None, title="同类属性")
    points: list[Number] = Field([], title="名次赋分")
    first: Number | None = Field(None, title="第一名")
    last: Number | None = Field(None, title="末名")
    step: Number | None = Field(None, title="每档")
    step_is: Literal["points", "percent"] = Field("points", title="档差单位")
    k: int | None = Field(None, ge=1, title="前后几名")
    worth: Number | None = Field(None, title="满分")
    above: Side | None = Field(None, title="高于平均")
    below: Side | None = Field(None, title="低于平均")
    stepping: Stepping = Field("continuous", title="不足一档")
    ties: Literal["skip", "dense", "average", "ask"] | None = Field(None, title="并列")
    singleton: Literal["first", "last", "ask"] | None = Field(None, title="只有一个时")
    missing: Literal["leave_out", "last"] = Field("leave_out", title="缺数")
    best_zero: Literal["zero", "ask"] = Field("ask", title="最好为零时")
    per: Period | None = Field(None, title="每")
    combine: Literal["mean", "sum"] = Field("mean", title="各期合成")


class Rollup(Line):
    """ROLLUP 汇总: over periods, children, matters, the previous year, or a streak of years."""

    rule: Literal["ROLLUP"]
    over: Literal["periods", "children", "matters", "previous_year", "streak"] = Field(title="汇总范围")
    combine: Literal["mean", "sum", "min", "last", "share"] = Field("mean", title="合成")
    per: Period | None = Field(None, title="每")
    line: "PeriodRule | None" = Field(None, title="各期细则")
    indicator: Code | None = Field(None, title="下级指标")
    source: str | None = Field(None, title="标签")
    values: dict[str, Number] = Field({}, title="档次系数")
    times: Number = Field(Decimal(1), title="乘以")
    rows: list[Row] = Field([], title="连续年数分档")
    empty: Literal["ask", "zero"] = Field("ask", title="没有下级时")
    empty_points: Number | None = Field(None, title="没有时得")


class Sample(Line):
    """SAMPLE 抽查: what a recorded draw found."""

    rule: Literal["SAMPLE"]
    source: str = Field(title="标签")
    size: int = Field(ge=1, title="抽几个")
    size_is: Literal["fixed", "minimum"] = Field("fixed", title="数目")
    failing: list[Word] = Field(min_length=1, title="不合格档次")
    mode: Literal["each", "any"] = Field(title="按个或有一即")
    points: Number | All = Field(title="分值")
    draw_required: bool = Field(True, title="须有抽取记录")
    unit: str = Field("个", title="单位")


PeriodRule = Annotated[Tally | Table | Slope | Deadline, Field(discriminator="rule")]
Rule = Annotated[
    Tally | Table | Deadline | Judge | Panel | Import | Slope | Cohort | Rollup | Sample,
    Field(discriminator="rule"),
]
Rollup.model_rebuild()
