"""``duban serve``: the site on this machine."""

import os

import click


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址")
@click.option("--port", default=8000, show_default=True, help="端口")
def serve(host: str, port: int) -> None:
    """准备数据库并启动网站。"""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duban.settings")
    import django  # noqa: PLC0415 - scoring a workbook must not wait for Django
    from django.core.management import call_command  # noqa: PLC0415
    from granian import Granian  # noqa: PLC0415
    from granian.constants import Interfaces  # noqa: PLC0415

    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    click.echo(f"督办已启动：http://{host}:{port}/ （按 Ctrl+C 停止）")
    Granian(
        "duban.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        blocking_threads=4,
        log_access=False,
    ).serve()
