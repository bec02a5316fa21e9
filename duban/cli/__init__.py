"""The command ``duban``: score a workbook, look at schemes, run the demonstration, serve the site."""

import sys

import click

from duban.cli.account import account
from duban.cli.demo import demo
from duban.cli.packs import packs
from duban.cli.reindex import reindex
from duban.cli.rescore import rescore
from duban.cli.reseal import reseal
from duban.cli.run import run
from duban.cli.schemes import check, convert, schemes
from duban.cli.score import score_command
from duban.cli.serve import serve
from duban.cli.trail import verify_audit
from duban.cli.worker import worker


@click.group(help="督办：机关党建责任的清单、督办与考核。")
@click.version_option(package_name="duban", prog_name="duban", message="%(prog)s %(version)s")
def commands() -> None:
    """All commands."""


for command in (
    score_command,
    check,
    convert,
    schemes,
    demo,
    run,
    serve,
    worker,
    rescore,
    reindex,
    reseal,
    account,
    packs,
    verify_audit,
):
    commands.add_command(command)


def main() -> None:
    """Entry point of the console script: what click says in English of a wrong command is said in Chinese."""
    try:
        sys.exit(commands(prog_name="duban", standalone_mode=False))
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
    except click.UsageError as error:
        name = error.ctx.command_path if error.ctx else "duban"
        click.echo(f"命令：{in_chinese(error)}；用法见 {name} --help", err=True)
    except click.ClickException as error:
        click.echo(error.format_message(), err=True)
        sys.exit(error.exit_code)
    except click.Abort:
        click.echo("已停止。", err=True)
        sys.exit(130)
    sys.exit(2)


def in_chinese(error: click.UsageError) -> str:
    """What is wrong with the command."""
    parameter = getattr(error, "param", None)
    name = (
        parameter.opts[0] if isinstance(parameter, click.Option) else parameter.human_readable_name if parameter else ""
    )
    if isinstance(error, click.MissingParameter):
        return f"没有写{name}"
    if isinstance(error, click.NoSuchOption):
        return f"没有 {error.option_name} 这个选项"
    if isinstance(error, click.BadParameter):
        return f"{name} 的值不对（日期写成 2026-06-30，数写成整数）"
    if "No such command" in error.message:
        return "没有这个命令"
    if "requires an argument" in error.message:
        return "选项后面没有写值"
    return "写法不对"
