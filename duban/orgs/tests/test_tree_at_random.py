"""Trees grown and rearranged at random: the range, the library and plain counting agree on every subtree."""

import random

import pytest

from duban.orgs.models import Unit
from duban.orgs.queries import ancestors_of, subtree_of
from duban.orgs.tests.factories import unit

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("seed", range(4))
def test_subtrees_and_ancestors_agree_with_plain_counting(seed):
    dice = random.Random(seed)  # noqa: S311 (no secret)
    parents = {"0": None}
    unit("0")
    for number in range(1, 40):
        above = dice.choice(list(parents))
        unit(str(number), below=Unit.objects.get(name=above))
        parents[str(number)] = above
    for _ in range(10):
        moved, target = (Unit.objects.get(name=name) for name in dice.sample(list(parents), 2))
        if moved.path != target.path[: len(moved.path)] and moved.depth > 1:
            Unit.objects.move(moved, target, "last-child")
            parents[moved.name] = target.name

    def chain(name: str) -> list[str]:
        return [] if parents[name] is None else [*chain(parents[name]), parents[name]]

    for node in Unit.objects.all():
        below = {name for name in parents if node.name == name or node.name in chain(name)}
        assert {found.name for found in subtree_of(node)} == below
        assert {found.name for found in Unit.objects.get_descendants(node)} == below - {node.name}
        assert [found.name for found in ancestors_of(node)] == chain(node.name)
