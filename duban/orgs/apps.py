"""Django's entry for this room."""

from django.apps import AppConfig


class OrgsConfig(AppConfig):
    """The tree and the people."""

    name = "duban.orgs"

    def ready(self) -> None:
        """Listen to log-ins, and fill the head bar."""
        from duban.orgs import receivers  # noqa: F401, PLC0415 - needs the models, which are not loaded before
        from duban.orgs.head import head_of_person  # noqa: PLC0415 - as above
        from duban.ui.shell import add_head  # noqa: PLC0415 - as above

        add_head(head_of_person)
