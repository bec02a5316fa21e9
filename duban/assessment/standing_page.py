"""What the page of one standing shows, and the panel of one of its indicators."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from duban.assessment.account import indicator_of, text_of
from duban.assessment.models import Standing
from duban.assessment.queries import tasks_behind
from duban.base import clock
from duban.scoring.scheme.model import Group, Scheme
from duban.ui.shapes import Band, Link, Step

ABSENCES = {"not_yet": "not-yet", "missing": "missing", "not_applicable": "not-applicable"}


@dataclass(frozen=True)
class Row:
    """One indicator on the page. `absence` says which of the four absences it is, '' when there are points."""

    code: str
    name: str
    points: Decimal
    max: Decimal | None
    absence: str
    reasons: list[str]
    sources: int
    url: str


def standing_page(standing: Standing, rules: Scheme) -> dict[str, Any]:
    """Groups with their rows, what was lost, what can still be had. No query."""
    account, period = standing.account, standing.period
    groups = [
        {
            "name": group["name"],
            "points": group["points"],
            "max": group["max"],
            "rows": [_row(standing, found) for found in group["indicators"]],
        }
        for group in account["groups"]
    ]
    losses = [{**loss, "url": _url(standing, loss["code"])} for loss in account["losses"]]
    chances = [{**chance, "url": _url(standing, chance["code"])} for chance in account["chances"]]
    return {
        "standing": standing,
        "total": text_of(standing.total),
        "due": text_of(standing.due),
        "whole": rules.total.max if rules.total else None,
        "rest": text_of((rules.total.max or standing.due) - standing.due) if rules.total else None,
        "best": text_of(standing.best),
        "bands": bands_of(rules),
        "crumb": [
            Link(_("Assessment")),
            Link(period.scheme.name, reverse("scheme", args=[period.scheme_id])),
            Link(str(standing.unit)),
        ],
        "steps": steps_of(standing),
        "groups": groups,
        "count": sum(len(group["rows"]) for group in groups),
        "losses": losses,
        "lost": text_of(sum((Decimal(loss["points"]) for loss in losses), Decimal(0))),
        "chances": chances,
        "asks": account["asks"],
    }


def _url(standing: Standing, code: str) -> str:
    return reverse("standing_indicator", args=[standing.pk, code]) if code else ""


def _row(standing: Standing, found: dict[str, Any]) -> Row:
    return Row(
        code=found["code"],
        name=found["name"],
        points=Decimal(found["points"]),
        max=Decimal(found["max"]) if found["max"] is not None else None,
        absence=ABSENCES.get(found["state"], ""),
        reasons=[line["reason"] for line in found["lines"] if line["reason"]],
        sources=len({fact for line in found["lines"] for fact in line["facts"]}),
        url=_url(standing, found["code"]),
    )


def bands_of(rules: Scheme) -> list[Band]:
    """The grade bands from the lowest, as the scale draws them."""
    if not rules.grades:
        return []
    bands = [Band(band.at_least or Decimal(0), band.grade) for band in rules.grades.bands]
    return sorted(bands, key=lambda band: band.start)


def steps_of(standing: Standing) -> list[Step]:
    """The period's days: published, counting, closed for facts, sealed."""
    period, day = standing.period, clock.today()
    published = period.scheme.published_at
    counting = "now" if day <= period.ends_on else "done"
    return [
        Step(_("scheme published"), _day(published.date() if published else None), "done"),
        Step(_("points are counted daily"), _("until %(day)s") % {"day": _day(period.ends_on)}, counting),
        Step(
            _("facts can be completed"),
            _("until %(day)s") % {"day": _day(period.closes_on)},
            "now" if period.ends_on < day <= period.closes_on else "next",
        ),
        Step(_("result"), _("after %(day)s") % {"day": _day(period.closes_on)}, "next"),
    ]


def _day(day: Any) -> str:
    return f"{day.month}月{day.day}日" if day else ""


def indicator_panel(user: Any, standing: Standing, code: str, rules: Scheme) -> dict[str, Any] | None:
    """One indicator: its rule in sentences, its lines, and the tasks behind them. None: there is no such indicator."""
    found = next((i for group in standing.account["groups"] for i in group["indicators"] if i["code"] == code), None)
    rule = next((i for group in rules.groups for i in _all(group) if i.code == code), None)
    if found is None or rule is None:
        return None
    keys = [key for line in found["lines"] for key in line["facts"]]
    return {
        "standing": standing,
        "row": _row(standing, found),
        "lines": found["lines"],
        "rule": indicator_of(rule, rules),
        "tasks": tasks_behind(user, keys),
        "title": f"{found['code']} {found['name']}",
    }


def _all(group: Group) -> Any:
    yield from group.indicators
    for inner in group.groups:
        yield from _all(inner)
