"""An empty facts workbook for a scheme: headings with hints, drop-downs, and an example of each kind of row."""

from datetime import datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter

from duban.scoring.evaluation.plan import Plan, gates_of, tags_of
from duban.scoring.rows.sheets import BALLOTS, EXEMPTIONS, FACTS, IMPORTS, MARKS, UNITS, Sheet, sheets_for
from duban.scoring.scheme.model import Scheme
from duban.scoring.workbook.look import Look
from duban.scoring.workbook.rules import write_rules
from duban.scoring.workbook.whole import written_whole

ROWS = 5000
KINDS = {"event": "次数", "number": "数字", "yes_no": "是/否", "label": "档次", "dated": "有时限的事"}


def write_template(path: Path, scheme: Scheme) -> None:
    """The template at ``path``: whole, or not written."""
    with written_whole(path) as part:
        workbook = xlsxwriter.Workbook(str(part))
        look = Look(workbook)
        made = datetime.combine(scheme.window.from_, time())  # not today: the same scheme gives the same file
        workbook.set_properties({"title": f"{scheme.title} 事实工作簿", "created": made})
        lists = _lists(scheme)
        for sheet in sheets_for(scheme):
            _blank(workbook, look, sheet, lists)
        _guide(workbook, look, scheme)
        _example(workbook, look, scheme)
        write_rules(workbook, look, scheme, name="规则")
        _options(workbook, lists)
        workbook.close()


def _lists(scheme: Scheme) -> dict[str, list[str]]:
    """Heading → allowed words, for the drop-downs."""
    plan = Plan(scheme)
    gates = [gate.code for gate in gates_of(scheme)]
    marks = sorted(plan.lines, key=lambda c: plan.lines[c].line.rule != "JUDGE")
    panels = [p.line for p in plan.lines.values() if p.line.rule == "PANEL"]
    lists = {
        "类别": list(scheme.categories),
        "标签": list(scheme.tags),
        "级别": list(dict.fromkeys(level for tag in scheme.tags.values() for level in tag.levels)),
        f"{MARKS}细则": marks + gates,
        "裁定": ["成立", "不成立"],
        f"{BALLOTS}细则": [line.code for line in panels],
        "评价主体": list(dict.fromkeys(c.who for line in panels for c in line.classes)),
        "选项": list(dict.fromkeys(word for line in panels for word in line.ballot_values)),
        f"{IMPORTS}细则": [c for c, p in plan.lines.items() if p.line.rule in ("IMPORT", "COHORT", "ROLLUP")],
        "指标": [c for c, p in plan.indicators.items() if p.indicator.applies and p.indicator.applies.opt_out],
    }
    for name, form in (*scheme.unit_attributes.items(), *scheme.fact_attributes.items()):
        if isinstance(form, list):
            lists[name] = form
    return {name: words for name, words in lists.items() if words}


def _blank(workbook: Any, look: Look, sheet: Sheet, lists: dict[str, list[str]]) -> None:
    page = workbook.add_worksheet(sheet.name)
    page.freeze_panes(1, 1)
    names = list(lists)
    for i, column in enumerate(sheet.columns):
        page.set_column(i, i, column.width)
        page.write_string(0, i, f"{column.heading}{'*' if column.required else ''}", look.head)
        if column.hint:
            page.write_comment(0, i, column.hint)
        words = f"{sheet.name}{column.heading}" if f"{sheet.name}{column.heading}" in lists else column.heading
        if words in lists:
            letter = _letter(names.index(words))
            source = f"=选项!${letter}$2:${letter}${len(lists[words]) + 1}"
        elif column.heading == "单位" and sheet.name != UNITS:
            source = f"={UNITS}!$A$2:$A${ROWS}"
        else:
            continue
        page.data_validation(
            1, i, ROWS, i,
            {"validate": "list", "source": source, "error_title": "不在名单里", "error_message": "请从下拉名单里选"},
        )  # fmt: skip


def _letter(index: int) -> str:
    return chr(65 + index) if index < 26 else chr(64 + index // 26) + chr(65 + index % 26)


def _options(workbook: Any, lists: dict[str, list[str]]) -> None:
    page = workbook.add_worksheet("选项")
    for i, (name, words) in enumerate(lists.items()):
        page.write_string(0, i, name)
        for row, word in enumerate(words, start=1):
            page.write_string(row, i, word)
    page.hide()


def _guide(workbook: Any, look: Look, scheme: Scheme) -> None:
    page = workbook.add_worksheet("说明")
    for i, width in enumerate([28, 12, 10, 30, 20, 50]):
        page.set_column(i, i, width)
    lines = [
        f"{scheme.title}：事实工作簿",
        "每件事写一行。查过没有发生的写 0 或 否；还不知道的不写。下表“没有登记时”写着“缺报”的标签，不写就列为缺报，不当 0 分也不当满分；写着“就是没有”的是登记类，不写即没有发生。",
        "带 * 的栏必填；表头不要改名、不要合并；数值里不写单位和文字，不用公式。备注、序号两栏可以自己加。",
        "佐证材料不用交；“来源”写文号或台账页码即可，方便核对。",
        "填好后运行 duban score 方案 工作簿 --out 结果.xlsx；有错会一次列出每一处的表名和单元格，不会生成半个结果。",
    ]
    for row, text in enumerate(lines):
        page.write_string(row, 0, text, look.title if row == 0 else look.note)
    plan = Plan(scheme)
    used: dict[str, list[str]] = {}
    for code, line_plan in plan.lines.items():
        for name in tags_of(line_plan.line):
            used.setdefault(name, []).append(code)
    start = len(lines) + 1
    for i, heading in enumerate(["标签", "数值填什么", "单位", "级别或档次", "没有登记时", "用在哪些细则"]):
        page.write_string(start, i, heading, look.head)
    for row, (name, tag) in enumerate(scheme.tags.items(), start=start + 1):
        absent = {"none": "就是没有", "missing": "缺报", None: "缺报"}[tag.absent]
        unit = tag.unit if tag.kind in ("event", "dated") or tag.unit != "次" else ""
        cells = [name, KINDS[tag.kind], unit, "、".join(tag.levels), absent, "、".join(used.get(name, []))]
        for i, value in enumerate(cells):
            page.write_string(row, i, value, look.text)


def _example(workbook: Any, look: Look, scheme: Scheme) -> None:
    """One row of each kind, filled in; nothing reads this sheet."""
    page = workbook.add_worksheet("填写示例")
    page.set_column(0, 12, 14)
    row = 0
    for sheet in sheets_for(scheme):
        examples = _rows(sheet, scheme)
        if not examples:
            continue
        page.write_string(row, 0, f"{sheet.name}表这样填", look.title)
        for i, column in enumerate(sheet.columns):
            page.write_string(row + 1, i, column.heading, look.head)
        for n, cells in enumerate(examples, start=row + 2):
            for i, column in enumerate(sheet.columns):
                page.write_string(n, i, cells.get(column.heading, ""), look.text)
        row += len(examples) + 3


def _rows(sheet: Sheet, scheme: Scheme) -> list[dict[str, str]]:
    unit, plan = "甲局", Plan(scheme)
    day = scheme.window.from_.replace(day=15).isoformat()
    if sheet.name == UNITS:
        kinds: list[Any] = list(scheme.categories[:2]) or [""]
        return [{"单位": name, "类别": kind} for name, kind in zip(("甲局", "乙局"), kinds, strict=False)]
    if sheet.name == FACTS:
        rows, seen = [], set()
        for name, tag in scheme.tags.items():
            if (tag.kind, bool(tag.levels)) in seen:
                continue
            seen.add((tag.kind, bool(tag.levels)))
            value = {"event": "1", "number": "0.85", "yes_no": "是", "label": (tag.levels or [""])[0], "dated": ""}[
                tag.kind
            ]
            cells = {"单位": unit, "标签": name, "日期": day, "数值": value, "来源": "台账第3页"}
            if tag.kind == "dated":
                cells |= {"应办日期": day, "事项": "某项督办"}
            elif tag.levels and tag.kind == "event":
                cells |= {"级别": tag.levels[0], "事项": "某项工作"}
            rows.append(cells)
        return rows
    return _row_of_rule(sheet.name, unit, plan)


def _row_of_rule(name: str, unit: str, plan: Plan) -> list[dict[str, str]]:
    for code, line_plan in plan.lines.items():
        line = line_plan.line
        if name == MARKS and line.rule == "JUDGE":
            mark = f"{line.max if line.max > Decimal(0) else line.min:f}"
            return [{"单位": unit, "细则": code, "得分": mark, "评分人": line.who, "理由": "写清为什么这样评"}]
        if name == BALLOTS and line.rule == "PANEL":
            choice = next(iter(line.ballot_values), "")
            cells = {"选项": choice, "票数": "40"} if choice else {"得分": "90"}
            return [{"单位": unit, "细则": code, "评价主体": line.classes[0].who, **cells}]
        if name == IMPORTS and line.rule == "IMPORT":
            return [{"单位": unit, "细则": code, "数值": "1", "出处": "某某通报〔2026〕3号"}]
    if name == EXEMPTIONS:
        for code, indicator_plan in plan.indicators.items():
            if indicator_plan.indicator.applies and indicator_plan.indicator.applies.opt_out:
                return [{"单位": unit, "指标": code, "理由": "本单位没有这项工作"}]
    return []
