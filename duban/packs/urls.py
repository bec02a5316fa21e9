"""Addresses of this room."""

from django.urls import path

from duban.packs import views

urlpatterns = [
    path("", views.pack_list, name="pack_list"),
    path("rules/", views.rule_list, name="rule_list"),
    path("calendar/", views.calendar_year_list, name="calendar_year_list"),
    path("calendar/<int:year>/", views.calendar_year, name="calendar_year"),
    path("calendar/confirm-calendar-year/", views.confirm_calendar_year, name="confirm_calendar_year"),
    path("<slug:code>/", views.pack, name="pack"),
    path("<slug:code>/install-pack/", views.install_pack, name="install_pack"),
    path("<slug:code>/uninstall-pack/", views.uninstall_pack, name="uninstall_pack"),
]
