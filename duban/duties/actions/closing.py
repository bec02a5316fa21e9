"""A task that is asked no more is closed as not applicable, and what it was split into is closed with it."""

from duban.asks.burden.actions import withdrawn
from duban.base import clock
from duban.duties.models import Task

CLOSED = Task.State.ACCEPTED, Task.State.WAIVED


def close_with_parts(task: Task, reason: str) -> list[tuple[Task, str]]:
    """Close it and its parts that are not closed yet. Parts first, each with the state it had.

    No permit and no entry: whoever closes it has the one and writes the other, after telling who stands on the tasks.
    """
    # Locked, for a part accepted at this moment stays accepted.
    parts = task.parts.select_for_update().exclude(state__in=CLOSED).order_by("pk")
    closed = [(each, each.state) for each in (*parts, task)]
    withdrawn([each.key for each, _before in closed], clock.today())
    for each, _before in closed:
        each.state, each.reason, each.closed_on = Task.State.WAIVED, reason, clock.today()
        each.save(update_fields=["state", "reason", "closed_on", "updated_at"])
    return closed
