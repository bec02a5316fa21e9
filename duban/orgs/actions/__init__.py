"""Accounts, passwords, grants, posts; units and their relations."""

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
from duban.orgs.actions.mergers import dissolve_unit, merge_units, split_unit
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
from duban.orgs.actions.relations import end_relation, set_relation
from duban.orgs.actions.resetting import re_set_branches
from duban.orgs.actions.taking_back import take_back_step
from duban.orgs.actions.units import change_unit_kind, found_unit, move_unit, place_units, rename_unit

__all__ = [
    "ACCOUNT_NAME",
    "EDITORS",
    "add_person",
    "answer_correction",
    "appoint",
    "change_membership",
    "change_password",
    "change_person",
    "change_unit_kind",
    "close_account",
    "correct_spelling",
    "dissolve_unit",
    "end_post",
    "end_relation",
    "first_administrator",
    "first_password_again",
    "found_unit",
    "grant_role",
    "issue_first_password",
    "leave",
    "merge_units",
    "move_unit",
    "open_account",
    "place_units",
    "re_enter",
    "re_set_branches",
    "rename_unit",
    "reopen_account",
    "request_correction",
    "revoke_role",
    "set_relation",
    "show_sealed",
    "split_unit",
    "take_back_step",
    "transfer_membership",
    "unlock_account",
]
