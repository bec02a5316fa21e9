"""Addresses of this wing."""

from django.urls import path

from duban.asks.channels import views

urlpatterns = [
    path("", views.channel_list, name="channel_list"),
    path("add-channel/", views.add_channel, name="add_channel"),
    path("<int:pk>/stop-channel/", views.stop_channel, name="stop_channel"),
    path("<int:pk>/test-channel/", views.test_channel, name="test_channel"),
]
