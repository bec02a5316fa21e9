"""How fast a tree of 12,000 organisations is: its pages, and the move of 10,000 of them. `make bench-tree` prints a row each.

The database is the one DUBAN_DATABASE_URL names, SQLite in DUBAN_DATA when it names none: an empty one, made for this.
CPU ms are those of this process: with SQLite the database is in them, with PostgreSQL it is not. Milliseconds of the clock
are worth something on a quiet machine only.
"""

import datetime
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ["DJANGO_SETTINGS_MODULE"] = "duban.settings"

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from duban.ledgers.models import Counted, LedgerRecord, RecordKind  # noqa: E402
from duban.orgs import actions  # noqa: E402
from duban.orgs.approval import Approval  # noqa: E402
from duban.orgs.models import Grant, Person, Role, Unit, UnitKind, UnitPast, User  # noqa: E402
from duban.packs.actions import install_folder  # noqa: E402
from duban.packs.folder import folder_named  # noqa: E402

ORGANS, DISTRICT = 40, 200
"""40 units with 50 organisations each in all, and a district of 200 units with 50 each."""
ROUNDS = 40


def grow() -> tuple[Unit, Unit, Unit]:
    """A committee with a district of 10,000 organisations, another to move it to, and units of its own: 12,043 in all."""
    install_folder(folder_named("core"))
    kinds = {kind.code: kind for kind in UnitKind.objects.all()}
    made: list[Unit] = []

    def add(above: Unit | None, kind: str, name: str, **more: object) -> Unit:
        step = above.numchild + 1 if above else 1
        depth = above.depth + 1 if above else 1
        unit = Unit(
            path=f"{above.path if above else ''}{step:04d}",
            depth=depth,
            numchild=0,
            name=name,
            kind=kinds[kind],
            **more,
        )
        if above:
            above.numchild += 1
        made.append(unit)
        return unit

    top = add(None, "organ_work_committee", "市直机关工委")
    moved, target = (add(top, "organ_work_committee", f"{name}区工委") for name in ("东", "西"))
    for above, count in ((moved, DISTRICT), (top, ORGANS)):
        for number in range(count):
            organ = add(above, "organ", f"{above.name}第{number}局")
            committee = add(organ, "primary_committee", f"{organ.name}机关党委")
            for branch in range(48):
                add(committee, "branch", f"{organ.name}第{branch}党支部", member_count=9)
    for unit in made:
        unit.spelled = ""
    Unit.objects.bulk_create(made, batch_size=500)
    return tuple(Unit.objects.get(name=each.name) for each in (top, moved, target))  # type: ignore[return-value]


def keep_records() -> int:
    """Two of three branches keep a theme day in every month that is over and a meeting in every quarter."""
    kinds = {kind.code: kind for kind in RecordKind.objects.filter(is_current=True)}
    today = datetime.date.today()  # noqa: DTZ011 - as the pages will ask
    months = range(1, today.month)
    held = [("theme_day", "life.theme_day.per_month", month) for month in months]
    held += [("members_meeting", "life.members_meeting.per_quarter", month) for month in months if month % 3 == 1]
    rows, counts = [], []
    for number, unit in enumerate(Unit.objects.filter(kind__code="branch").values_list("pk", flat=True)):
        for code, rule, month in held if number % 3 else ():
            day = datetime.date(today.year, month, 10)
            rows.append(LedgerRecord(unit_id=unit, kind=kinds[code], held_on=day, title="示例"))
            counts.append((rule, unit, day))
    LedgerRecord.objects.bulk_create(rows, batch_size=2000)
    kept = LedgerRecord.objects.order_by("pk").values_list("pk", flat=True)
    Counted.objects.bulk_create(
        (
            Counted(record_id=record, rule=rule, unit_id=unit, held_on=day)
            for record, (rule, unit, day) in zip(kept, counts, strict=True)
        ),
        batch_size=2000,
    )
    return len(rows)


def officer_of(top: Unit) -> User:
    """Somebody who may."""
    person = Person.objects.create(name="周敏", unit=top)
    Grant.objects.create(person=person, role=Role.COMMITTEE_ADMIN, unit=top)
    user = User(username="gongwei", name="周敏", person=person)
    user.set_unusable_password()
    user.save()
    return user


def timed(what: str, ask: Callable[[], object], rounds: int = ROUNDS) -> None:
    """Print a row: how long it takes, how much of the processor, how many queries."""
    ask()
    with CaptureQueriesContext(connection) as queries:
        ask()
        cost = len(queries)
    times, spent = [], []
    for _round in range(rounds):
        start, used = time.perf_counter(), time.process_time()
        ask()
        times.append((time.perf_counter() - start) * 1000)
        spent.append((time.process_time() - used) * 1000)
    times.sort()
    p95 = times[int(len(times) * 0.95) - 1]
    said = f"{statistics.median(spent):.0f} | {statistics.median(times):.0f} / {p95:.0f} | {cost}"
    print(f"| {connection.vendor} | {what} | {said} |", flush=True)


def getter(client: Client) -> Callable[[str], Callable[[], object]]:
    """What gets an address and wants it answered."""

    def get(address: str) -> Callable[[], object]:
        def ask() -> None:
            assert client.get(address).status_code == 200, address

        return ask

    return get


def look(client: Client, top: Unit) -> None:
    """Ask for every page that grows with the tree."""
    get, few = getter(client), 10
    branch = Unit.objects.filter(kind__code="branch").order_by("path").first()
    timed("ledger, this level and below", get(f"/orgs/units/{top.pk}/"))
    timed("ledger, page 200", get(f"/orgs/units/{top.pk}/?page=200"))
    timed("ledger, a word", get(f"/orgs/units/{top.pk}/?q=第7"))
    timed("ledger, every column", get(f"/orgs/units/{top.pk}/?columns=kind,above,responsible,full_name,staff,founded"))
    timed("ledger, with advice", get(f"/orgs/units/{top.pk}/?advice=1"), few)
    timed("page of the topmost unit", get(f"/orgs/units/{top.pk}/about/"), few)
    timed("page of one branch", get(f"/orgs/units/{branch.pk}/about/"))
    timed("organisational life, all rules", get("/records/life/"), few)
    timed("organisational life, one state", get("/records/life/?rule=life.theme_day.per_month&state=due"), few)
    timed("first page (待办)", get("/"), few)
    timed("digest of warnings on the first page", get("/warnings/digest/"), few)
    timed("warnings", get("/warnings/"), few)
    timed("warnings, one kind", get("/warnings/?kind=ledgers.not_held"), few)
    timed("tree of a day", get("/orgs/units/on-day/?day=2026-06-30"), few)
    timed("export", get(f"/orgs/units/{top.pk}/?as=xlsx"), 3)


def main() -> None:
    """Make the tree, ask for its pages, move the district there and back."""
    settings.ALLOWED_HOSTS = ["*"]
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    top, moved, target = grow()
    kept = keep_records()
    user, client = officer_of(top), Client()
    client.force_login(user)
    print(f"{Unit.objects.count():,} organisations, {kept:,} records\n")
    print("| database | page | CPU ms | p50 / p95 ms | queries |\n| --- | --- | --- | --- | --- |")
    look(client, top)
    day = datetime.date(2026, 6, 10)
    for above in (target, top):
        start = time.perf_counter()
        with CaptureQueriesContext(connection) as queries:
            actions.move_unit(moved, by=user, approval=Approval("示〔2026〕1号", day, day), others=[above])
            cost = len(queries)
        took = (time.perf_counter() - start) * 1000
        rows = Unit.objects.filter(path__startswith=Unit.objects.get(pk=moved.pk).path).count()
        print(f"| {connection.vendor} | move of {rows:,} |  | {took:.0f} | {cost} |")
        day += datetime.timedelta(days=30)
    assert (UnitPast.objects.count(), Unit.objects.find_problems()) == (2, ([], [], [], [], []))
    timed("ledger after the moves", getter(client)(f"/orgs/units/{moved.pk}/"))


if __name__ == "__main__":
    main()
