"""Burdens of the demonstration: what the list of the year and its parts ask, and suggestions, one still without an answer."""

import datetime
from collections import defaultdict
from collections.abc import Sequence

from django.utils import timezone

from duban.asks.burden.asking import Asking, month_of
from duban.asks.burden.models import Demand, Request, Suggestion, Wanted
from duban.asks.burden.queries import mark_of
from duban.duties.burden import asking_of_parts, asking_of_tasks
from duban.duties.models import ResponsibilityList, Task
from duban.ledgers.in_burden import kept_as_records
from duban.orgs.models import Unit, User

BATCH, DAY = 1000, datetime.timedelta(days=1)
SAID = (
    ("suggestion", "任务名称较长，手机上希望先显示到期日期", "已转有关人员研究，手机页面将把到期日期放在前面。", 40),
    ("complaint", "同一份工作情况三月和四月各报了一次", "经核实属于重复布置，已合并为一次，今后布置前先核对。", 25),
    ("suggestion", "希望催办统一放在上午", "", 6),
)


def grow_burden(
    listed: ResponsibilityList, tasks: Sequence[Task], officer: User, author: User, *, today: datetime.date
) -> int:
    """As if each had been asked when it was issued. Returns how many items are counted."""
    whole = [task for task in tasks if task.parent_id is None]
    parts = defaultdict(list)
    for task in tasks:
        if task.parent_id is not None:
            parts[task.parent_id].append(task)
    issued = listed.issued_on or today
    askings: list[tuple[Asking, datetime.date, User | None, list[Task]]] = [
        (asking_of_tasks(listed, whole), issued, officer, whole)
    ]
    askings += [
        (asking_of_parts(task, parts[task.pk]), max(issued, task.due_on - 40 * DAY), None, parts[task.pk])
        for task in whole
        if task.pk in parts and task.due_on - 40 * DAY <= today
    ]
    known = kept_as_records([word for asking, *_rest in askings for word in asking.words])
    sent = [
        Request(
            issuer=asking.issuer,
            form=asking.form,
            title=asking.title[:120],
            basis=asking.basis[:120],
            cause=asking.cause,
            seal=asking.seal,
            fields=len(set(asking.words)),
            known=len(set(asking.words) & set(known)),
            wanted_by=by,
            sent_by=by,
            sent_at=timezone.make_aware(datetime.datetime.combine(day, datetime.time(9))),
        )
        for asking, day, by, _tasks in askings
    ]
    Request.objects.bulk_create(sent, batch_size=BATCH)
    Wanted.objects.bulk_create(
        [
            Wanted(request=request, word=word[:60])
            for request, (asking, *_rest) in zip(sent, askings, strict=True)
            for word in dict.fromkeys(asking.words)
        ],
        batch_size=BATCH,
    )
    demands = [
        Demand(
            request=request,
            unit_id=task.unit_id,
            title=task.title,
            month=month_of(task.due_on),
            due_on=task.due_on,
            cause=task.key,
            answered_on=task.submitted_on,
            withdrawn_on=(task.closed_on or today) if task.state == Task.State.WAIVED else None,
        )
        for request, (*_rest, its) in zip(sent, askings, strict=True)
        for task in its
    ]
    Demand.objects.bulk_create(demands, batch_size=BATCH)
    _suggestions(listed.unit, officer, author, today)
    return len(demands)


def _suggestions(unit: Unit, officer: User, author: User, today: datetime.date) -> None:
    for kind, text, answer, ago in SAID:
        Suggestion.objects.create(
            unit=unit,
            kind=kind,
            text=text,
            about="/",
            author_mark=mark_of(author),
            received_on=today - ago * DAY,
            answer=answer,
            state=Suggestion.State.ANSWERED if answer else Suggestion.State.RECEIVED,
            answered_on=today - (ago - 4) * DAY if answer else None,
            answered_by=officer if answer else None,
        )
