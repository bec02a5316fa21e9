"""The gate: a cap that counts the month in which work falls, a signature of another for exactly what was shown, overlaps."""

import datetime
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from duban.asks.burden import actions, known
from duban.asks.burden.asking import Asked
from duban.asks.burden.gate import gate_of
from duban.asks.burden.models import Demand, Request
from duban.asks.burden.tests import factories as made
from duban.audit.models import Entry
from duban.base.errors import BadInput, Conflict, NotAllowed
from duban.orgs.models import Unit
from duban.orgs.tests import factories
from duban.packs.models import RuleParameter
from duban.packs.rules import rulebook

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
TODAY = made.TODAY


@pytest.fixture
def world(monkeypatch):
    monkeypatch.setattr(known, "_knows", [])
    tree = factories.tree()
    made.rules(cap=3, near=2)

    def account(name: str, **roles):
        return factories.account(factories.person(name, unit=tree.committee, **roles))

    return SimpleNamespace(
        tree=tree,
        officer=account("周敏", committee_admin=tree.committee),
        leader=account("何平", committee_leader=tree.committee),
        both=account("郑红", committee_admin=tree.committee, committee_leader=tree.committee),
        cadre=factories.account(factories.person("陈立", unit=tree.north, unit_cadre=tree.north)),
    )


def gate(asking):
    return gate_of(asking, TODAY, rulebook())


def test_three_may_be_asked_in_a_month_and_a_fourth_not(world):
    tree = world.tree
    made.sent(tree.committee, tree.north, n=2)

    third = made.asking(tree.committee, tree.north, tree.south)
    assert (gate(third).over, [(load.unit, load.total) for load in gate(third).near]) == ([], [(tree.north, 3)])
    fourth = made.asking(tree.committee, tree.north, n=2)
    assert [(load.has, load.adds) for load in gate(fourth).over] == [(2, 2)]

    with pytest.raises(BadInput) as stopped:
        actions.ask(fourth, by=world.officer)
    assert stopped.value.places == [("北局　2026-11", "已有2件，再加2件", "不超过3件")]
    assert Request.objects.count() == 1
    actions.ask(third, by=world.officer)
    assert Demand.objects.filter(unit=tree.north).count() == 3


def test_a_month_counts_for_itself_and_what_is_withdrawn_does_not_count(world):
    tree = world.tree
    made.sent(tree.committee, tree.north, n=3)
    december = made.asking(tree.committee, tree.north, n=3, due_on=datetime.date(2026, 12, 1))
    assert not gate(december).over

    again = made.asking(tree.committee, tree.north)
    assert gate(again).over
    actions.withdrawn(["x.z:0"], TODAY)
    assert not gate(again).over


def test_what_is_handed_on_or_called_to_mind_is_counted_and_never_stopped(world):
    tree = world.tree
    made.sent(tree.committee, tree.north, n=3)

    for form in Request.PASSING_ON:
        actions.ask(made.asking(tree.committee, tree.north, form=form, cause=f"x:{form}"), by=world.officer)

    assert Demand.objects.filter(unit=tree.north).count() == 5


def test_another_person_signs_with_a_reason_and_for_exactly_this(world):
    tree = world.tree
    asking = made.asking(tree.committee, tree.north, n=4)
    wanted = actions.want_signature(tree.committee, by=world.officer, asking=asking)
    assert actions.want_signature(tree.committee, by=world.officer, asking=asking) == wanted

    for by in (world.officer, world.cadre):
        with pytest.raises(NotAllowed):
            actions.sign_request(wanted, by=by, reason="急")
    with pytest.raises(BadInput):
        actions.sign_request(wanted, by=world.leader, reason="  ")
    actions.sign_request(wanted, by=world.leader, reason="上级要求十一月底前完成")
    with pytest.raises(Conflict):
        actions.sign_request(wanted, by=world.leader, reason="再签")

    more = made.asking(tree.committee, tree.north, n=5)
    with pytest.raises(BadInput):
        actions.ask(more, by=world.officer)
    sent = actions.ask(asking, by=world.officer)

    assert (sent.pk, sent.signed_by, sent.sent_by) == (wanted.pk, world.leader, world.officer)
    assert Entry.objects.get(verb="burden.sign_request").reason == "上级要求十一月底前完成"


def test_who_wants_to_send_it_does_not_sign_and_who_signed_does_not_send(world):
    tree = world.tree
    asking = made.asking(tree.committee, tree.north, n=4)
    wanted = actions.want_signature(tree.committee, by=world.both, asking=asking)
    with pytest.raises(BadInput):
        actions.sign_request(wanted, by=world.both, reason="自己签")
    wanted.signed_by, wanted.signed_on, wanted.reason = world.both, TODAY, "自己签"
    with pytest.raises(IntegrityError), transaction.atomic():
        wanted.save()

    other = made.asking(tree.committee, tree.south, n=4, cause="x:2")
    actions.sign_request(
        actions.want_signature(tree.committee, by=world.officer, asking=other), by=world.both, reason="急事"
    )
    with pytest.raises(BadInput):
        actions.ask(other, by=world.both)


def test_nobody_signs_for_what_is_within_the_cap(world):
    with pytest.raises(Conflict):
        actions.want_signature(
            world.tree.committee, by=world.officer, asking=made.asking(world.tree.committee, world.tree.north)
        )


def test_the_sender_is_told_what_is_known_what_is_asked_twice_and_what_could_be_one(world):
    tree = world.tree
    known.add_known(lambda words: {word: "主题党日记录" for word in words if word == "主题党日"})
    same = made.sent(tree.committee, tree.north, title="党建月报")
    same.wanted.create(word="主题党日")
    alike = made.sent(
        tree.committee, tree.north, title="关于报送2025年度意识形态工作情况的通知", due_on=datetime.date(2026, 3, 31)
    )
    made.sent(tree.committee, tree.south, title="关于报送意识形态工作情况的通知")
    old = made.sent(tree.committee, tree.north, title="意识形态工作情况")
    Request.objects.filter(pk=old.pk).update(sent_at=old.sent_at.replace(year=2024))

    found = gate(
        made.asking(
            tree.committee, tree.north, title="意识形态工作情况报送", words=["主题党日", "专题研究", "主题党日"]
        )
    )

    assert (found.words, found.known, found.new) == (
        ("主题党日", "专题研究"),
        {"主题党日": "主题党日记录"},
        ["专题研究"],
    )
    assert {(each.request.pk, each.words, each.months) for each in found.overlaps} == {
        (same.pk, ("主题党日",), (datetime.date(2026, 11, 1),)),
        (alike.pk, (), ()),
    }
    assert [each.request for each in found.to_merge] == [same]


@pytest.mark.parametrize("n", [1, 40])
def test_the_gate_asks_as_much_of_the_database_for_one_as_for_many(world, n, django_assert_num_queries):
    tree = world.tree
    made.sent(tree.committee, tree.north, n=n).wanted.create(word="专题研究")
    asking = made.asking(tree.committee, tree.north, tree.south, n=n, words=["专题研究"])
    book = rulebook()

    # loads and their units, requests of the last months with their words, months in common, the signature
    with django_assert_num_queries(6):
        gate_of(asking, TODAY, book)


def test_without_a_rule_there_is_no_cap(world):
    RuleParameter.objects.all().delete()

    assert not gate(made.asking(world.tree.committee, world.tree.north, n=500)).is_stopped


@given(
    rows=st.lists(st.tuples(st.integers(1, 9), st.text(max_size=4), st.dates()), max_size=8),
    seed=st.randoms(use_true_random=False),
)
def test_a_seal_is_of_what_is_asked_whatever_its_order(rows, seed):
    unit = Unit(name="工委")
    asked = [Asked(*row) for row in rows]
    mixed = list(asked)
    seed.shuffle(mixed)

    one = made.asking(unit)
    seals = {made.Asking(unit, one.form, "题", "c", each).seal for each in (asked, mixed)}
    assert len(seals) == 1
    assert made.Asking(unit, one.form, "题", "c", [*asked, Asked(10, "多", TODAY)]).seal not in seals
