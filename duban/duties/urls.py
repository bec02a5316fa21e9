"""Addresses of this room."""

from django.urls import path

from duban.duties.views import campaigns, lists, plan, tasks

urlpatterns = [
    path("lists/", lists.list_list, name="list_list"),
    path("lists/import-list/", lists.import_list, name="import_list"),
    path("lists/start-list/", lists.start_list, name="start_list"),
    path("lists/import-list/template/", lists.import_list_template, name="import_list_template"),
    path("lists/preview-list/", lists.preview_list, name="preview_list"),
    path("lists/<int:pk>/", lists.responsibility_list, name="responsibility_list"),
    path("lists/<int:pk>/export-list/", lists.export_list, name="export_list"),
    path("lists/<int:pk>/issue-list/", lists.issue_list, name="issue_list"),
    path("duties/<int:pk>/", lists.duty, name="duty"),
    path("campaigns/", campaigns.campaign_list, name="campaign_list"),
    path("campaigns/preview-campaign/", campaigns.preview_campaign, name="preview_campaign"),
    path("campaigns/issue-campaign/", campaigns.issue_campaign, name="issue_campaign"),
    path("campaigns/<int:pk>/", campaigns.campaign, name="campaign"),
    path("plan/", plan.control_plan, name="control_plan"),
    path("plan/<int:pk>/", plan.plan_of_unit, name="plan_of_unit"),
    path("plan/chosen-tasks/", plan.chosen_tasks, name="chosen_tasks"),
    path("tasks/", tasks.task_list, name="task_list"),
    path("tasks/<int:pk>/", tasks.task, name="task"),
    path("tasks/<int:pk>/submit-task/", tasks.submit_task, name="submit_task"),
    path("tasks/<int:pk>/return-task/", tasks.return_task, name="return_task"),
    path("tasks/<int:pk>/accept-task/", tasks.accept_task, name="accept_task"),
    path("tasks/<int:pk>/waive-task/", tasks.waive_task, name="waive_task"),
    path("tasks/<int:pk>/assign-task/", tasks.assign_task, name="assign_task"),
    path("tasks/<int:pk>/split-task/", tasks.split_task, name="split_task"),
    path("tasks/<int:pk>/remind-task/", plan.remind_task, name="remind_task"),
    path("tasks/<int:pk>/extend-task/", plan.extend_task, name="extend_task"),
    path("tasks/<int:pk>/add-evidence/", tasks.add_evidence, name="add_evidence"),
    path("tasks/<int:pk>/bind-evidence/", tasks.bind_evidence, name="bind_evidence"),
    path("tasks/<int:pk>/bind-record/", tasks.bind_record, name="bind_record"),
    path("tasks/<int:pk>/unbind-evidence/", tasks.unbind_evidence, name="unbind_evidence"),
]
