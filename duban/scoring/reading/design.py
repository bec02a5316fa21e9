"""The arithmetic of a scheme: what adds up, what can be reached, and what a live scheme must carry beside it."""

import itertools
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from duban.scoring.evaluation.bounds import bounds
from duban.scoring.evaluation.grade import ladder_of
from duban.scoring.evaluation.outcome import ZERO, show
from duban.scoring.evaluation.plan import Plan, gates_of, tags_of, tests_in
from duban.scoring.evaluation.table import band_name
from duban.scoring.problems import Problem
from duban.scoring.scheme.model import Group, Indicator, Scheme
from duban.scoring.scheme.rules import Judge, Row, Table, Tally

Found = Iterator[Problem]


def arithmetic(plan: Plan, places: Any) -> Found:
    """Sums, sets, bands, what can never be reached, and what has no bound."""
    scheme = plan.scheme
    yield from _sums(scheme, places)
    yield from _sets(scheme, places)
    for code, indicator_plan in plan.indicators.items():
        for line in indicator_plan.indicator.lines:
            if isinstance(line, Table) and line.key in ("number", "ordinal"):
                yield from _bands(line, places)
        yield from _reach(indicator_plan.indicator, places)
        yield from _uncapped(scheme, plan, code, places)
    yield from _grades(scheme, places)
    yield from _unused(plan, places)


def _worth(group: Group) -> Decimal | None:
    """What a group is worth: its stated full marks, else the sum of what is in it."""
    if group.max is not None:
        return group.max
    return _inside(group)


def _inside(group: Group) -> Decimal | None:
    values = [i.max for i in group.indicators if not i.bonus and i.counts]
    values += [_worth(g) for g in group.groups if not g.bonus and g.counts]
    known = [v for v in values if v is not None]
    return sum(known, ZERO) if known else None


def _sums(scheme: Scheme, places: Any) -> Found:
    def walk(group: Group) -> Found:
        inside = _inside(group)
        stated = group.max is not None and inside is not None and not group.bonus
        if stated and inside != group.max and not any(g.set for g in group.groups):
            expected = f"等于本组满分{show(group.max or ZERO)}"
            yield Problem(places.of(group.code, "max"), f"各项满分之和{show(inside or ZERO)}", expected)
        for child in group.groups:
            yield from walk(child)

    for group in scheme.groups:
        yield from walk(group)
    if scheme.total.max is None:
        return
    plain = [g for g in scheme.groups if not g.bonus and g.counts]
    values = [_worth(g) for g in plain if g.set is None]
    total = sum((v for v in values if v is not None), ZERO) + sum(scheme.sets.values(), ZERO)
    base = scheme.total.limit.base
    if base == ZERO and total != scheme.total.max:
        yield Problem(places.of("total", "max"), f"各组满分之和{show(total)}", f"等于总分{show(scheme.total.max)}")


def _sets(scheme: Scheme, places: Any) -> Found:
    """Every unit's own indicator set must be worth its share."""
    families: dict[str, dict[str, list[Group]]] = defaultdict(lambda: defaultdict(list))

    def walk(group: Group) -> None:
        if group.set is not None:
            families[group.set][str(group.for_)].append(group)
        for child in group.groups:
            walk(child)

    for group in scheme.groups:
        walk(group)
    for name, by_unit in families.items():
        share = scheme.sets.get(name)
        if share is None:
            yield Problem(places.of("sets"), f"项目集“{name}”没有规定分值", f"写进 sets，如 {name}: 60")
            continue
        for groups in by_unit.values():
            worth = sum((_worth(g) or ZERO for g in groups), ZERO)
            if worth != share:
                names = "、".join(g.name for g in groups)
                yield Problem(
                    places.of(groups[0].code), f"“{names}”各项之和{show(worth)}", f"项目集“{name}”的{show(share)}分"
                )
    for name in scheme.sets:
        if name not in families:
            yield Problem(places.of("sets", name), "没有分组属于这个项目集", "在分组里写 set")


def _closes_left(row: Row, default: str) -> bool:
    return (row.closed or default) in ("left", "both")


def _closes_right(row: Row, default: str) -> bool:
    return (row.closed or default) in ("right", "both")


def _bands(line: Table, places: Any) -> Found:
    """Gaps and overlaps between bands, a row that no number reaches, an open end without a stated result."""
    if line.key == "ordinal":
        yield from _ladder(line, places)
        return
    ordered = sorted(enumerate(line.rows, start=1), key=lambda r: (r[1].from_ is not None, r[1].from_ or ZERO))
    for n, row in ordered:
        if row.from_ is not None and row.to is not None and row.from_ > row.to:
            name = band_name(row, line.closed)
            yield Problem(places.of(line.code, f"rows[{n}]"), f"“{name}”起点大于终点", "从小到大")
    for (_, one), (n, two) in itertools.pairwise(ordered):
        fault = _between(line, one, two)
        if fault is not None:
            yield Problem(places.of(line.code, f"rows[{n}]"), *fault)
    rows = [row for _, row in ordered]
    if line.otherwise is None and rows[-1].to is not None and rows[0].from_ is not None:
        yield Problem(places.of(line.code, "rows"), "最低档以下、最高档以上没有写", "写明 otherwise，或让首尾两档敞开")


def _ladder(line: Table, places: Any) -> Found:
    seen: set[Decimal] = set()
    for n, row in enumerate(line.rows, start=1):
        where = places.of(line.code, f"rows[{n}]")
        if row.from_ is None:
            yield Problem(where, "没有写从第几次起", "from: 次数")
        elif row.from_ in seen:
            yield Problem(where, f"又从第{show(row.from_)}次起", "各级的起始次数各不相同")
        else:
            seen.add(row.from_)


def _between(line: Table, one: Row, two: Row) -> tuple[str, str] | None:
    """What is wrong where one band ends and the next begins."""
    if two.from_ is None or one.to is None or two.from_ < one.to:
        if line.match not in ("first", "ask"):
            return None
        here, there = band_name(one, line.closed), band_name(two, line.closed)
        return f"“{here}”与“{there}”重叠", "各档不重叠；有意重叠时写 match: highest"
    left, right = _closes_left(two, line.closed), _closes_right(one, line.closed)
    if two.from_ == one.to and left and right:
        return f"{show(two.from_)}同时属于两档", "用 closed 写明含哪一端"
    if line.otherwise is not None:
        return None
    if two.from_ > one.to:
        return f"{show(one.to)}与{show(two.from_)}之间没有档", "各档相连，或写明 otherwise"
    if not left and not right:
        return f"{show(two.from_)}不属于任何一档", "用 closed 写明含哪一端"
    return None


def _reach(indicator: Indicator, places: Any) -> Found:
    """Full marks that cannot be reached, and lines that can never move the indicator."""
    base = (indicator.max if indicator.limit.base == "max" else indicator.limit.base) or ZERO
    lows, highs = zip(*(bounds(line, indicator.max) for line in indicator.lines), strict=True)
    most = None if any(h is None for h in highs) else base + sum((h for h in highs if h is not None), ZERO)
    if indicator.max is not None and not indicator.bonus and most is not None and most < indicator.max:
        tables = [line for line in indicator.lines if isinstance(line, Table)]
        what = "最高一档" if len(indicator.lines) == 1 and tables else "各细则加足"
        yield Problem(
            places.of(indicator.code, "max"),
            f"{what}只有{show(most)}分，满分{show(indicator.max)}分得不到",
            "改满分，或补足细则；从满分往下扣的写 limit: {base: max}",
        )
    if (
        isinstance(indicator.limit.ceiling, Decimal)
        and indicator.max is not None
        and indicator.limit.ceiling < indicator.max
    ):
        yield Problem(
            places.of(indicator.code, "limit/ceiling"),
            f"上限{show(indicator.limit.ceiling)}低于满分{show(indicator.max)}",
            "不低于满分",
        )
    capped = indicator.limit.ceiling == "max" and indicator.max is not None and base >= indicator.max
    deducts = any(b is None or b < 0 for b in lows)
    for line, low, high in zip(indicator.lines, lows, highs, strict=True):
        yield from _beyond(line, indicator, places)
        if (low == ZERO and high == ZERO) or _worth_nothing(line):
            yield Problem(places.of(line.code), "这条细则怎样都不加不扣", "写明分值，或删去")
        elif capped and low == ZERO and not deducts:
            expected = "把 limit 的 ceiling 写成 none 或更高的数"
            yield Problem(places.of(line.code), "起评已是满分，加分细则没有作用", expected)
        if isinstance(line, Table) and line.key == "label" and line.match != "sum":
            yield from _unreached(line, places)


def _worth_nothing(line: Any) -> bool:
    """A count that is worth nothing, however high it grows."""
    return isinstance(line, Tally) and line.mode != "parts" and line.points == 0 and line.otherwise == 0


def _beyond(line: Any, indicator: Indicator, places: Any) -> Found:
    """A person may give more than the indicator can hold."""
    limit = indicator.limit
    ceiling = indicator.max if limit.ceiling == "max" else None if limit.ceiling == "none" else limit.ceiling
    if isinstance(line, Judge) and ceiling is not None and line.max > ceiling and line.limit is None:
        found = f"评分最高{show(line.max)}分，超过指标的上限{show(ceiling)}分"
        yield Problem(places.of(line.code, "max"), found, f"不超过{show(ceiling)}")


def _unreached(line: Table, places: Any) -> Found:
    """Rows whose labels all stand in rows above."""
    seen: set[str] = set()
    for n, row in enumerate(line.rows, start=1):
        labels = row.is_ if isinstance(row.is_, list) else [row.is_] if row.is_ else []
        if row.when is None and labels and set(labels) <= seen:
            found = f"“{'、'.join(labels)}”前面已经有一档，这一档用不到"
            yield Problem(places.of(line.code, f"rows[{n}]"), found, "每个档次只写一次")
        if row.when is None:
            seen |= set(labels)


def _uncapped(scheme: Scheme, plan: Plan, code: str, places: Any) -> Found:
    """Rewards without any cap swamp everything else: said at design time, never refused."""
    indicator_plan = plan.indicators[code]
    indicator = indicator_plan.indicator
    limits = [indicator.limit, *(g.limit for g in indicator_plan.path), scheme.total.limit]
    fulls = [indicator.max, *(g.max for g in indicator_plan.path), scheme.total.max]
    if any(
        lim.ceiling != "none" and (lim.ceiling != "max" or full is not None)
        for lim, full in zip(limits, fulls, strict=True)
    ):
        return
    if any(bounds(line, indicator.max)[1] is None and not line.bundle for line in indicator.lines):
        yield Problem(
            places.of(code, "limit"),
            "按次加分，各级都没有封顶，会压过其他指标",
            "在细则、指标、分组或总分写 ceiling",
            warning=True,
        )


def _grades(scheme: Scheme, places: Any) -> Found:
    rule = scheme.grades
    if rule is None:
        return
    lines = [b.at_least for b in rule.bands if b.at_least is not None]
    if lines != sorted(lines, reverse=True) or len(set(lines)) != len(lines):
        yield Problem(places.of("grades", "bands"), "分数线没有从高到低", "最好的等次写在最前，线各不相同")
    if any(b.at_least is None for b in rule.bands[:-1]):
        yield Problem(places.of("grades", "bands"), "有等次没有分数线", "除最后一等外都写 at_least")
    shares = sum((q.share or ZERO for q in rule.quota), ZERO)
    if shares > 1:
        yield Problem(places.of("grades", "quota"), f"各等次比例之和{show(shares)}", "不超过 1")
    direct = {d.grade for d in rule.direct}
    for quota in rule.quota:
        if (quota.share is None) == (quota.count is None):
            yield Problem(places.of("grades", f"quota[{quota.grade}]"), "比例和名额要填一样", "share 或 count")
        if quota.grade in direct and quota.counts_direct is None:
            yield Problem(
                places.of("grades", f"quota[{quota.grade}]/counts_direct"),
                "没有写明直接认定占不占名额",
                "true 或 false",
            )
    ladder = ladder_of(rule)
    for gate in gates_of(scheme):
        if gate.effect in ("cap_grade", "set_grade") and gate.grade not in ladder:
            yield Problem(places.of(gate.code, "grade"), f"没有等次“{gate.grade}”", "、".join(ladder))


def _unused(plan: Plan, places: Any) -> Found:
    used = {
        tag for lp in plan.lines.values() for line in (lp.line, *(f for _, f in lp.variants)) for tag in tags_of(line)
    }
    tests = [t for g in gates_of(plan.scheme) for t in (*tests_in(g.condition), *tests_in(g.exempt_when))]
    if plan.scheme.grades is not None:
        tests += [t for d in plan.scheme.grades.direct for t in tests_in(d.when)]
    used |= {t.source for t in tests if t.source}
    for name in plan.scheme.tags:
        if name not in used:
            yield Problem(places.of(f"tags/{name}"), "没有细则用到这个标签", "用上，或删去", warning=True)


def live(plan: Plan, places: Any) -> Found:
    """What a scheme in force must carry: an approved plan, a filing, a basis for each indicator (AF-7)."""
    cites = "AF-7；《整治形式主义为基层减负若干规定》：督查检查考核实行计划和备案管理"
    scheme = plan.scheme
    if not scheme.plan_number:
        yield Problem(places.of("plan_number"), "没有年度督查检查考核计划文号", "计划批复的文号", cites)
    if not scheme.filing_number:
        yield Problem(places.of("filing_number"), "没有备案号", "备案登记的编号", cites)
    if scheme.total.max is None:
        yield Problem(places.of("total", "max"), "没有总分", "一个数")
    for code, indicator_plan in plan.indicators.items():
        if not indicator_plan.indicator.basis:
            yield Problem(places.of(code, "basis"), "没有写依据", "党内法规、上级文件或本级规定的名称和条款")
