"""What the room hears from below."""

from typing import Any

from django.dispatch import receiver

from duban.base.signals import about_to_serve
from duban.documents.store import sweep


@receiver(about_to_serve, dispatch_uid="documents.sweep")
def sweep_store(sender: Any, **_kwargs: Any) -> None:
    """Half-written files that crashes left."""
    sweep()
