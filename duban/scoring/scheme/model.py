"""A scheme (考核方案): categories, tags, groups of indicators with their lines, gates, dedupe, grades, worked checks."""

from datetime import date
from enum import StrEnum
from typing import Any, Literal

from pydantic import Field

from .base import Code, Limit, LineLimit, Match, Model, Number, Scalar, Test, Window
from .rules import Rule


class SourceKind(StrEnum):
    """Where the facts of a tag come from. The second half is forbidden by AF-4; only historical schemes carry it."""

    RECORD = "record"  # 工作记录
    REGISTER = "register"  # 台账
    DOCUMENT = "document"  # 批复、制度等必备文件
    INSPECTION = "inspection"  # 列入计划的督查检查
    CIRCULAR = "circular"  # 通报、表彰决定
    STATISTICS = "statistics"  # 统计数据
    ROSTER = "roster"  # 名册
    DECISION = "decision"  # 会议研究决定
    OPINION = "opinion"  # 测评、走访

    STUDY_TIME = "study_time"  # 学习时长
    LOGINS = "logins"  # 登录、在线时长
    LIKES = "likes"  # 点赞、转发、网络投票
    PHOTOS = "photos"  # 照片、截图
    ARTICLES = "articles"  # 稿件、信息篇数
    REMARKS = "remarks"  # 领导批示数
    MEETINGS = "meetings"  # 会议、文件、笔记本身的数量
    CHECK_INS = "check_ins"  # 打卡、签到


class Tag(Model):
    """A kind of fact."""

    kind: Literal["event", "number", "yes_no", "label", "dated"] = Field(title="类型")
    source_kind: SourceKind = Field(title="来源种类")
    unit: str = Field("次", title="单位")
    absent: Literal["none", "missing"] | None = Field(None, title="没有登记时")
    levels: list[str] = Field([], title="级别或档次")
    at_least: Number | None = Field(None, title="最小")
    at_most: Number | None = Field(None, title="最大")
    note: str = Field("", title="说明")


class Applicability(Model):
    """APPLICABILITY: to whom it applies, and what happens to the others. There is no default policy."""

    applies_when: Match | None = Field(None, title="适用单位")
    opt_out: bool = Field(False, title="可申请不适用")
    otherwise: Literal[
        "full", "zero", "rescale_group", "rescale_total", "cohort_mean", "factor_on_rest", "not_ranked", "ask"
    ] = Field(title="不适用时")
    factor: Number | None = Field(None, gt=0, title="其余加重倍数")


class Gate(Model):
    """GATE 门槛: a condition with an effect. An effect on the outcome of a unit waits for a person (AF-9)."""

    code: Code = Field(title="编码")
    name: str = Field(title="名称")
    condition: Test = Field(title="条件")
    scope: Literal["person", "unit", "indicator", "group", "plan"] = Field("unit", title="范围")
    effect: Literal[
        "indicator_zero", "group_zero", "total_zero", "cap_grade", "set_grade", "lose_title", "needs_decision"
    ] = Field(title="后果")
    grade: str | None = Field(None, title="等次")
    title: str | None = Field(None, title="称号")
    exempt_when: Test | None = Field(None, title="免予")
    basis: str = Field("", title="依据")


class Indicator(Model):
    """指标: what is worth points. Its lines move it up and down between floor and ceiling."""

    code: Code = Field(title="编码")
    name: str = Field(title="名称")
    max: Number | None = Field(None, ge=0, title="满分")
    limit: Limit = Field(Limit(), title="限")
    lines: list[Rule] = Field(min_length=1, title="细则")
    bundles: dict[str, LineLimit] = Field({}, title="合并限")
    applies: Applicability | None = Field(None, title="适用")
    gates: list[Gate] = Field([], title="门槛")
    basis: str = Field("", title="依据")
    why: str = Field("", title="为何考核")
    evidence: str = Field("", title="佐证提示")
    bonus: bool = Field(False, title="加分")
    counts: bool = Field(True, title="计入总分")
    note: str = Field("", title="说明")


class Group(Model):
    """分组: indicators, or smaller groups, with a limit of its own. ``set`` names the family of indicator sets it belongs to."""

    code: Code = Field(title="编码")
    name: str = Field(title="名称")
    max: Number | None = Field(None, ge=0, title="满分")
    limit: Limit = Field(Limit(floor="none", ceiling="none"), title="限")
    for_: Match | None = Field(None, alias="for", title="适用单位")
    set: str | None = Field(None, title="项目集")
    indicators: list[Indicator] = Field([], title="指标")
    groups: list["Group"] = Field([], title="下级分组")
    gates: list[Gate] = Field([], title="门槛")
    bonus: bool = Field(False, title="加分")
    counts: bool = Field(True, title="计入总分")
    note: str = Field("", title="说明")


class Total(Model):
    """What the whole is worth."""

    max: Number | None = Field(None, ge=0, title="满分")
    limit: Limit = Field(Limit(floor="none", ceiling="none"), title="限")


class Dedupe(Model):
    """DEDUPE: one matter, several lines; which of them counts."""

    key: str = Field("事项", title="同一")
    lines: list[Code] = Field(min_length=1, title="细则")
    keep: Literal["max", "min", "sum", "first"] = Field(title="保留")


class Band(Model):
    """A grade and the score it asks for."""

    grade: str = Field(title="等次")
    at_least: Number | None = Field(None, title="不低于")


class Quota(Model):
    """How many may have a grade."""

    grade: str = Field(title="等次")
    share: Number | None = Field(None, gt=0, le=1, title="比例")
    count: int | None = Field(None, ge=0, title="名额")
    rounding: Literal["floor", "round", "ceil"] = Field(title="取整")
    by: str | None = Field(None, title="同类属性")
    counts_direct: bool | None = Field(None, title="直接认定占名额")


class DirectGrade(Model):
    """A grade given directly when a condition holds."""

    when: Test = Field(title="条件")
    grade: str = Field(title="等次")


class Grade(Model):
    """GRADE: bands, quotas, ties."""

    on: Literal["total", "total_without_bonus", "blocks_passed"] = Field("total", title="按")
    block_pass: Number | None = Field(None, title="单块合格线")
    bands: list[Band] = Field([], title="等次线")
    quota: list[Quota] = Field([], title="名额")
    direct: list[DirectGrade] = Field([], title="直接认定")
    ungraded: str = Field("不定等次", title="未入等次")
    tie_break: list[Code] = Field([], title="并列再比")
    by_panel: str = Field("", title="评定主体")


class Source(Model):
    """Where a published scheme was published."""

    title: str = Field(title="标题")
    issuer: str = Field("", title="制定单位")
    year: int | None = Field(None, title="年份")
    url: str | None = Field(None, title="网址")
    seen: Literal["full", "excerpt"] | None = Field(None, title="所见")
    note: str = Field("", title="说明")


class Expectation(Model):
    """What a worked check expects of one unit."""

    unit: str | None = Field(None, title="单位")
    indicator: Code | None = Field(None, title="指标")
    line: Code | None = Field(None, title="细则")
    group: Code | None = Field(None, title="分组")
    gate: Code | None = Field(None, title="门槛")
    total: bool = Field(False, title="总分")
    points: Number | None = Field(None, title="分数")
    raw: Number | None = Field(None, title="限前分数")
    state: (
        Literal["scored", "not_yet", "missing", "not_applicable", "proposed", "upheld", "clear", "unknown"] | None
    ) = Field(None, title="状态")
    grade: str | None = Field(None, title="等次")
    ask: bool | None = Field(None, title="待决")
    ranked: bool | None = Field(None, title="参评")
    passed: bool | None = Field(None, title="达标")
    quota: dict[str, int] | None = Field(None, title="名额数")


class Check(Model):
    """A worked example: rows as they stand in a workbook, and what must come out."""

    given: str = Field(title="已知")
    assume: str = Field("", title="读法")
    as_of: date | None = Field(None, title="算到")
    units: list[dict[str, Scalar]] = Field([], alias="单位")
    facts: list[dict[str, Any]] = Field([], alias="事实")
    judgements: list[dict[str, Any]] = Field([], alias="评分")
    ballots: list[dict[str, Any]] = Field([], alias="测评")
    imports: list[dict[str, Any]] = Field([], alias="引用")
    exemptions: list[dict[str, Any]] = Field([], alias="不适用")
    expect: list[Expectation] = Field(min_length=1, title="应得")


class Cannot(Model):
    """A rule of the published text that this file does not carry, with the reason."""

    cannot: str = Field(title="不能表达的原因")


class Coverage(Model):
    """Each indicator and scheme-level rule of the published text → the codes that carry it, or why none does."""

    indicators: dict[str, str | list[str] | Cannot] = Field({}, title="指标")
    rules: dict[str, str | list[str] | Cannot] = Field({}, title="总则")


class Scheme(Model):
    """One assessment scheme, whole."""

    scheme: Code = Field(title="方案代码")
    title: str = Field(title="方案名称")
    version: Code = Field("1", title="版本")
    historical: bool = Field(False, title="历史方案")
    issuer: str = Field("", title="制定单位")
    plan_number: str = Field("", title="年度督查检查考核计划文号")
    filing_number: str = Field("", title="备案号")
    basis: str = Field("", title="总依据")
    window: Window = Field(title="考核期间")
    closes: date | None = Field(None, title="封账日")
    source: Source | None = Field(None, title="出处")
    categories: list[str] = Field([], title="单位类别")
    unit_attributes: dict[str, Literal["number", "word"] | list[str]] = Field({}, title="单位属性")
    fact_attributes: dict[str, Literal["number", "word"] | list[str]] = Field({}, title="事实属性")
    tags: dict[str, Tag] = Field({}, title="标签")
    total: Total = Field(Total(), title="总分")
    sets: dict[str, Number] = Field({}, title="项目集")
    groups: list[Group] = Field(min_length=1, title="分组")
    gates: list[Gate] = Field([], title="门槛")
    dedupe: list[Dedupe] = Field([], title="就高不重复")
    applies: Applicability | None = Field(None, title="参评")
    grades: Grade | None = Field(None, title="等次")
    unclear: list[str] = Field([], title="原文未明")
    coverage: Coverage | None = Field(None, title="覆盖")
    checks: list[Check] = Field([], title="算例")


Group.model_rebuild()
