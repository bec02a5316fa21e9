"""What is done with terms: the steps of a term, its ballots, and the posts that follow from them."""

from duban.ledgers.terms.actions.ballots import (
    approve_by_election,
    record_by_election,
    record_election,
    record_first_session,
)
from duban.ledgers.terms.actions.posts import take_office
from duban.ledgers.terms.actions.steps import (
    approve_election,
    approve_extension,
    approve_result,
    end_terms,
    open_term,
    remind_term,
    request_election,
    request_extension,
    revoke_approval,
    withdraw_request,
)

__all__ = [
    "approve_by_election",
    "approve_election",
    "approve_extension",
    "approve_result",
    "end_terms",
    "open_term",
    "record_by_election",
    "record_election",
    "record_first_session",
    "remind_term",
    "request_election",
    "request_extension",
    "revoke_approval",
    "take_office",
    "withdraw_request",
]
