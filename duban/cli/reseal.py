"""``duban reseal``: personal numbers under the key that is in use now."""

import os

import click


@click.command()
def reseal() -> None:
    """换了个人号码的密钥或者算法以后，把库里已有的号码用现在的密钥重新加密；可以中途停下再运行。"""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duban.settings")
    import django  # noqa: PLC0415 - scoring a workbook must not wait for Django

    django.setup()
    from duban.base.crypto import Unreadable  # noqa: PLC0415 - Django is set up by now, not before
    from duban.orgs.sealed import reseal_all  # noqa: PLC0415 - as above

    try:
        done = reseal_all()
    except Unreadable as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"已重新加密 {done} 个号码。" if done else "所有号码都已经用现在的密钥加密，旧密钥可以撤下。")
