"""``duban packs`` on the server itself."""

import pytest
from click.testing import CliRunner

from duban.cli import commands
from duban.packs.models import Pack


def run(*words: str):
    return CliRunner().invoke(commands, ["packs", *words])


@pytest.mark.django_db
def test_packs_are_listed_installed_and_an_unknown_one_is_refused():
    before, unknown, done, after = run(), run("install", "none"), run("install", "core"), run()

    assert "core  党内法规参数和工作日历" in before.output
    assert "未安装" in before.output
    assert (unknown.exit_code, "没有代码为 none 的内容包" in unknown.output) == (1, True)
    assert (done.exit_code, Pack.objects.get().code) == (0, "core")
    assert "已安装" in after.output
