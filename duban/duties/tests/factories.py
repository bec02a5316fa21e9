"""Small real lists and tasks to test with."""

import datetime
import json
from typing import Any

from duban.duties.models import DueDay, Duty, ResponsibilityList, Task
from duban.orgs.models import Person, Unit
from duban.packs.models import Pattern

DUE = datetime.date(2026, 11, 30)


def responsibility_list(
    issuer: Unit, *, title: str = "机关党建重点任务清单", issued: bool = True
) -> ResponsibilityList:
    """A list of 2026, issued unless told otherwise."""
    state = {"state": "issued", "issued_on": datetime.date(2026, 3, 2)} if issued else {}
    return ResponsibilityList.objects.create(unit=issuer, year=2026, title=title, basis="示直工委〔2026〕3号", **state)


def duty(
    within: ResponsibilityList, *, number: int = 1, days: tuple[datetime.date, ...] = (DUE,), **fields: Any
) -> Duty:
    """A duty of the list, due on these days."""
    made = Duty.objects.create(
        responsibility_list=within,
        **{
            "number": number,
            "code": f"d{number:02d}",
            "tag": f"事项{number}",
            "group": "责任落实",
            "title": f"专题研究机关党建{number}",
            "standard": "形成任务分工并落实到人",
            "responsible": "党组书记",
            "basis": f"附件第{number}项",
            **fields,
        },
    )
    DueDay.objects.bulk_create(DueDay(duty=made, due_on=day) for day in days)
    return made


def task(
    unit: Unit,
    *,
    issuer: Unit,
    of: Duty | None = None,
    owner: Person | None = None,
    due_on: datetime.date = DUE,
    parent: Task | None = None,
    **fields: Any,
) -> Task:
    """A task of the unit, issued by `issuer`."""
    day = of.due_days.filter(due_on=due_on).first() if of else None
    return Task.objects.create(
        **{
            "number": "2026-01-1",
            "duty": of,
            "due_day": day,
            "unit": unit,
            "issuer": issuer,
            "owner": owner,
            "parent": parent,
            "title": of.title if of else "专题研究机关党建工作",
            "standard": of.standard if of else "形成任务分工并落实到人",
            "due_on": due_on,
            **fields,
        }
    )


def said_by_a_pack(**changes: Any) -> dict[str, Any]:
    """A list as a pack says it: one duty, due on the last of February and in June."""
    duty = {
        "number": "1",
        "code": "1.1",
        "tag": "专题研究",
        "group": "责任落实",
        "title": "党组专题研究机关党建",
        "standard": "有决定事项、有责任人",
        "responsible": "党组书记",
        "basis": "附件第1项",
        "days": [{"due": "02-29"}, {"label": "上半年", "due": "06-30"}],
    }
    return {"code": "one", "title": "重点任务清单", "basis": "3号", "duties": [{**duty, **changes}]}


def pattern() -> Pattern:
    """That list, as it stands here once the pack is installed."""
    said = said_by_a_pack()
    text = json.dumps(said, ensure_ascii=False)
    return Pattern.objects.create(content="duty_lists", code=said["code"], title=said["title"], text=text)
