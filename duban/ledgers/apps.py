"""Django's entry for this room: the one catalogue of all its wings."""

from django.apps import AppConfig


class LedgersConfig(AppConfig):
    """What is kept of organisations and their life."""

    name = "duban.ledgers"
