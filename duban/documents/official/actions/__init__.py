"""Verbs of documents, and of what an office keeps beside them."""

from duban.documents.official.actions.office import (
    add_office_template,
    note_outside_numbers,
    retire_office_template,
    set_chain,
    set_profile,
)
from duban.documents.official.actions.papers import (
    SAID,
    approve_step,
    change_document,
    faults_of_sending,
    holds,
    may_decide,
    return_step,
    send_for_approval,
    start_document,
    take_back_document,
    void_document,
)

__all__ = [
    "SAID",
    "add_office_template",
    "approve_step",
    "change_document",
    "faults_of_sending",
    "holds",
    "may_decide",
    "note_outside_numbers",
    "retire_office_template",
    "return_step",
    "send_for_approval",
    "set_chain",
    "set_profile",
    "start_document",
    "take_back_document",
    "void_document",
]
