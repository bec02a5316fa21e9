"""The numbers beside the states: added up from two queries, and the same as the lists they open."""

import datetime

import pytest

from duban.duties.models import Task
from duban.duties.queries.tasks import STATES, SUMS, counts_by_state, in_state
from duban.duties.tests import factories as made
from duban.duties.tests.world import TODAY, World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
DAY = datetime.timedelta(days=1)


def tasks_of_all_kinds(world: World) -> None:
    """Open, returned and closed ones around today; a returned one without a day for the answer."""
    handed_in = {"submitted_on": TODAY - 2 * DAY, "late_days": 0}
    for days in (-40, -1, 0, 7, 8):
        made.task(world.north, issuer=world.committee, due_on=TODAY + days * DAY)
    for answer_by in (TODAY - DAY, TODAY, TODAY + 30 * DAY, None):
        made.task(
            world.north, issuer=world.committee, state="returned", reason="缺附件", answer_by=answer_by, **handed_in
        )
    made.task(world.north, issuer=world.committee, state="submitted", **handed_in)
    made.task(world.north, issuer=world.committee, state="accepted", closed_on=TODAY, **handed_in)
    made.task(world.north, issuer=world.committee, state="waived", reason="无此项", closed_on=TODAY)


@pytest.mark.parametrize("kinds", [False, True], ids=["one task", "all kinds"])
def test_each_number_is_that_of_its_list_and_costs_two_queries(kinds, django_assert_num_queries):
    world = World()
    if kinds:
        tasks_of_all_kinds(world)

    with django_assert_num_queries(2):
        counts = counts_by_state(Task.objects.all(), day=TODAY)

    assert counts == {
        "all": Task.objects.count(),
        **{state: Task.objects.filter(in_state(state, TODAY)).count() for state in (*STATES, *SUMS)},
    }
