"""The demonstration county: each of the 110 accounts adds up, and says what the engine says."""

import datetime
from decimal import Decimal

import pytest

from duban.assessment.actions import rules_of
from duban.assessment.facts import known_of
from duban.assessment.models import Period, Standing
from duban.assessment.standing_page import standing_page
from duban.cli.county.load import load_county
from duban.duties.models import Task
from duban.orgs.models import Unit
from duban.orgs.placing import fits
from duban.scoring.result import Result, add_up
from duban.scoring.score import score

pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
DAY = datetime.date(2026, 11, 23)


@pytest.fixture
def county(tmp_path, settings) -> Result:
    """What the engine makes of the county as it stands in the database."""
    settings.FILES = tmp_path / "files"
    load_county(today=DAY)
    period = Period.objects.select_related("scheme", "unit").get()
    return score(rules_of(period.scheme.text), known_of(period, day=DAY).book, as_of=DAY)


def points(parts: list[dict]) -> Decimal:
    return sum((Decimal(part["points"]) for part in parts), Decimal(0))


def test_every_account_of_the_county_adds_up_and_is_the_engines(county):
    standings = Standing.objects.select_related("unit", "period__scheme")
    rules = rules_of(standings[0].period.scheme.text)
    tasks = set(Task.objects.filter(parent__isnull=True).values_list("pk", flat=True))

    assert len(standings) == 110
    for standing in standings:
        unit, account = county.unit(str(standing.unit_id)), standing.account
        # Its total is the engine's, and what the engine's own lines add up to.
        assert Decimal(account["total"]) == unit.total == add_up(unit.entries), standing
        assert (standing.total, standing.due) == (round(unit.total, 4), unit.max_due), standing
        # Lines make indicators, these with the group's own lines make groups, groups make the total.
        for group in account["groups"]:
            for found in group["indicators"]:
                assert points(found["lines"]) == Decimal(found["points"]), (standing, found["code"])
            assert points(group["indicators"]) + points(group["lines"]) == Decimal(group["points"]), standing
        assert points(account["groups"]) + points(account["lines"]) == unit.total, standing
        # Points, what can still be had and what is lost make the scheme's whole; the first two the best within reach.
        assert unit.total + points(account["chances"]) == unit.best == Decimal(account["best"]), standing
        assert unit.total + points(account["chances"]) + points(account["losses"]) == 100, standing
        page = standing_page(standing, rules)
        assert (page["sum"], standing.due + Decimal(page["later"] or 0)) == ("100", 100), standing
        # Each row that an indicator names is there.
        named = {key for group in account["groups"] for found in group["indicators"] for key in found["keys"]}
        assert {int(key.removeprefix("duties.task:")) for key in named} <= tasks
        assert {key for entry in unit.entries for key in entry.facts} <= named
    # Every organisation stands below a kind below which its own does; what ended stands below its heir.
    units = {unit.path: unit for unit in Unit.objects.select_related("kind")}
    standing = [unit for unit in units.values() if not unit.is_dissolved and unit.depth > 1]
    assert [str(unit) for unit in standing if not fits(unit.kind, units[unit.path[: -Unit.steplen]].kind)] == []
