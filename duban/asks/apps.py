"""Django's entry for this room."""

from django.apps import AppConfig


class AsksConfig(AppConfig):
    """待办."""

    name = "duban.asks"
