"""Django's entry for this room."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Files with versions."""

    name = "duban.documents"
