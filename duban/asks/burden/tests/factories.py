"""Requests, demands and suggestions for tests."""

import datetime
from typing import Any

from duban.asks.burden.asking import Asked, Asking
from duban.asks.burden.models import Demand, Request, Suggestion
from duban.asks.burden.rules import ANSWER_DAYS, CAP, NEAR, OVERLAP_MONTHS
from duban.packs.models import RuleParameter

TODAY = datetime.date(2026, 11, 23)
DUE = datetime.date(2026, 11, 30)


def rules(*, cap: int = 3, near: int = 2, months: int = 12, days: int = 15) -> None:
    """The rules of this wing, small."""
    for code, value in ((CAP, cap), (NEAR, near), (OVERLAP_MONTHS, months), (ANSWER_DAYS, days)):
        RuleParameter.objects.create(code=code, title=code, value=str(value), basis="本地要求")


def asking(issuer: Any, *units: Any, n: int = 1, due_on: datetime.date = DUE, **said: Any) -> Asking:
    """A list that asks each of the units for so many things by that day."""
    asked = [
        Asked(unit.pk, f"第{place}事", due_on, f"duties.task:{unit.pk}{place}") for unit in units for place in range(n)
    ]
    shown = {
        "form": Request.Form.TASK_LIST,
        "title": "重点任务",
        "cause": "duties.responsibilitylist:1",
        "basis": "3号",
    }
    return Asking(issuer=issuer, asked=asked, **{**shown, **said})


def sent(issuer: Any, *units: Any, n: int = 1, due_on: datetime.date = DUE, **said: Any) -> Request:
    """A request that was sent at the beginning of the month."""
    at = datetime.datetime(2026, 11, 2, 1, tzinfo=datetime.UTC)
    shown = {
        "form": Request.Form.REPORT,
        "title": "情况报告",
        "cause": "x.y:1",
        "basis": "5号",
        "seal": "s",
        "sent_at": at,
    }
    made = Request.objects.create(issuer=issuer, **{**shown, **said})
    Demand.objects.bulk_create(
        Demand(
            request=made,
            unit=unit,
            title=f"报告{place}",
            month=due_on.replace(day=1),
            due_on=due_on,
            cause=f"x.z:{place}",
        )
        for unit in units
        for place in range(n)
    )
    return made


def suggestion(unit: Any, *, mark: str = "m", **said: Any) -> Suggestion:
    """A suggestion that waits for an answer."""
    shown = {"kind": Suggestion.Kind.SUGGESTION, "text": "月报可以少报一次", "received_on": TODAY}
    return Suggestion.objects.create(unit=unit, author_mark=mark, **{**shown, **said})
