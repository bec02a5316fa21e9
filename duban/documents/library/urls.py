"""Addresses of this wing."""

from django.urls import path

from duban.documents.library import views

urlpatterns = [
    path("", views.library, name="library"),
    path("add-document/", views.add_document, name="add_document"),
    path("<int:pk>/", views.library_document, name="library_document"),
    path("<int:pk>/new-version/", views.new_version, name="new_version"),
    path("<int:pk>/preview-version/", views.preview_version, name="preview_version"),
    path("<int:pk>/publish-version/", views.publish_version, name="publish_version"),
    path("<int:pk>/change-document/", views.change_document, name="change_document"),
    path("<int:pk>/review-document/", views.review_document, name="review_document"),
    path("<int:pk>/withdraw-document/", views.withdraw_document, name="withdraw_document"),
    path("<int:pk>/restore-document/", views.restore_document, name="restore_document"),
    path("versions/<int:pk>/changes/", views.library_changes, name="library_changes"),
    path("versions/<int:pk>/file/", views.download_library_file, name="download_library_file"),
    path("versions/<int:pk>/text/", views.download_library_text, name="download_library_text"),
]
