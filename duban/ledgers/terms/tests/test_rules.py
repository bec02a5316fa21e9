"""Terms and elections at their boundaries. Sources: 任期的意见 (2018), 基层组织选举工作条例 (2020); domain rules 1.1, 1.3, 1.4."""

import datetime
from fractions import Fraction

import pytest

from duban.ledgers.terms.rules import Totals, days_of, end_of, findings, latest_extension, months_after, winners
from duban.packs.models import RuleParameter
from duban.packs.rules import Rulebook

DAY = datetime.date(2026, 11, 20)


def book(**changed: str) -> Rulebook:
    said = {
        "term.branch.years": "3", "term.village_branch.years": "5", "term.general_branch.years": "3",
        "term.primary_committee.years": "5", "term.remind_months": "6", "term.request_months": "4",
        "term.extension_months_max": "12", "election.present_share_min": "0.8", "election.surplus_share_min": "0.2",
        "election.winner_share_over": "0.5", "election.winner_base_is_eligible": "是",
    }  # fmt: skip
    said |= {code.replace("__", "."): value for code, value in changed.items()}
    return Rulebook(RuleParameter(code=code, title=code, value=value, basis="示例规定") for code, value in said.items())


def totals(**changed) -> Totals:
    said = {
        "held_on": DAY, "seats": 3, "eligible": 20, "present": 18, "issued": 18, "returned": 18, "valid": 18,
        "candidates": [("丁一", 17), ("王二", 16), ("李三", 15), ("赵四", 5)],
    }  # fmt: skip
    return Totals(**{**said, **changed})


@pytest.mark.parametrize(
    ("kind", "end"),
    [
        ("branch", "2029-11-20"), ("joint_branch", "2029-11-20"), ("general_branch", "2029-11-20"),
        ("primary_committee", "2031-11-20"), ("village", "2031-11-20"), ("party_group", None), ("temporary_branch", None),
    ],
)  # fmt: skip
def test_how_long_each_kind_of_body_serves(kind, end):
    assert end_of(kind, DAY, book()) == (datetime.date.fromisoformat(end) if end else None)


def test_the_days_before_the_end_cite_their_rules():
    days = days_of(datetime.date(2026, 8, 31), book())

    assert (days.remind_on, days.request_on) == (datetime.date(2026, 2, 28), datetime.date(2026, 4, 30))
    assert (days.remind_rule.cited, days.request_rule.value) == ("《示例规定》", "4")
    assert latest_extension(datetime.date(2026, 2, 28), book()) == datetime.date(2027, 2, 28)


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [("2024-02-29", 12, "2025-02-28"), ("2026-08-31", -6, "2026-02-28"), ("2026-12-31", 1, "2027-01-31"), ("2026-01-15", -1, "2025-12-15")],
)  # fmt: skip
def test_months_after_keeps_inside_the_month(day, months, then):
    assert months_after(datetime.date.fromisoformat(day), months) == datetime.date.fromisoformat(then)


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
