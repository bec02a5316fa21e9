"""What is done with notices and requests for another day."""

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
    "refuse_delay",
    "remind_unit",
    "return_notice",
    "second_delay",
    "sign_notice",
    "take_measure",
    "withdraw_notice",
]
