"""Addresses of this wing."""

from django.urls import path

from duban.duties.supervision import conference_views, views

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
    path("notices/<int:pk>/ask-delay/", views.ask_delay, name="ask_delay"),
    path("extensions/<int:pk>/second-delay/", views.second_delay, name="second_delay"),
    path("extensions/<int:pk>/approve-delay/", views.approve_delay, name="approve_delay"),
    path("extensions/<int:pk>/refuse-delay/", views.refuse_delay, name="refuse_delay"),
    path("measures/", views.measure_register, name="measure_register"),
    path("measures/<int:pk>/answer-measure/", views.answer_measure, name="answer_measure"),
    path("measures/<int:pk>/lift-measure/", views.lift_measure, name="lift_measure"),
    path("matters/<str:kind>/<int:pk>/", views.matter_measures, name="matter_measures"),
    path("matters/<str:kind>/<int:pk>/remind-unit/", views.remind_unit, name="remind_unit"),
    path("matters/<str:kind>/<int:pk>/take-measure/", views.take_measure, name="take_measure"),
    path("conferences/", conference_views.conference_list, name="conference_list"),
    path("units/<int:pk>/set-up-conference/", conference_views.set_up_conference, name="set_up_conference"),
    path("conferences/<int:pk>/", conference_views.conference, name="conference"),
    path("conferences/<int:pk>/seat-member/", conference_views.seat_member, name="seat_member"),
    path("conferences/<int:pk>/unseat-member/", conference_views.unseat_member, name="unseat_member"),
    path("conferences/<int:pk>/pass-decision/", conference_views.pass_decision, name="pass_decision"),
]
