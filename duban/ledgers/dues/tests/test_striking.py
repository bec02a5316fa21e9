"""What was recorded of dues by mistake is taken back; a reduction ends early, at its edges."""

import datetime
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from duban.audit.models import Entry
from duban.base.errors import BadInput, Conflict, NotAllowed
from duban.ledgers.dues import actions, striking
from duban.ledgers.dues.models import PaidMonth
from duban.ledgers.dues.queries import sums_of
from duban.ledgers.dues.tests.factories import branch, month
from duban.orgs.actions import take_back_step, transfer_membership
from duban.orgs.steps import last_step
from duban.orgs.tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
DAY = datetime.date(2026, 11, 2)


@pytest.fixture
def world():
    return branch()


@pytest.fixture
def desk(world):
    client = Client()
    client.force_login(world.secretary)
    return client


def reduced(world, first=3, last=8, amount=5):
    return actions.reduce_due(
        world.members[0],
        by=world.secretary,
        amount=Decimal(amount),
        from_month=month(first),
        until_month=month(last),
        approval_symbol="北党〔2026〕7号",
        approved_on=datetime.date(2026, 2, 20),
    )


def record(world, number, **more):
    ticked = [(world.members[0].pk, month(number))]
    actions.record_dues(world.tree.north_1, by=world.secretary, year=2026, **{"ticked": ticked, **more})


def test_a_transfer_and_a_voluntary_sum_by_mistake_leave_the_sums(world):
    unit, one = world.tree.north_1, world.members[0]
    sent = actions.transfer_dues(unit, by=world.secretary, amount=Decimal(40), transferred_on=DAY)
    more = actions.record_voluntary(one, by=world.secretary, amount=Decimal(200), paid_on=DAY, receipt_number="A1")
    assert sums_of(unit, 2026)[1:] == (200, 40)

    for verb, obj, row in ((striking.strike_transfer, unit, sent), (striking.strike_voluntary, one, more)):
        with pytest.raises(BadInput):
            verb(obj, by=world.secretary, row=row.pk, reason=" ")
        verb(obj, by=world.secretary, row=row.pk, reason="金额登错")
        with pytest.raises(Conflict):
            verb(obj, by=world.secretary, row=row.pk, reason="金额登错")

    assert sums_of(unit, 2026)[1:] == (0, 0)
    entry = Entry.objects.latest("number")
    assert (entry.reason, entry.detail) == (
        "金额登错",
        {"sum": ["200.00", None], "on": [str(DAY), None], "receipt": ["A1", None]},
    )


def test_a_row_of_another_branch_or_member_is_not_there_and_money_is_taken_back_where_it_came_in(world):
    unit, (one, two) = world.tree.north_2, world.members
    actions.transfer_dues(world.tree.north_1, by=world.secretary, amount=Decimal(40), transferred_on=DAY)
    row = world.tree.north_1.dues_transfers.get().pk
    other = factories.account(factories.person("王五", unit=unit, branch_secretary=unit))
    with pytest.raises(Conflict):
        striking.strike_transfer(unit, by=other, row=row, reason="错")
    more = actions.record_voluntary(one, by=world.secretary, amount=Decimal(200), paid_on=DAY)
    with pytest.raises(Conflict):
        striking.strike_voluntary(two, by=world.secretary, row=more.pk, reason="错")

    type(one).objects.filter(pk=one.pk).update(unit=unit)
    with pytest.raises(NotAllowed):
        striking.strike_voluntary(one, by=other, row=more.pk, reason="错")


@pytest.mark.parametrize(("number", "holds"), [(3, False), (4, True), (8, True), (9, False)])
def test_a_reduction_ends_early_within_its_own_months(world, number, holds):
    made = reduced(world)
    if not holds:
        with pytest.raises(BadInput, match="减免"):
            striking.end_reduction(world.members[0], by=world.secretary, row=made.pk, from_month=month(number))
        return
    striking.end_reduction(world.members[0], by=world.secretary, row=made.pk, from_month=month(number))

    made.refresh_from_db()
    assert (made.from_month, made.until_month) == (month(3), month(number - 1))
    record(world, number)
    assert PaidMonth.objects.get().amount == 15


@pytest.mark.parametrize(("number", "ends"), [(4, True), (5, False), (8, False)])
def test_months_received_with_the_reduced_amount_hold_it(world, number, ends):
    """April was received with the reduced amount: the reduction may end from May on, and is not taken back whole."""
    made, one = reduced(world), world.members[0]
    record(world, number)

    with pytest.raises(Conflict, match=f"2026-0{number}"):
        striking.strike_reduction(one, by=world.secretary, row=made.pk, reason="批错了人")
    if ends:
        striking.end_reduction(one, by=world.secretary, row=made.pk, from_month=month(5))
    else:
        with pytest.raises(Conflict, match=f"2026-0{number}"):
            striking.end_reduction(one, by=world.secretary, row=made.pk, from_month=month(5))


def test_a_reduction_by_mistake_never_held(world):
    made, one = reduced(world, amount=0), world.members[0]
    with pytest.raises(BadInput):
        record(world, 4)

    striking.strike_reduction(one, by=world.secretary, row=made.pk, reason="批错了人")

    record(world, 4)
    assert (one.due_reductions.count(), PaidMonth.objects.get().amount) == (0, 15)


def test_a_transfer_of_a_member_is_not_taken_back_from_under_dues_received_since(world, frozen):
    one, tree = world.members[0], world.tree
    officer = factories.account(factories.person("周敏", unit=tree.committee, committee_admin=tree.committee))
    other = factories.account(factories.person("王五", unit=tree.north_2, branch_secretary=tree.north_2))
    transfer_membership(one, by=officer, unit=tree.north_2, since_on=datetime.date(2026, 10, 1))
    one.refresh_from_db()
    last = last_step(one)
    frozen.shift(60)
    ticks = [(one.pk, month(10))]
    actions.record_dues(tree.north_2, by=other, year=2026, ticked=ticks)

    with pytest.raises(Conflict, match="2026-10"):
        take_back_step(one, by=officer, step=last.number, unit=last.unit, reason="转错了")
    actions.record_dues(tree.north_2, by=other, year=2026, ticked=[], cleared=ticks)
    take_back_step(one, by=officer, step=last.number, unit=last.unit, reason="转错了")
    one.refresh_from_db()
    assert one.unit == tree.north_1


def test_the_pages_offer_it_row_by_row_keep_what_was_refused_and_say_that_a_notice_is_out_of_date(world, desk):
    unit, one = world.tree.north_1, world.members[0]
    sent = actions.transfer_dues(unit, by=world.secretary, amount=Decimal(40), transferred_on=DAY)
    made = reduced(world)
    actions.publish_dues_notice(unit, by=world.secretary, year=2026, published_on=DAY)
    page, member = reverse("unit_dues", args=[unit.pk]), reverse("member_dues", args=[one.pk])
    assert "重新公示" not in desk.get(page).content.decode()

    refused = desk.post(reverse("strike_transfer", args=[unit.pk]), {"row": sent.pk, "reason": "", "year": "2026"})
    assert (refused.status_code, '<details class="act" open>' in refused.content.decode()) == (422, True)
    answer = desk.post(reverse("strike_transfer", args=[unit.pk]), {"row": sent.pk, "reason": "登错", "year": "2026"})
    assert (answer.status_code, "重新公示" in desk.get(page).content.decode()) == (302, True)

    end = reverse("end_reduction", args=[one.pk])
    assert end in desk.get(member).content.decode()
    refused = desk.post(end, {"row": made.pk, "from_month": "六月"})
    assert (refused.status_code, "六月" in refused.content.decode()) == (422, True)
    assert desk.post(end, {"row": made.pk, "from_month": "2026-06"}).status_code == 302
    made.refresh_from_db()
    assert made.until_month == month(5)
    assert end not in desk.get(reverse("my_dues")).content.decode()
