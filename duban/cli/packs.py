"""``duban packs``: which packs there are; ``duban packs install CODE`` installs one on the server itself."""

import os

import click


@click.group("packs", invoke_without_command=True)
@click.pass_context
def packs(context: click.Context) -> None:
    """内容包：列出已安装的和可安装的；install 在服务器上安装一个。"""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duban.settings")
    import django  # noqa: PLC0415 - scoring a workbook must not wait for Django

    django.setup()
    if context.invoked_subcommand:
        return
    from duban.packs.folder import heads  # noqa: PLC0415 - Django is set up by now, not before
    from duban.packs.models import Pack  # noqa: PLC0415 - as above

    installed = dict(Pack.objects.values_list("code", "version"))
    for _path, head in heads():
        stand = f"已安装 {installed[head.code]}" if head.code in installed else "未安装"
        click.echo(f"{head.code}  {head.title}  {head.version}（{stand}）")


@packs.command("install")
@click.argument("code")
def install(code: str) -> None:
    """安装或升级代码为 CODE 的内容包；本地改过的和在用的保留不动。"""
    from duban.base.errors import BadInput  # noqa: PLC0415 - Django is set up by now, not before
    from duban.packs.actions import install_folder  # noqa: PLC0415 - as above
    from duban.packs.folder import folder_named  # noqa: PLC0415 - as above

    path = folder_named(code)
    if path is None:
        raise click.ClickException(f"没有代码为 {code} 的内容包；用 duban packs 查看有哪些")
    try:
        pack = install_folder(path)
    except BadInput as refused:
        for where, found, expected in refused.places:
            click.echo(f"{where}：现为“{found}”，应为“{expected}”", err=True)
        raise click.ClickException(str(refused)) from refused
    click.echo(f"已安装 {pack.title} {pack.version}，{pack.items.count()} 项。")
