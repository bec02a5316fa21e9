"""Ten thousand organisations are moved while others read: they see the tree before it or after it, and never an error."""

import datetime
import random
import threading

import pytest
from django.test import Client

from duban.base.moment import one_moment
from duban.orgs import actions
from duban.orgs.approval import Approval
from duban.orgs.models import Grant, Unit, User
from duban.orgs.permits import VIEW_UNIT
from duban.orgs.queries import units_for
from duban.orgs.tests import factories
from tests.test_concurrency import at_once

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("frozen", "browser_files"),
    pytest.mark.slow,
]
ORGANS, BRANCHES = 200, 49
MOVED = ORGANS * (1 + BRANCHES) + 1
START = datetime.date(2026, 6, 1)
MOVES = 4


def grow() -> tuple[Unit, Unit, Unit]:
    """A committee, a district of 10,000 organisations, and another one to move it to."""
    top = factories.unit("市直机关工委")
    moved, target = factories.unit("东区工委", below=top), factories.unit("西区工委", below=Unit.objects.get(pk=top.pk))
    made = []
    for n in range(1, ORGANS + 1):
        organ = Unit(name=f"东区第{n}局", path=f"{moved.path}{n:04d}", depth=3, numchild=BRANCHES, kind=moved.kind)
        made.append(organ)
        made += [
            Unit(name=f"第{n}局第{m}支部", path=f"{organ.path}{m:04d}", depth=4, kind=moved.kind)
            for m in range(1, BRANCHES + 1)
        ]
    Unit.objects.bulk_create(made, 500)
    Unit.objects.filter(pk=moved.pk).update(numchild=ORGANS)
    return Unit.objects.get(pk=top.pk), Unit.objects.get(pk=moved.pk), target


def test_readers_see_the_old_tree_or_the_new_one_while_ten_thousand_are_moved():
    top, moved, target = grow()
    branch = Unit.objects.filter(depth=4).order_by("path")[777]

    def account(name: str, **roles: Unit) -> User:
        return factories.account(factories.person(name, unit=top, **roles))

    officer = account("周敏", committee_admin=top)
    east, west, secretary = (
        account("东", unit_cadre=moved),
        account("西", unit_cadre=target),
        account("支", branch_secretary=branch),
    )
    is_over, began, looks = threading.Event(), threading.Event(), dict.fromkeys(("permits", "pages", "days"), 0)

    def reads(name: str, look) -> None:
        # One more after the last move, so that each has seen the end.
        last = False
        while not last:
            last = is_over.is_set()
            look()
            looks[name] += 1
            began.set()

    def permits() -> None:
        dice = random.Random(looks["permits"])  # noqa: S311 (no secret)
        with one_moment():
            mine, theirs, own = (User.objects.get(pk=user.pk) for user in (east, west, secretary))
            assert units_for(mine).count() == MOVED
            seen = units_for(theirs).count()
            assert seen in (1, MOVED + 1)
            one = Unit.objects.get(
                path__startswith=Unit.objects.get(pk=moved.pk).path, name=f"东区第{dice.randrange(1, 200)}局"
            )
            assert VIEW_UNIT.allows(mine, one)
            assert VIEW_UNIT.allows(theirs, one) == (seen > 1)
            assert [unit.pk for unit in units_for(own)] == [branch.pk]

    def asks(user: User, *addresses: tuple[str, str]):
        client = Client()
        client.force_login(user)

        def look() -> None:
            for address, says in addresses:
                answer = client.get(address)
                assert (answer.status_code, says in answer.content.decode()) == (200, True), address

        return look

    whole = f"{MOVED - 1}个组织"
    pages = asks(
        east,
        (f"/orgs/units/{moved.pk}/", whole),
        (f"/orgs/units/{branch.pk}/about/", branch.name),
        (f"/orgs/units/{moved.pk}/?q=第7局", "第7局"),
        ("/orgs/people/", ""),
    )
    days = asks(east, (f"/orgs/units/on-day/?day={START - datetime.timedelta(days=1)}", str(MOVED - 1)))

    def moves() -> None:
        try:
            began.wait(30)
            for number in range(MOVES):
                day = START + datetime.timedelta(days=number)
                above = top if number % 2 else target
                actions.move_unit(moved, by=officer, approval=Approval("示〔2026〕1号", day, day), others=[above])
        finally:
            is_over.set()

    wrong = at_once(
        moves,
        lambda: reads("permits", permits),
        lambda: reads("pages", pages),
        lambda: reads("days", days),
        timeout=240,
    )

    assert wrong == []
    assert min(looks.values()) >= 2
    assert Unit.objects.find_problems() == ([], [], [], [], [])
    assert {(grant.person.name, grant.unit_id) for grant in Grant.objects.in_force().select_related("person")} == {
        ("周敏", top.pk),
        ("东", moved.pk),
        ("西", target.pk),
        ("支", branch.pk),
    }
    fresh = {user.name: units_for(User.objects.get(pk=user.pk)).count() for user in (officer, east, west, secretary)}
    assert fresh == {"周敏": MOVED + 2, "东": MOVED, "西": 1, "支": 1}
