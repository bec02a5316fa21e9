"""What the wing hears from below."""

from datetime import timedelta
from typing import Any

from django.dispatch import receiver

from duban.base import clock
from duban.base.signals import about_to_serve
from duban.documents.exchange.comparing import release
from duban.documents.exchange.models import Batch

KEPT_DAYS = 7
"""So long a comparison waits that nobody confirms."""


@receiver(about_to_serve, dispatch_uid="exchange.clear_unconfirmed")
def clear_unconfirmed(sender: Any, **_kwargs: Any) -> None:
    """Comparisons that nobody confirmed, with their workbooks."""
    waiting = Batch.objects.exclude(state__in=[Batch.State.DONE, Batch.State.TAKEN_BACK])
    for batch in waiting.filter(updated_at__lt=clock.now() - timedelta(days=KEPT_DAYS)):
        release(batch)
        batch.delete()
