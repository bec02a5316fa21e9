"""`manage.py verify_trail`: says whether the trail holds; exit 1 when it does not."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from duban.audit.queries import verify


class Command(BaseCommand):
    """Checks each seal of the trail and prints where it ends, to be written down."""

    help = "Check that no entry of the trail was altered, removed or inserted."

    def add_arguments(self, parser: CommandParser) -> None:
        """An earlier end of the trail, from a note kept elsewhere."""
        parser.add_argument("--count", type=int, default=0)
        parser.add_argument("--digest", default="")

    def handle(self, *, count: int, digest: str, **_options: Any) -> None:
        """Prints the end; raises CommandError with each fault otherwise."""
        verdict = verify(count=count, digest=digest)
        if not verdict.holds:
            raise CommandError("; ".join(f"{fault.number} {fault.problem}" for fault in verdict.faults))
        self.stdout.write(f"{verdict.count} {verdict.digest}")
