"""Addresses of this wing."""

from django.urls import path

from duban.ledgers.dues import views

urlpatterns = [path("reckon-dues/", views.reckon_dues, name="reckon_dues")]
