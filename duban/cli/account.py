"""``duban account``: the first three administrators of an empty installation. Everybody else is opened in the pages."""

import os

import click

ADMINISTRATORS = {"system": "system_admin", "security": "security_admin", "audit": "audit_admin"}
WORDS = {"system": "系统管理员", "security": "安全管理员", "audit": "审计管理员"}


@click.command()
@click.argument("kind", type=click.Choice(list(ADMINISTRATORS)))
@click.option("--username", prompt="账号名", help="登录用的账号名")
@click.option("--name", default="", help="本人姓名：一个账号就是一个人；不写时会问")
@click.option("--unit", default="", help="最上面的单位的名称；数据库里还没有单位时新建")
@click.option("--again", is_flag=True, help="这名管理员忘了密码：给已有的账号重新发一个初始密码")
def account(kind: str, username: str, name: str, unit: str, again: bool) -> None:
    """开通第一个系统（system）、安全（security）或审计（audit）管理员；初始密码只显示一次，首次登录必须修改。"""
    if not again and not name:
        name = click.prompt("姓名")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duban.settings")
    import django  # noqa: PLC0415 - scoring a workbook must not wait for Django
    from django.core.management import call_command  # noqa: PLC0415 - as above

    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    from duban.audit.origin import coming_from  # noqa: PLC0415 - Django is set up by now, not before
    from duban.base.errors import DomainError  # noqa: PLC0415 - as above
    from duban.orgs.actions import first_administrator, first_password_again  # noqa: PLC0415 - as above

    try:
        with coming_from("command"):
            if again:
                user, password = first_password_again(role=ADMINISTRATORS[kind], username=username.strip())
            else:
                user, password = first_administrator(
                    role=ADMINISTRATORS[kind], username=username.strip(), name=name.strip(), unit_name=unit.strip()
                )
    except DomainError as error:
        raise click.ClickException(str(error)) from error
    click.echo(
        f"{'已重新发放' if again else '已开通'}{WORDS[kind]} {user.name}，账号 {user.username}，初始密码 {password}"
    )
    click.echo("初始密码只显示这一次，首次登录必须修改。")
