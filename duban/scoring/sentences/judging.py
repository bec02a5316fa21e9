"""JUDGE, PANEL and IMPORT as sentences."""

from duban.scoring.evaluation.outcome import show
from duban.scoring.scheme.rules import Criterion, Import, Judge, Panel

from .words import listed, moves


def judge_words(rule: Judge) -> str:
    how = "逐件评定后相加" if rule.times == "each" else "评一次"
    said = [f"由{rule.who}在{show(rule.min)}至{show(rule.max)}分内{how}"]
    if rule.step is not None:
        said.append(f"以{show(rule.step)}分为一档")
    said.append("须写理由" if rule.reason_required else "可不写理由")
    if rule.record_required:
        said.append("须有会议记录")
    if rule.absent == "zero":
        said.append("没有提出的按0分计")
    if rule.suggestions:
        said.append(f"参考：{listed(rule.suggestions)}")
    return "，".join(said)


def _criteria(criteria: list[Criterion]) -> str:
    return "、".join(f"{c.name}（权重{show(c.weight)}）" for c in criteria)


def panel_words(rule: Panel) -> str:
    classes = "、".join(
        f"{c.who}（权重{show(c.weight)}{'，测评项：' + _criteria(c.criteria) if c.criteria is not None else ''}）"
        for c in rule.classes
    )
    combine = {
        "mean": "取平均",
        "trimmed": f"去掉{rule.trim}个最高和{rule.trim}个最低后取平均",
        "rank_mean": f"按每位评委的名次取平均（第一名{show(rule.rank_first)}分，末名{show(rule.rank_last)}分）",
    }[rule.combine]
    said = [f"由{classes}测评，各主体{combine}后按权重合成"]
    if rule.criteria:
        said.append(f"测评项：{_criteria(rule.criteria)}")
    if rule.ballot_values:
        said.append(f"票面折分：{listed(rule.ballot_values)}")
    worth = "本项满分" if rule.worth is None else f"{show(rule.worth)}分"
    said.append(f"票面满分{show(rule.out_of)}分，折合为{worth}")
    if rule.min_valid != 1:
        said.append(f"有效票少于{rule.min_valid}张的由人决定")
    empty = "权重按比例归其他主体" if rule.empty_class == "redistribute" else "由人决定"
    said.append(f"没有有效票的主体{empty}")
    return "；".join(said)


def import_words(rule: Import) -> str:
    kind = {"score": "得分", "deduction": "扣分", "rank": "名次", "grade": "等次"}[rule.kind]
    said = [f"引用“{rule.from_}”的{kind}"]
    if rule.kind == "rank":
        said.append("、".join(f"第{n}名{moves(p)}" for n, p in enumerate(rule.ranks, start=1)))
        said.append("其后名次" + ("由人决定" if rule.beyond is None else moves(rule.beyond)))
    elif rule.kind == "grade":
        said.append(listed(rule.values))
    else:
        if rule.worth is not None:
            said.append(f"按对方满分折合为{show(rule.worth)}分")
        if rule.factor is not None:
            said.append(f"乘以{show(rule.factor)}")
        if rule.worth is None and rule.factor is None:
            said.append("原样计入")
    if rule.absent == "zero":
        said.append("没有结果的按0分计")
    said.append("须写出处" if rule.provenance_required else "可不写出处")
    return "，".join(said)
