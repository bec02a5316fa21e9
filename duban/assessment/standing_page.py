"""What the page of one standing shows, and the panel of one of its indicators."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from duban.assessment.account import PLACES, indicator_of, shown, text_of
from duban.assessment.models import Standing
from duban.assessment.queries import tasks_behind
from duban.base import clock
from duban.scoring.scheme.model import Group, Scheme
from duban.ui.days import said_day
from duban.ui.shapes import Band, Link, Step

ABSENCES = {"not_yet": "not-yet", "missing": "missing", "not_applicable": "not-applicable"}


@dataclass(frozen=True)
class Row:
    """One indicator on the page. `absence` says which of the four absences it is, '' when there are points.

    `points` is what is read; `exact` is the number in full where it has more decimals, '' else.
    """

    code: str
    name: str
    points: Decimal
    exact: str
    max: str | None
    absence: str
    reasons: list[str]
    sources: int
    url: str


def standing_page(standing: Standing, rules: Scheme) -> dict[str, Any]:
    """Groups with their rows, what was lost, what can still be had. No query."""
    account, period = standing.account, standing.period
    losses = [_with_url(standing, loss) for loss in account["losses"]]
    chances = [_with_url(standing, chance) for chance in account["chances"]]
    groups = [
        {
            "name": group["name"],
            **_points(group["points"]),
            "max": group["max"],
            "lines": [_own(line) for line in group["lines"] if Decimal(line["points"])],
            "rows": [_row(standing, found) for found in group["indicators"]],
        }
        for group in account["groups"]
    ]
    return {
        "standing": standing,
        **_sums(standing, rules),
        "bands": bands_of(rules),
        "crumb": [
            Link(_("Assessment")),
            Link(period.scheme.name, reverse("scheme", args=[period.scheme_id])),
            Link(str(standing.unit)),
        ],
        "steps": steps_of(standing),
        "groups": groups,
        "lines": [_own(line) for line in account["lines"] if Decimal(line["points"])],
        "count": sum(len(group["rows"]) for group in groups),
        "losses": losses,
        "chances": chances,
        "asks": [_with_url(standing, ask) for ask in account["asks"]],
    }


def _points(number: str) -> dict[str, str | None]:
    """The number as it is read, and in full where that is longer."""
    points = shown(number)
    return {"points": points, "exact": number if number != points else ""}


def _own(line: dict[str, Any]) -> dict[str, Any]:
    points = Decimal(line["points"])
    if line["state"] != "scored" and not points:
        return {**line, "points": "", "exact": "", "sign": ""}
    sign = "−" if points < 0 else "+" if points else ""
    return {**line, **_points(line["points"].removeprefix("-")), "sign": sign}


def _with_url(standing: Standing, told: dict[str, Any]) -> dict[str, Any]:
    points = _points(told["points"]) if told.get("points") is not None else {}
    return {**told, **points, "url": _url(standing, told["code"])}


def _url(standing: Standing, code: str) -> str:
    return reverse("standing_indicator", args=[standing.pk, code]) if code else ""


def _row(standing: Standing, found: dict[str, Any]) -> Row:
    points = _points(found["points"])
    return Row(
        code=found["code"],
        name=found["name"],
        points=Decimal(points["points"] or 0),
        exact=points["exact"] or "",
        max=found["max"],
        absence=ABSENCES.get(found["state"], ""),
        reasons=[line["reason"] for line in found["lines"] if line["reason"] and line["rule"] != "BASE"],
        sources=len(found["keys"]),
        url=_url(standing, found["code"]),
    )


def _sums(standing: Standing, rules: Scheme) -> dict[str, Any]:
    """The numbers over the rows: points, what counts already, what is not due, what is lost, what can still be had.

    `sum` is there when points, chances and losses make up the scheme's whole, which bonuses or a cap may prevent.
    """
    account, whole = standing.account, rules.total.max if rules.total else None
    total, bands = Decimal(account["total"]), bands_of(rules)
    lost = sum((Decimal(loss["points"]) for loss in account["losses"]), Decimal(0))
    bounded = all(chance["points"] is not None for chance in account["chances"])
    gain = sum((Decimal(chance["points"] or 0) for chance in account["chances"]), Decimal(0))
    later = sum(
        (
            Decimal(found["max"])
            for group in account["groups"]
            for found in group["indicators"]
            if found["state"] == "not_yet" and found["max"] is not None and found["counts"]
        ),
        Decimal(0),
    )
    return {
        "total": shown(total),
        "exact": account["total"],
        "big": _short(total, bands),
        "due": shown(standing.due),
        "whole": whole,
        "later": text_of(later) if later else None,
        "top": _short(Decimal(account["best"]), bands) if account["best"] is not None else None,
        "lost": shown(lost),
        "gain": shown(gain) if bounded else None,
        "sum": text_of(whole) if bounded and whole is not None and total + gain + lost == whole else None,
        "is_rounded": any(shown(number) != number for number in [account["total"], *_numbers(account)]),
    }


def _numbers(account: dict[str, Any]) -> list[str]:
    """Every number that the page shows beside the total."""
    parts = [*account["groups"], *account["lines"], *account["losses"], *account["chances"]]
    for group in account["groups"]:
        parts += [*group["lines"], *group["indicators"]]
    return [part["points"] for part in parts if part["points"] is not None]


def _short(number: Decimal, bands: list[Band]) -> str | None:
    """Two decimals, or as many more as it takes not to be lifted into another grade band."""
    for places in (2, PLACES):
        short = shown(number, places) or "0"
        if not any(number < band.start <= Decimal(short) for band in bands):
            return short
    return text_of(number)


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
        Step(_("scheme published"), said_day(published), "done"),
        Step(_("points are counted daily"), _("until %(day)s") % {"day": said_day(period.ends_on)}, counting),
        Step(
            _("facts can be completed"),
            _("until %(day)s") % {"day": said_day(period.closes_on)},
            "now" if period.ends_on < day <= period.closes_on else "next",
        ),
        Step(_("result"), _("after %(day)s") % {"day": said_day(period.closes_on)}, "next"),
    ]


def indicator_panel(user: Any, standing: Standing, code: str, rules: Scheme) -> dict[str, Any] | None:
    """One indicator: its rule in sentences, its lines, and the tasks behind them. None: there is no such indicator."""
    found = next((i for group in standing.account["groups"] for i in group["indicators"] if i["code"] == code), None)
    rule = next((i for group in rules.groups for i in _all(group) if i.code == code), None)
    if found is None or rule is None:
        return None
    return {
        "standing": standing,
        "row": _row(standing, found),
        "lines": [_own(line) for line in found["lines"]],
        "rule": indicator_of(rule, rules),
        "tasks": tasks_behind(user, found["keys"]),
        "title": f"{found['code']} {found['name']}",
    }


def _all(group: Group) -> Any:
    yield from group.indicators
    for inner in group.groups:
        yield from _all(inner)
