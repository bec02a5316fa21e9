"""Everybody who has to do with a task, and one task."""

import datetime

from duban.duties import actions
from duban.duties.models import Task
from duban.duties.tests import factories as made
from duban.orgs.tests import factories

TODAY = datetime.date(2026, 11, 23)


class World:
    """A committee with its officer, a unit with its cadre, a branch with its secretary, and one task of each."""

    def __init__(self) -> None:
        tree = factories.tree()
        self.tree, self.committee, self.north, self.branch = tree, tree.committee, tree.north, tree.north_1

        def account(name: str, unit, **roles):
            return factories.account(factories.person(name, unit=unit, **roles))

        self.officer = account("周敏", tree.committee, committee_admin=tree.committee)
        self.cadre = account("许文静", tree.north, unit_cadre=tree.north)
        self.secretary = account("秦书文", tree.north_1, branch_secretary=tree.north_1)
        self.stranger = account("何永年", tree.south, unit_cadre=tree.south)
        self.task = made.task(tree.north, issuer=tree.committee, owner=self.cadre.person)

    def submitted(self, statement: str = "11月20日党组会研究，分工4项") -> Task:
        return actions.submit_task(self.task, by=self.cadre, statement=statement)

    def returned(self, answer_by: datetime.date = TODAY) -> Task:
        return actions.return_task(self.submitted(), by=self.officer, reason="缺分工", answer_by=answer_by)
