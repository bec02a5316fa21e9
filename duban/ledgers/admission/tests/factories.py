"""A branch with its secretary, the cadre of the unit, the officer of the committee, and somebody who applied."""

import datetime
from dataclasses import dataclass

from duban.ledgers.admission import actions
from duban.ledgers.admission.models import Admission
from duban.orgs.models import Person, User
from duban.orgs.tests import factories
from duban.packs.actions import install_folder
from duban.packs.folder import folder_named


@dataclass
class World:
    tree: factories.Tree
    secretary: User
    cadre: User
    officer: User
    person: Person


def world() -> World:
    tree = factories.tree()
    install_folder(folder_named("core"))
    return World(
        tree,
        factories.account(factories.person("许文静", unit=tree.north_1, branch_secretary=tree.north_1)),
        factories.account(factories.person("赵立", unit=tree.north, unit_cadre=tree.north)),
        factories.account(factories.person("周敏", unit=tree.committee, committee_admin=tree.committee)),
        Person.objects.create(name="丁一", unit=tree.north_1, born_in="1998-03", education="20"),
    )


def applied(found: World, day: str = "2026-06-01") -> Admission:
    return actions.open_admission(
        found.tree.north_1, by=found.secretary, person=found.person, applied_on=datetime.date.fromisoformat(day)
    )
