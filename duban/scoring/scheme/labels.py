"""Chinese words for the fixed choices of a scheme, one to one within each field: sheets, sentences and the handbook
all speak them, and a sheet is read back by them."""

from enum import StrEnum
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel

_ANY: dict[str, str] = {"all": "本项不得分", "max": "满分", "none": "不限", "exclude": "不计票"}
"""Words that may stand where a number is expected."""

_BY_FIELD: dict[tuple[str, str], dict[str, str]] = {
    ("Rounding", "mode"): {"half_up": "四舍五入", "half_even": "四舍六入五成双", "down": "舍去", "up": "进位"},
    ("Factor", "position"): {
        "on_fact": "每笔", "on_points": "得分", "on_deduction": "扣分", "before_rank": "排名前", "after_rank": "排名后",
    },
    ("Tally", "mode"): {"per_event": "按次", "per_shortfall": "按缺数", "if_true": "是否", "parts": "分步"},
    ("Tally", "charge"): {"each": "按缺数", "period": "按期"},
    ("Row", "closed"): {"left": "含起点", "right": "含终点", "both": "两端都含", "neither": "两端不含"},
    ("Table", "closed"): {"left": "含起点", "right": "含终点", "both": "两端都含", "neither": "两端不含"},
    ("Table", "key"): {"number": "数字", "label": "档次", "ordinal": "第几次", "tests": "条件"},
    ("Table", "match"): {
        "first": "取第一个", "highest": "取最高", "sum": "相加", "replace": "后级代替前级", "ask": "待决",
    },
    ("DayOf", "each"): {"month": "每月", "quarter": "每季度", "half": "每半年", "year": "每年"},
    ("PerLate", "every"): {"day": "天", "week": "周", "month": "月", "year": "年"},
    ("Deadline", "counting"): {"whole": "不满不计", "started": "不满按一期"},
    ("Deadline", "due"): {"fact": "各自的应办日期"},
    ("Judge", "times"): {"once": "评一次", "each": "逐件评"},
    ("Judge", "absent"): {"missing": "缺报", "zero": "按零"},
    ("Panel", "combine"): {"mean": "平均", "trimmed": "去高低平均", "rank_mean": "名次平均"},
    ("Panel", "empty_class"): {"redistribute": "权重归其他主体", "ask": "待决"},
    ("Import", "kind"): {"score": "得分", "deduction": "扣分", "rank": "名次", "grade": "等次"},
    ("Import", "absent"): {"missing": "缺报", "zero": "按零"},
    ("Slope", "stepping"): {"continuous": "按比例", "whole": "不满不计", "started": "不满按一档"},
    ("Cohort", "stepping"): {"continuous": "按比例", "whole": "不满不计", "started": "不满按一档"},
    ("Cohort", "function"): {
        "rank_list": "名次列表", "rank_step": "名次等差", "rank_linear": "首末等分", "top_k": "前几名",
        "bottom_k": "后几名", "share_of_best": "与最好之比", "vs_mean": "与平均之差",
    },
    ("Cohort", "better"): {"higher": "越高越好", "lower": "越低越好"},
    ("Cohort", "step_is"): {"points": "分", "percent": "第一名分值的比例"},
    ("Cohort", "ties"): {"skip": "同分占名次", "dense": "同分不占名次", "average": "名次平均", "ask": "待决"},
    ("Cohort", "singleton"): {"first": "按第一名", "last": "按末名", "ask": "待决"},
    ("Cohort", "missing"): {"leave_out": "不参加", "last": "排最后"},
    ("Cohort", "best_zero"): {"zero": "按零", "ask": "待决"},
    ("Cohort", "combine"): {"mean": "平均", "sum": "相加"},
    ("Rollup", "over"): {
        "periods": "各期", "children": "下级", "matters": "事项", "previous_year": "上年", "streak": "连续年数",
    },
    ("Rollup", "combine"): {"mean": "平均", "sum": "相加", "min": "取最低", "last": "取最近", "share": "按份"},
    ("Rollup", "empty"): {"ask": "待决", "zero": "按零"},
    ("Sample", "size_is"): {"fixed": "固定", "minimum": "至少"},
    ("Sample", "mode"): {"each": "按个", "any": "有一即"},
    ("Tag", "kind"): {"event": "次数", "number": "数字", "yes_no": "是否", "label": "档次", "dated": "时限"},
    ("Tag", "absent"): {"none": "即没有发生", "missing": "即缺报"},
    ("Applicability", "otherwise"): {
        "full": "按满分", "zero": "按零分", "rescale_group": "摊到同组", "rescale_total": "摊到全部",
        "cohort_mean": "按同类平均", "factor_on_rest": "其余加重", "not_ranked": "不参评", "ask": "待决",
    },
    ("Gate", "scope"): {"person": "个人", "unit": "单位", "indicator": "指标", "group": "分组", "plan": "方案"},
    ("Gate", "effect"): {
        "indicator_zero": "本指标不得分", "group_zero": "本组不得分", "total_zero": "总分不得分",
        "cap_grade": "等次不高于", "set_grade": "等次定为", "lose_title": "失去称号", "needs_decision": "提请决定",
    },
    ("Dedupe", "keep"): {"max": "最重", "min": "最轻", "sum": "都计", "first": "排在前的"},
    ("Quota", "rounding"): {"floor": "向下取整", "round": "四舍五入", "ceil": "向上取整"},
    ("Grade", "on"): {"total": "总分", "total_without_bonus": "不含加分的总分", "blocks_passed": "合格的块数"},
    ("Source", "seen"): {"full": "全文", "excerpt": "节选"},
    ("Expectation", "state"): {
        "scored": "已计分", "not_yet": "未到时间", "missing": "缺报", "not_applicable": "不适用", "proposed": "待裁定",
        "upheld": "成立", "clear": "不成立", "unknown": "不明",
    },
    ("Scheme", "unit_attributes"): {"number": "数字", "word": "文字"},
    ("Scheme", "fact_attributes"): {"number": "数字", "word": "文字"},
}  # fmt: skip

_ENUMS: dict[str, dict[str, str]] = {
    "Period": {
        "biweek": "两周", "month": "月", "quarter": "季度", "half": "半年", "term": "学期", "year": "年",
    },
    "SourceKind": {
        "record": "工作记录", "register": "台账", "document": "必备文件", "inspection": "计划内督查",
        "circular": "通报表彰", "statistics": "统计数据", "roster": "名册", "decision": "会议决定", "opinion": "测评走访",
        "study_time": "学习时长", "logins": "登录在线时长", "likes": "点赞转发投票", "photos": "照片截图", "articles": "稿件信息篇数",
        "remarks": "领导批示数", "meetings": "会议文件笔记数", "check_ins": "打卡签到",
    },
}  # fmt: skip


def choices_in(annotation: Any) -> list[str]:
    """The fixed words that a field's type allows, in their order."""
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return [str(member.value) for member in annotation]
    if get_origin(annotation) is Literal:
        return [str(value) for value in get_args(annotation)]
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return []
    words = [word for part in get_args(annotation) for word in choices_in(part)]
    return list(dict.fromkeys(words))


def labels_of(model: type[BaseModel], name: str) -> dict[str, str]:
    """The words of a field → their labels; empty where the field has no fixed words. A missing label is a KeyError."""
    annotation = model.model_fields[name].annotation
    words = choices_in(annotation)
    if not words or name == "rule":
        return {}
    own = _BY_FIELD.get((model.__name__, name), {})
    for part in (annotation, *get_args(annotation)):
        own = _ENUMS.get(getattr(part, "__name__", ""), {}) or own
    return {word: own[word] if word in own else _ANY[word] for word in words}


def label_of(model: BaseModel, name: str) -> str:
    """The label of a field's present word; the word itself where it has none."""
    value = getattr(model, name)
    return labels_of(type(model), name).get(str(value), str(value))


def field_of(model: type[BaseModel], key: str) -> str | None:
    """The field that a scheme's text calls by this name (its alias, if it has one)."""
    for name, field in model.model_fields.items():
        if key in (field.alias, None if field.alias else name):
            return name
    return None


def title_of(model: type[BaseModel], name: str) -> str:
    """The Chinese heading of a field."""
    field = model.model_fields[name]
    return field.title or field.alias or name
