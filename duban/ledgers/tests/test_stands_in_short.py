"""The sums below the table of rules reckon organisations in short: they say what their cells say, whatever happened to them."""

import datetime
import random

import pytest

from duban.asks.warnings import Watch, warnings_of
from duban.ledgers.life import Stand, period_at, periods_at
from duban.ledgers.models import Counted, LedgerRecord
from duban.ledgers.queries import life
from duban.ledgers.queries.life import kept_since, now_of, owings, reckoner, stands_of
from duban.ledgers.queries.short import units_in_short
from duban.ledgers.tests import factories as ledgers
from duban.ledgers.warnings import NOT_HELD
from duban.orgs.models import Change, Unit, UnitKind, UnitPast
from duban.orgs.tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
TODAY = datetime.date(2026, 11, 23)
DAY = datetime.timedelta(days=1)


def grown(dice: random.Random) -> Unit:
    """A committee with branches, party groups and subgroups: founded, ended and moved on all sorts of days, with records."""
    kinds = {kind.code: kind for kind in UnitKind.objects.all()}
    top = factories.unit("工委", kind=kinds["organ_work_committee"])

    def day() -> datetime.date:
        return dice.choice([
            datetime.date(2026, month, 1) + DAY * shift for month in (1, 7, 10, 11) for shift in (-1, 0, 1, 9)
        ])  # fmt: skip

    branches = []
    for number in range(6):
        unit = factories.unit(
            f"支部{number}",
            below=Unit.objects.get(pk=top.pk),
            kind=kinds[dice.choice(["branch", "branch", "party_group"])],
        )
        unit.founded_on = dice.choice([None, None, day()])
        unit.dissolved_on = dice.choice([None, None, day()])
        if unit.founded_on and unit.dissolved_on and unit.dissolved_on <= unit.founded_on:
            unit.dissolved_on = None
        unit.member_count = dice.choice([None, 6, 7, 9])
        unit.save()
        ledgers.members(unit, dice.choice([0, 0, 5, 6, 7, 8]))
        branches.append(Unit.objects.get(pk=unit.pk))
    groups = []
    for number in range(5):
        home = dice.choice(branches)
        group = factories.unit(f"小组{number}", below=Unit.objects.get(pk=home.pk), kind=kinds["party_subgroup"])
        group.founded_on = dice.choice([None, day()])
        group.save()
        groups.append(group)
        if dice.random() < 0.4:
            change = Change.objects.create(kind="move", symbol=f"示{number}", approved_on=TODAY, holds_on=day())
            UnitPast.objects.create(
                unit=group, name=group.name, kind=group.kind, parent=dice.choice(branches), change=change,
                until_on=change.holds_on, place=1,
            )  # fmt: skip
    for owing in owings():
        for unit in dice.choices([*branches, *groups], k=6):
            held = day() + DAY * dice.randrange(20)
            choices = owing.definition.by_code[owing.definition.part].choices if owing.definition.part else (("", ""),)
            record = LedgerRecord.objects.create(
                unit=unit, kind=ledgers.kind(owing.definition.code), held_on=held, title="示例"
            )
            part = dice.choice([code for code, _word in choices] + [""])
            Counted.objects.create(record=record, unit=unit, rule=owing.rule, held_on=held, part=part)
    return top


@pytest.mark.parametrize("few", [0, 200], ids=["many", "few"])
@pytest.mark.parametrize("seed", range(8))
def test_in_short_and_in_full_they_stand_alike(seed, few, monkeypatch):
    ledgers.core()
    monkeypatch.setattr(life, "FEW", few)
    grown(random.Random(seed))  # noqa: S311 (no secret)
    found, judge = owings(), reckoner(TODAY)
    units = Unit.objects.exclude(kind__code="party_subgroup").select_related("kind").order_by("path")
    seen = set()

    for day in (TODAY, *(datetime.date(2026, month, 15) for month in (1, 7, 10)), datetime.date(2025, 12, 31)):
        full = [tuple(cell.stand for cell in line.cells) for line in now_of(list(units), day, found, judge)]
        assert stands_of(units_in_short(units), periods_at(day), found, judge) == full, day
        seen |= {stand for line in full for stand in line}

    assert {Stand.DONE, Stand.DUE, Stand.OVERDUE, Stand.NOT_APPLICABLE} <= seen


@pytest.mark.parametrize("seed", range(8))
def test_what_was_not_held_is_what_the_cells_of_the_ended_periods_say(seed):
    ledgers.core()
    top = grown(random.Random(seed))  # noqa: S311 (no secret)
    officer = factories.account(factories.person("周敏", unit=top, committee_admin=top))
    found, judge, since = owings(), reckoner(TODAY), kept_since()
    units = list(Unit.objects.filter(dissolved_on=None).exclude(kind__code="party_subgroup").select_related("kind"))

    late = set()
    for every, period in periods_at(TODAY).items():
        last = period_at(every, period.start - DAY).end
        of_length = [owing for owing in found if owing.every == every]
        for line in now_of(units, last, of_length, judge) if last >= since else ():
            late |= {
                (line.unit.name, cell.owing.rule, cell.due_on) for cell in line.cells if cell.stand == Stand.OVERDUE
            }

    said = [
        (each.unit.name, each.about.split("@")[1], each.due_on)
        for each in warnings_of(Watch(officer, TODAY), [NOT_HELD])
    ]
    assert len(said) == len(set(said))
    assert set(said) == late
    assert late
