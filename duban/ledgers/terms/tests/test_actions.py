"""What is done with terms, at the edges: further ballots, fewer seats, delegates, advance, first session, posts, endings."""

import datetime
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from duban.base.errors import BadInput, Conflict, NotAllowed
from duban.ledgers.terms import actions
from duban.ledgers.terms.models import Term
from duban.ledgers.terms.queries import (
    by_election_of,
    elected_names,
    terms_in_office_for,
    waiting_for_posts,
)
from duban.orgs.actions import merge_units
from duban.orgs.approval import Approval
from duban.orgs.models import Post, Unit, UnitKind
from duban.orgs.tests import factories
from duban.packs.actions import install_folder
from duban.packs.folder import folder_named

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]

DAY = datetime.date(2026, 11, 20)
COUNTS = ("eligible", "present", "issued", "returned", "valid")
MEETING = {"held_on": DAY, "eligible": 20, "present": 18, "issued": 18, "returned": 18, "valid": 18}


@pytest.fixture
def world():
    tree = factories.tree()
    install_folder(folder_named("core"))
    Unit.objects.filter(pk=tree.north_1.pk).update(kind=UnitKind.objects.get(code="branch"))
    tree.north_1.refresh_from_db()
    officer = factories.account(factories.person("周敏", unit=tree.committee, committee_admin=tree.committee))
    secretary = factories.account(factories.person("许文静", unit=tree.north_1, branch_secretary=tree.north_1))
    term = actions.open_term(tree.north_1, by=officer, starts_on=datetime.date(2024, 3, 1))
    return SimpleNamespace(tree=tree, officer=officer, secretary=secretary, term=term)


def approved(world, *, seats: int = 3, by_delegates: bool = False) -> Term:
    actions.request_election(world.term, by=world.secretary, symbol="一", seats=seats, requested_on=DAY)
    return actions.approve_election(
        world.term, by=world.officer, symbol="二", approved_on=DAY, seats=seats, by_delegates=by_delegates
    )


def votes(text: str) -> list[tuple[str, int]]:
    return [(name, int(yes)) for name, yes in (word.split(":") for word in text.split())]


def vote(world, text: str, **more):
    return actions.record_election(world.term, by=world.secretary, **{**MEETING, "candidates": votes(text), **more})


def state_of(world) -> str:
    world.term.refresh_from_db()
    return world.term.state


def places(error) -> list[tuple[str, str]]:
    return [(where, found) for where, found, _expected in error.value.places]


def test_who_ties_for_the_last_seat_is_voted_on_again_on_the_same_day(world):
    approved(world)

    vote(world, "丁一:17 王二:15 李三:11 赵四:11")
    assert (state_of(world), elected_names(world.term)) == ("approved", ["丁一", "王二"])

    with pytest.raises(BadInput) as others:
        vote(world, "李三:9 孙五:8")
    assert places(others)[0][0] == "候选人"
    second = vote(world, "李三:9 赵四:8")
    assert (second.kind, second.number, second.seats) == ("tied", 2, 1)
    assert (state_of(world), elected_names(world.term)) == ("elected", ["丁一", "王二", "李三"])


def test_open_seats_are_voted_on_again_with_more_candidates_than_seats(world):
    approved(world)
    vote(world, "丁一:17 王二:16 李三:10 赵四:9")

    with pytest.raises(BadInput) as few:
        vote(world, "李三:15")
    assert places(few) == [("候选人", "1")]
    second = vote(world, "李三:15 赵四:3")
    assert (second.kind, second.seats, state_of(world)) == ("remainder", 1, "elected")


@pytest.mark.parametrize(("consent", "state"), [(10, "approved"), (11, "elected")])
def test_seats_are_given_up_with_the_consent_of_more_than_half(world, consent, state):
    approved(world)

    if state == "approved":
        with pytest.raises(BadInput) as error:
            vote(world, "丁一:17 王二:16 李三:10 赵四:9", consent=consent)
        assert places(error) == [("同意减少名额", "10")]
    else:
        vote(world, "丁一:17 王二:16 李三:10 赵四:9", consent=consent)
    assert state_of(world) == state
    assert world.term.elections.count() == (state == "elected")


def test_nothing_is_given_up_while_every_seat_is_filled_or_somebody_tied(world):
    approved(world)

    for text in ("丁一:17 王二:16 李三:15 赵四:1", "丁一:17 王二:15 李三:11 赵四:11"):
        with pytest.raises(BadInput) as error:
            vote(world, text, consent=18)
        assert places(error) == [("同意减少名额", "18")]


def test_nobody_with_more_than_half_is_recorded_and_all_seats_stay_open(world):
    approved(world)

    vote(world, "丁一:10 王二:10 李三:9 赵四:8")

    assert (state_of(world), elected_names(world.term)) == ("approved", [])
    assert vote(world, "丁一:17 王二:16 李三:15 赵四:1").kind == "remainder"
    assert state_of(world) == "elected"


@pytest.mark.parametrize(
    ("members", "by_delegates", "holds"),
    [(499, False, False), (500, False, True), (499, True, True), (None, False, False)],
)
def test_delegates_elect_from_500_members_on_or_with_approval(world, members, by_delegates, holds):
    """选举工作条例: 党员500名以上或者所辖党组织驻地分散的，经批准可以召开党员代表大会."""
    Unit.objects.filter(pk=world.tree.north_1.pk).update(member_count=members)
    approved(world, by_delegates=by_delegates)

    if holds:
        assert vote(world, "丁一:17 王二:16 李三:15 赵四:4", by_delegates=True).by_delegates
    else:
        with pytest.raises(BadInput) as error:
            vote(world, "丁一:17 王二:16 李三:15 赵四:4", by_delegates=True)
        assert places(error) == [("党员代表大会", str(members or "未填"))]


@pytest.mark.parametrize(("day", "reason", "holds"), [("2026-08-31", "", False), ("2026-08-31", "机构改革", True), ("2026-09-01", "", True)])  # fmt: skip
def test_before_the_reminder_is_due_an_election_is_in_advance_and_needs_a_reason(world, frozen, day, reason, holds):
    frozen.move_to(datetime.datetime.fromisoformat(f"{day}T01:00:00+00:00"))

    if holds:
        actions.request_election(world.term, by=world.secretary, symbol="一", seats=3, reason=reason)
        world.term.refresh_from_db()
        assert world.term.advance_reason == (reason if day == "2026-08-31" else "")
    else:
        with pytest.raises(BadInput):
            actions.request_election(world.term, by=world.secretary, symbol="一", seats=3, reason=reason)


@pytest.mark.parametrize(("held_on", "holds"), [("2026-02-28", False), ("2026-03-01", True)])
def test_an_election_in_advance_is_a_year_early_at_most(world, frozen, held_on, holds):
    """任期的意见: 提前或者延期换届一般不超过1年; the term ends on 1 March 2027."""
    day = datetime.date.fromisoformat(held_on)
    frozen.move_to(datetime.datetime(2026, 3, 2, 1, tzinfo=datetime.UTC))
    first = datetime.date(2026, 3, 1)
    actions.request_election(
        world.term, by=world.secretary, symbol="一", seats=3, reason="机构改革", requested_on=first
    )
    actions.approve_election(world.term, by=world.officer, symbol="二", approved_on=first, seats=3)

    if holds:
        vote(world, "丁一:17 王二:16 李三:15 赵四:4", held_on=day)
    else:
        with pytest.raises(BadInput) as error:
            vote(world, "丁一:17 王二:16 李三:15 赵四:4", held_on=day)
        assert places(error) == [("选举日期", "2026-02-28")]


@pytest.fixture
def elected(world):
    approved(world)
    vote(world, "丁一:17 王二:16 李三:15 赵四:4")
    return world


def meet(world, text: str = "secretary:丁一:3", *, present: int = 3, held_on=DAY):
    officers = [(title, name, int(yes)) for title, name, yes in (word.split(":") for word in text.split())]
    return actions.record_first_session(
        world.term, by=world.secretary, held_on=held_on, present=present, officers=officers
    )


@pytest.mark.parametrize(
    ("text", "present", "where"),
    [
        ("deputy:丁一:3", 3, "书记"),
        ("secretary:丁一:3 secretary:王二:3", 3, "书记"),
        ("secretary:赵四:3", 3, "赵四"),
        ("secretary:丁一:3 deputy:丁一:3", 3, "丁一"),
        ("secretary:丁一:1", 3, "丁一"),
        ("secretary:丁一:4", 3, "丁一"),
        ("secretary:丁一:2", 2, "实到会"),
        ("secretary:丁一:3", 4, "实到会"),
    ],
    ids=["no secretary", "two", "not elected", "twice", "not more than half", "more than attended", "no quorum", "more than members"],
)  # fmt: skip
def test_the_first_session_elects_one_secretary_of_the_committee_by_more_than_half(elected, text, present, where):
    with pytest.raises(BadInput) as error:
        meet(elected, text, present=present)

    assert places(error)[0][0] == where
    assert not hasattr(Term.objects.get(pk=elected.term.pk), "first_session")


def test_the_result_is_approved_once_the_first_session_is_recorded(elected):
    with pytest.raises(BadInput):
        actions.approve_result(elected.term, by=elected.officer, symbol="三")

    meet(elected, "secretary:丁一:2 deputy:王二:3")
    with pytest.raises(Conflict):
        meet(elected)
    assert actions.approve_result(elected.term, by=elected.officer, symbol="三").starts_on == DAY


def test_a_branch_without_a_committee_needs_no_first_session(world):
    approved(world, seats=1)
    vote(world, "丁一:17 王二:1")

    assert actions.approve_result(world.term, by=world.officer, symbol="三").starts_on == DAY


@pytest.fixture
def in_office(elected):
    meet(elected, "secretary:丁一:3 deputy:王二:3")
    actions.approve_result(elected.term, by=elected.officer, symbol="三")
    elected.term.refresh_from_db()
    return elected


def test_a_committee_takes_office_whole_or_not_at_all(in_office):
    tree, waiting = in_office.tree, waiting_for_posts(in_office.term)
    people = [factories.person(each.name, unit=tree.north_1) for each in waiting]
    seats = {each: (person, "委员") for each, person in zip(waiting, people, strict=True)}

    for wrong in ({k: seats[k] for k in waiting[:2]}, dict.fromkeys(waiting, (people[0], "委员"))):
        with pytest.raises(BadInput):
            actions.take_office(in_office.term, by=in_office.officer, seats=wrong)
    assert Post.objects.count() == 0
    with pytest.raises(NotAllowed):
        actions.take_office(in_office.term, by=in_office.secretary, seats=seats)
    actions.take_office(in_office.term, by=in_office.officer, seats=seats)
    assert [post.since_on for post in Post.objects.filter(unit=tree.north_1)] == [DAY] * 3
    with pytest.raises(Conflict):
        actions.take_office(in_office.term, by=in_office.officer, seats=seats)


def test_who_goes_on_keeps_the_post_and_other_posts_are_not_touched(in_office):
    tree, waiting = in_office.tree, waiting_for_posts(in_office.term)
    first = datetime.date(2024, 3, 1)
    people = [factories.person(each.name, unit=tree.north_1) for each in waiting]
    kept = Post.objects.create(person=people[0], unit=tree.north_1, title="书记", since_on=first)
    ends = Post.objects.create(person=people[1], unit=tree.north_1, title="委员", since_on=first)
    other = Post.objects.create(person=people[1], unit=tree.north_1, title="组织员", since_on=first)

    titles = ["书记", "副书记", "委员"]
    actions.take_office(
        in_office.term,
        by=in_office.officer,
        seats={each: (p, title) for each, p, title in zip(waiting, people, titles, strict=True)},
    )

    for post in (kept, ends, other):
        post.refresh_from_db()
    assert (kept.until_on, ends.until_on, other.until_on) == (None, DAY - datetime.timedelta(days=1), None)
    assert Post.objects.filter(unit=tree.north_1).count() == 5


def test_only_posts_of_the_party_committee_end_and_the_form_names_them(in_office, browser_files):
    unit, waiting, first = in_office.tree.north_1, waiting_for_posts(in_office.term), datetime.date(2024, 3, 1)
    titles = [
        "支部书记",
        f"{unit.name}副书记",
        "纪检委员",
        "团支部书记",
        "机关纪委书记",
        "团委书记",
        "第一书记",
        "纪委委员",
    ]
    held = [
        Post.objects.create(person=factories.person(f"前任{n}", unit=unit), unit=unit, title=title, since_on=first)
        for n, title in enumerate(titles)
    ]
    filled = Post.objects.create(person=held[3].person, unit=unit, title="书记兼群团工作", since_on=first)
    before = Term.objects.create(
        unit=unit, starts_on=datetime.date(2021, 3, 1), ends_on=first, state="result_approved", approved_on=DAY, approval_symbol="一"
    )  # fmt: skip
    ballot = before.elections.create(**{f"{name}_count": 9 for name in COUNTS}, held_on=first, seats=1)
    ballot.candidates.create(place=1, name="前任3", yes_count=9, is_elected=True, post=filled)
    client = Client()
    client.force_login(in_office.officer)

    page = client.get(reverse("term", args=[in_office.term.pk])).content.decode()
    people = [factories.person(each.name, unit=unit) for each in waiting]
    seats = {each: (person, "委员") for each, person in zip(waiting, people, strict=True)}
    actions.take_office(in_office.term, by=in_office.officer, seats=seats)

    ended = Post.objects.filter(unit=unit, until_on=DAY - datetime.timedelta(days=1)).order_by("pk")
    assert [post.title for post in ended] == [*titles[:3], "书记兼群团工作"]
    assert [f"<li>前任{n}　{title}</li>" in page for n, title in enumerate(titles)] == [True] * 3 + [False] * 5
    assert "<li>前任3　书记兼群团工作</li>" in page


def test_a_by_election_ends_no_post(in_office):
    unit = in_office.tree.north_1
    held = Post.objects.create(person=factories.person("前任", unit=unit), unit=unit, title="书记", since_on=DAY)
    term = Term.objects.get(unit=unit, state="normal")
    said = {**MEETING, "held_on": datetime.date(2026, 11, 23), "purpose": "co_option", "seats": 1}
    actions.record_by_election(term, by=in_office.secretary, **said, candidates=votes("孙五:15 周六:3"))
    actions.approve_by_election(term, by=in_office.officer, symbol="四")

    (new,) = waiting_for_posts(term)
    actions.take_office(term, by=in_office.officer, seats={new: (factories.person("孙五", unit=unit), "委员")})

    held.refresh_from_db()
    assert held.until_on is None


def test_a_by_election_is_complete_before_the_next_one_and_before_its_approval(in_office):
    term = Term.objects.get(unit=in_office.tree.north_1, state="normal")
    said = {**MEETING, "held_on": datetime.date(2026, 11, 23), "purpose": "co_option", "seats": 1}

    with pytest.raises(Conflict):
        actions.approve_by_election(term, by=in_office.officer, symbol="四")
    actions.record_by_election(term, by=in_office.secretary, **said, candidates=votes("孙五:9 周六:8"))
    with pytest.raises(Conflict):
        actions.approve_by_election(term, by=in_office.officer, symbol="四")
    actions.record_by_election(term, by=in_office.secretary, **said, candidates=votes("孙五:15 周六:3"))
    with pytest.raises(Conflict):
        actions.record_by_election(term, by=in_office.secretary, **said, candidates=votes("吴七:15 周六:3"))
    actions.approve_by_election(term, by=in_office.officer, symbol="四")

    assert (by_election_of(term), [each.name for each in waiting_for_posts(term)]) == ([], ["孙五"])
    assert [each.purpose for each in term.elections.all()] == ["co_option", "co_option"]


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-11-23T01:00:00", "2026-11-23"),
        ("2026-11-23T08:59:00", "2026-11-23"),
        ("2026-11-23T09:00:00", "2026-11-24"),
        ("2026-11-27T10:00:00", "2026-11-30"),
        ("2026-10-01T02:00:00", "2026-10-08"),
    ],
    ids=["9:00", "16:59", "17:00", "Friday evening", "National Day"],
)
def test_a_reminder_goes_out_in_working_hours(world, frozen, moment, day):
    """AF-11; hours in Shanghai, calendar of 2026."""
    frozen.move_to(datetime.datetime.fromisoformat(f"{moment}+00:00"))

    actions.remind_term(world.term, by=world.officer)

    world.term.refresh_from_db()
    assert str(world.term.reminded_on) == day


def test_the_term_of_a_merged_organisation_ends_with_it_and_the_heirs_goes_on(world):
    heir = world.tree.north_2
    Unit.objects.filter(pk=heir.pk).update(kind=world.tree.north_1.kind)
    goes_on = actions.open_term(Unit.objects.get(pk=heir.pk), by=world.officer, starts_on=DAY)

    merge_units(
        heir,
        by=world.officer,
        approval=Approval("县直工委〔2026〕12号", DAY, DAY),
        others=[world.tree.north_1],
        is_seen=True,
    )

    for term in (world.term, goes_on):
        term.refresh_from_db()
    assert (world.term.state, world.term.ended_on, world.term.is_in_office()) == ("ended", DAY, False)
    assert goes_on.is_in_office()
    assert list(terms_in_office_for(world.officer)) == [goes_on]


def test_the_answer_to_a_result_has_its_day(elected):
    meet(elected, "secretary:丁一:3 deputy:王二:3")
    for wrong in (DAY - datetime.timedelta(days=1), datetime.date(2026, 11, 24)):
        with pytest.raises(BadInput):
            actions.approve_result(elected.term, by=elected.officer, symbol="三", approved_on=wrong)

    actions.approve_result(elected.term, by=elected.officer, symbol="三", approved_on=DAY)

    elected.term.refresh_from_db()
    assert elected.term.result_approved_on == DAY
