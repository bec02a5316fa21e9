"""SLOPE, COHORT and ROLLUP as sentences."""

from collections.abc import Callable
from decimal import Decimal

from duban.scoring.evaluation.outcome import show
from duban.scoring.evaluation.table import band_name
from duban.scoring.periods import period_name
from duban.scoring.scheme.heeded import heeded_in_baseline, heeded_in_basis, heeded_in_row
from duban.scoring.scheme.rules import Baseline, Basis, Cohort, Line, Rollup, Row, Side, Slope

from .counting import PROPORTION
from .words import moves, unheeded

# --- SLOPE -----------------------------------------------------------------------------------------------------------


def baseline_words(baseline: Baseline) -> str:
    if baseline.constant is not None:
        said = show(baseline.constant)
    elif baseline.source is not None:
        said = f"“{baseline.source}”"
    elif baseline.last_years is not None:
        said = "上年" if baseline.last_years == 1 else f"前{baseline.last_years}年平均"
    elif baseline.cohort_mean:
        said = f"{baseline.by}相同的单位的平均" if baseline.by is not None else "全体平均"
    else:
        said = "（没有写基准）"
    if baseline.plus:
        said += f"{'加' if baseline.plus > 0 else '减'}{show(abs(baseline.plus))}"
    return said + unheeded(baseline, heeded_in_baseline(baseline))


def side_words(side: Side, word: str, step: str) -> str:
    cap = f"，最多{show(side.cap)}分" if side.cap is not None else ""
    return f"每{word}{step}{moves(side.points)}{cap}"


def slope_words(rule: Slope) -> str:
    said = [f"“{rule.source}”与{baseline_words(rule.baseline)}相比"]
    step = show(rule.step)
    if rule.below is not None:
        said.append(side_words(rule.below, "低", step))
    if rule.above is not None:
        said.append(side_words(rule.above, "高", step))
    said.append(PROPORTION[rule.stepping])
    return "，".join(said)


# --- COHORT ----------------------------------------------------------------------------------------------------------


def basis_words(of: Basis) -> str:
    if of.source is not None:
        said = f"“{of.source}”"
    elif of.imported:
        said = "引用的结果"
    elif of.indicator is not None:
        said = f"指标{of.indicator}的得分"
    elif of.group is not None:
        said = f"分组{of.group}的得分"
    else:
        said = "（没有写比什么）"
    return said + unheeded(of, heeded_in_basis(of))


_TIES = {
    "skip": "并列的同分并占去后面的名次",
    "dense": "并列的同分不占后面的名次",
    "average": "并列的取所占名次分值的平均",
    "ask": "并列的由人决定",
    None: "（没有写并列怎样赋分）",
}


def cohort_words(rule: Cohort) -> str:
    among = f"在{rule.by}相同的单位中" if rule.by is not None else "在全部单位中"
    each = f"每{period_name(rule.per)}" if rule.per is not None else ""
    order = "" if rule.function == "vs_mean" else f"{'低' if rule.better == 'lower' else '高'}者为优，"
    said = [f"{each}{among}按{basis_words(rule.of)}比较，{order}{_function(rule)}"]
    if rule.function.startswith(("rank", "top", "bottom")):
        said.append(_TIES[rule.ties])
        said.append("缺数的不参加比较" if rule.missing == "leave_out" else "缺数的单位也占名次")
    if rule.function == "rank_linear":
        single = {"first": "按第一名计", "last": "按末名计", "ask": "由人决定", None: "（没有写怎样计）"}
        said.append(f"只有一个单位时{single[rule.singleton]}")
    if rule.per is not None:
        said.append("各期取平均" if rule.combine == "mean" else "各期相加")
    return "；".join(said)


def _function(rule: Cohort) -> str:
    if rule.function == "share_of_best":
        zero = "最好的为零时由人决定" if rule.best_zero == "ask" else "最好的为零时不赋分"
        return f"按与最好的一家之比赋分，最好的{moves(rule.worth)}，{zero}"
    if rule.function == "vs_mean":
        return _vs_mean(rule)
    if rule.function == "rank_step":
        step = rule.step if rule.step is not None else Decimal(0)
        less = f"第一名分值的{show(step * 100)}%" if rule.step_is == "percent" else f"{show(step)}分"
        return f"第1名{moves(rule.first)}，每低一名减{less}"
    if rule.function == "rank_linear":
        return f"第一名{moves(rule.first)}，末名{moves(rule.last)}，中间各名等差"
    return _listed(rule)


def _listed(rule: Cohort) -> str:
    word = "倒数第" if rule.function == "bottom_k" else "第"
    places = "、".join(f"{word}{n}名{moves(p)}" for n, p in enumerate(rule.points, start=1)) or "（没有写各名次分值）"
    if rule.function == "rank_list":
        after = "其后各名同末一个分值" if rule.k is None else f"第{rule.k}名以后不加不扣"
        return f"{places}，{after}"
    k = "（没有写几）" if rule.k is None else rule.k
    return f"只有{'后' if rule.function == 'bottom_k' else '前'}{k}名赋分：{places}"


def _vs_mean(rule: Cohort) -> str:
    sides = [(rule.above, "高"), (rule.below, "低")]
    if rule.step is None:
        # Without a step the amount is fixed, and a cap has nothing to bound; it is said all the same.
        words = [
            f"{word}于平均{moves(side.points)}" + (f"（上限{show(side.cap)}分）" if side.cap is not None else "")
            for side, word in sides
            if side
        ]
        return "，".join(words)
    words = [side_words(side, f"{word}于平均", show(rule.step)) for side, word in sides if side is not None]
    return "，".join([*words, PROPORTION[rule.stepping]])


# --- ROLLUP ----------------------------------------------------------------------------------------------------------

_COMBINE = {"mean": "取平均", "sum": "相加", "min": "取最低", "last": "取最近一个", "share": "按份数均摊"}


def rollup_words(rule: Rollup, inner: Callable[[Line], str]) -> str:
    times = f"，乘以{show(rule.times)}" if rule.times != 1 else ""
    how = _COMBINE[rule.combine]
    match rule.over:
        case "periods":
            period = period_name(rule.per) if rule.per is not None else "（没有写每期多长）"
            line = inner(rule.line) if rule.line is not None else "（没有写各期细则）"
            return f"每{period}按“{line}”计一次，各期{how}{times}"
        case "children":
            said = f"取下级单位指标{rule.indicator or '（没有写）'}的得分，{how}{times}"
        case "matters":
            values = "、".join(f"{k}{show(v)}" for k, v in rule.values.items())
            said = f"“{rule.source}”每项按档次取系数（{values}），{how}{times}"
        case "previous_year":
            said = f"取上年的结果{times}"
        case "streak":
            return _streak(rule, times)
    if rule.empty_points is not None:
        return f"{said}；没有可汇总的{moves(rule.empty_points)}"
    return said + ("；没有可汇总的由人决定" if rule.empty == "ask" else "；没有可汇总的按0分计")


def _streak(rule: Rollup, times: str) -> str:
    if not rule.rows:
        return f"“{rule.source}”连续为是的年数{times or '，每年1分'}"
    rows = "，".join(
        f"{band_name(row, 'both').replace('（不含）', '')}年{moves(row.points)}{_end_and_idle(row)}"
        for row in rule.rows
    )
    return f"“{rule.source}”连续为是：{rows}"


def _end_and_idle(row: Row) -> str:
    closed = {"left": "（含起点）", "right": "（含终点）", "neither": "（两端不含）", "both": "（两端都含）", None: ""}[
        row.closed
    ]
    return closed + unheeded(row, heeded_in_row(row, "streak"))
