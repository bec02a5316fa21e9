"""Addresses of this room: the first page."""

from django.urls import path

from duban.asks import views

urlpatterns = [path("", views.home, name="home")]
