"""Addresses of this wing."""

from django.urls import path

from duban.ledgers.terms import views

urlpatterns = [
    path("", views.term_list, name="term_list"),
    path("units/<int:pk>/", views.unit_terms, name="unit_terms"),
    path("units/<int:pk>/open-term/", views.open_term, name="open_term"),
    path("<int:pk>/", views.term, name="term"),
    path("<int:pk>/remind-term/", views.remind_term, name="remind_term"),
    path("<int:pk>/request-election/", views.request_election, name="request_election"),
    path("<int:pk>/withdraw-request/", views.withdraw_request, name="withdraw_request"),
    path("<int:pk>/revoke-approval/", views.revoke_approval, name="revoke_approval"),
    path("<int:pk>/approve-election/", views.approve_election, name="approve_election"),
    path("<int:pk>/record-election/", views.record_election, name="record_election"),
    path("<int:pk>/record-first-session/", views.record_first_session, name="record_first_session"),
    path("<int:pk>/record-by-election/", views.record_by_election, name="record_by_election"),
    path("<int:pk>/approve-by-election/", views.approve_by_election, name="approve_by_election"),
    path("<int:pk>/take-office/", views.take_office, name="take_office"),
    path("<int:pk>/approve-result/", views.approve_result, name="approve_result"),
    path("<int:pk>/request-extension/", views.request_extension, name="request_extension"),
    path("<int:pk>/approve-extension/", views.approve_extension, name="approve_extension"),
]
