"""Whatever grants somebody has, a permit gives one answer: the list holds just the objects that it allows."""

import datetime

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duban.orgs.models import Grant, Person, Role, Unit, User
from duban.orgs.permits import PERMITS, above_of, below, topmost
from duban.orgs.tests import factories
from tests.test_permits import rows_of, world  # noqa: F401 - a fixture

DAY = datetime.date(2026, 11, 23)
ENDS = (None, DAY, DAY - datetime.timedelta(days=1))
NAMES = ("committee", "north", "north_committee", "north_1", "north_2", "south", "south_1")
GRANTS = st.lists(st.tuples(st.sampled_from(Role), st.sampled_from(NAMES), st.sampled_from(ENDS)), max_size=4)
ONE_WORLD = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)


def somebody(world, grants) -> User:  # noqa: F811
    person = Person.objects.create(name="查", unit=world.north)
    for role, where, until_on in grants:
        Grant.objects.get_or_create(person=person, role=role, unit=getattr(world, where), until_on=until_on)
    return User(person=person)


@pytest.mark.usefixtures("frozen")
@given(grants=GRANTS)
@ONE_WORLD
def test_the_list_and_the_object_agree_whatever_the_grants(world, grants):  # noqa: F811
    with transaction.atomic():
        user = somebody(world, grants)
        for name, permit in PERMITS.items():
            rows = rows_of(name)
            listed = list(permit.scope(user, rows).order_by("pk").values_list("pk", flat=True))
            assert listed == [row.pk for row in rows.order_by("pk") if permit.allows(user, row)], name
        transaction.set_rollback(True)


# --- subtrees at their boundaries -------------------------------------------------------------------------------

PLACES = st.sampled_from(("0001", "0002", "0009", "0010", "9998", "9999"))
PATHS = st.lists(PLACES, min_size=1, max_size=12).map("".join)
LONGEST = "9999" * 60


@pytest.fixture
def deep(db):
    """Units of which each stands where a range could go wrong: last places, prefixes that are no parents, a deep chain."""
    kind = factories.unit_kind()
    chain = [LONGEST[: 4 * depth] for depth in (1, 2, 3, 30, 60)]
    paths = ["0001", "00010001", "00019998", "00019999", "000199990001", "0002", "00020001", "0010", "00100001", *chain]
    for path in paths:
        Unit(path=path, depth=len(path) // 4, name=path[-120:], kind=kind).save()
    return sorted(paths)


def test_below_is_the_unit_and_what_stands_below_it_and_no_sibling(deep):
    for top in deep:
        found = list(Unit.objects.filter(below(top)).order_by("path").values_list("path", flat=True))
        assert found == [path for path in deep if path.startswith(top)], top


def test_a_permit_at_a_boundary_gives_one_answer(deep):
    for top in deep:
        user = User(
            person=factories.person("查", unit=Unit.objects.get(path=top), unit_cadre=Unit.objects.get(path=top))
        )
        for name in ("orgs.view_unit", "orgs.view_person"):
            permit, rows = PERMITS[name], rows_of(name)
            listed = set(permit.scope(user, rows).values_list("pk", flat=True))
            assert listed == {row.pk for row in rows if permit.allows(user, row)}, (top, name)


@given(paths=st.lists(PATHS, max_size=8))
def test_topmost_leaves_out_what_stands_below_another_and_nothing_else(paths):
    kept = topmost(paths)

    assert kept == sorted(path for path in set(paths) if not any(above in paths for above in above_of(path)))
    assert {path for path in paths if not any(path.startswith(top) for top in kept)} == set()
