"""What is done with notices and requests for another day."""

from duban.duties.supervision.actions.conferences import pass_decision, seat_member, set_up_conference, unseat_member
from duban.duties.supervision.actions.extensions import (
    approve_delay,
    ask_delay,
    refuse_delay,
    second_delay,
)
from duban.duties.supervision.actions.measures import answer_measure, kind_of, lift_measure, remind_unit, take_measure
from duban.duties.supervision.actions.notices import (
    change_notice,
    close_notice,
    draft_notice,
    feed_back_notice,
    issue_notice,
    return_notice,
    sign_notice,
    withdraw_notice,
)

__all__ = [
    "answer_measure",
    "approve_delay",
    "ask_delay",
    "change_notice",
    "close_notice",
    "draft_notice",
    "feed_back_notice",
    "issue_notice",
    "kind_of",
    "lift_measure",
    "pass_decision",
    "refuse_delay",
    "remind_unit",
    "return_notice",
    "seat_member",
    "second_delay",
    "set_up_conference",
    "sign_notice",
    "take_measure",
    "unseat_member",
    "withdraw_notice",
]
