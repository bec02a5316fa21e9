"""Django's entry for this room."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The trail."""

    name = "duban.audit"
