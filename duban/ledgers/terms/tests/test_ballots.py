"""Elections at their boundaries. Source: 中国共产党基层组织选举工作条例 (2020); domain rule 1.4."""

import datetime
from fractions import Fraction

import pytest

from duban.ledgers.terms.ballots import Ballot, Held, Kind, Totals, findings, may_reduce, next_ballot, winners
from duban.ledgers.terms.tests.books import book

DAY = datetime.date(2026, 11, 20)


def totals(**changed) -> Totals:
    said = {
        "held_on": DAY, "seats": 3, "eligible": 20, "present": 18, "issued": 18, "returned": 18, "valid": 18,
        "candidates": [("丁一", 17), ("王二", 16), ("李三", 15), ("赵四", 5)],
    }  # fmt: skip
    return Totals(**{**said, **changed})


@pytest.mark.parametrize(
    ("eligible", "present", "holds"), [(20, 16, True), (20, 15, False), (21, 17, True), (21, 16, False)]
)
def test_four_fifths_of_those_who_should_attend_are_needed(eligible, present, holds):
    found = findings(
        totals(
            eligible=eligible,
            present=present,
            issued=present,
            returned=present,
            valid=present,
            candidates=[("丁", 9)] * 4,
        ),
        book(),
    )

    assert [str(each.expected) for each in found] == ([] if holds else [f"至少{-(-eligible * 4 // 5)}"])


@pytest.mark.parametrize(
    ("seats", "candidates", "holds"),
    [(3, 4, True), (3, 3, False), (5, 6, True), (5, 5, False), (6, 8, True), (6, 7, False)],
)
def test_candidates_exceed_seats_by_a_fifth(seats, candidates, holds):
    found = findings(totals(seats=seats, candidates=[(f"候{n}", 5) for n in range(candidates)]), book())

    assert (found == []) is holds


@pytest.mark.parametrize(
    ("changed", "where"),
    [
        ({"present": 21, "issued": 18}, "实到会"),
        ({"issued": 19}, "发出选票"),
        ({"returned": 19, "issued": 18}, "收回选票"),
        ({"valid": 18, "returned": 17}, "有效选票"),
        ({"valid": 16, "candidates": [("丁一", 17), ("王二", 10), ("李三", 10), ("赵四", 5)]}, "丁一"),
    ],
)
def test_numbers_that_cannot_be_are_named(changed, where):
    assert [str(each.where) for each in findings(totals(**changed), book())] == [where]


def test_ballots_carry_no_more_votes_than_seats():
    fits, over = [[("丁一", 18), ("王二", 18), ("李三", last), ("赵四", 0)] for last in (18, 17)], None
    assert [findings(totals(candidates=each), book()) for each in fits] == [[], []]
    over = findings(totals(candidates=[("丁一", 18), ("王二", 18), ("李三", 18), ("赵四", 1)]), book())
    assert [(str(each.where), each.found, str(each.expected)) for each in over] == [
        ("赞成票合计", "55", "不超过54（有效选票数乘应选名额）")
    ]


def test_ballots_returned_may_be_as_many_as_issued_and_no_more():
    assert findings(totals(returned=18), book()) == []
    assert [str(each.where) for each in findings(totals(returned=19, valid=18), book())] == ["收回选票"]


@pytest.mark.parametrize(("yes", "elected"), [(10, False), (11, True)])
def test_elected_needs_more_than_half_of_those_who_should_attend(yes, elected):
    found, tied = winners(totals(seats=1, candidates=[("丁一", yes), ("王二", 3)]), book())

    assert (found, tied) == (["丁一"] if elected else [], [])


def test_half_of_those_who_attended_is_a_setting():
    case = totals(seats=1, eligible=20, present=18, candidates=[("丁一", 10), ("王二", 3)])

    assert winners(case, book()) == ([], [])
    assert winners(case, book(election__winner_base_is_eligible="否")) == (["丁一"], [])


def test_more_winners_than_seats_go_by_votes_and_a_tie_at_the_edge_is_voted_again():
    clear = totals(seats=2, candidates=[("丁一", 17), ("王二", 16), ("李三", 15)])
    tied = totals(seats=2, candidates=[("丁一", 17), ("王二", 15), ("李三", 15)])
    all_tied = totals(seats=2, candidates=[("丁一", 15), ("王二", 15), ("李三", 15)])

    assert winners(clear, book()) == (["丁一", "王二"], [])
    assert winners(tied, book()) == (["丁一"], ["王二", "李三"])
    assert winners(all_tied, book()) == ([], ["丁一", "王二", "李三"])


def test_fewer_winners_than_seats_leave_seats_open():
    assert winners(totals(), book()) == (["丁一", "王二", "李三"], [])
    assert winners(totals(candidates=[("丁一", 17), ("王二", 10), ("李三", 9), ("赵四", 5)]), book()) == (["丁一"], [])


def test_shares_are_exact():
    """4/5 of 5 is 4 and not a hair more."""
    votes = [("丁一", 4), ("王二", 4), ("李三", 4), ("赵四", 0)]
    assert findings(totals(eligible=5, present=4, issued=4, returned=4, valid=4, candidates=votes), book()) == []
    assert book().number("election.present_share_min", DAY) == Fraction(4, 5)


@pytest.mark.parametrize(
    ("votes", "elected", "tied"),
    [([9, 8], ["王二"], []), ([8, 8], [], ["王二", "李三"]), ([3, 2], ["王二"], [])],
    ids=["most votes decide", "tied again", "half is not asked a second time"],
)
def test_in_a_ballot_on_those_who_tied_the_most_votes_decide(votes, elected, tied):
    case = totals(seats=1, kind=Kind.TIED, candidates=list(zip(["王二", "李三"], votes, strict=True)))

    assert findings(case, book()) == []
    assert winners(case, book()) == (elected, tied)


@pytest.mark.parametrize(("consent", "enough"), [(None, False), (10, False), (11, True)])
def test_seats_stay_open_when_more_than_half_agree(consent, enough):
    """接近应选名额的，经半数以上选举人同意，可以减少名额."""
    found, finding = may_reduce(totals(consent=consent), book())

    assert found is enough
    assert finding.cited == "《示例规定》"


@pytest.mark.parametrize(("tellers", "holds"), [(16, True), (17, False), (None, True)])
def test_tellers_are_none_of_the_candidates(tellers, holds):
    """20 should attend, 4 of them are candidates."""
    assert (findings(totals(tellers=tellers), book()) == []) is holds


@pytest.mark.parametrize(("consent", "holds"), [(18, True), (19, False)])
def test_no_more_agree_than_attended(consent, holds):
    assert (findings(totals(consent=consent), book()) == []) is holds


@pytest.mark.parametrize(
    ("held", "ballot"),
    [
        ([], Ballot(Kind.FIRST, 1, 3)),
        ([Held(3, ["丁", "王", "李"])], None),
        ([Held(3, ["丁", "王"])], Ballot(Kind.REMAINDER, 2, 1)),
        ([Held(3, ["丁", "王"], is_reduced=True)], None),
        ([Held(3, ["丁", "王"], ["李", "赵"])], Ballot(Kind.TIED, 2, 1, ("李", "赵"))),
        ([Held(3, ["丁", "王"], ["李", "赵"]), Held(1, [], ["李", "赵"])], Ballot(Kind.TIED, 3, 1, ("李", "赵"))),
        ([Held(3, ["丁"]), Held(2, ["王"])], Ballot(Kind.REMAINDER, 3, 1)),
        ([Held(3), Held(3, ["丁", "王", "李"])], None),
    ],
    ids=["first", "whole", "one open", "given up", "tied", "tied again", "still one", "nobody at first"],
)
def test_what_the_meeting_votes_on_next(held, ballot):
    assert next_ballot(3, held) == ballot
