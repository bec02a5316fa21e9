"""What terms ask of people: both sides of who holds two roles, and a session only where the rule of the day asks for one."""

import datetime
from types import SimpleNamespace

import pytest

from duban.asks.desk import Desk
from duban.ledgers.terms import actions
from duban.ledgers.terms.asks import term_asks
from duban.orgs.models import Unit, UnitKind
from duban.orgs.tests import factories
from duban.packs.actions import install_folder
from duban.packs.folder import folder_named
from duban.packs.models import RuleParameter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
TODAY = datetime.date(2026, 11, 23)
MEETING = {"held_on": TODAY, "eligible": 20, "present": 18, "issued": 18, "returned": 18, "valid": 18}


@pytest.fixture
def world():
    tree = factories.tree()
    install_folder(folder_named("core"))
    branch = UnitKind.objects.get(code="branch")
    Unit.objects.filter(name__endswith="党支部").update(kind=branch)
    Unit.objects.filter(pk=tree.committee.pk).update(kind=branch)
    officer = factories.account(factories.person("周敏", unit=tree.committee, committee_admin=tree.committee))
    secretary = factories.account(factories.person("许文静", unit=tree.north_1, branch_secretary=tree.north_1))
    both = factories.person("孙立", unit=tree.north, committee_admin=tree.north, branch_secretary=tree.south_1)
    units = [Unit.objects.get(pk=unit.pk) for unit in (tree.north_1, tree.south_1, tree.committee)]
    terms = [actions.open_term(unit, by=officer, starts_on=datetime.date(2024, 3, 1)) for unit in units]
    return SimpleNamespace(
        tree=tree, officer=officer, secretary=secretary, both=factories.account(both), term=terms[0], south=terms[1]
    )


def asked(user) -> list[str]:
    return [str(ask.say) for batch in term_asks(Desk(user, TODAY)) for ask in batch.asks]


def test_who_answers_here_and_asks_there_has_both_lines_and_no_others(world):
    assert asked(world.both) == [
        f"提醒<b>{world.term.unit.name}</b>按期换届",
        f"<b>{world.south.unit.name}</b>任期将满，报送换届请示",
    ]


def test_each_side_alone_has_its_own_lines_only(world):
    assert asked(world.secretary) == [f"<b>{world.term.unit.name}</b>任期将满，报送换届请示"]
    assert len(asked(world.officer)) == 3


@pytest.mark.parametrize(("least", "asks"), [("3", True), ("4", False)])
def test_a_first_session_is_asked_for_from_as_many_members_as_the_rule_says(world, least, asks):
    RuleParameter.objects.filter(code="org.branch_committee.seats_min").update(value=least)
    actions.request_election(world.term, by=world.secretary, symbol="一", seats=3)
    actions.approve_election(world.term, by=world.officer, symbol="二", approved_on=TODAY, seats=3)
    candidates = [("丁一", 17), ("王二", 16), ("李三", 15), ("赵四", 4)]
    actions.record_election(world.term, by=world.secretary, **MEETING, candidates=candidates)

    assert asked(world.secretary) == ([f"录入<b>{world.term.unit.name}</b>第一次委员会会议"] if asks else [])
    assert (f"批复<b>{world.term.unit.name}</b>报来的选举结果" in asked(world.officer)) is not asks
