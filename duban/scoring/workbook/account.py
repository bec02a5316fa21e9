"""What became of every row that was read: counted, seen but passed over, unused, or put to a person; and why."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from duban.scoring.evaluation.engine import Scoring, exact
from duban.scoring.evaluation.outcome import combined
from duban.scoring.evaluation.plan import LinePlan, Plan, tags_of, tests_of
from duban.scoring.facts import Book, Exemption, Fact, Judgement
from duban.scoring.result import Entry, Result, State
from duban.scoring.rows.sheets import BALLOTS, EXEMPTIONS, FACTS, IMPORTS, MARKS
from duban.scoring.scheme.base import matches
from duban.scoring.scheme.model import Scheme
from duban.scoring.scheme.rules import Table

COUNTED, PASSED_OVER, UNUSED, TO_DECIDE = "计入", "看过未计", "未用", "待裁"
FATES = (COUNTED, PASSED_OVER, UNUSED, TO_DECIDE)
KINDS = (
    (FACTS, "facts"),
    (MARKS, "judgements"),
    (BALLOTS, "ballots"),
    (IMPORTS, "imports"),
    (EXEMPTIONS, "exemptions"),
)
_TAKES = {"highest": "只取最高一项", "first": "只取最早一项", "last": "以最后一项为准"}


@dataclass(frozen=True, slots=True)
class Fate:
    """One row and what became of it: ``fate`` is one of ``FATES``, ``note`` says why, where that is not plain."""

    sheet: str
    key: str
    unit: str
    about: str
    fate: str
    note: str = ""


def account(scheme: Scheme, book: Book, result: Result) -> list[Fate]:
    """A fate for every row of the book, in the book's order.

    A row is counted when some line reckoned with it or some condition was answered by it, be the points nought.
    """
    plan = Plan(scheme)
    counted, to_decide, passed = _read(plan, _Again(scheme, book, result.as_of), book, result)
    why = _Why(scheme, plan, book, result, counted)
    out = []
    first: dict[tuple[object, ...], str] = {}
    for sheet, kind in KINDS:
        for row in getattr(book, kind):
            about = getattr(row, "tag", None) or getattr(row, "line", None) or getattr(row, "indicator", "")
            if row.key in counted:
                fate, note = COUNTED, _twin(row, first)
            elif row.key in to_decide:
                fate, note = TO_DECIDE, ""
            elif row.key in passed:
                fate, note = PASSED_OVER, passed[row.key]
            elif isinstance(row, Exemption):
                fate, note = why.exemption(row)
            else:
                fate, note = why.not_counted(row)
            out.append(Fate(sheet, row.key, row.unit, str(about), fate, note))
    return out


def tally_of(fates: list[Fate]) -> dict[str, Counter[str]]:
    """Per sheet: how many different rows met each fate. A row that were told twice would not make up for a lost one."""
    out: dict[str, Counter[str]] = {sheet: Counter() for sheet, _ in KINDS}
    for sheet, _, fate in {(f.sheet, f.key, f.fate) for f in fates}:
        out[sheet][fate] += 1
    return out


def _read(plan: Plan, again: "_Again", book: Book, result: Result) -> tuple[set[str], set[str], dict[str, str]]:
    """The keys that counted, those put to a person, and those passed over with the reason."""
    counted: set[str] = set()
    to_decide: set[str] = set()
    passed: dict[str, str] = {}
    for unit in result.units:
        for entry in (e for i in unit.indicators for e in i.entries):
            if entry.ask:
                to_decide.update(entry.facts)
                continue
            beaten = again.passed_over(plan, entry)
            passed.update(beaten)
            counted.update(k for k in entry.facts if k not in beaten)
        for gate in unit.gates:
            (to_decide if gate.state == "proposed" else counted).update(gate.facts)
        for ask in unit.asks:
            to_decide.update(ask.facts)
    return counted, to_decide, passed


class _Again:
    """Asks the engine once more for lines that may keep only some of their facts: the ledger names all they looked at."""

    def __init__(self, scheme: Scheme, book: Book, as_of: date):
        self._ask = (scheme, book, as_of)
        self._scoring: Scoring | None = None

    def passed_over(self, plan: Plan, entry: Entry) -> dict[str, str]:
        """Which facts of the line were looked at without counting, each with the reason."""
        line_plan = plan.lines.get(entry.line)
        if line_plan is None or not entry.facts or entry.state is not State.SCORED or not _chooses(line_plan):
            return {}
        if self._scoring is None:
            self._scoring = Scoring(*self._ask)
        scoring = self._scoring
        line = line_plan.for_unit(scoring.desk.units[entry.unit].unit.attributes)
        window = line.window or scoring.scheme.window
        with exact():
            looked_at = scoring.apply(line, entry.unit, window, line_plan.indicator.max).parts
            outcome = scoring.outcome(entry.unit, line_plan)
        kept = {part.key for part in outcome.parts}
        counts = {part.key for part in combined(outcome.take, outcome.parts)[1]}
        once = f"同一{line_plan.dedupe.key}只计一次，已在别处计入" if line_plan.dedupe is not None else ""
        return {
            part.key: f"{PASSED_OVER}：{_TAKES.get(outcome.take, '') if part.key in kept else once}"
            for part in looked_at
            if part.key in entry.facts and part.key not in counts
        }


def _chooses(plan: LinePlan) -> bool:
    """Whether the line may leave out some of the facts that it looks at."""
    forms = (plan.line, *(form for _, form in plan.variants))
    one_of_them = any(isinstance(f, Table) and f.match in ("highest", "first", "replace") for f in forms)
    return one_of_them or (plan.dedupe is not None and plan.dedupe.keep != "sum")


def _twin(row: object, first: dict[tuple[object, ...], str]) -> str:
    """A word about a fact that says just what an earlier one says, with neither matter nor source to tell them apart."""
    if not isinstance(row, Fact) or row.on is None or row.matter or row.attributes.get("来源"):
        return ""
    same = (row.unit, row.tag, row.on, row.value, tuple(sorted(row.attributes.items())))
    other = first.setdefault(same, row.key)
    return "" if other == row.key else f"{COUNTED}；与{other}完全相同，请核对是否重复"


class _Why:
    """The reason why a row did not count."""

    def __init__(self, scheme: Scheme, plan: Plan, book: Book, result: Result, counted: set[str]):
        self._plan, self._scheme, self._as_of = plan, scheme, result.as_of
        self._attributes = {unit.name: unit.attributes for unit in book.units}
        self._readers: dict[str, list[str]] = {}
        for code, line_plan in plan.lines.items():
            for line in (line_plan.line, *(form for _, form in line_plan.variants)):
                for tag in (*tags_of(line), *(t.source for t in tests_of(line) if t.source)):
                    self._readers.setdefault(tag, []).append(code)
        self._states = {(u.unit, e.line): e.state for u in result.units for e in u.entries if e.line}
        self._clear = {(u.unit, g.gate) for u in result.units for g in u.gates if g.state == "clear"}
        self._indicators = {(u.unit, i.indicator): i.state for u in result.units for i in u.indicators}
        self._last: dict[tuple[str, str], Fact] = {}
        for fact in book.facts:
            if fact.key in counted and scheme.tags[fact.tag].kind not in ("event", "dated"):
                before = self._last.get((fact.unit, fact.tag))
                if before is None or (fact.on or date.min) > (before.on or date.min):
                    self._last[fact.unit, fact.tag] = fact

    def exemption(self, row: Exemption) -> tuple[str, str]:
        """An exemption counts where the unit has the indicator, and the indicator lets units register it."""
        if row.indicator == "*":
            asked = self._scheme.applies is not None and self._scheme.applies.opt_out
            return (COUNTED, "") if asked else (UNUSED, "未用：方案不许登记不参评")
        if (row.unit, row.indicator) not in self._indicators:
            return UNUSED, "未用：本单位没有这个指标"
        if self._indicators[row.unit, row.indicator] is not State.NOT_APPLICABLE:
            return UNUSED, "未用：方案不许登记这个指标不适用"
        rule = self._plan.indicators[row.indicator].indicator.applies
        by_kind = rule is None or (
            rule.applies_when is not None and not matches(rule.applies_when, self._attributes[row.unit])
        )
        return (UNUSED, "未用：按单位类别本来就不涉及") if by_kind else (COUNTED, "")

    def not_counted(self, row: Any) -> tuple[str, str]:
        """The fate of any other row that no line and no condition reckoned with, and why."""
        last = self._last.get((row.unit, row.tag)) if isinstance(row, Fact) else None
        if isinstance(row, Fact) and row.on is not None and row.on > self._as_of:
            return UNUSED, f"未用：发生在{self._as_of}以后"
        if last is not None and (last.on or date.min) > (row.on or date.min):
            return PASSED_OVER, f"看过未计：已有更晚的{last.key}"
        return UNUSED, f"未用：{self._of_fact(row) if isinstance(row, Fact) else self._of_line(row)}"

    def _of_fact(self, row: Fact) -> str:
        readers = self._readers.get(row.tag, [])
        if not readers:
            return "没有细则用到这个标签"
        mine = [c for c in readers if (row.unit, self._plan.lines[c].indicator.code) in self._indicators]
        if not mine:
            return "本单位没有用到这个标签的指标"
        indicators = {self._indicators[row.unit, self._plan.lines[c].indicator.code] for c in mine}
        if indicators == {State.NOT_APPLICABLE}:
            return "指标不适用于本单位"
        if row.value is None:
            return "没有填数值"
        for code in mine:
            told = self._of_state(row.unit, code)
            if told:
                return told
        return "用到这个标签的细则没有取这一行（期间、级别或其他范围不合），请核对是否写对"

    def _of_line(self, row: Any) -> str:
        unit, line = row.unit, row.line
        if line in self._plan.lines and (unit, self._plan.lines[line].indicator.code) not in self._indicators:
            return "这条细则不适用于本单位"
        if (unit, line) in self._clear:
            return "门槛的条件不成立，用不着裁定"
        if isinstance(row, Judgement):
            return "这条细则没有用到这个评分"
        return self._of_state(unit, line) or "这条细则没有用到这一行"

    def _of_state(self, unit: str, line: str) -> str:
        return {
            State.MISSING: f"细则{line}还缺别的数，补齐后一并计算",
            State.NOT_YET: f"细则{line}还没到计分的时候",
            State.NOT_APPLICABLE: f"细则{line}不适用于本单位或符合免予条件",
        }.get(self._states.get((unit, line), State.SCORED), "")
