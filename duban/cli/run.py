"""``duban run``: the demonstration county, served on this machine. A second run keeps what was done in the first."""

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from duban.cli.county.load import Loaded

LOGINS = "demonstration-logins.txt"
LOST = """数据库里已有单位，没有装入示例；示例账号文件 {file} 不在。
  如果这里是正式数据：照常用自己的账号登录，不需要这个文件。
  如果这里是示例数据、口令已经找不到：口令不能还原，只能重新装入。换一个空的数据文件夹再运行
  （如 DUBAN_DATA=新文件夹 duban run；设了 DUBAN_DATABASE_URL 的，同时换一个空的数据库），
  或者先把 {data} 移走再运行，移走的数据不再显示。"""


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址")
@click.option("--port", default=8000, show_default=True, help="端口")
@click.option("--workers", default=1, show_default=True, help="进程数")
@click.option(
    "--scale", type=click.Choice(["county", "city"]), default="county", show_default=True, help="示例的规模：县或市"
)
@click.option("--prepare-only", is_flag=True, help="只准备数据，不启动网站")
def run(host: str, port: int, workers: int, scale: str, prepare_only: bool) -> None:
    """准备数据库、页面文件和示例县，启动网站，印出地址和示例账号；再次运行保留已有数据。"""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duban.settings")
    import django  # noqa: PLC0415 - scoring a workbook must not wait for Django
    from django.core.management import CommandError, call_command  # noqa: PLC0415 - as above

    django.setup()
    try:
        call_command("migrate", interactive=False, verbosity=0)
        click.echo(_prepared(scale))
        if not prepare_only:
            call_command("serve", host=host, port=port, workers=workers)
    except CommandError as error:
        raise click.ClickException(str(error)) from error


def _prepared(scale: str) -> str:
    """Load the demonstration into an empty database; say who can log in."""
    from django.conf import settings  # noqa: PLC0415 - Django is set up by now, not before
    from django.db import transaction  # noqa: PLC0415 - as above

    from duban.assessment.actions import rescore_all  # noqa: PLC0415 - as above
    from duban.base import clock  # noqa: PLC0415 - as above
    from duban.cli.county.load import load_county  # noqa: PLC0415 - as above
    from duban.orgs.models import Unit  # noqa: PLC0415 - as above

    kept = Path(settings.DATA) / LOGINS
    if Unit.objects.exists():
        rescore_all()
        return kept.read_text(encoding="utf-8") if kept.exists() else LOST.format(file=kept, data=settings.DATA)
    click.echo("正在装入示例县……" if scale == "county" else "正在装入示例市（约需几分钟）……")
    # The file is whole before the county is there for anybody: cut short in between, the next run finds no unit, loads
    # anew and writes over the file. The other way round there would be a county whose passwords nobody knows.
    with transaction.atomic():
        said = _said(load_county(today=clock.today(), scale=scale), kept)
        _write(kept, said)
    return said


def _said(loaded: "Loaded", kept: Path) -> str:
    width = max(len(login.username) for login in loaded.logins)
    return "\n".join(
        [
            "示例账号（口令随机生成，只对这一份示例数据有效）：",
            *(
                f"  {login.username:<{width}}  {login.password}  {login.role}  {login.who}（{login.unit}）"
                for login in loaded.logins
            ),
            f"以上内容存在 {kept}",
        ]
    )


def _write(kept: Path, said: str) -> None:
    """For its owner's eyes alone, and the whole of it or nothing."""
    handle, part = tempfile.mkstemp(dir=kept.parent, prefix=f".{kept.name}-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(said)
            file.flush()
            os.fsync(file.fileno())
        Path(part).replace(kept)
    finally:
        Path(part).unlink(missing_ok=True)
