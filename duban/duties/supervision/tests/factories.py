"""Notices for tests."""

import datetime
from typing import Any

from duban.duties.supervision.models import SupervisionNotice

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
