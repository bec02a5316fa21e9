"""The tree: order, subtrees, ancestors, and that the database answers from an index."""

import pytest
from django.db import IntegrityError, connection, transaction

from duban.orgs.models import Unit
from duban.orgs.queries import ancestors_of, subtree_of
from duban.orgs.tests.factories import unit, unit_kind

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree() -> dict[str, Unit]:
    """city > north > north-1, north-2; city > south."""
    city = unit("市")
    north = unit("北县", below=city)
    city.refresh_from_db()
    south = unit("南县", below=city)
    first = unit("北县一局", below=north)
    north.refresh_from_db()
    second = unit("北县二局", below=north)
    return {"city": city, "north": north, "south": south, "north-1": first, "north-2": second}


def test_a_path_has_four_digits_a_level(tree):
    assert {name: node.path for name, node in tree.items()} == {
        "city": "0001",
        "north": "00010001",
        "south": "00010002",
        "north-1": "000100010001",
        "north-2": "000100010002",
    }


def test_siblings_stand_in_the_order_in_which_they_were_placed(tree):
    assert [node.name for node in Unit.objects.all()] == ["市", "北县", "北县一局", "北县二局", "南县"]


def test_subtree_of_is_the_unit_and_everything_below(tree):
    assert [node.name for node in subtree_of(tree["north"])] == ["北县", "北县一局", "北县二局"]
    assert [node.name for node in subtree_of(tree["south"])] == ["南县"]


def test_subtree_of_the_very_last_place_of_a_level():
    last = Unit(path="9999", depth=1, name="末", kind=unit_kind())
    last.save()
    unit("末下", below=last)

    assert [node.name for node in subtree_of(last)] == ["末", "末下"]


def test_subtree_of_the_last_child_stops_at_its_parents_end(tree):
    Unit(path="00019999", depth=2, name="末县", kind=unit_kind()).save()
    unit("别市")

    assert [node.name for node in subtree_of(Unit.objects.get(path="00019999"))] == ["末县"]


def test_ancestors_of_stand_from_the_top_down(tree):
    assert [node.name for node in ancestors_of(tree["north-2"])] == ["市", "北县"]
    assert list(ancestors_of(tree["city"])) == []


def test_a_unit_has_a_key_once_it_is_saved(tree):
    assert tree["city"].key == f"orgs.unit:{tree['city'].pk}"
    with pytest.raises(ValueError, match="unsaved"):
        _ = Unit().key


def test_the_database_refuses_a_unit_without_a_name():
    with pytest.raises(IntegrityError), transaction.atomic():
        unit("")


@pytest.mark.parametrize("ask", [subtree_of, Unit.objects.get_descendants], ids=["range", "like"])
def test_a_subtree_is_answered_from_an_index(tree, ask):
    queryset = ask(tree["north"]).order_by()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # With five rows the planner would read the table; what matters is that it can do otherwise.
            cursor.execute("SET LOCAL enable_seqscan = off")
    plan = queryset.explain()

    assert ("SEARCH orgs_unit USING INDEX" in plan) if connection.vendor == "sqlite" else ("Index" in plan), plan
