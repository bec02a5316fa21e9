"""The commands for whoever runs the server: the first administrators, and whether the trail holds."""

import pytest
from click.testing import CliRunner
from django.db import connection

from duban.audit.actions import record
from duban.audit.models import Entry
from duban.cli import commands
from duban.orgs.models import Grant, Unit, User

pytestmark = pytest.mark.django_db


def run(*words: str):
    return CliRunner().invoke(commands, list(words))


def test_the_first_administrators_are_made_once_and_must_change_the_printed_password():
    first = run("account", "system", "--username", "xitong", "--name", "柏海", "--unit", "示例县直机关工委")
    again = run("account", "system", "--username", "xitong2", "--name", "柏海")
    second = run("account", "audit", "--username", "shenji", "--name", "戚航")

    user = User.objects.get(username="xitong")
    password = first.output.split("初始密码 ")[1].split()[0]
    assert (first.exit_code, again.exit_code, second.exit_code) == (0, 1, 0)
    assert (user.must_change_password, user.check_password(password), user.is_superuser) == (True, True, False)
    assert set(Grant.objects.values_list("role", flat=True)) == {"system_admin", "audit_admin"}
    assert Unit.objects.count() == 1


def test_the_first_administrator_of_an_empty_installation_needs_the_name_of_the_topmost_unit():
    refused = run("account", "security", "--username", "anquan", "--name", "蒋平")

    assert (refused.exit_code, User.objects.count(), Unit.objects.count()) == (1, 0, 0)
    assert "--unit" in refused.output


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("UPDATE audit_entry SET reason = '另一个理由' WHERE number = 2", "第2条被改过"),
        ("DELETE FROM audit_entry WHERE number = 2", "第2条起有记录被删去"),
        ("DELETE FROM audit_entry WHERE number = 3", "第2条是现有的最后一条"),
        ("UPDATE audit_head SET count = 2", "第3条是现有的最后一条"),
    ],
)
def test_verify_audit_says_which_entry(sql, said):
    for number in range(3):
        record("duties.submit_task", f"duties.task:{number}")
    assert run("verify-audit").exit_code == 0
    with connection.cursor() as cursor:
        cursor.execute(sql)

    verdict = run("verify-audit")

    assert verdict.exit_code == 1
    assert said in verdict.output


def test_verify_audit_says_which_entry_was_put_behind_the_end():
    for number in range(3):
        record("duties.submit_task", f"duties.task:{number}")
    last = Entry.objects.get(number=3)
    forged = Entry(number=4, at=last.at, verb="duties.accept_task", subject="duties.task:0", previous=last.digest)
    forged.digest = forged.sealed()
    Entry.objects.add_sealed([forged])

    verdict = run("verify-audit")

    assert (verdict.exit_code, "第4条是插入的" in verdict.output) == (1, True)


def test_verify_audit_compares_with_an_end_that_was_noted():
    end = run_end()
    record("duties.submit_task", "duties.task:9")

    assert run("verify-audit", "--note", end).exit_code == 0
    assert run("verify-audit", "--note", end.replace(end[-4:], "0000")).exit_code == 1
    assert run("verify-audit", "--note", "三条").exit_code == 1


def run_end() -> str:
    for number in range(3):
        record("duties.submit_task", f"duties.task:{number}")
    return run("verify-audit").output.strip().rsplit("：", 1)[1]
