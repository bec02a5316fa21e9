"""Addresses of this wing."""

from django.urls import path

from duban.asks.burden import views

urlpatterns = [
    path("", views.burden_ledger, name="burden_ledger"),
    path("demands/", views.demand_list, name="demand_list"),
    path("requests/", views.request_list, name="request_list"),
    path("requests/<int:pk>/", views.request, name="request"),
    path("requests/<int:pk>/sign-request/", views.sign_request, name="sign_request"),
    path("want-signature/", views.want_signature, name="want_signature"),
    path("report/", views.burden_report, name="burden_report"),
    path("self-check/", views.self_check, name="self_check"),
    path("suggestions/", views.suggestion_list, name="suggestion_list"),
    path("suggestions/new/", views.make_suggestion, name="make_suggestion"),
    path("suggestions/<int:pk>/", views.suggestion, name="suggestion"),
    path("suggestions/<int:pk>/answer-suggestion/", views.answer_suggestion, name="answer_suggestion"),
]
