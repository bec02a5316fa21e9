"""How fast a tree of 12,000 organisations is: its pages, and the move of 10,000 of them. `python bench/tree.py` prints a line each.

The database is the one DUBAN_DATABASE_URL names, SQLite in DUBAN_DATA when it names none: an empty one, made for this.
Figures are worth something on a quiet machine only.
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


def officer_of(top: Unit) -> User:
    """Somebody who may."""
    person = Person.objects.create(name="周敏", unit=top)
    Grant.objects.create(person=person, role=Role.COMMITTEE_ADMIN, unit=top)
    user = User(username="gongwei", name="周敏", person=person)
    user.set_unusable_password()
    user.save()
    return user


def timed(what: str, ask: Callable[[], object], rounds: int = ROUNDS) -> None:
    """Say how long it takes and how many queries it costs."""
    ask()
    with CaptureQueriesContext(connection) as queries:
        ask()
    cost, times = len(queries), []
    for _round in range(rounds):
        start = time.perf_counter()
        ask()
        times.append((time.perf_counter() - start) * 1000)
    times.sort()
    p95 = times[int(len(times) * 0.95) - 1]
    say = f"{connection.vendor}\t{what}\tp50 {statistics.median(times):.0f} ms\tp95 {p95:.0f} ms\t{cost} queries"
    print(say, flush=True)


def main() -> None:
    """Make the tree, ask for its pages, move the district there and back."""
    settings.ALLOWED_HOSTS = ["*"]
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    top, moved, target = grow()
    user, client = officer_of(top), Client()
    client.force_login(user)

    def get(address: str) -> Callable[[], object]:
        def ask() -> None:
            assert client.get(address).status_code == 200, address

        return ask

    print(f"{Unit.objects.count()} organisations")
    timed("ledger, this level and below", get(f"/orgs/units/{top.pk}/"))
    timed("ledger, page 200", get(f"/orgs/units/{top.pk}/?page=200"))
    timed("ledger, a word", get(f"/orgs/units/{top.pk}/?q=第7"))
    timed("ledger, every column", get(f"/orgs/units/{top.pk}/?columns=kind,above,responsible,full_name,staff,founded"))
    timed("ledger, with advice", get(f"/orgs/units/{top.pk}/?advice=1"), 20)
    timed("page of the topmost unit", get(f"/orgs/units/{top.pk}/about/"))
    branch = Unit.objects.filter(kind__code="branch").order_by("path").first()
    timed("page of one branch", get(f"/orgs/units/{branch.pk}/about/"))
    timed("tree of a day", get("/orgs/units/on-day/?day=2026-06-30"), 20)
    timed("export", get(f"/orgs/units/{top.pk}/?as=xlsx"), 3)
    day = datetime.date(2026, 6, 10)
    for above in (target, top):
        start = time.perf_counter()
        with CaptureQueriesContext(connection) as queries:
            actions.move_unit(moved, by=user, approval=Approval("示〔2026〕1号", day, day), others=[above])
            cost = len(queries)
        took = (time.perf_counter() - start) * 1000
        rows = Unit.objects.filter(path__startswith=Unit.objects.get(pk=moved.pk).path).count()
        print(f"{connection.vendor}\tmove of {rows}\t{took:.0f} ms\t{cost} queries")
        day += datetime.timedelta(days=30)
    assert (UnitPast.objects.count(), Unit.objects.find_problems()) == (2, ([], [], [], [], []))
    timed("ledger after the moves", get(f"/orgs/units/{moved.pk}/"))


if __name__ == "__main__":
    main()
