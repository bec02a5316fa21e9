"""Notices for tests."""

import datetime
from typing import Any

from duban.duties.supervision.models import Extension, JointConference, Measure, SupervisionNotice

DAY = datetime.date(2026, 11, 2)


def notice(unit: Any, *, issuer: Any, **said: Any) -> SupervisionNotice:
    """A notice to the unit that was issued and is signed for."""
    place = SupervisionNotice.objects.filter(issuer=issuer, year=DAY.year).count() + 1
    shown = {
        "title": "按月开展主题党日", "demands": "补齐三季度缺的两次", "basis": "示直工委〔2026〕3号",
        "due_on": datetime.date(2026, 12, 31), "state": "signed", "year": DAY.year, "place": place,
        "issued_on": DAY, "signed_on": DAY,
    }  # fmt: skip
    return SupervisionNotice.objects.create(unit=unit, issuer=issuer, **{**shown, **said})


def one_of_each(unit: Any, issuer: Any) -> dict[str, Any]:
    """A notice to the unit with a request for another day and a bulletin; a joint conference that the unit hosts."""
    made = notice(unit, issuer=issuer)
    later = datetime.date(2027, 11, 20)
    return {
        "notice": made,
        "extension": Extension.objects.create(
            notice=made, reason="等待批复", asked_on=DAY, due_before=made.due_on, due_on=later
        ),
        "measure": Measure.objects.create(
            unit=unit, issuer=issuer, kind="bulletin", notice=made, basis="3号", decided_on=DAY, hearing="silent",
            symbol="示直工委〔2026〕9号", ends_on=later,
        ),
        "conference": JointConference.objects.create(unit=unit, title="青年工作联席会议", basis="5号"),
    }  # fmt: skip
