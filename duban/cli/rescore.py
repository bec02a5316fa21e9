"""``duban rescore``: what every unit has, as of this morning."""

import os

import click


@click.command()
def rescore() -> None:
    """按今天的日期把在考的周期全部重算一遍：昨天到期没办的，今天算逾期。每天清早运行一次。"""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duban.settings")
    import django  # noqa: PLC0415 - scoring a workbook must not wait for Django

    django.setup()
    from duban.assessment.actions import rescore_all  # noqa: PLC0415 - Django is set up by now, not before
    from duban.base.errors import BadInput  # noqa: PLC0415 - as above

    try:
        counted = rescore_all()
    except BadInput as error:
        places = "\n".join(f"  {where}：{found}；应为{expected}" for where, found, expected in error.places)
        raise click.ClickException(f"{error}\n{places}".rstrip()) from error
    click.echo(f"已重算 {counted} 个单位的得分。" if counted else "今天没有在考的周期。")
