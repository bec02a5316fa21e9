"""Django's entry for this room."""

from django.apps import AppConfig


class OrgsConfig(AppConfig):
    """The tree and the people."""

    name = "duban.orgs"
