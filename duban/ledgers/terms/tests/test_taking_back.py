"""No state of a term is a dead end: what is too early is refused when it is asked, and a request or an approval is taken back."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from duban.audit.models import Entry
from duban.base.errors import BadInput, Conflict, NotAllowed
from duban.ledgers.terms import actions
from duban.ledgers.terms.models import Term
from duban.ledgers.terms.tests.test_actions import DAY, approved, places, state_of, vote
from duban.ledgers.terms.tests.test_actions import world as world

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen", "browser_files")]
EARLY = {"symbol": "一", "seats": 3, "reason": "机构改革"}


def move(frozen, day: str) -> None:
    frozen.move_to(datetime.datetime.fromisoformat(f"{day}T01:00:00+00:00"))


@pytest.mark.parametrize(("day", "holds"), [("2026-02-28", False), ("2026-03-01", True)])
def test_a_request_more_than_a_year_before_the_end_is_refused_with_its_rule(world, frozen, day, holds):
    """任期的意见: 提前或者延期换届一般不超过1年; the term ends on 1 March 2027."""
    move(frozen, day)

    if holds:
        actions.request_election(world.term, by=world.secretary, **EARLY)
        actions.approve_election(
            world.term, by=world.officer, symbol="二", approved_on=datetime.date(2026, 3, 1), seats=3
        )
        vote(world, "丁一:17 王二:16 李三:15 赵四:4", held_on=datetime.date(2026, 3, 1))
        assert state_of(world) == "elected"
    else:
        with pytest.raises(BadInput) as error:
            actions.request_election(world.term, by=world.secretary, **EARLY)
        assert places(error) == [("请示日期", day)]
        assert "2026-03-01" in error.value.places[0][2]
        assert "任期" in error.value.places[0][2]
        assert state_of(world) == "normal"


def test_an_approval_too_early_is_refused_too(world, frozen):
    move(frozen, "2026-02-28")
    Term.objects.filter(pk=world.term.pk).update(state="requested", requested_on="2026-02-20", seats=3)

    with pytest.raises(BadInput) as error:
        actions.approve_election(
            world.term, by=world.officer, symbol="二", approved_on=datetime.date(2026, 2, 20), seats=3
        )

    assert places(error) == [("批复日期", "2026-02-28")]


@pytest.mark.parametrize(("approved_on", "holds"), [("2026-11-19", False), ("2026-11-20", True), ("2026-11-24", False)])
def test_an_approval_lies_between_its_request_and_today(world, approved_on, holds):
    actions.request_election(world.term, by=world.secretary, symbol="一", seats=3, requested_on=DAY)
    said = {"symbol": "二", "approved_on": datetime.date.fromisoformat(approved_on), "seats": 3}

    if holds:
        actions.approve_election(world.term, by=world.officer, **said)
    else:
        with pytest.raises(BadInput) as error:
            actions.approve_election(world.term, by=world.officer, **said)
        assert places(error) == [("批复日期", approved_on)]


@pytest.mark.parametrize("reminded", [False, True])
def test_who_asked_takes_the_request_back_while_nobody_has_answered(world, reminded):
    if reminded:
        actions.remind_term(world.term, by=world.officer)
    actions.request_election(world.term, by=world.secretary, symbol="一", seats=3)

    with pytest.raises(NotAllowed):
        actions.withdraw_request(world.term, by=world.officer, reason="时间不合适")
    with pytest.raises(BadInput):
        actions.withdraw_request(world.term, by=world.secretary, reason=" ")
    actions.withdraw_request(world.term, by=world.secretary, reason="时间不合适")

    world.term.refresh_from_db()
    assert (world.term.state, world.term.requested_on, world.term.request_symbol, world.term.seats) == (
        "reminded" if reminded else "normal", None, "", None,
    )  # fmt: skip
    entry = Entry.objects.latest("number")
    assert (entry.reason, entry.detail["request_symbol"]) == ("时间不合适", ["一", ""])
    actions.request_election(world.term, by=world.secretary, symbol="三", seats=3)
    assert state_of(world) == "requested"


def test_who_approved_revokes_the_approval_while_no_ballot_is_recorded(world):
    approved(world)
    with pytest.raises(Conflict):
        actions.withdraw_request(world.term, by=world.secretary, reason="时间不合适")
    with pytest.raises(NotAllowed):
        actions.revoke_approval(world.term, by=world.secretary, reason="职数有误")

    client = Client()
    client.force_login(world.officer)
    answer = client.post(reverse("revoke_approval", args=[world.term.pk]), {"reason": "职数有误"})

    assert answer.status_code == 302
    assert state_of(world) == "requested"
    page = client.get(reverse("term", args=[world.term.pk])).content.decode()
    assert "撤销批复" in page
    assert "职数有误" in page
    actions.withdraw_request(world.term, by=world.secretary, reason="时间不合适")
    approved(world)
    vote(world, "丁一:17 王二:16 李三:10 赵四:9")
    with pytest.raises(Conflict):
        actions.revoke_approval(world.term, by=world.officer, reason="职数有误")
