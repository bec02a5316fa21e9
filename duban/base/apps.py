"""Django's entry for this room."""

from django.apps import AppConfig


class BaseConfig(AppConfig):
    """No tables, no pages."""

    name = "duban.base"
