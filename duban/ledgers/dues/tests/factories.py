"""A branch with members and amounts."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from duban.ledgers.dues.models import MonthlyDue
from duban.orgs.models import Person, User
from duban.orgs.tests import factories
from duban.packs.actions import install_folder
from duban.packs.folder import folder_named

MEMBERS = ("丁一", "王二", "李三")


def month(number: int, year: int = 2026) -> datetime.date:
    return datetime.date(year, number, 1)


@dataclass
class Branch:
    """北局第一党支部 with its secretary, and members who owe 15 yuan a month since January 2026."""

    tree: factories.Tree
    secretary: User
    members: list[Person]


def branch(count: int = 2) -> Branch:
    tree = factories.tree()
    install_folder(folder_named("core"))
    secretary = factories.account(factories.person("许文静", unit=tree.north_1, branch_secretary=tree.north_1))
    members = [
        Person.objects.create(name=name, unit=tree.north_1, membership=Person.Membership.FULL)
        for name in MEMBERS[:count]
    ]
    MonthlyDue.objects.bulk_create(
        MonthlyDue(person=each, amount=Decimal(15), effective_from=month(1), basis_kind="in_service")
        for each in members
    )
    return Branch(tree, secretary, members)
