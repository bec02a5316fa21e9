"""Rows by heading → units, facts, marks, ballots, imports, exemptions; every fault is collected, none stops the rest."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from duban.scoring.evaluation.plan import Plan, gates_of, tags_of, tests_in
from duban.scoring.evaluation.slope import shifted
from duban.scoring.facts import KIND, NOTHING, Ballot, Book, Exemption, Fact, Imported, Judgement, Unit
from duban.scoring.problems import Problem
from duban.scoring.scheme.base import Window
from duban.scoring.scheme.model import Scheme, Tag
from duban.scoring.scheme.rules import MonthsAfter

from .cells import Reader, choices
from .sheets import BALLOTS, EXEMPTIONS, FACTS, IMPORTS, MARKS, UNITS

_FACT_ATTRIBUTES = ("级别", "事项", "对象", "状态", "来源")


@dataclass
class Intake:
    """Takes rows in and keeps what they say. ``strict`` is the manner of workbooks: events must carry their day."""

    scheme: Scheme
    strict: bool = True
    units: dict[str, Unit] = field(default_factory=dict)
    facts: list[Fact] = field(default_factory=list)
    judgements: list[Judgement] = field(default_factory=list)
    ballots: list[Ballot] = field(default_factory=list)
    imports: list[Imported] = field(default_factory=list)
    exemptions: list[Exemption] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    only_unit: str | None = None

    def __post_init__(self) -> None:
        self.plan = Plan(self.scheme)
        self._gates = {gate.code for gate in gates_of(self.scheme)}
        # Any line may come to a question that a person settles by a mark; so may an indicator that does not apply.
        self._marks = {
            *self.plan.lines,
            *self._gates,
            *(
                c
                for c, p in self.plan.indicators.items()
                if p.indicator.applies and p.indicator.applies.otherwise == "ask"
            ),
        }
        self._panels = {c for c, p in self.plan.lines.items() if p.line.rule == "PANEL"}
        self._imports = {c for c, p in self.plan.lines.items() if _imports(p.line)} | {
            t.import_ for gate in gates_of(self.scheme) for t in tests_in(gate.condition) if t.import_
        }
        self._windows = windows_of(self.plan)
        self._numbers: dict[tuple[str, str, date | None], str] = {}

    # --- sheets ------------------------------------------------------------------------------------------------

    def take(self, sheet: str, reader: Reader, key: str) -> None:
        """One row of a sheet; ``key`` names it for ever after."""
        {
            UNITS: self._unit, FACTS: self._fact, MARKS: self._mark,
            BALLOTS: self._ballot, IMPORTS: self._import, EXEMPTIONS: self._exemption,
        }[sheet](reader, key)  # fmt: skip

    def book(self) -> Book:
        return Book(list(self.units.values()), self.facts, self.judgements, self.ballots, self.imports, self.exemptions)

    def _unit(self, row: Reader, key: str) -> None:
        name = row.text("单位", required=True)
        kinds = self.scheme.categories
        kind = row.text("类别", required=bool(kinds) and self.strict, one_of=kinds or None)
        attributes: dict[str, Any] = {KIND: kind} if kind else {}
        for attribute, form in self.scheme.unit_attributes.items():
            value = _attribute(row, attribute, form)
            if value is not None:
                attributes[attribute] = value
        if name is None:
            return
        if name in self.units:
            row.fault("单位", f"“{name}”出现了两次（前一次在{self.units[name].key}）", "每个单位只占一行")
            return
        self.units[name] = Unit(name, attributes or NOTHING, row.text("上级"), key)

    def check_parents(self) -> None:
        """Superiors must be units of the book, and no unit its own superior by any way round."""
        for unit in self.units.values():
            if unit.parent is None:
                continue
            if unit.parent not in self.units:
                self.problems.append(Problem(unit.key, f"上级“{unit.parent}”不在单位表", "单位表中的名称"))
            seen, at = set(), unit
            while at.parent is not None and at.parent in self.units and at.name not in seen:
                seen.add(at.name)
                at = self.units[at.parent]
            if at.name in seen:
                self.problems.append(Problem(unit.key, "上级关系绕成了圈", "上级不能是自己或自己的下级"))

    def _owner(self, row: Reader) -> str | None:
        if row.raw("单位") is None and self.only_unit is not None:
            return self.only_unit
        name = row.text("单位", required=True)
        if name is not None and name not in self.units:
            row.fault("单位", f"“{name}”不在“单位”表", "与“单位”表完全一致的名称")
            return None
        return name

    def _fact(self, row: Reader, key: str) -> None:
        before = len(self.problems)
        unit = self._owner(row)
        name = row.text("标签", required=True)
        tag = self.scheme.tags.get(name or "")
        if name is not None and tag is None:
            row.fault("标签", f"“{name}”", f"方案里的标签：{choices(self.scheme.tags)}")
        on, due = row.day("日期"), row.day("应办日期")
        if tag is None or name is None:
            return
        value = self._value(row, tag, name)
        if self.strict and tag.kind == "event" and on is None and row.raw("日期") is None:
            row.fault("日期", "空", "事情发生的日期")
        self._check_day(row, name, tag, on)
        attributes = self._fact_attributes(row, tag, name)
        if unit is None or len(self.problems) > before:
            return
        if tag.kind in ("number", "yes_no", "label"):
            other = self._numbers.setdefault((unit, name, on), key)
            if other != key:
                row.fault("数值", f"同一单位、标签、日期在{other}已经有一个数", "只留一行")
                return
        self.facts.append(Fact(unit, name, key, value, on, due, attributes or NOTHING))

    def _value(self, row: Reader, tag: Tag, name: str) -> Decimal | bool | str | None:
        if tag.kind == "event":
            return row.number("数值", required=self.strict, whole=True, signed=False) or (
                Decimal(0) if row.raw("数值") is not None else None if self.strict else Decimal(1)
            )
        if tag.kind == "dated":
            return row.number("数值", whole=True, signed=False) if row.raw("数值") is not None else Decimal(1)
        if tag.kind == "yes_no":
            return row.yes_no("数值")
        if tag.kind == "label":
            return row.text("数值", one_of=tag.levels or None)
        number = row.number("数值")
        low, high = tag.at_least, tag.at_most
        if number is not None and ((low is not None and number < low) or (high is not None and number > high)):
            ends = f"{low if low is not None else ''}至{high if high is not None else ''}"
            row.fault("数值", f"“{number}”", f"{ends}之间的数（标签“{name}”）")
            return None
        return number

    def _check_day(self, row: Reader, name: str, tag: Tag, on: date | None) -> None:
        if on is None or tag.kind == "dated":
            return
        windows = self._windows.get(name) or [self.scheme.window]
        if not any(w.holds(on) for w in windows):
            spans = "或".join(f"{w.from_}至{w.to}" for w in windows)
            row.fault("日期", f"{on}不在计算期间内", f"{spans}之间的日期")

    def _fact_attributes(self, row: Reader, tag: Tag, name: str) -> dict[str, Any]:
        out: dict[str, Any] = {}
        for heading in _FACT_ATTRIBUTES:
            levels = tag.levels if heading == "级别" and tag.kind != "label" else None
            value = row.text(heading, one_of=levels or None, what=f"标签“{name}”的级别：{choices(levels or [])}")
            if value is not None:
                out[heading] = value
        for heading, form in self.scheme.fact_attributes.items():
            value = _attribute(row, heading, form)
            if value is not None:
                out[heading] = value
        return out

    def _mark(self, row: Reader, key: str) -> None:
        before = len(self.problems)
        unit = self._owner(row)
        line = row.code("细则", self._marks, f"可评分的细则或门槛：{choices(self._marks)}")
        verdict = row.text("裁定", one_of=("成立", "不成立"))
        points = row.number("得分")
        who = row.text("评分人", required=self.strict)
        if line is not None and row.raw("裁定") is None and row.raw("得分") is None:
            row.fault("得分", "空", "分数；门槛写裁定。还没有评就不要写这一行")
        if line in self._gates and row.raw("得分") is not None:
            row.fault("得分", "门槛不评分", "在“裁定”写 成立 或 不成立")
        if line is not None and line not in self._gates and verdict is not None:
            row.fault("裁定", "细则不作裁定", "在“得分”写分数")
        if unit is None or line is None or len(self.problems) > before:
            return
        upheld = None if verdict is None else verdict == "成立"
        told = {"who": who or "", "reason": row.text("理由") or "", "record": row.text("会议记录") or ""}
        self.judgements.append(Judgement(unit, line, key, points, upheld, matter=row.text("事项"), **told))

    def _ballot(self, row: Reader, key: str) -> None:
        before = len(self.problems)
        unit = self._owner(row)
        line = row.code("细则", self._panels, f"测评细则：{choices(self._panels)}")
        rule = self.plan.lines[line].line if line else None
        who = row.text("评价主体", required=True, one_of=[c.who for c in rule.classes] if rule else None)
        choice = row.text("选项", one_of=list(rule.ballot_values) if rule else None)
        mark = row.number("得分", signed=False)
        count = row.number("票数", required=choice is not None, whole=True, signed=False)
        if (row.raw("选项") is None) == (row.raw("得分") is None):
            row.fault("选项", "选项和得分都有" if row.raw("得分") is not None else "选项和得分都空着", "两样填一样")
        criterion = row.text("测评项")
        if rule is not None and who is not None:
            of_class = next(c for c in rule.classes if c.who == who)
            names = [c.name for c in of_class.criteria or rule.criteria]
            if names and criterion not in names:
                row.fault("测评项", f"“{criterion or '空'}”", choices(names))
        if rule is not None and mark is not None and mark > rule.out_of:
            row.fault("得分", f"“{mark}”", f"不超过 {rule.out_of}")
        if unit is None or line is None or who is None or len(self.problems) > before:
            return
        count = Decimal(1) if count is None else count
        self.ballots.append(Ballot(unit, line, key, who, criterion or "", choice, count, mark, row.text("评委") or ""))

    def _import(self, row: Reader, key: str) -> None:
        before = len(self.problems)
        unit = self._owner(row)
        line = row.code("细则", self._imports, f"引用细则：{choices(self._imports)}")
        value, out_of = row.number("数值", signed=False), row.number("满分", signed=False)
        grade = row.text("等次")
        if row.raw("数值") is None and grade is None:
            row.fault("数值", "数值和等次都空着", "引用的数或等次；还没有结果就不要写这一行")
        if value is not None and out_of is not None and value > out_of:
            row.fault("数值", f"“{value}”大于满分{out_of}", "不超过满分的数")
        if unit is None or line is None or len(self.problems) > before:
            return
        rule = self.plan.lines[line].line if line in self.plan.lines else None
        twin = next((i.key for i in self.imports if (i.unit, i.line) == (unit, line)), None)
        if twin is not None and not (rule is not None and rule.rule == "IMPORT" and rule.kind == "deduction"):
            row.fault("细则", f"这个单位的{line}在{twin}已经有结果", "只留一行；扣分类可以有几行")
            return
        self.imports.append(Imported(unit, line, key, value, out_of, grade, row.text("出处") or ""))

    def _exemption(self, row: Reader, key: str) -> None:
        unit = self._owner(row)
        open_to = {
            c
            for c, p in self.plan.indicators.items()
            if p.indicator.applies is not None and p.indicator.applies.opt_out
        }
        if self.scheme.applies is not None and self.scheme.applies.opt_out:
            open_to.add("参评")
        indicator = row.code("指标", open_to, f"方案允许登记不适用的指标：{choices(open_to)}")
        reason = row.text("理由", required=True, what="为什么不适用")
        if unit is not None and indicator is not None and reason is not None:
            code = "*" if indicator == "参评" else indicator
            before = next((e.key for e in self.exemptions if (e.unit, e.indicator) == (unit, code)), None)
            if before is not None:
                row.fault("指标", f"“{indicator}”在{before}已经登记过", "只留一行")
                return
            self.exemptions.append(Exemption(unit, code, key, reason))


def _attribute(row: Reader, heading: str, form: str | list[str]) -> Any:
    if form == "number":
        return row.number(heading)
    return row.text(heading, one_of=form if isinstance(form, list) else None)


def _imports(line: Any) -> bool:
    return (
        line.rule == "IMPORT"
        or (line.rule == "COHORT" and line.of.imported)
        or (line.rule == "ROLLUP" and line.over == "previous_year")
    )


def windows_of(plan: Plan) -> dict[str, list[Window]]:
    """For each tag the stretches of days in which some rule looks at it."""
    out: dict[str, list[Window]] = {}

    def add(tag: str, window: Window) -> None:
        if window not in out.setdefault(tag, []):
            out[tag].append(window)

    for line in _all_lines(plan):
        window = line.window or plan.scheme.window
        for tag in tags_of(line):
            add(tag, window)
        if line.rule == "SLOPE" and line.baseline.last_years:
            for years in range(1, line.baseline.last_years + 1):
                add(line.source, shifted(window, -years))
        if line.rule == "ROLLUP" and line.over == "streak":
            for years in range(1, 31):
                add(line.source or "", shifted(window, -years))
        due = getattr(line, "due", None)
        if isinstance(due, MonthsAfter):
            add(due.source, Window.model_construct(from_=date(1900, 1, 1), to=window.to))
    for gate in gates_of(plan.scheme):
        for test in tests_in(gate.condition):
            if test.source:
                add(test.source, plan.scheme.window)
    return out


def _all_lines(plan: Plan) -> Iterator[Any]:
    for line_plan in plan.lines.values():
        yield line_plan.line
        yield from (form for _, form in line_plan.variants)


__all__ = ["Intake", "windows_of"]
