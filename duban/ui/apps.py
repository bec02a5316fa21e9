"""Django's entry for this room."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """The look. No tables."""

    name = "duban.ui"
