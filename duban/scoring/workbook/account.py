"""What became of every row that was read: used, unused (and why), or put to a person. The counts add up."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from duban.scoring.evaluation.plan import Plan, tags_of, tests_of
from duban.scoring.facts import Book, Fact
from duban.scoring.result import Result
from duban.scoring.rows.sheets import BALLOTS, EXEMPTIONS, FACTS, IMPORTS, MARKS
from duban.scoring.scheme.model import Scheme

USED, REJECTED = "采用", "待裁"
KINDS = (
    (FACTS, "facts"),
    (MARKS, "judgements"),
    (BALLOTS, "ballots"),
    (IMPORTS, "imports"),
    (EXEMPTIONS, "exemptions"),
)


@dataclass(frozen=True, slots=True)
class Fate:
    """One row and what became of it."""

    sheet: str
    key: str
    unit: str
    about: str
    fate: str
    note: str = ""


def account(scheme: Scheme, book: Book, result: Result) -> list[Fate]:
    """A fate for every row of the book, in the book's order."""
    used: set[str] = set()
    rejected: set[str] = set()
    for unit in result.units:
        entries = [e for i in unit.indicators for e in i.entries]
        used.update(k for e in entries if not e.ask for k in e.facts)
        used.update(k for g in unit.gates for k in g.facts)
        rejected.update(k for e in entries if e.ask for k in e.facts)
    why = _Why(scheme, book, result.as_of)
    out = []
    first: dict[tuple[object, ...], str] = {}
    for sheet, kind in KINDS:
        for row in getattr(book, kind):
            about = getattr(row, "tag", None) or getattr(row, "line", None) or getattr(row, "indicator", "")
            if row.key in used:
                fate = USED
            elif row.key in rejected:
                fate = REJECTED
            elif sheet == EXEMPTIONS:
                fate = USED
            else:
                fate = why.unused(row)
            out.append(Fate(sheet, row.key, row.unit, str(about), fate, _twin(row, first) if fate == USED else ""))
    return out


def _twin(row: object, first: dict[tuple[object, ...], str]) -> str:
    """A word about a fact that says just what an earlier one says, with neither matter nor source to tell them apart."""
    if not isinstance(row, Fact) or row.on is None or row.matter or row.attributes.get("来源"):
        return ""
    same = (row.unit, row.tag, row.on, row.value, tuple(sorted(row.attributes.items())))
    other = first.setdefault(same, row.key)
    return "" if other == row.key else f"采用；与{other}完全相同，请核对是否重复"


def tally_of(fates: list[Fate]) -> dict[str, Counter[str]]:
    """Per sheet: how many rows were used, unused, put to a person."""
    out: dict[str, Counter[str]] = {sheet: Counter() for sheet, _ in KINDS}
    for fate in fates:
        name = fate.fate if fate.fate in (USED, REJECTED) else "未用"
        out[fate.sheet][name] += 1
    return out


class _Why:
    """The reason why a row moved nothing."""

    def __init__(self, scheme: Scheme, book: Book, as_of: date):
        self._plan, self._as_of = Plan(scheme), as_of
        self._attributes = {unit.name: unit.attributes for unit in book.units}
        self._readers: dict[str, list[str]] = {}
        self._exempt: dict[str, set[str]] = {}
        for exemption in book.exemptions:
            self._exempt.setdefault(exemption.unit, set()).add(exemption.indicator)
        for code, line_plan in self._plan.lines.items():
            for line in (line_plan.line, *(form for _, form in line_plan.variants)):
                for tag in (*tags_of(line), *(t.source for t in tests_of(line) if t.source)):
                    self._readers.setdefault(tag, []).append(code)

    def unused(self, row: object) -> str:
        on, tag = getattr(row, "on", None), getattr(row, "tag", None)
        if on is not None and on > self._as_of:
            return f"未用：发生在{self._as_of}以后"
        if tag is not None:
            readers = self._readers.get(tag, [])
            if not readers:
                return "未用：没有细则用到这个标签"
            mine = [c for c in readers if self._is_for(c, getattr(row, "unit", ""))]
            if not mine:
                return "未用：本单位没有用到这个标签的指标"
            if all(self._plan.lines[c].indicator.code in self._exempt.get(getattr(row, "unit", ""), ()) for c in mine):
                return "未用：指标登记为不适用"
            if getattr(row, "value", None) is None:
                return "未用：没有填数值"
            return "未用：不在细则的计算期间、计算范围，或已有更晚的数"
        line = getattr(row, "line", "")
        if line in self._plan.lines and not self._is_for(line, getattr(row, "unit", "")):
            return "未用：这条细则不适用于本单位"
        return "未用：这条细则没有用到这一行"

    def _is_for(self, line: str, unit: str) -> bool:
        code = self._plan.lines[line].indicator.code
        return self._plan.indicators[code].is_for(self._attributes.get(unit, {}))
