"""What is asked about people: corrections of the cadre, accounts and roles of those who left of the administrators."""

import datetime

import pytest

from duban.asks.desk import Desk
from duban.asks.people import people_asks
from duban.orgs import actions
from duban.orgs.models import Correction, Grant, Person, Role
from duban.orgs.tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
TODAY = datetime.date(2026, 11, 23)


@pytest.fixture
def tree():
    return factories.tree()


def desk(role: Role, unit):
    return factories.account(factories.person(f"{role.label}", unit=unit, **{role.value: unit}))


def lines(user) -> list[tuple[str, str]]:
    return [(str(ask.say), ask.url) for batch in people_asks(Desk(user, TODAY)) for ask in batch.asks]


def test_a_request_is_asked_of_the_cadre_of_the_unit_until_it_is_answered(tree):
    cadre, south, officer = (
        desk(Role.UNIT_CADRE, tree.north),
        desk(Role.UNIT_CADRE, tree.south),
        desk(Role.COMMITTEE_ADMIN, tree.committee),
    )
    member = factories.account(factories.person("秦书文", unit=tree.north_1))
    made = actions.request_correction(member.person, by=member, text="学历应为研究生")

    assert lines(cadre) == [("答复<b>秦书文</b>的更正申请", f"/orgs/people/{member.person_id}/")]
    assert lines(south) == lines(officer) == lines(member) == []
    actions.answer_correction(made, by=cadre, answer="已改")
    assert lines(cadre) == []


def test_accounts_and_roles_of_those_who_left_are_asked_from_the_day_after_on(tree):
    system, security = desk(Role.SYSTEM_ADMIN, tree.committee), desk(Role.SECURITY_ADMIN, tree.committee)
    gone = factories.account(factories.person("秦书文", unit=tree.north_1, branch_secretary=tree.north_1)).person
    for left_on, asked in ((TODAY, 0), (TODAY - datetime.timedelta(days=1), 1)):
        Person.objects.filter(pk=gone.pk).update(left_on=left_on)
        assert (len(lines(system)), len(lines(security))) == (asked, asked)

    actions.close_account(gone, by=system)
    actions.revoke_role(Grant.objects.get(person=gone), by=security)

    assert lines(system) == lines(security) == []


@pytest.mark.parametrize("n", [1, 3])
def test_the_lines_cost_the_same_with_one_and_three(tree, n, django_assert_num_queries):
    cadre = desk(Role.UNIT_CADRE, tree.north)
    for number in range(n):
        Correction.objects.create(person=factories.person(f"党员{number}", unit=tree.north_1), text="有误")
    lines(cadre)

    with django_assert_num_queries(1):
        assert len(lines(cadre)) == n


def test_more_than_ten_are_told_as_a_number(tree):
    cadre = desk(Role.UNIT_CADRE, tree.north)
    person = factories.person("秦书文", unit=tree.north_1)
    Correction.objects.bulk_create(Correction(person=person, text=f"有误{number}") for number in range(12))

    (batch,) = people_asks(Desk(cadre, TODAY))

    assert (len(batch.asks), batch.total, batch.is_cut) == (10, 12, True)
