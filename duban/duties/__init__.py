"""duties: who answers for what, what is to be done by when, and what shows that it was.

Nouns: ResponsibilityList, Duty, DueDay, Task, Evidence, Binding. Verbs: issue_list, assign_task, split_task, add_evidence,
bind_evidence, submit_task, return_task, accept_task, waive_task. News: tasks_changed.
"""
