"""A small published scheme and its period to test with."""

import datetime
from dataclasses import dataclass

from duban.assessment import actions
from duban.assessment.models import Period, Scheme, Standing
from duban.duties.models import Duty, Task
from duban.duties.tests import factories as duties
from duban.orgs.models import Unit, User
from duban.orgs.tests import factories

TEXT = """
scheme: shili
title: 示例方案
plan_number: 示办发〔2026〕1号
filing_number: 示备〔2026〕1号
window: {from: 2026-01-01, to: 2026-12-31}
closes: 2027-01-10
tags:
  事项1: {kind: dated, unit: 件, source_kind: register, absent: missing}
  事项2: {kind: dated, unit: 件, source_kind: register, absent: missing}
total: {max: 12}
groups:
- code: "1"
  name: 责任落实
  max: 12
  indicators:
  - code: d01
    name: 专题研究
    max: 10
    basis: 清单第1项
    applies: {opt_out: true, otherwise: rescale_group}
    lines: [{rule: DEADLINE, source: 事项1, on_time: 10, done_late: 6, unit: 件}]
  - code: d02
    name: 责任报告
    max: 2
    basis: 清单第2项
    lines: [{rule: DEADLINE, source: 事项2, on_time: 2, unit: 件}]
grades:
  "on": total
  bands: [{grade: 好, at_least: 10}, {grade: 一般}]
"""


def scheme(unit: Unit, *, text: str = TEXT, version: str = "1") -> Scheme:
    """A draft."""
    return Scheme.objects.create(unit=unit, name="2026年度考核", version=version, text=text)


def period(unit: Unit, *, by, text: str = TEXT) -> Period:
    """A period of 2026 with a published scheme, its standings computed."""
    published = actions.publish_scheme(scheme(unit, text=text), by=by, plan_number="示办发〔2026〕1号")
    return actions.open_period(
        unit,
        by=by,
        scheme=published,
        name="2026年度",
        starts_on=datetime.date(2026, 1, 1),
        ends_on=datetime.date(2026, 12, 31),
        closes_on=datetime.date(2027, 1, 10),
    )


@dataclass
class Year:
    """The known tree with an officer, a list of two duties (`d01`, `d02` of the scheme), and the period of 2026."""

    tree: factories.Tree
    officer: User
    first: Duty
    second: Duty
    period: Period

    def task(self, unit: Unit | None = None, *, of: Duty | None = None, **fields) -> Task:
        """A task of 北局, or of the unit, due on 30 November unless told otherwise; its duty says what it counts for."""
        return duties.task(unit or self.tree.north, issuer=self.tree.committee, of=of or self.first, **fields)

    def standing(self, unit: Unit | None = None) -> Standing:
        """Where 北局, or the unit, stands once everything is computed anew."""
        actions.rescore(self.period)
        return self.period.standings.get(unit=unit or self.tree.north)


def year(*, text: str = TEXT) -> Year:
    """The year before anything has happened in it."""
    tree = factories.tree()
    officer = factories.account(factories.person("周敏", unit=tree.committee, committee_admin=tree.committee))
    listed = duties.responsibility_list(tree.committee)
    first, second = duties.duty(listed, number=1), duties.duty(listed, number=2)
    return Year(tree, officer, first, second, period(tree.committee, by=officer, text=text))
