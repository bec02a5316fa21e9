"""The chain: responsibility → task → issue → supervision notice, walked from any of them in both directions (S3.13).

Each noun says how it hangs on the one before. Wings above add theirs, so that the page of a duty leads to a notice that the
room does not know.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duban.duties.models import Duty, Task
from duban.duties.permits import VIEW_LIST, VIEW_TASK
from duban.ui.shapes import Link

Scoped = Callable[[Any, models.Model], models.QuerySet]


@dataclass(frozen=True)
class Joint:
    """How one noun stands in the chain.

    Args:
        model: the noun's table.
        page: name of the address of one of them, which takes its key.
        may_see: whether the person may open one.
        word: what the chain calls it.
        many: what it calls several that hang on one thing.
        above: what it hangs on, nearest first; None where it is not so.
        hang_on: for a thing further up, those that hang on it directly, as the person may see them.
    """

    model: type[models.Model]
    page: str
    may_see: Callable[[Any, Any], bool]
    word: Callable[[Any], str]
    many: Callable[[int], str]
    above: Callable[[Any], models.Model | None]
    hang_on: Scoped


_joints: dict[type[models.Model], Joint] = {}


def add_joint(joint: Joint) -> None:
    """Let a noun stand in the chain. Nouns are added from the duty downwards."""
    _joints[joint.model] = joint


def chain_of(obj: models.Model, user: Any) -> list[Link]:
    """The chain through this object: what it hangs on from the top, itself, and what hangs on it, as far as it goes.

    What the person may not see is named without a link. Of several that hang on one thing their number stands, with the
    way to the thing's own page, which lists them. Costs a query for each noun below.
    """
    up = list(_upwards(obj))
    links = [_link(each, user) for each in reversed(up)]
    links.append(Link(_joints[type(obj)].word(obj), is_here=True))
    return links + list(_downwards(obj, user))


def _upwards(obj: models.Model) -> Iterator[models.Model]:
    above = _joints[type(obj)].above(obj)
    while above is not None:
        yield above
        above = _joints[type(above)].above(above)


def _downwards(obj: models.Model, user: Any) -> Iterator[Link]:
    for joint in _joints.values():
        found = list(joint.hang_on(user, obj)[:2])
        if len(found) == 1:
            yield _link(found[0], user)
            yield from _downwards(found[0], user)
        elif found:
            count = joint.hang_on(user, obj).count()
            yield Link(joint.many(count), reverse(_joints[type(obj)].page, args=[obj.pk]))


def _link(obj: models.Model, user: Any) -> Link:
    joint = _joints[type(obj)]
    return Link(joint.word(obj), reverse(joint.page, args=[obj.pk]) if joint.may_see(user, obj) else "")


def _of_nothing(user: Any, obj: models.Model) -> models.QuerySet:
    return Duty.objects.none()


def _tasks_of(user: Any, obj: models.Model) -> models.QuerySet:
    """Tasks of a duty. Parts of a task stand on its page; what hangs on them hangs on the task too."""
    rows = VIEW_TASK.scope(user, Task.objects.select_related("unit"))
    return rows.filter(duty=obj, parent=None) if isinstance(obj, Duty) else rows.none()


def _task_word(task: Task) -> str:
    said = {"number": task.number, "unit": task.unit}
    return _("Part of %(unit)s") % said if task.parent_id else _("Task %(number)s of %(unit)s") % said


DUTY = Joint(
    model=Duty,
    page="duty",
    may_see=lambda user, duty: VIEW_LIST.allows(user, duty.responsibility_list),
    word=lambda duty: _("Duty: %(title)s") % {"title": duty.title},
    many=lambda n: ngettext("%(n)s duty", "%(n)s duties", n) % {"n": n},
    above=lambda duty: None,
    hang_on=_of_nothing,
)
TASK = Joint(
    model=Task,
    page="task",
    may_see=VIEW_TASK.allows,
    word=_task_word,
    many=lambda n: ngettext("%(n)s task", "%(n)s tasks", n) % {"n": n},
    above=lambda task: task.parent or task.duty,
    hang_on=_tasks_of,
)
