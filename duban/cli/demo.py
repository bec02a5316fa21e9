"""``duban demo``: the demonstration workbook of 110 units, made from a seed, scored by a published scheme."""

from pathlib import Path

import click

from duban.cli.demonstration import write_demonstration
from duban.cli.say import load
from duban.cli.score import run, summary

SCHEME = "15-shicheng-river-2018"


@click.command()
@click.option("--folder", default="var/demo", show_default=True, type=click.Path(path_type=Path), help="写到哪个文件夹")
@click.option("--units", default=110, show_default=True, type=click.IntRange(1, 5000), help="单位数")
@click.option("--seed", default="2018", show_default=True, help="随机种子；同一种子得到同样的数据")
def demo(folder: Path, units: int, seed: str) -> None:
    """生成 110 个单位的示例工作簿（虚构数据）并按公开方案计分。"""
    loaded = load(SCHEME, quiet=True)
    folder.mkdir(parents=True, exist_ok=True)
    facts, out = folder / "示例事实.xlsx", folder / "示例结果.xlsx"
    write_demonstration(facts, loaded.scheme, units=units, seed=seed)
    click.echo(
        f"方案：{loaded.scheme.title}（{loaded.scheme.source.issuer if loaded.scheme.source else ''}，公开文件）"
    )
    click.echo(f"事实：{facts}（虚构的单位和数据，由种子 {seed} 生成）")
    opened, result = run(loaded.scheme, facts, out, None)
    summary(result, opened, out, most=10)
