"""Accounts, passwords, grants and posts."""

from duban.orgs.actions.accounts import (
    ACCOUNT_NAME,
    change_password,
    close_account,
    first_administrator,
    first_password_again,
    issue_first_password,
    open_account,
    reopen_account,
    unlock_account,
)
from duban.orgs.actions.grants import grant_role, revoke_role
from duban.orgs.actions.people import (
    EDITORS,
    add_person,
    answer_correction,
    change_membership,
    change_person,
    correct_spelling,
    leave,
    re_enter,
    request_correction,
    show_sealed,
    transfer_membership,
)
from duban.orgs.actions.posts import appoint, end_post

__all__ = [
    "ACCOUNT_NAME",
    "EDITORS",
    "add_person",
    "answer_correction",
    "appoint",
    "change_membership",
    "change_password",
    "change_person",
    "close_account",
    "correct_spelling",
    "end_post",
    "first_administrator",
    "first_password_again",
    "grant_role",
    "issue_first_password",
    "leave",
    "open_account",
    "re_enter",
    "reopen_account",
    "request_correction",
    "revoke_role",
    "show_sealed",
    "transfer_membership",
    "unlock_account",
]
