"""The command ``duban``: score a workbook, look at schemes, run the demonstration, serve the site."""

import click

from duban.cli.demo import demo
from duban.cli.schemes import check, schemes
from duban.cli.score import score_command
from duban.cli.serve import serve


@click.group(help="督办：机关党建责任的清单、督办与考核。")
@click.version_option(package_name="duban", prog_name="duban", message="%(prog)s %(version)s")
def main() -> None:
    """Entry point of the console script."""


for command in (score_command, check, schemes, demo, serve):
    main.add_command(command)
