"""Indicators, groups, totals, gates, applicability, dedupe, grades and tags as sentences."""

from decimal import Decimal

from duban.scoring.evaluation.outcome import show
from duban.scoring.scheme.base import Limit, Rounding
from duban.scoring.scheme.labels import label_of
from duban.scoring.scheme.model import Applicability, Dedupe, Gate, Grade, Group, Indicator, Quota, Scheme, Tag

from .words import line_limit_words, match_words, test_words

_ROUND = {"half_up": "四舍五入", "half_even": "四舍六入五成双", "down": "舍去", "up": "进位"}


def indicator_sentence(indicator: Indicator) -> str:
    """Full marks, where it starts, how far it may go, to whom it applies."""
    full = "没有定满分" if indicator.max is None else f"满分{show(indicator.max)}分"
    said = [f"{full}，{limit_words(indicator.limit, indicator.max)}"]
    said += [
        line_limit_words(limit, f"“{name}”各条合计") or f"“{name}”没有限额" for name, limit in indicator.bundles.items()
    ]
    if indicator.applies is not None:
        said.append(applicability_sentence(indicator.applies).rstrip("。"))
    said += _standing(indicator)
    return "；".join(said) + "。"


def _standing(part: Indicator | Group) -> list[str]:
    return (["属于加分"] if part.bonus else []) + ([] if part.counts else ["不计入总分，只作其他细则的依据"])


def limit_words(limit: Limit, full: Decimal | None) -> str:
    """从满分5分起扣，扣完为止，不超过满分."""
    said = []
    if limit.base == "max":
        said.append("从满分起扣")
    else:
        said.append("从0分起加" if limit.base == 0 else f"从{show(limit.base)}分起评")
    if limit.floor == "none":
        said.append("可以为负")
    else:
        said.append("扣完为止" if limit.floor == 0 else f"最低{show(limit.floor)}分")
    if limit.ceiling == "none":
        said.append("上不封顶")
    elif limit.ceiling == "max":
        said.append("加满为止" if limit.base != "max" else "不超过满分")
    else:
        said.append(f"最高{show(limit.ceiling)}分")
    if limit.ceiling == "max" and full is None:
        said[-1] = "没有满分，不封顶"
    if limit.round is not None:
        said.append(_rounding(limit.round))
    return "，".join(said)


def _rounding(rule: Rounding) -> str:
    return f"{_ROUND[rule.mode]}到{rule.places}位小数" if rule.places else f"{_ROUND[rule.mode]}到整数"


def group_sentence(group: Group) -> str:
    """Full marks and limits of a group, and for whom it is."""
    full = "没有定满分" if group.max is None else f"满分{show(group.max)}分"
    said = [f"{full}，各指标相加{_sum_limit(group.limit, group.max)}"]
    if group.for_ is not None:
        said.append(f"只考{match_words(group.for_)}的单位")
    if group.set is not None:
        said.append(f"是项目集“{group.set}”中的一套")
    return "；".join(said + _standing(group)) + "。"


def _sum_limit(limit: Limit, full: Decimal | None) -> str:
    """A sum is by itself without bounds: what it has of them is said, nothing else."""
    said = []
    if limit.base == "max":
        said.append("从满分起")
    elif limit.base != 0:
        said.append(f"从{show(limit.base)}分起")
    if limit.floor != "none":
        said.append(f"最低{show(limit.floor)}分")
    if limit.ceiling == "max":
        said.append("没有满分，不封顶" if full is None else "不超过满分")
    elif limit.ceiling != "none":
        said.append(f"最高{show(limit.ceiling)}分")
    if limit.round is not None:
        said.append(_rounding(limit.round))
    return "".join(f"，{part}" for part in said)


def total_sentence(scheme: Scheme) -> str:
    """What the total is worth and how it is bounded; who takes part."""
    total = scheme.total
    full = "总分没有定满分" if total.max is None else f"总分满分{show(total.max)}分"
    said = [f"{full}，各组相加{_sum_limit(total.limit, total.max)}"]
    said += [f"项目集“{name}”每套{show(worth)}分" for name, worth in scheme.sets.items()]
    if scheme.applies is not None:
        said.append(f"参评：{applicability_sentence(scheme.applies).rstrip('。')}")
    return "；".join(said) + "。"


_OTHERWISE = {
    "full": "按满分计",
    "zero": "按0分计",
    "rescale_group": "分值按比例摊到同组其他指标",
    "rescale_total": "分值按比例摊到全部其他指标",
    "cohort_mean": "按适用单位的平均分计",
    "factor_on_rest": "同组其他指标的扣分加重",
    "not_ranked": "不参加评定等次",
    "ask": "怎样计由人决定",
}


def applicability_sentence(rule: Applicability) -> str:
    """To whom it applies and what happens to the others."""
    said = []
    if rule.applies_when is not None:
        said.append(f"适用于{match_words(rule.applies_when)}的单位")
    if rule.opt_out:
        said.append("单位可以登记为不适用")
    how = _OTHERWISE[rule.otherwise]
    if rule.factor is not None:
        how += (
            f"到{show(rule.factor)}倍"
            if rule.otherwise == "factor_on_rest"
            else f"（用不到：其余加重{show(rule.factor)}倍）"
        )
    said.append(f"不适用的{how}")
    return "，".join(said) + "。"


def gate_sentence(gate: Gate, scheme: Scheme) -> str:
    """The condition, the effect, and that a person decides where the outcome of a unit is at stake (AF-9)."""
    used = {"cap_grade": {"grade"}, "set_grade": {"grade"}, "lose_title": {"title"}}.get(gate.effect, set())
    effect = {
        "indicator_zero": "本指标不得分",
        "group_zero": "本组不得分",
        "total_zero": "提请裁定：总分不得分",
        "cap_grade": f"提请裁定：等次不高于“{gate.grade or '（没有写）'}”",
        "set_grade": f"提请裁定：等次定为“{gate.grade or '（没有写）'}”",
        "lose_title": f"提请裁定：失去“{gate.title or '（没有写）'}”",
        "needs_decision": "提请决定",
    }[gate.effect]
    said = f"{gate.name}：{test_words(gate.condition, scheme)}的，{effect}"
    said += f"（对{label_of(gate, 'scope')}）"
    if gate.exempt_when is not None:
        said += f"；{test_words(gate.exempt_when, scheme)}的除外"
    idle = [
        f"{word}“{value}”"
        for word, value, name in (("等次", gate.grade, "grade"), ("称号", gate.title, "title"))
        if value is not None and name not in used
    ]
    if idle:
        said += f"（用不到：{'，'.join(idle)}）"
    if gate.basis:
        said += f"；依据{gate.basis}"
    return said + "。"


_KEEP = {"max": "只计最重的一笔", "min": "只计最轻的一笔", "sum": "各笔都计", "first": "只计写在前面的细则"}


def dedupe_sentence(rule: Dedupe) -> str:
    """Which of several lines on one matter counts."""
    return f"同一{rule.key}落在细则{'、'.join(rule.lines)}中几条的，{_KEEP[rule.keep]}（加分、扣分分开比）。"


def grade_sentences(grades: Grade, scheme: Scheme) -> list[str]:
    """How the grades come about: bands, quotas, direct recognition, ties."""
    on = {"total": "总分", "total_without_bonus": "不含加分的总分", "blocks_passed": "合格的块数"}[grades.on]
    block = f"（一块达到{show(grades.block_pass)}分为合格）" if grades.block_pass is not None else ""
    said = [f"等次按{on}{block}评定，未入等次的为“{grades.ungraded}”。"]
    if grades.bands:
        bands = "，".join(
            f"{b.grade}{'不低于' + show(b.at_least) if b.at_least is not None else '不设线'}" for b in grades.bands
        )
        said.append(f"等次线：{bands}。")
    said += [_quota(quota) for quota in grades.quota]
    said += [f"{test_words(d.when, scheme)}的，直接定为“{d.grade}”。" for d in grades.direct]
    if grades.tie_break:
        said.append(f"同分的依次再比指标{'、'.join(grades.tie_break)}，仍相同的由人决定。")
    if grades.by_panel:
        said.append(f"等次由{grades.by_panel}评定。")
    return said


def _quota(quota: Quota) -> str:
    said = f"“{quota.grade}”"
    if quota.share is not None:
        said += f"不超过参评单位的{show(quota.share * 100)}%"
    if quota.count is not None:
        said += f"不超过{quota.count}个"
    said += f"，{ {'floor': '向下取整', 'round': '四舍五入', 'ceil': '向上取整'}[quota.rounding] }"
    if quota.by is not None:
        said += f"，按{quota.by}分开计"
    if quota.counts_direct is not None:
        said += f"，直接认定的{'占' if quota.counts_direct else '不占'}名额"
    return said + "。"


_KIND = {
    "event": "按发生次数登记",
    "number": "一个数",
    "yes_no": "是或否",
    "label": "一个档次",
    "dated": "有应办日期和办结日期的事",
}
_ABSENT = {"none": "没有登记即没有发生", "missing": "没有登记即缺报", None: "没有登记的列为缺报"}


def tag_sentence(name: str, tag: Tag) -> str:
    """What a kind of fact is, where it comes from, and what its absence means."""
    said = [f"“{name}”是{_KIND[tag.kind]}（以{tag.unit}计），来自{label_of(tag, 'source_kind')}", _ABSENT[tag.absent]]
    if tag.levels:
        said.append(f"分{'、'.join(tag.levels)}")
    if tag.at_least is not None:
        said.append(f"不小于{show(tag.at_least)}")
    if tag.at_most is not None:
        said.append(f"不大于{show(tag.at_most)}")
    return "；".join(said) + "。"
