"""``duban check`` and ``duban schemes``: whether schemes hold together, and what the published ones come to."""

from pathlib import Path

import click

from duban.cli.say import PACKS, find_scheme, load, refuse, told_when_unwritable, writable
from duban.scoring.problems import Problem, Refused
from duban.scoring.reading.load import load_scheme
from duban.scoring.reading.sheet import write_scheme_sheets
from duban.scoring.reading.yaml_out import write_yaml
from duban.scoring.scheme.model import Cannot, Coverage
from duban.scoring.trial import Tried, try_checks
from duban.scoring.workbook.whole import written_whole


@click.command()
@click.argument("scheme")
@click.option("--live", is_flag=True, help="按现行考核的要求检查")
def check(scheme: str, *, live: bool) -> None:
    """检查一个方案：错误、提醒、算例。"""
    loaded = load(scheme, live=live, quiet=True)
    for warning in loaded.warnings:
        click.echo(f"提醒  {warning}")
    tried = try_checks(loaded.scheme)
    for trial in tried:
        click.echo(f"{'相符' if trial.passed else '不符'}  {trial.given}")
        for fault in trial.faults:
            click.echo(f"      {fault}")
    passed = sum(t.passed for t in tried)
    click.echo(f"方案“{loaded.scheme.title}”没有错误，{len(loaded.warnings)} 处提醒；算例 {passed}/{len(tried)} 相符。")
    if passed < len(tried):
        raise SystemExit(1)


@click.command()
@click.argument("scheme")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="写到哪里：.xlsx 或 .yaml")
def convert(scheme: str, out: Path) -> None:
    """把方案写成工作簿（.xlsx）或文本（.yaml），内容不变。"""
    loaded = load(scheme, quiet=True)
    writable(out, {".xlsx", ".yaml"}, None)
    if out.exists():
        refuse(Refused("命令", [Problem(f"--out {out}", "这个文件已经有了", "一个新文件名")]))
    with told_when_unwritable(out):
        if out.suffix.lower() == ".xlsx":
            write_scheme_sheets(loaded.scheme, out)
        else:
            with written_whole(out) as part:
                part.write_text(write_yaml(loaded.scheme), encoding="utf-8")
    click.echo(f"方案“{loaded.scheme.title}”已写到 {out}")


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
def schemes(files: tuple[Path, ...]) -> None:
    """列出自带方案：能表达的指标、相符的算例、不能表达的原因。"""
    paths = sorted(files or (PACKS / "schemes").glob("*.yaml"))
    expressed = indicators = rules_done = rules = passed = checks = faulty = 0
    reasons: list[str] = []
    for path in paths:
        try:
            scheme = load_scheme(find_scheme(str(path))).scheme
        except Refused:
            faulty += 1
            click.echo(f"{path.stem:34} 有错误，用 duban check {path} 查看")
            continue
        coverage = scheme.coverage or Coverage()
        done, of, why = _expressed(coverage.indicators)
        rules_of_scheme, all_rules, why_rules = _expressed(coverage.rules)
        tried: list[Tried] = try_checks(scheme)
        good = sum(t.passed for t in tried)
        click.echo(
            f"{scheme.scheme:34} 指标 {done:3}/{of:<3} 总则 {rules_of_scheme:2}/{all_rules:<2} 算例 {good:2}/{len(tried):<2}"
        )
        expressed, indicators = expressed + done, indicators + of
        rules_done, rules = rules_done + rules_of_scheme, rules + all_rules
        passed, checks = passed + good, checks + len(tried)
        reasons += [f"  {scheme.scheme}  {text}" for text in (*why, *why_rules)]
        reasons += [f"  {scheme.scheme}  算例不符：{t.given}：{'；'.join(t.faults)}" for t in tried if not t.passed]
    click.echo(
        f"{len(paths)} 个方案文件：指标 {expressed}/{indicators}，总则 {rules_done}/{rules}，算例 {passed}/{checks} 相符。"
    )
    if reasons:
        click.echo("没有表达的，和原因：")
        click.echo("\n".join(reasons))
    if faulty or passed < checks:
        raise SystemExit(1)


def _expressed(table: dict[str, str | list[str] | Cannot]) -> tuple[int, int, list[str]]:
    why = [f"{name}：{codes.cannot}" for name, codes in table.items() if isinstance(codes, Cannot)]
    return len(table) - len(why), len(table), why
