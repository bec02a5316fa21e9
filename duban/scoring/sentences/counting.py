"""TALLY, TABLE, DEADLINE and SAMPLE as sentences."""

from datetime import date
from decimal import Decimal

from duban.scoring.evaluation.outcome import show
from duban.scoring.evaluation.table import band_name
from duban.scoring.periods import period_name
from duban.scoring.scheme.heeded import heeded_in_row
from duban.scoring.scheme.labels import label_of
from duban.scoring.scheme.model import Scheme
from duban.scoring.scheme.rules import DayOf, Deadline, MonthsAfter, Row, Sample, Table, Tally

from .words import bounds_words, day, filtered, match_words, moves, named, test_words, unheeded, value_words

PROPORTION = {"continuous": "不足的按比例", "whole": "不满的不计", "started": "不满的按一份计"}


def tally_words(rule: Tally, scheme: Scheme) -> str:
    if rule.mode == "per_shortfall":
        return _shortfall(rule)
    if rule.mode == "if_true":
        return _if_true(rule, scheme)
    if rule.mode == "parts":
        steps = "、".join(f"“{p.source}”{moves(p.points)}" for p in rule.parts) or "（没有写各步）"
        return f"做到{steps}，各步相加"
    what = f"{named(rule.source)}{filtered(rule)}"
    if rule.points == "all":
        return f"{what}超过{show(rule.free)}{rule.unit}即本项不得分"
    if rule.free:
        return f"{what}前{show(rule.free)}{rule.unit}不计，以后每{rule.unit}{moves(rule.points)}"
    return f"{what}每{rule.unit}{moves(rule.points)}"


def _shortfall(rule: Tally) -> str:
    period = period_name(rule.per)
    need = "（没有写应有次数）" if rule.need is None else show(rule.need)
    demand = f"{named(rule.source)}{filtered(rule)}每{period}应{need}{rule.unit}"
    if rule.charge == "period":
        return f"{demand}，每有一个{period}不足{moves(rule.points)}"
    return f"{demand}，每少1{rule.unit}{moves(rule.points)}"


def _if_true(rule: Tally, scheme: Scheme) -> str:
    if rule.when is not None:
        condition = test_words(rule.when, scheme)
    else:
        names = [rule.source] if isinstance(rule.source, str) else rule.source or []
        kinds = {scheme.tags[n].kind for n in names if n in scheme.tags}
        many = "任一" if len(names) > 1 else ""
        verb = "有" if kinds & {"event", "dated"} else "为是"
        which = f"{named(rule.source)}{filtered(rule)}"
        condition = f"有{which}" if verb == "有" and not many else f"{which}{many}{verb}"
    if rule.otherwise == 0 and isinstance(rule.points, Decimal) and rule.points:
        otherwise = "不扣" if rule.points < 0 else "不得分"
    else:
        otherwise = moves(rule.otherwise)
    return f"{condition}的{moves(rule.points)}，否则{otherwise}"


# --- TABLE -----------------------------------------------------------------------------------------------------------

_MATCH = {
    "number": {
        "highest": "符合几档的取最高", "sum": "符合的各档相加", "ask": "符合几档的由人决定", "replace": "后一档代替前一档",
    },
    "label": {
        "first": "只计最早的一项", "highest": "只计最高的一项", "sum": "各项相加", "ask": "几项并存时由人决定",
        "replace": "只计最近的一项",
    },
    "ordinal": {
        "first": "以所到的一级为准", "highest": "以所到的最高一级为准", "sum": "每次按所到的一级计，逐次相加",
        "ask": "以所到的一级为准，不另问人", "replace": "后一级代替前一级",
    },
    "tests": {
        "first": "从前往后取第一个符合的", "highest": "符合几档的取最高", "sum": "符合的各档相加",
        "ask": "符合几档的由人决定", "replace": "从前往后取第一个符合的，代替其余",
    },
}  # fmt: skip


def table_words(rule: Table, scheme: Scheme) -> str:
    how = _MATCH[rule.key].get(rule.match, "")
    head = {"number": "的数", "label": _label_head(rule, scheme), "ordinal": "的次数", "tests": ""}[rule.key]
    start = "逐档看条件：" if rule.key == "tests" else f"按{named(rule.source)}{filtered(rule)}{head}查表："
    rows = "，".join(row_words(row, rule, scheme) for row in rule.rows)
    worth = ""
    if any(row.share is not None for row in rule.rows) and rule.worth is not None:
        worth = f"（这里的满分是{show(rule.worth)}分）"
    outside = {"number": "各档以外的", "label": "表中没有的", "ordinal": "未到起始次数的", "tests": "都不符合的"}[
        rule.key
    ]
    others = f"{outside}{moves(rule.otherwise)}" if rule.otherwise is not None else ""
    return f"{start}{rows}{worth}" + "".join(f"；{part}" for part in (others, how) if part)


def _label_head(rule: Table, scheme: Scheme) -> str:
    name = rule.source if isinstance(rule.source, str) else (rule.source or [""])[0]
    tag = scheme.tags.get(name)
    return "的结果" if tag is not None and tag.kind in ("label", "yes_no") else "的级别"


def row_words(row: Row, rule: Table, scheme: Scheme) -> str:
    parts = {
        "number": lambda: (
            band_name(row, rule.closed) + (own_end(row) if "closed" in heeded_in_row(row, "number") else "")
        ),
        "label": lambda: _label_row(row),
        "ordinal": lambda: f"第{show(row.from_) if row.from_ is not None else '几'}次起",
        "tests": lambda: "或".join(test_words(t, scheme) for t in row.any_ or []) or "（没有写条件）",
    }
    return parts[rule.key]() + row_gives(row, rule.who) + unheeded(row, heeded_in_row(row, rule.key))


def own_end(row: Row) -> str:
    """Which ends are inside, where the row says so itself."""
    return "" if row.closed is None else f"（{label_of(row, 'closed')}）"


def _label_row(row: Row) -> str:
    words = [] if row.is_ is None else ["或".join(row.is_) if isinstance(row.is_, list) else row.is_]
    words += [f"{match_words(row.when)}的"] if row.when is not None else []
    return "且".join(words) or "各种情形"


def row_gives(row: Row, who: str) -> str:
    if row.range is not None:
        return f"由{who or '评分人'}在{show(row.range[0])}至{show(row.range[1])}分内评定"
    if row.share is not None and row.points != "all":
        return f"得满分的{show(row.share * 100)}%"
    return moves(row.points)


# --- DEADLINE --------------------------------------------------------------------------------------------------------

_MONTH_OF = {"month": "每月{}日", "quarter": "每季度末月{}日", "half": "每半年末月{}日", "year": "每年末月{}日"}
_LATE = {"day": "天", "week": "周", "month": "个月", "year": "年"}


def due_words(due: date | DayOf | MonthsAfter | str) -> str:
    if isinstance(due, DayOf):
        return f"在{_MONTH_OF[due.each].format(due.day)}以前"
    if isinstance(due, MonthsAfter):
        return f"在“{due.source}”后{due.months}个月以内"
    return f"在{day(due)}以前" if isinstance(due, date) else "在各自的应办日期以前"


def deadline_words(rule: Deadline) -> str:
    said = f"“{rule.source}”{filtered(rule)}每{rule.unit}应{due_words(rule.due)}办结"
    grace = f"{rule.grace.months}个月" if rule.grace.months else ""
    grace += f"{rule.grace.days}天" if rule.grace.days else ""
    said += f"，可宽限{grace}" if grace else ""
    costs = [f"逾期{moves(rule.points)}"] if rule.points is not None else []
    if rule.per is not None:
        counting = "每满" if rule.counting == "whole" else "每过（不满的按一期计）"
        costs.append(f"逾期{counting}1{_LATE[rule.per.every]}{moves(rule.per.points)}")
    if rule.on_time:
        costs.append(f"按时办结的{moves(rule.on_time)}")
    if rule.done_late:
        costs.append(f"逾期办结的{moves(rule.done_late)}")
    if rule.after_reminder != 1:
        costs.append(f"催办过的扣分乘以{show(rule.after_reminder)}")
    return "，".join([said, *costs])


# --- SAMPLE ----------------------------------------------------------------------------------------------------------


def sample_words(rule: Sample) -> str:
    size = f"{'至少' if rule.size_is == 'minimum' else ''}{rule.size}{rule.unit}"
    bad = value_words(rule.failing).replace("、", "或")
    if rule.points == "all":
        effect = "每有1" if rule.mode == "each" else "有1"
        effect += f"{rule.unit}{bad}即本项不得分"
    elif rule.points > 0:
        effect = f"全部合格{moves(rule.points)}" if rule.mode == "any" else f"合格的每{rule.unit}{moves(rule.points)}"
        effect += f"（{bad}为不合格）"
    else:
        effect = f"有{bad}的，不论几{rule.unit}共{moves(rule.points)}"
        if rule.mode == "each":
            effect = f"{bad}的每{rule.unit}{moves(rule.points)}"
    record = "须有抽取记录" if rule.draw_required else "可以没有抽取记录"
    return f"“{rule.source}”抽查{size}，{effect}；{record}"


__all__ = ["bounds_words", "deadline_words", "row_words", "sample_words", "table_words", "tally_words"]
