"""Issues for tests."""

import datetime
from typing import Any

from duban.duties.issues.models import Issue, IssueAspect

DAY = datetime.date(2026, 11, 2)


def aspect(code: str = "org_life", title: str = "组织生活") -> IssueAspect:
    return IssueAspect.objects.get_or_create(code=code, defaults={"title": title})[0]


def issue(unit: Any, *, issuer: Any, **said: Any) -> Issue:
    """An open issue of the unit, raised by the issuer."""
    shown = {
        "source": Issue.Source.SELF, "aspect": aspect(), "title": "主题党日未按月开展",
        "found_on": DAY, "due_on": datetime.date(2026, 12, 31),
    }  # fmt: skip
    return Issue.objects.create(unit=unit, issuer=issuer, **{**shown, **said})
