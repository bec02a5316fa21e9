"""The result as a workbook: 总表 明细 待决 核对 规则. Units in establishment order, no column of ranks (AF-2)."""

from collections.abc import Callable
from datetime import UTC, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter

from duban.scoring.evaluation.outcome import ZERO
from duban.scoring.facts import KIND, Book
from duban.scoring.fingerprint import scheme_fingerprint
from duban.scoring.result import Entry, GroupResult, Result, State, UnitResult, show
from duban.scoring.scheme.model import Group, Indicator, Scheme
from duban.scoring.workbook.account import COUNTED, FATES, Fate, account, tally_of
from duban.scoring.workbook.look import Look, height, page
from duban.scoring.workbook.read import Opened
from duban.scoring.workbook.rules import write_rules
from duban.scoring.workbook.whole import written_whole

MOST_ROWS = 1_000_000
MOST_KEYS = 12
STATES = {
    State.SCORED: "已计分",
    State.NOT_YET: "未到时间",
    State.MISSING: "缺报",
    State.NOT_APPLICABLE: "不适用",
}
RULES = {
    "TALLY": "计数", "TABLE": "查表", "DEADLINE": "时限", "JUDGE": "酌情", "PANEL": "测评", "IMPORT": "引用",
    "SLOPE": "逐档", "COHORT": "同类比较", "ROLLUP": "汇总", "SAMPLE": "抽查", "BASE": "起评", "LIMIT": "限",
    "GATE": "门槛", "APPLICABILITY": "适用",
}  # fmt: skip


def write_result(
    path: Path, scheme: Scheme, opened: Opened, result: Result, progress: Callable[[int], None] | None = None
) -> None:
    """The result workbook at ``path``: whole, or not written at all. The same result gives the same bytes."""
    with written_whole(path) as part:
        workbook = xlsxwriter.Workbook(str(part), {"constant_memory": True})
        made = datetime.combine(result.as_of, time(), UTC).replace(tzinfo=None)
        workbook.set_properties({"title": f"{scheme.title} 考核结果", "created": made, "comments": result.fingerprint})
        look = Look(workbook)
        _totals(workbook, look, scheme, opened.book, result)
        _entries(workbook, look, scheme, result, progress)
        _asks(workbook, look, result)
        _account(workbook, look, scheme, opened, result)
        write_rules(workbook, look, scheme)
        workbook.close()


def _columns(scheme: Scheme) -> list[tuple[str, Decimal | None, list[str]]]:
    """(heading, full marks, codes) of each counting top group; the own sets of all units share one column."""
    columns: list[tuple[str, Decimal | None, list[str]]] = []
    for group in scheme.groups:
        if not group.counts:
            continue
        name = group.set or group.name
        same = next((c for c in columns if group.set and c[0] == name), None)
        if same is not None:
            same[2].append(group.code)
        else:
            columns.append((name, scheme.sets.get(name) if group.set else _full(group), [group.code]))
    return columns


def _full(group: Group) -> Decimal | None:
    return group.max


def _totals(workbook: Any, look: Look, scheme: Scheme, book: Book, result: Result) -> None:
    sheet = workbook.add_worksheet("总表")
    columns = _columns(scheme)
    graded = scheme.grades is not None
    head = ["序号", "单位", "类别", *(f"{n}\n（{show(m)}分）" if m is not None else n for n, m, _ in columns)]
    head += ["总分", "已到计分\n的满分"] + (["等次"] if graded else [])
    head += ["缺报", "未到", "不适用", "待决", "主要扣分（由多到少）", "还能争取"]
    widths = [5, 26, 12, *([11] * len(columns)), 9, 9, *([12] if graded else []), 6, 6, 7, 6, 64, 30]
    page(sheet, widths, 3, 2)
    sheet.write_string(0, 0, f"{scheme.title} 计分结果", look.title)
    period = f"考核期间 {scheme.window.from_} 至 {scheme.window.to}，算到 {result.as_of}"
    sheet.write_string(1, 0, f"{period}；单位按序列顺序排列，不排名次；缺报和待决按最不利计入，补齐后重算。", look.note)
    live = "" if not scheme.historical else "本方案是历史方案，结果只供试算和研究。"
    sheet.write_string(2, 0, f"{live}指纹 {result.fingerprint}", look.note)
    sheet.set_row(3, 32)
    words = {"单位", "类别", "等次", "主要扣分（由多到少）", "还能争取"}
    for i, name in enumerate(head):
        sheet.write_string(3, i, name, look.head if name in words else look.head_number)
    kinds = {unit.name: unit.attributes.get(KIND) for unit in book.units}
    for n, unit in enumerate(result.units, start=1):
        _total_row(sheet, look, n, unit, kinds.get(unit.unit), columns, result, graded)


def _total_row(
    sheet: Any, look: Look, n: int, unit: UnitResult, kind: Any, columns: Any, result: Result, graded: bool
) -> None:
    row = n + 3
    groups = {g.group: g for g in unit.groups}
    cells: list[tuple[Any, Any]] = [(n, look.number), (unit.unit, look.text), (kind, look.plain)]
    cells += [(_group_points(groups, codes), None) for _, _, codes in columns]
    cells += [(unit.total, look.strong), (unit.max_due, None)]
    if graded:
        cells.append((unit.grade + (f"\n{unit.grade_note}" if unit.grade_note else ""), look.text))
    missing, asks = unit.unreported, len(unit.asks)
    cells += [(missing, look.late_number if missing else None), (unit.count(State.NOT_YET), None)]
    cells += [(unit.count(State.NOT_APPLICABLE), None), (asks, look.late_number if asks else None)]
    losses, chances = _losses(result, unit), _chances(result, unit)
    cells += [(losses, look.text), (chances, look.text)]
    sheet.set_row(row, height([(unit.unit, 26), (losses, 64), (chances, 30), (unit.grade_note, 12)]))
    for column, (value, form) in enumerate(cells):
        look.put(sheet, row, column, value, form)


def _group_points(groups: dict[str, GroupResult], codes: list[str]) -> Any:
    own = [groups[c] for c in codes if groups[c].top]
    return sum((g.points for g in own), ZERO) if own else "不适用"


def _losses(result: Result, unit: UnitResult) -> str:
    losses = result.why_not_full(unit.unit)
    told = [f"{x.name} −{round(x.points, 2).normalize():f}：{shortened(x.reason)}" for x in losses[:3]]
    rest = len(losses) - 3
    return "\n".join(told) + (f"\n另有{rest}项，见明细" if rest > 0 else "")


def _chances(result: Result, unit: UnitResult) -> str:
    chances = result.still_open(unit.unit)
    told = []
    for chance in chances[:3]:
        how = _by_whom(chance.entries)
        gain = "" if chance.points is None else f" +{round(chance.points, 2).normalize():f}"
        told.append(f"{chance.name}{gain}（{how}）")
    rest = len(chances) - 3
    return "\n".join(told) + (f"\n另有{rest}项" if rest > 0 else "")


def _by_whom(entries: list[Entry]) -> str:
    """What has to happen for the points: a report by the unit, a mark or a ruling by others, or only time."""
    if any(e.ask for e in entries):
        return "待裁定"
    waiting = [e for e in entries if e.state is State.MISSING]
    if waiting:
        return "待评定" if all(e.rule in ("JUDGE", "PANEL", "IMPORT", "SAMPLE") for e in waiting) else "补报"
    return "未到时间" if entries else "封账前仍可计"


def shortened(text: str, most: int = 60) -> str:
    """A text for a narrow cell; the whole stands in 明细."""
    return text if len(text) <= most else text[: most - 1] + "…"


_ENTRY_HEAD = [
    "单位", "分组", "指标编码", "指标", "细则", "规则", "状态", "数量", "规则得分", "计入得分", "受何限制", "评分人",
    "理由", "所据事实",
]  # fmt: skip


def _entries(workbook: Any, look: Look, scheme: Scheme, result: Result, progress: Callable[[int], None] | None) -> None:
    """All lines. The column 计入得分 of a unit adds up to its total."""
    groups = {}
    indicators: dict[str, Indicator] = {}

    def walk(group: Group) -> None:
        groups[group.code] = group.name
        indicators.update({i.code: i for i in group.indicators})
        for child in group.groups:
            walk(child)

    for group in scheme.groups:
        walk(group)
    # A column that nothing would fill takes its room from the reasons; a live scheme fills it.
    based = any(i.basis for i in indicators.values())
    head = [*_ENTRY_HEAD, "指标依据"] if based else _ENTRY_HEAD
    widths = [24, 16, 9, 22, 26, 9, 9, 8, 9, 9, 16, 14, 60, 24, *([24] if based else [])]
    sheet, row, part = None, 0, 0
    for unit in result.units:
        for entry in unit.entries:
            if sheet is None or row > MOST_ROWS:
                part += 1
                sheet = workbook.add_worksheet("明细" if part == 1 else f"明细{part}")
                page(sheet, widths, 0, 1)
                for i, name in enumerate(head):
                    sheet.write_string(0, i, name, look.head)
                row = 1
            _entry_row(sheet, look, row, entry, groups, indicators.get(entry.indicator), based=based)
            row += 1
        if progress is not None:
            progress(len(unit.entries))
    if sheet is not None and part == 1:
        sheet.autofilter(0, 0, row - 1, len(head) - 1)


def _entry_row(
    sheet: Any, look: Look, row: int, entry: Entry, groups: dict[str, str], indicator: Indicator | None, *, based: bool
) -> None:
    line = f"{entry.line} {entry.name}".strip() if entry.line else entry.name
    keys = "、".join(entry.facts[:MOST_KEYS])
    if len(entry.facts) > MOST_KEYS:
        keys += f" 等{len(entry.facts)}笔"
    state_form = look.late if entry.state is State.MISSING else None if entry.state is State.SCORED else look.quiet
    cells: list[tuple[Any, Any]] = [
        (entry.unit, None), (groups.get(entry.group, "总分"), look.text), (entry.indicator, None),
        (indicator.name if indicator else "", look.text), (line, look.text),
        (RULES.get(entry.rule, entry.rule), None), ("待决" if entry.ask else STATES[entry.state], state_form),
        (entry.quantity, None), (entry.raw, None), (entry.points, look.strong), (entry.limit, look.text),
        (entry.who, look.text), (entry.reason, look.text), (keys, look.text),
    ]  # fmt: skip
    if based:
        cells.append((indicator.basis if indicator else "", look.text))
    sheet.set_row(row, height([(entry.unit, 24), (line, 24), (entry.reason, 60), (keys, 24), (entry.limit, 16)]))
    for column, (value, form) in enumerate(cells):
        look.put(sheet, row, column, value, form)


def _asks(workbook: Any, look: Look, result: Result) -> None:
    sheet = workbook.add_worksheet("待决")
    page(sheet, [26, 10, 12, 70, 30, 46], 0, 1)
    for i, name in enumerate(["单位", "指标", "细则或门槛", "要决定什么", "有关事实", "怎样裁定"]):
        sheet.write_string(0, i, name, look.head)
    row = 1
    for unit in result.units:
        for ask in unit.asks:
            how = (
                "在“评分”表加一行：裁定写成立或不成立，写评分人和理由"
                if not ask.indicator and ask.line != "等次"
                else ""
            )
            how = how or (
                "由会议研究后写明"
                if ask.line == "等次"
                else f"补齐或改正有关行；须人定的，在“评分”表写细则 {ask.line or ask.indicator}、得分、评分人和理由"
            )
            sheet.set_row(row, height([(ask.unit, 26), (ask.question, 70), (how, 46)]))
            cells = [ask.unit, ask.indicator, ask.line, ask.question, "、".join(ask.facts[:MOST_KEYS]), how]
            for column, value in enumerate(cells):
                look.put(sheet, row, column, value, look.text)
            row += 1
    if row == 1:
        sheet.write_string(1, 0, "没有待决事项", look.quiet)


def _account(workbook: Any, look: Look, scheme: Scheme, opened: Opened, result: Result) -> None:
    """What was read and what became of it; for each sheet 读入 = 计入 + 看过未计 + 未用 + 待裁."""
    fates = account(scheme, opened.book, result)
    counts = tally_of(fates)
    sheet = workbook.add_worksheet("核对")
    page(sheet, [22, 34, 20, 12, 12, 12, 46], 0, 0)
    facts: list[tuple[str, Any]] = [
        ("方案", scheme.title), ("方案代码和版本", f"{scheme.scheme} 第{scheme.version}版"),
        ("方案指纹", scheme_fingerprint(scheme)), ("考核计划文号", scheme.plan_number or "（历史方案，无）"),
        ("工作簿", opened.name), ("工作簿 SHA-256", opened.sha256), ("算到", result.as_of.isoformat()),
        ("计分程序版本", result.engine), ("结果指纹", result.fingerprint), ("单位数", len(result.units)),
        ("没有读的工作表", "、".join(opened.other_sheets) or "无"),
    ]  # fmt: skip
    for row, (name, value) in enumerate(facts):
        look.put(sheet, row, 0, name, look.head)
        look.put(sheet, row, 1, value, look.text)
    row = len(facts) + 1
    for i, name in enumerate(["工作表", "读入行数", *FATES, "核对"]):
        sheet.write_string(row, i, name, look.head)
    for name, count in counts.items():
        row += 1
        read = opened.rows[name]
        # One side was counted while the sheet was read, the other is what the engine's book holds in the end.
        verdict = "相符" if read == count.total() else "不相符，请停用本结果"
        for column, value in enumerate([name, read, *(count[fate] for fate in FATES), verdict]):
            look.put(sheet, row, column, value)
    row = _differences(sheet, look, row + 2, result)
    for i, name in enumerate(["没有计入或要核对的行", "单位", "关于", "", "", "", "原因"]):
        sheet.write_string(row, i, name, look.head)
    for fate in _to_look_at(fates):
        row += 1
        if row >= MOST_ROWS:
            break
        for column, value in enumerate([fate.key, fate.unit, fate.about, "", "", "", fate.note or fate.fate]):
            look.put(sheet, row, column, value)


def _differences(sheet: Any, look: Look, row: int, result: Result) -> int:
    """That the ledger of every unit adds up to its total, said in words."""
    off = [u.unit for u in result.units if sum((e.points for e in u.entries), ZERO) != u.total]
    look.put(sheet, row, 0, "明细之和与总分", look.head)
    look.put(sheet, row, 1, "全部单位相符" if not off else f"不相符：{'、'.join(off[:10])}", look.text)
    return row + 2


def _to_look_at(fates: list[Fate]) -> list[Fate]:
    return [f for f in fates if f.fate != COUNTED or f.note]
