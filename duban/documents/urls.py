"""Addresses of this room."""

from django.urls import path

from duban.documents import views

urlpatterns = [path("files/<int:pk>/", views.download_file_version, name="download_file_version")]
