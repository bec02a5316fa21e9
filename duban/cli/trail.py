"""``duban verify-audit``: whether anybody changed the trail."""

import os

import click

SAID = {
    "altered": "第{n}条被改过：内容与封印不符",
    "missing": "第{n}条起有记录被删去",
    "unlinked": "第{n}条与前一条接不上：有记录被插入或替换",
    "inserted": "第{n}条是插入的：排在登记的末尾之后",
    "end": "第{n}条是现有的最后一条，与登记的末尾不符：末尾有记录被删去或整段重写",
}


@click.command("verify-audit")
@click.option("--note", default="", metavar="条数:摘要", help="以前记下的末尾，核对那以前的记录没有整段重写")
def verify_audit(note: str) -> None:
    """核对留痕：逐条验封，找出被改、被删、被插入的记录。有问题时退出码为 1。"""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duban.settings")
    import django  # noqa: PLC0415 - scoring a workbook must not wait for Django

    django.setup()
    from duban.audit.queries import verify  # noqa: PLC0415 - Django is set up by now, not before

    count, _colon, digest = note.partition(":")
    if note and not (count.isdecimal() and len(digest) == 64):
        raise click.ClickException("--note 写成“条数:摘要”，照上次核对时印出的末尾抄写")
    verdict = verify(count=int(count or 0), digest=digest)
    for fault in verdict.faults:
        click.echo(SAID[fault.problem].format(n=fault.number), err=True)
    if not verdict.holds:
        raise click.ClickException(f"留痕有 {len(verdict.faults)} 处问题，共 {verdict.count} 条")
    click.echo(f"留痕完好，共 {verdict.count} 条。")
    click.echo(f"末尾（请抄在系统以外，下次用 --note 核对）：{verdict.count}:{verdict.digest}")
