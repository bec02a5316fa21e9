"""Addresses of this room."""

from django.urls import path

from duban.orgs.views import organisation, session

urlpatterns = [
    path("log-in/", session.log_in, name="log_in"),
    path("log-out/", session.log_out, name="log_out"),
    path("change-password/", session.change_password, name="change_password"),
    path("units/", organisation.unit_list, name="unit_list"),
    path("units/<int:pk>/", organisation.unit, name="unit"),
    path("people/", organisation.person_list, name="person_list"),
    path("people/<int:pk>/", organisation.person, name="person"),
]
