"""交接: offered when a post ends, gone through point by point, work passed on, both say so."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from duban.asks.desk import Desk
from duban.asks.queries import asks_for
from duban.base import clock
from duban.base.errors import BadInput, Conflict, NotAllowed
from duban.ledgers.cadres import actions, open_work
from duban.ledgers.cadres.models import HandOver
from duban.ledgers.cadres.open_work import Work, WorkSource
from duban.ledgers.cadres.queries import posts_to_hand_over
from duban.ledgers.cadres.tests.factories import post
from duban.orgs.models import Person
from duban.orgs.tests import factories
from duban.packs.actions import install_folder
from duban.packs.folder import folder_named

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen", "browser_files")]
TODAY = datetime.date(2026, 11, 23)


@pytest.fixture
def in_hand(monkeypatch):
    """A source of work with one thing in hand, whose owner it keeps."""
    owner: dict[str, int] = {}

    def open_of(person, unit):
        return [Work(key, "按期换届", "/", TODAY) for key, pk in owner.items() if pk == person.pk]

    def pass_on(keys, taker, by):
        owner.update(dict.fromkeys(keys, taker.pk))

    monkeypatch.setattr(open_work, "_sources", {"示例": WorkSource("示例", open_of, pass_on)})
    return owner


@pytest.fixture
def tree(in_hand):
    install_folder(folder_named("core"))
    return factories.tree()


@pytest.fixture
def cadre(tree):
    return factories.account(factories.person("周敏", unit=tree.north, unit_cadre=tree.north))


@pytest.fixture
def giver(tree):
    return factories.account(factories.person("许文静", unit=tree.north))


@pytest.fixture
def taker(tree):
    return factories.account(factories.person("钱程", unit=tree.north))


@pytest.fixture
def hand_over(tree, cadre, giver, taker):
    held = post(giver.person, tree.north, "党建办主任", of="party_office_head", until_on=TODAY)
    return actions.open_hand_over(held, by=cadre, taker=taker.person)


def close_points(hand_over: HandOver, by) -> None:
    lines = {line.place: ("handed", "一枚") for line in hand_over.lines.all()}
    actions.note_points(hand_over, by=by, lines=lines)


def test_the_checklist_has_the_points_of_the_packs(hand_over):
    assert [line.title for line in hand_over.lines.all()][:2] == ["在办的责任清单、任务清单", "未办结的任务和督办事项"]
    assert hand_over.lines.count() == 8


@pytest.mark.parametrize(("until", "offered"), [(-61, False), (-60, True), (0, True), (60, True), (61, False)])
def test_a_post_that_ends_about_now_is_offered(tree, cadre, giver, until, offered):
    post(giver.person, tree.north, of="secretary", until_on=TODAY + datetime.timedelta(days=until))

    assert posts_to_hand_over(cadre, TODAY).exists() is offered


def test_a_post_of_no_kind_and_one_of_another_unit_are_not_offered(tree, cadre, giver):
    post(giver.person, tree.north, until_on=TODAY)
    post(giver.person, tree.south, of="secretary", until_on=TODAY)

    assert not posts_to_hand_over(cadre, TODAY).exists()


def test_both_say_so_and_then_it_is_done(hand_over, cadre, giver, taker):
    close_points(hand_over, giver)
    actions.confirm_giving(hand_over, by=giver)
    actions.confirm_taking(hand_over, by=taker)

    hand_over.refresh_from_db()
    assert (hand_over.given_on, hand_over.taken_on, hand_over.given_on_paper, hand_over.is_done()) == (
        TODAY,
        TODAY,
        False,
        True,
    )


def test_what_is_open_is_said_all_at_once(hand_over, giver, in_hand):
    in_hand["duties.task:7"] = giver.person_id

    with pytest.raises(BadInput) as refused:
        actions.confirm_giving(hand_over, by=giver)

    assert len(refused.value.places) == 8 + 1
    assert refused.value.places[-1][1] == "1"


def test_pass_on_work_gives_all_of_it(hand_over, cadre, giver, taker, in_hand):
    in_hand |= {"duties.task:7": giver.person_id, "duties.task:8": giver.person_id, "duties.task:9": cadre.person_id}

    given = actions.pass_on_work(hand_over, by=cadre)

    assert given == ["duties.task:7", "duties.task:8"]
    assert in_hand == {
        "duties.task:7": taker.person_id,
        "duties.task:8": taker.person_id,
        "duties.task:9": cadre.person_id,
    }


def test_the_taker_cannot_say_so_first_nor_the_giver_for_the_taker(hand_over, giver, taker):
    with pytest.raises(Conflict):
        actions.confirm_taking(hand_over, by=taker)
    close_points(hand_over, giver)
    with pytest.raises(NotAllowed):
        actions.confirm_giving(hand_over, by=taker)
    actions.confirm_giving(hand_over, by=giver)
    with pytest.raises(NotAllowed):
        actions.confirm_taking(hand_over, by=giver)


def test_nobody_speaks_for_somebody_with_an_account(hand_over, cadre, giver):
    close_points(hand_over, cadre)

    with pytest.raises(NotAllowed):
        actions.confirm_giving(hand_over, by=cadre, on=TODAY)


@pytest.mark.parametrize(
    ("on", "fits"), [("2026-11-22", True), ("2026-11-23", True), ("2026-11-24", False), (None, False)]
)
def test_for_somebody_without_an_account_the_day_on_paper_is_recorded(tree, cadre, taker, on, fits):
    retired = factories.person("孙立", unit=tree.north)
    made = actions.open_hand_over(
        post(retired, tree.north, of="secretary", until_on=TODAY), by=cadre, taker=taker.person
    )
    close_points(made, cadre)
    day = datetime.date.fromisoformat(on) if on else None

    if fits:
        actions.confirm_giving(made, by=cadre, on=day)
        made.refresh_from_db()
        assert (made.given_on, made.given_on_paper) == (day, True)
    else:
        with pytest.raises(BadInput):
            actions.confirm_giving(made, by=cadre, on=day)


def test_nobody_hands_over_to_themselves(tree, cadre, giver):
    held = post(giver.person, tree.north, of="secretary", until_on=TODAY)

    with pytest.raises(BadInput):
        actions.open_hand_over(held, by=cadre, taker=giver.person)
    assert HandOver.objects.count() == 0


def test_it_is_a_line_of_work_for_each_in_turn(hand_over, giver, taker):
    def lines(user):
        return [str(ask.say) for group in asks_for(Desk(user, clock.today())).groups for ask in group.asks]

    assert (lines(giver), lines(taker)) == (["移交“党建办主任”岗位"], [])
    close_points(hand_over, giver)
    actions.confirm_giving(hand_over, by=giver)
    assert (lines(giver), lines(taker)) == ([], ["接收“党建办主任”岗位"])
    actions.confirm_taking(hand_over, by=taker)
    assert (lines(giver), lines(taker)) == ([], [])


def test_the_page_is_for_the_two_and_the_unit_only(tree, hand_over, giver, taker):
    stranger = factories.account(factories.person("南", unit=tree.south, unit_cadre=tree.south))
    colleague = factories.account(Person.objects.create(name="同事", unit=tree.north))
    answers = []
    for user in (giver, taker, stranger, colleague):
        client = Client()
        client.force_login(user)
        answers.append(client.get(reverse("hand_over", args=[hand_over.pk])).status_code)

    assert answers == [200, 200, 404, 404]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_with_one_and_with_three(tree, cadre, django_assert_num_queries, count):
    for number in range(count):
        person = factories.person(f"许{number}", unit=tree.north)
        post(person, tree.north, of="secretary", until_on=TODAY)
        actions.open_hand_over(post(person, tree.north, of="secretary", until_on=TODAY), by=cadre)
    client = Client()
    client.force_login(cadre)
    client.get(reverse("hand_over_list"))

    with django_assert_num_queries(8):
        assert client.get(reverse("hand_over_list")).status_code == 200
