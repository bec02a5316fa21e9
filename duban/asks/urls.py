"""Addresses of this room: the first page, the list of warnings."""

from django.urls import path

from duban.asks import views

urlpatterns = [
    path("", views.home, name="home"),
    path("warnings/", views.warning_list, name="warning_list"),
    path("warnings/digest/", views.warning_digest, name="warning_digest"),
    path("warnings/of-unit/<int:pk>/", views.unit_warnings, name="unit_warnings"),
    path("warnings/one/", views.warning, name="warning"),
    path("warnings/note-warning/", views.note_warning, name="note_warning"),
]
