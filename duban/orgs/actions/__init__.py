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
from duban.orgs.actions.posts import appoint, end_post

__all__ = [
    "ACCOUNT_NAME",
    "appoint",
    "change_password",
    "close_account",
    "end_post",
    "first_administrator",
    "first_password_again",
    "grant_role",
    "issue_first_password",
    "open_account",
    "reopen_account",
    "revoke_role",
    "unlock_account",
]
