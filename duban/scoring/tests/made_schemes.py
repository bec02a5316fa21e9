"""Schemes made by chance: valid ones only, with the combinations that people would not think of.

Every rule stands at most a few times in a scheme; what a property cannot promise by the words of the scheme itself
(a policy "nothing registered is nothing", a step that replaces a heavier one) is left out where the property says so.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from duban.scoring.reading.load import build
from duban.scoring.reading.yaml_text import Places
from duban.scoring.scheme.model import Scheme

START, END = date(2026, 1, 1), date(2026, 12, 31)
LEVELS = ["轻", "中", "重"]
TAGS: dict[str, dict[str, Any]] = {
    "错误": {"kind": "event", "source_kind": "inspection", "absent": "none", "levels": LEVELS},
    "通报": {"kind": "event", "source_kind": "circular", "absent": "none", "levels": LEVELS},
    "表彰": {"kind": "event", "source_kind": "circular", "absent": "none", "levels": LEVELS},
    "走访": {"kind": "event", "source_kind": "record", "absent": "missing", "levels": LEVELS},
    "完成率": {"kind": "number", "source_kind": "statistics"},
    "党员数": {"kind": "number", "source_kind": "roster"},
    "有计划": {"kind": "yes_no", "source_kind": "document"},
    "有制度": {"kind": "yes_no", "source_kind": "document"},
    "免考": {"kind": "yes_no", "source_kind": "decision"},
    "评价": {"kind": "label", "source_kind": "inspection", "levels": ["好", "中", "差"]},
    "整改": {"kind": "dated", "source_kind": "inspection", "absent": "none"},
    "抽查": {"kind": "event", "source_kind": "inspection", "absent": "missing", "levels": ["合格", "不合格"]},
}
DEDUCTING = ("错误", "通报")
"""Tags that only ever cost points, so that one more event under them may never help."""

quarters = st.integers(1, 20).map(lambda n: Decimal(n) / 4)
gains = quarters
costs = quarters.map(lambda n: -n)


def maybe(strategy: st.SearchStrategy[Any], name: str) -> st.SearchStrategy[dict[str, Any]]:
    """The parameter, or nothing."""
    return st.one_of(st.just({}), strategy.map(lambda value: {name: value}))


@st.composite
def deducting_lines(draw: st.DrawFn) -> dict[str, Any]:
    """Lines that only take, the more events the more."""
    kind = draw(st.sampled_from(["event", "label", "ladder", "monthly"]))
    source = draw(st.sampled_from(DEDUCTING))
    if kind == "event":
        line = {
            "rule": "TALLY",
            "mode": "per_event",
            "source": source,
            "points": draw(st.one_of(costs, st.just("all"))),
        }
        line |= draw(maybe(st.integers(1, 3).map(Decimal), "free"))
        line |= draw(maybe(st.sampled_from([{"级别": "重"}, {"级别": ["轻", "中"]}]), "only"))
        if line["points"] != "all":
            line |= draw(maybe(st.just([{"when": {"角色": "协"}, "times": Decimal("0.5")}]), "factors"))
        return line
    if kind == "label":
        rows = [{"is": level, "points": draw(costs)} for level in LEVELS]
        if draw(st.booleans()):
            rows[-1]["points"] = "all"
        match = draw(st.sampled_from(["sum", "highest"]))
        return {
            "rule": "TABLE",
            "key": "label",
            "source": source,
            "match": match,
            "rows": rows,
            "otherwise": Decimal(0),
        }
    if kind == "ladder":
        first = draw(costs)
        rows = [{"from": Decimal(1), "points": first}, {"from": Decimal(3), "points": first + draw(costs)}]
        if draw(st.booleans()):
            rows.append({"from": Decimal(5), "points": "all"})
        return {
            "rule": "TABLE",
            "key": "ordinal",
            "source": source,
            "match": draw(st.sampled_from(["replace", "sum"])),
            "rows": rows,
        }
    inner = {"rule": "TALLY", "mode": "per_event", "source": source, "points": draw(costs), "code": "inner"}
    return {
        "rule": "ROLLUP",
        "over": "periods",
        "per": "quarter",
        "combine": draw(st.sampled_from(["mean", "sum", "min", "last"])),
        "line": inner,
    }


@st.composite
def counting_lines(draw: st.DrawFn) -> dict[str, Any]:
    """TALLY and TABLE over what is reported."""
    kind = draw(st.sampled_from(["event", "short", "true", "parts", "number", "label", "events", "tests", "when"]))
    if kind == "event":
        source = draw(st.sampled_from(["表彰", "走访", ["表彰", "走访"]]))
        line = {"rule": "TALLY", "mode": "per_event", "source": source, "points": draw(st.one_of(gains, costs))}
        return line | draw(maybe(st.just({"级别": "轻"}), "excluding"))
    if kind == "short":
        line = {
            "rule": "TALLY",
            "mode": "per_shortfall",
            "source": "走访",
            "need": draw(st.integers(1, 4).map(Decimal)),
        }
        line |= {"per": draw(st.sampled_from(["month", "quarter", "half", "year"])), "points": draw(costs)}
        return line | draw(maybe(st.just("period"), "charge"))
    if kind == "true":
        points, otherwise = draw(
            st.tuples(st.one_of(gains, costs), st.one_of(costs, st.just("all"), st.just(Decimal(0))))
        )
        return {"rule": "TALLY", "mode": "if_true", "source": "有计划", "points": points, "otherwise": otherwise}
    if kind == "when":
        test = draw(st.sampled_from([{"source": "党员数", "at_least": Decimal(3)}, {"source": "评价", "is": "好"}]))
        return {"rule": "TALLY", "mode": "if_true", "when": test, "points": draw(st.one_of(gains, costs))}
    if kind == "parts":
        parts = [{"source": name, "points": draw(st.one_of(gains, costs))} for name in ("有计划", "有制度")]
        return {"rule": "TALLY", "mode": "parts", "parts": parts}
    if kind == "number":
        rows = [
            {"to": Decimal("0.5"), "points": draw(st.one_of(costs, st.just("all")))},
            {"from": Decimal("0.5"), "points": draw(gains)},
        ]
        return {
            "rule": "TABLE",
            "key": "number",
            "source": "完成率",
            "rows": rows,
            "closed": draw(st.sampled_from(["left", "right"])),
        }
    if kind == "label":
        rows = [
            {"is": "好", "share": Decimal(1)},
            {"is": "中", "share": Decimal("0.3")},
            {"is": "差", "points": draw(costs)},
        ]
        return {"rule": "TABLE", "key": "label", "source": "评价", "rows": rows}
    if kind == "events":
        rows = [{"is": level, "points": draw(st.one_of(gains, costs))} for level in LEVELS]
        match = draw(st.sampled_from(["sum", "highest", "first", "replace", "ask"]))
        return {
            "rule": "TABLE",
            "key": "label",
            "source": draw(st.sampled_from(["表彰", "走访"])),
            "match": match,
            "rows": rows,
        } | draw(maybe(costs, "otherwise"))
    rows = [
        {
            "any": [{"source": "完成率", "at_least": Decimal("0.8")}, {"source": "党员数", "over": Decimal(9)}],
            "points": draw(gains),
        },
        {"any": [{"source": "完成率", "at_least": Decimal("0.2")}], "points": draw(st.one_of(gains, costs))},
    ]
    match = draw(st.sampled_from(["first", "highest", "ask"]))
    return {
        "rule": "TABLE",
        "key": "tests",
        "match": match,
        "rows": rows,
        "otherwise": draw(st.one_of(costs, st.just(Decimal(0)))),
    }


@st.composite
def human_lines(draw: st.DrawFn) -> dict[str, Any]:
    """JUDGE, PANEL, IMPORT, SAMPLE, DEADLINE."""
    kind = draw(st.sampled_from(["judge", "each", "panel", "score", "deduction", "rank", "sample", "deadline"]))
    if kind == "judge":
        low, high = draw(
            st.sampled_from([(Decimal(-5), Decimal(-1)), (Decimal(0), Decimal(5)), (Decimal(-3), Decimal(3))])
        )
        return {"rule": "JUDGE", "min": low, "max": high, "who": "考核办"}
    if kind == "each":
        return {
            "rule": "JUDGE",
            "min": draw(st.sampled_from([Decimal(-2), Decimal(1)])),
            "max": Decimal(3),
            "who": "考核办",
            "times": "each",
        }
    if kind == "panel":
        values = {
            "满意": Decimal(100),
            "不满意": draw(st.sampled_from([Decimal(0), Decimal(-50)])),
            "不了解": "exclude",
        }
        classes = [{"who": "领导", "weight": Decimal(2)}, {"who": "群众", "weight": Decimal(1)}]
        line = {
            "rule": "PANEL",
            "classes": classes,
            "ballot_values": values,
            "empty_class": draw(st.sampled_from(["ask", "redistribute"])),
        }
        return line | {"combine": draw(st.sampled_from(["mean", "trimmed"]))} | draw(maybe(quarters, "worth"))
    if kind in ("score", "deduction"):
        return {"rule": "IMPORT", "from": "上级", "kind": kind, "worth": draw(quarters)} | draw(
            maybe(st.just(Decimal("0.5")), "factor")
        )
    if kind == "rank":
        return {"rule": "IMPORT", "from": "上级", "kind": "rank", "ranks": [Decimal(3), Decimal(2)]} | draw(
            maybe(st.just(Decimal(-1)), "beyond")
        )
    if kind == "sample":
        points = draw(st.one_of(costs, gains, st.just("all")))
        mode = "any" if points == "all" else draw(st.sampled_from(["any", "each"]))
        return {
            "rule": "SAMPLE",
            "source": "抽查",
            "size": 2,
            "failing": ["不合格"],
            "mode": mode,
            "points": points,
            "draw_required": False,
        }
    line = {"rule": "DEADLINE", "source": "整改", "points": draw(costs)}
    line |= draw(maybe(costs.map(lambda n: {"every": "month", "points": n}), "per")) | draw(maybe(gains, "on_time"))
    return line | draw(maybe(st.just({"days": 10}), "grace"))


@st.composite
def comparing_lines(draw: st.DrawFn, earlier: list[str]) -> dict[str, Any]:
    """SLOPE and COHORT; a comparison may be of an indicator that stands earlier."""
    if draw(st.booleans()):
        base = draw(
            st.sampled_from(
                [{"constant": Decimal("0.5")}, {"cohort_mean": True}, {"last_years": 1}, {"source": "党员数"}]
            )
        )
        line = {"rule": "SLOPE", "source": "完成率", "baseline": base, "step": Decimal("0.1")}
        line |= {"stepping": draw(st.sampled_from(["continuous", "whole", "started"]))}
        line |= {"below": {"points": draw(costs)} | draw(maybe(quarters, "cap"))}
        return line | draw(maybe(gains.map(lambda n: {"points": n, "cap": Decimal(3)}), "above"))
    of = draw(st.sampled_from([{"source": "完成率"}, {"source": "党员数"}, *({"indicator": code} for code in earlier)]))
    function = draw(
        st.sampled_from(["rank_list", "rank_step", "rank_linear", "top_k", "bottom_k", "share_of_best", "vs_mean"])
    )
    line = {
        "rule": "COHORT",
        "of": of,
        "function": function,
        "ties": draw(st.sampled_from(["skip", "dense", "average", "ask"])),
    }
    line |= draw(maybe(st.just("类别"), "by")) | draw(maybe(st.just("last"), "missing"))
    if function == "rank_list":
        line["points"] = [Decimal(3), Decimal("1.5"), Decimal(-1)]
    elif function == "rank_step":
        line |= {"first": Decimal(3), "step": Decimal(2)}
    elif function == "rank_linear":
        line |= {"first": Decimal(4), "last": Decimal(-1), "singleton": draw(st.sampled_from(["first", "last", "ask"]))}
    elif function == "top_k":
        line |= {"k": 1, "points": [Decimal(2)]}
    elif function == "bottom_k":
        line |= {"k": 1, "points": [Decimal(-2)]}
    elif function == "share_of_best":
        line["worth"] = Decimal(4)
    else:
        line |= {"above": {"points": Decimal(1)}, "below": {"points": Decimal(-1)}} | draw(
            maybe(st.just(Decimal("0.5")), "step")
        )
    return line | draw(
        maybe(
            st.just([{"times_attribute": "系数", "position": draw(st.sampled_from(["before_rank", "after_rank"]))}]),
            "factors",
        )
    )


@st.composite
def indicators(draw: st.DrawFn, code: str, earlier: list[str]) -> dict[str, Any]:
    """An indicator with a few lines, its limits, bundles, gates and policy."""
    full = draw(st.sampled_from([Decimal(5), Decimal(10), Decimal(20)]))
    kinds = st.one_of(deducting_lines(), counting_lines(), human_lines(), comparing_lines(earlier))
    lines = draw(st.lists(kinds, min_size=1, max_size=3))
    floor = draw(st.sampled_from([Decimal(0), Decimal(0), Decimal(-3), Decimal(1), "none"]))
    ceiling = draw(st.sampled_from(["max", "max", "none", full + 5]))
    limit: dict[str, Any] = {"base": draw(st.sampled_from([Decimal(0), "max"])), "floor": floor, "ceiling": ceiling}
    limit |= draw(maybe(st.just({"places": 1, "mode": "half_up"}), "round"))
    out: dict[str, Any] = {"code": code, "name": f"指标{code}", "max": full, "limit": limit, "lines": lines}
    for line in lines:
        if line.get("key") == "ordinal" and floor in ("none", Decimal(-3)):
            # "All" empties the indicator: on one that stands below nought already it is no heavier than a number.
            line["rows"] = [row for row in line["rows"] if row["points"] != "all"]
        # Where the indicator has no floor each line has one: else nobody could say what a blank costs at most.
        bound = draw(st.sampled_from([{"floor": Decimal(-4)}, {"floor": Decimal(-6), "ceiling": Decimal(3)}]))
        line |= {"limit": bound} if floor == "none" else draw(maybe(st.just(bound), "limit"))
        line |= draw(maybe(st.just({"source": "免考", "is": True}), "exempt_when"))
        line |= draw(maybe(st.just(True), "bonus"))
    if draw(st.booleans()):
        out["bundles"] = {"合": {"floor": Decimal(-5), "ceiling": Decimal(4)}}
        for line in lines[:2]:
            line["bundle"] = "合"
    elif draw(st.booleans()):
        per_event = [line for line in lines if line.get("mode") == "per_event" and line["source"] in DEDUCTING]
        for line in per_event[:1]:
            line["variants"] = [{"when": {"类别": "乙类"}, "set": {"points": draw(costs)}}]
    if draw(st.integers(0, 3)) == 0:
        conditions = [{"source": "完成率", "under": Decimal("0.3")}, {"source": "错误", "at_least": Decimal(4)}]
        conditions += [{"indicator": other, "under": Decimal(1)} for other in earlier]
        gate = {
            "code": f"g{code}",
            "name": "门槛",
            "condition": draw(st.sampled_from(conditions)),
            "effect": "indicator_zero",
        }
        out["gates"] = [gate]
    if draw(st.integers(0, 3)) == 0:
        policies = [
            "full",
            "zero",
            "rescale_group",
            "rescale_total",
            "cohort_mean",
            "factor_on_rest",
            "not_ranked",
            "ask",
        ]
        out["applies"] = {
            "applies_when": {"类别": "甲类"},
            "opt_out": True,
            "otherwise": draw(st.sampled_from(policies)),
            "factor": Decimal("1.5"),
        }
    return out


@st.composite
def schemes(draw: st.DrawFn) -> Scheme:
    """A scheme that loads without errors (a historical one: what it counts need not add up)."""
    groups: list[dict[str, Any]] = []
    earlier: list[str] = []
    for n in range(draw(st.integers(1, 3))):
        inside = []
        for i in range(draw(st.integers(1, 2))):
            inside.append(draw(indicators(f"{n}{i}", list(earlier))))
            earlier.append(f"{n}{i}")
        limit = draw(
            st.sampled_from(
                [
                    {"floor": "none", "ceiling": "none"},
                    {"floor": Decimal(0), "ceiling": Decimal(12)},
                    {"base": Decimal(5), "floor": "none", "ceiling": Decimal(15)},
                ]
            )
        )
        group: dict[str, Any] = {"code": f"G{n}", "name": f"组{n}", "limit": limit, "indicators": inside}
        group |= draw(maybe(st.just(False), "counts")) if n == 0 else draw(maybe(st.just(True), "bonus"))
        if draw(st.integers(0, 4)) == 0:
            group["gates"] = [
                {
                    "code": f"gG{n}",
                    "name": "组门槛",
                    "condition": {"source": "通报", "at_least": Decimal(5)},
                    "effect": "group_zero",
                }
            ]
        if draw(st.integers(0, 4)) == 0:
            group["for"] = {"类别": "甲类"}
        groups.append(group)
    total = draw(
        st.sampled_from(
            [{"floor": "none", "ceiling": "none"}, {"base": Decimal(60), "floor": Decimal(0), "ceiling": Decimal(100)}]
        )
    )
    document: dict[str, Any] = {
        "scheme": "generated", "title": "随机方案", "historical": True, "window": {"from": START, "to": END},
        "categories": ["甲类", "乙类"], "unit_attributes": {"系数": "number"}, "fact_attributes": {"角色": ["主", "协"]},
        "tags": TAGS, "total": {"limit": total}, "groups": groups,
        "grades": {"bands": [{"grade": "优", "at_least": Decimal(70)}, {"grade": "良"}], "quota": [{"grade": "优", "share": Decimal("0.5"), "rounding": "floor"}]},
        "gates": [{"code": "veto", "name": "否决", "condition": {"source": "错误", "at_least": Decimal(3)}, "effect": "total_zero"}],
    }  # fmt: skip
    dedupe = _sums_of_one_indicator(groups)
    if dedupe and draw(st.booleans()):
        document["dedupe"] = [{"key": "事项", "lines": dedupe, "keep": "max"}]
    return build("随机方案", document, Places(), [], live=False).scheme


def _sums_of_one_indicator(groups: list[dict[str, Any]]) -> list[str]:
    """Lines among which the heaviest of a matter may be kept without any limit coming between."""
    for group in groups:
        for indicator in group["indicators"]:
            codes = [
                f"{indicator['code']}-{n}"
                for n, line in enumerate(indicator["lines"], start=1)
                if line.get("mode") == "per_event" and line["source"] in DEDUCTING and line["points"] != "all"
                and not {"limit", "bundle", "free", "exempt_when"} & set(line)
            ]  # fmt: skip
            if len(codes) > 1:
                return codes
    return []
