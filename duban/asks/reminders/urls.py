"""Addresses of this wing."""

from django.urls import path

from duban.asks.reminders import views

urlpatterns = [
    path("", views.reminder_list, name="reminder_list"),
    path("bell/", views.bell, name="bell"),
    path("<int:pk>/", views.reminder, name="reminder"),
]
