"""The one place that asks what time it is. Tests freeze it; the engine never asks."""

import datetime

from django.utils import timezone


def now() -> datetime.datetime:
    """The present moment, aware, in UTC."""
    return timezone.now()


def today() -> datetime.date:
    """The present date in the time zone of the installation (Asia/Shanghai)."""
    return timezone.localdate()
