"""``duban run``: the demonstration county, served on this machine. A second run keeps what was done in the first."""

import os
from pathlib import Path

import click

LOGINS = "demonstration-logins.txt"


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

    from duban.base import clock  # noqa: PLC0415 - as above
    from duban.cli.county.load import load_county  # noqa: PLC0415 - as above
    from duban.orgs.models import Unit  # noqa: PLC0415 - as above

    kept = Path(settings.DATA) / LOGINS
    if Unit.objects.exists():
        if kept.exists():
            return kept.read_text(encoding="utf-8")
        return "数据库里已有单位，没有装入示例。"
    click.echo("正在装入示例县……" if scale == "county" else "正在装入示例市（约需几分钟）……")
    loaded = load_county(today=clock.today(), scale=scale)
    width = max(len(login.username) for login in loaded.logins)
    said = "\n".join(
        [
            "示例账号（口令随机生成，只对这一份示例数据有效）：",
            *(
                f"  {login.username:<{width}}  {login.password}  {login.role}  {login.who}（{login.unit}）"
                for login in loaded.logins
            ),
            f"以上内容存在 {kept}",
        ]
    )
    # Made for its owner's eyes alone before anything is written into it.
    handle = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(said)
    return said
