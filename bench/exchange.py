"""How fast workbooks come in: `make bench-exchange`. Prints a table in Markdown; nothing here passes or fails.

Each size runs in a process of its own on an empty SQLite file, so that its peak memory is its own. The floor, reading the same
file with calamine and writing plain rows with bulk_create, runs in the same process after it. Seconds are wall / CPU: on a
machine with other work only the second can be compared.
"""

import datetime
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

SIZES = {"organisations": 20_000, "records": 100_000}
BRANCHES = 2_000


def main() -> None:
    """Run each size and print what it took."""
    if len(sys.argv) > 1:
        run(sys.argv[1], int(sys.argv[2]))
        return
    print("| rows | step | wall s | CPU s | peak MB |")
    print("| --- | --- | --- | --- | --- |")
    for what, count in SIZES.items():
        with tempfile.TemporaryDirectory() as folder:
            command = [sys.executable, __file__, what, str(count)]
            subprocess.run(command, check=True, env={**os.environ, "DUBAN_DATA": folder})


def run(what: str, count: int) -> None:
    """One size: compare, confirm, compare again, take back; then the floor."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duban.settings")
    os.environ.pop("DUBAN_DATABASE_URL", None)
    import django  # noqa: PLC0415 - after the settings are named

    django.setup()
    from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: PLC0415 - as above
    from django.core.management import call_command  # noqa: PLC0415 - as above

    from duban.documents.exchange import actions, comparing  # noqa: PLC0415 - as above
    from duban.documents.exchange.tests.workbooks import written  # noqa: PLC0415 - as above
    from duban.documents.store import path_of  # noqa: PLC0415 - as above
    from duban.orgs.models import User  # noqa: PLC0415 - as above
    from duban.orgs.tests import factories  # noqa: PLC0415 - as above
    from duban.packs.actions import install_folder  # noqa: PLC0415 - as above
    from duban.packs.folder import folder_named  # noqa: PLC0415 - as above

    call_command("migrate", verbosity=0)
    tree = factories.tree()
    install_folder(folder_named("core"))
    top = tree.committee
    key = factories.account(factories.person("顾守正", unit=top, committee_admin=top, unit_cadre=top)).pk

    def bring(rows: list[Any], name: str) -> Any:
        user = User.objects.get(pk=key)
        content = SimpleUploadedFile(f"{name}.xlsx", written(**{name: rows}))
        return actions.hold_workbook(tree.committee, by=user, workbook=content), user

    sheet, rows = ("组织", organisations(count)) if what == "organisations" else ("党课", records(count))
    if what == "records":
        batch, user = bring(organisations(BRANCHES), "组织")
        comparing.compare_now(batch, user)
        comparing.confirm(batch, user)
    batch, user = bring(rows, sheet)
    step(f"{what}, {count}", "compare, all new", lambda: comparing.compare_now(batch, user))
    batch.refresh_from_db()
    assert batch.counts == {"created": count}, (batch.counts, batch.faults)
    step("", "compare again under the lock and bring in", lambda: comparing.confirm(batch, user))
    again, user = bring(rows, sheet)
    step("", "compare, all unchanged", lambda: comparing.compare_now(again, user))
    step("", "take back", lambda: actions.take_back(batch, by=user))
    step("", "floor: calamine and bulk_create", lambda: floor(path_of(again.sha256), sheet))


def organisations(count: int) -> list[Any]:
    """Units with nineteen branches each."""
    rows: list[Any] = [("组织名称", "上级组织", "组织类型", "党员数")]
    for number in range(count // 20):
        rows.append((f"第{number:04d}局", "县直机关工委", "县直机关", None))
        rows += [(f"第{number:04d}局第{n}党支部", f"第{number:04d}局", "党支部", n) for n in range(19)]
    return rows


def records(count: int) -> list[Any]:
    """Lectures of many branches over four years."""
    first = datetime.date(2022, 1, 1)
    rows: list[Any] = [("组织", "日期", "题目", "主讲人", "应到人数", "实到人数")]
    for number in range(count):
        at = number % BRANCHES
        branch = f"第{at // 20:04d}局第{at % 19}党支部"
        rows.append(
            (branch, first + datetime.timedelta(days=number // BRANCHES * 28), f"第{number}讲", "主讲人", 21, 18)
        )
    return rows


def floor(path: Path, name: str) -> None:
    """What no import can be faster than: the cells read and as many plain rows written."""
    from django.db import transaction  # noqa: PLC0415 - after the settings are named
    from python_calamine import CalamineWorkbook  # noqa: PLC0415 - as above

    from duban.orgs.models import UnitCategory  # noqa: PLC0415 - as above

    cells = CalamineWorkbook.from_path(str(path)).get_sheet_by_name(name).to_python()
    plain = [UnitCategory(code=f"x{n}", name=f"x{n}{row[0]}"[:40], place=n % 30_000) for n, row in enumerate(cells[1:])]
    with transaction.atomic():
        UnitCategory.objects.bulk_create(plain, 500)


def step(rows: str, name: str, work: Callable[[], Any]) -> None:
    """Do it and print a line."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"| {rows} | {name} | {wall:.1f} | {cpu:.1f} | {peak} |", flush=True)


if __name__ == "__main__":
    main()
