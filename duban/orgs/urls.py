"""Addresses of this room."""

from django.urls import path

from duban.orgs.views import session

urlpatterns = [
    path("log-in/", session.log_in, name="log_in"),
    path("log-out/", session.log_out, name="log_out"),
    path("change-password/", session.change_password, name="change_password"),
]
