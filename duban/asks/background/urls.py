"""Addresses of this wing."""

from django.urls import path

from duban.asks.background import views

urlpatterns = [
    path("", views.job_list, name="job_list"),
    path("<int:pk>/run-again/", views.run_again, name="run_again"),
]
