"""What is done with notices and requests for another day."""

from duban.duties.supervision.actions.extensions import (
    approve_extension,
    ask_extension,
    refuse_extension,
    second_extension,
)
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
    "approve_extension",
    "ask_extension",
    "change_notice",
    "close_notice",
    "draft_notice",
    "feed_back_notice",
    "issue_notice",
    "refuse_extension",
    "return_notice",
    "second_extension",
    "sign_notice",
    "withdraw_notice",
]
