"""``duban serve``: the site on this machine."""

import os

import click


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址")
@click.option("--port", default=8000, show_default=True, help="端口")
@click.option("--workers", default=1, show_default=True, help="进程数")
def serve(host: str, port: int, workers: int) -> None:
    """准备数据库和页面文件，启动网站。"""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duban.settings")
    import django  # noqa: PLC0415 - scoring a workbook must not wait for Django
    from django.core.management import CommandError, call_command  # noqa: PLC0415 - as above

    django.setup()
    try:
        # One preparation for both doors: duban.base.management.commands.serve.
        call_command("serve", host=host, port=port, workers=workers)
    except CommandError as error:
        raise click.ClickException(str(error)) from error
