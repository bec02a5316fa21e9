"""Django's entry for this room."""

from django.apps import AppConfig


class DutiesConfig(AppConfig):
    """Lists, tasks, evidence, review."""

    name = "duban.duties"
