"""Addresses of this wing."""

from django.urls import path

from duban.duties.supervision import views

urlpatterns = [
    path("", views.notice_register, name="notice_register"),
    path("units/<int:pk>/draft-notice/", views.draft_notice, name="draft_notice"),
    path("notices/<int:pk>/", views.supervision_notice, name="supervision_notice"),
    path("notices/<int:pk>/change-notice/", views.change_notice, name="change_notice"),
    path("notices/<int:pk>/issue-notice/", views.issue_notice, name="issue_notice"),
    path("notices/<int:pk>/sign-notice/", views.sign_notice, name="sign_notice"),
    path("notices/<int:pk>/feed-back-notice/", views.feed_back_notice, name="feed_back_notice"),
    path("notices/<int:pk>/return-notice/", views.return_notice, name="return_notice"),
    path("notices/<int:pk>/close-notice/", views.close_notice, name="close_notice"),
    path("notices/<int:pk>/withdraw-notice/", views.withdraw_notice, name="withdraw_notice"),
    path("notices/<int:pk>/ask-extension/", views.ask_extension, name="ask_extension"),
    path("extensions/<int:pk>/second-extension/", views.second_extension, name="second_extension"),
    path("extensions/<int:pk>/approve-extension/", views.approve_extension, name="approve_extension"),
    path("extensions/<int:pk>/refuse-extension/", views.refuse_extension, name="refuse_extension"),
]
