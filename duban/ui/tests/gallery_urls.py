"""The addresses of this room as they are in development."""

from django.urls import include, path

from duban.ui import views

urlpatterns = [
    path("", include("duban.ui.urls")),
    path("ui/", views.gallery, name="gallery"),
    path("ui/panel/", views.specimen_panel, name="specimen_panel"),
    path("ui/refusal/<slug:kind>/", views.refusal, name="refusal"),
]
handler404 = "duban.ui.error_pages.not_found"
