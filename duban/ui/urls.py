"""Addresses of this room. The gallery exists in development only."""

from django.conf import settings
from django.urls import path
from django.utils.translation import gettext_lazy as _

from duban.ui import views
from duban.ui.navigation import NavEntry, add_entry

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("set-preference/", views.set_preference, name="set_preference"),
]

if settings.DEBUG:
    urlpatterns += [
        path("ui/", views.gallery, name="gallery"),
        path("ui/panel/", views.specimen_panel, name="specimen_panel"),
        path("ui/refusal/<slug:kind>/", views.refusal, name="refusal"),
    ]
    add_entry(NavEntry(_("Components"), "gallery", "palette", group=9))
