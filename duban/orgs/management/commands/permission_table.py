"""`manage.py permission_table`: the page docs/run/permissions.md, printed."""

from typing import Any

from django.core.management.base import BaseCommand

from duban.orgs.permission_table import permission_table


class Command(BaseCommand):
    """Print the permission table."""

    help = "Print who may see and do what, as docs/run/permissions.md."

    def handle(self, **_options: Any) -> None:
        """One page."""
        self.stdout.write(permission_table(), ending="")
