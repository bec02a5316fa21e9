"""``duban score``: a scheme and a workbook of facts become explained scores."""

from datetime import date, datetime
from pathlib import Path

import click

from duban.cli.say import load, progress, refuse, told_when_unwritable, writable
from duban.scoring.problems import Problem, Refused
from duban.scoring.result import Result, State
from duban.scoring.scheme.model import Scheme
from duban.scoring.score import score
from duban.scoring.workbook.plain import to_json
from duban.scoring.workbook.read import Opened, read_workbook
from duban.scoring.workbook.template import write_template
from duban.scoring.workbook.whole import written_whole
from duban.scoring.workbook.write import write_result


@click.command("score")
@click.argument("scheme")
@click.argument("facts", required=False, type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), help="结果文件：.xlsx 或 .json")
@click.option("--as-of", "as_of", type=click.DateTime(["%Y-%m-%d"]), help="算到哪一天，默认考核期间最后一天")
@click.option("--template", is_flag=True, help="写出这个方案的空白事实工作簿")
@click.option("--live", is_flag=True, help="用于现行考核：历史方案不予计分")
def score_command(
    scheme: str, facts: Path | None, out: Path | None, as_of: datetime | None, *, template: bool, live: bool
) -> None:
    """按方案给工作簿里的单位计分。SCHEME 是方案文件，或自带方案的代码；FACTS 是事实工作簿。"""
    if template:
        if facts is not None:
            refuse(
                Refused(
                    "命令", [Problem("命令", f"取模板时多写了{facts}", "duban score --template 方案 --out 空表.xlsx")]
                )
            )
        _template(scheme, out)
        return
    if facts is None or out is None:
        missing = "事实工作簿" if facts is None else "--out 结果文件"
        refuse(Refused("命令", [Problem("命令", f"没有写{missing}", "duban score 方案 事实.xlsx --out 结果.xlsx")]))
    loaded = load(scheme, live=live)
    window, day = loaded.scheme.window, as_of.date() if as_of else None
    if day is not None and not window.from_ <= day <= window.to:
        span = f"{window.from_}至{window.to}之间的日期"
        refuse(Refused("命令", [Problem("--as-of", f"{day}不在考核期间内", span)]))
    opened, result = run(loaded.scheme, facts, out, day)
    summary(result, opened, out)


def run(scheme: Scheme, facts: Path, out: Path, as_of: date | None) -> tuple[Opened, Result]:
    """Read, score, write; the end with exit code 2 when the workbook has faults or the target cannot be written."""
    writable(out, {".xlsx", ".json"}, facts)
    try:
        with progress("读取") as step:
            opened = read_workbook(facts, scheme, step)
    except Refused as refused:
        refuse(refused)
    with progress("计分", len(opened.book.units)) as step:
        result = score(scheme, opened.book, as_of=as_of, progress=lambda _: step(1))
    with told_when_unwritable(out):
        if out.suffix.lower() == ".json":
            with written_whole(out) as part:
                part.write_bytes(to_json(result))
        else:
            with progress("写出") as step:
                write_result(out, scheme, opened, result, step)
    return opened, result


def _template(scheme: str, out: Path | None) -> None:
    loaded = load(scheme, quiet=True)
    target = out or Path(f"{loaded.scheme.scheme}-事实.xlsx")
    writable(target, {".xlsx"}, None)
    if target.exists():
        refuse(Refused("命令", [Problem(f"--out {target}", "这个文件已经有了，可能填了事实", "一个新文件名")]))
    with told_when_unwritable(target):
        write_template(target, loaded.scheme)
    click.echo(f"空白工作簿已写到 {target}")


def summary(result: Result, opened: Opened, out: Path, most: int = 5) -> None:
    """The totals in a few lines, and where the rest is."""
    rows = "，".join(f"{name} {n} 行" for name, n in opened.rows.items() if n and name != "单位")
    click.echo(f"{len(result.units)} 个单位；{rows or '没有一行事实'}；算到 {result.as_of}。")
    if opened.other_sheets:
        click.echo(f"提醒：没有读这些工作表：{'、'.join(opened.other_sheets)}", err=True)
    for unit in result.units[:most]:
        click.echo(line_of(result, unit.unit))
    if len(result.units) > most:
        click.echo(f"……其余 {len(result.units) - most} 个单位见“总表”")
    counts = {state: sum(u.count(state) for u in result.units) for state in State}
    asks = sum(len(u.asks) for u in result.units)
    click.echo(
        f"指标：已计分 {counts[State.SCORED]}，未到时间 {counts[State.NOT_YET]}，缺报 {sum(u.unreported for u in result.units)}，"
        f"不适用 {counts[State.NOT_APPLICABLE]}；待决 {asks} 项。"
    )
    click.echo(f"指纹 {result.fingerprint}")
    click.echo(f"结果已写到 {out}")


def line_of(result: Result, name: str) -> str:
    """One unit in one line: total, and the largest loss with its reason."""
    unit = result.unit(name)
    losses = result.why_not_full(name)
    why = (
        f"；失分最多：{losses[0].name} −{round(losses[0].points, 2).normalize():f}（{losses[0].reason[:48]}）"
        if losses
        else ""
    )
    return f"  {name}  {round(unit.total, 2).normalize():f} 分{why}"
