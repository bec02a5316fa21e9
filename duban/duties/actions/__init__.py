"""What can be done to lists, tasks and evidence."""

from duban.duties.actions.campaigns import issue_campaign
from duban.duties.actions.evidence import add_evidence, bind_evidence, bind_record, unbind_evidence
from duban.duties.actions.lists import import_list, issue_list, start_list
from duban.duties.actions.pressing import extend_task, remind_task
from duban.duties.actions.tasks import accept_task, assign_task, return_task, split_task, submit_task, waive_task

__all__ = [
    "accept_task",
    "add_evidence",
    "assign_task",
    "bind_evidence",
    "bind_record",
    "extend_task",
    "import_list",
    "issue_campaign",
    "issue_list",
    "remind_task",
    "return_task",
    "split_task",
    "start_list",
    "submit_task",
    "unbind_evidence",
    "waive_task",
]
