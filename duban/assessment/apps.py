"""Django's entry for this room."""

from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    """Periods, schemes, standings."""

    name = "duban.assessment"

    def ready(self) -> None:
        """Listen to the rooms below."""
        from duban.assessment import receivers  # noqa: F401, PLC0415 - needs the models, which are not loaded before
