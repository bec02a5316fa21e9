"""Django's entry for this room."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Files with versions."""

    name = "duban.documents"

    def ready(self) -> None:
        """Listen to the start of the server."""
        from duban.documents import receivers  # noqa: F401, PLC0415 - needs the settings, which are not read before
