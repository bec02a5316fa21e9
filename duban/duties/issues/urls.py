"""Addresses of this wing."""

from django.urls import path

from duban.duties.issues import views

urlpatterns = [
    path("", views.issue_register, name="issue_register"),
    path("units/<int:pk>/raise-issue/", views.raise_issue, name="raise_issue"),
    path("<int:pk>/", views.issue, name="issue"),
    path("<int:pk>/plan-issue/", views.plan_issue, name="plan_issue"),
    path("<int:pk>/rectify-issue/", views.rectify_issue, name="rectify_issue"),
    path("<int:pk>/return-issue/", views.return_issue, name="return_issue"),
    path("<int:pk>/close-issue/", views.close_issue, name="close_issue"),
    path("<int:pk>/recheck-issue/", views.recheck_issue, name="recheck_issue"),
    path("<int:pk>/withdraw-issue/", views.withdraw_issue, name="withdraw_issue"),
]
