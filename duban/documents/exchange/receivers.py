"""What the wing hears from below."""

from typing import Any

from django.dispatch import receiver

from duban.base.signals import about_to_serve
from duban.documents.exchange import comparing


@receiver(about_to_serve, dispatch_uid="exchange.clear_unconfirmed")
def clear_unconfirmed(sender: Any, **_kwargs: Any) -> None:
    """See comparing."""
    comparing.clear_unconfirmed()
