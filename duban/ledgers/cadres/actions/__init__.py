"""The verbs of this wing."""

from duban.ledgers.cadres.actions.filings import (
    open_filing,
    record_filing,
    record_group_decision,
    record_opinion,
    withdraw_filing,
)
from duban.ledgers.cadres.actions.hand_overs import (
    confirm_giving,
    confirm_taking,
    name_taker,
    note_points,
    open_hand_over,
    pass_on_work,
)
from duban.ledgers.cadres.actions.pool import enter_profession, sort_posts
from duban.ledgers.cadres.actions.record import (
    answer_objection,
    object_to_line,
    register_secondment,
    secondments_are_kept,
    write_comment,
)
from duban.ledgers.cadres.actions.training import match_class, plan_class

__all__ = [
    "answer_objection",
    "confirm_giving",
    "confirm_taking",
    "enter_profession",
    "match_class",
    "name_taker",
    "note_points",
    "object_to_line",
    "open_filing",
    "open_hand_over",
    "pass_on_work",
    "plan_class",
    "record_filing",
    "record_group_decision",
    "record_opinion",
    "register_secondment",
    "secondments_are_kept",
    "sort_posts",
    "withdraw_filing",
    "write_comment",
]
