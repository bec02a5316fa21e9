"""``duban worker``: a process for background work, beside the one that ``duban serve`` starts by itself."""

import os

import click


@click.command()
@click.option("--once", is_flag=True, help="只把现在到期的办完就结束")
@click.option("--beside", type=int, default=0, hidden=True)
def worker(once: bool, beside: int) -> None:
    """单独启动一个后台进程，办到期的任务（提醒、月提示、重算、推送）；可以同时启动几个。"""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duban.settings")
    import django  # noqa: PLC0415 - scoring a workbook must not wait for Django
    from django.core.management import call_command  # noqa: PLC0415 - as above

    django.setup()
    call_command("worker", once=once, beside=beside)
