"""Two tables: the entries, and one row that knows where the chain ends."""

import datetime
import hashlib
import json
from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

START = "0" * 64


class EntryQuerySet(models.QuerySet["Entry"]):
    """Entries can be read and added, one way only."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Refused: an entry is never changed."""
        raise TypeError("trail entries are never changed")

    def delete(self) -> NoReturn:
        """Refused: an entry is never removed."""
        raise TypeError("trail entries are never removed")

    def bulk_create(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refused: entries are sealed one after the other, by record()."""
        raise TypeError("trail entries are added by record()")

    def add_sealed(self, entries: "list[Entry]") -> None:
        """Add entries that are sealed one after the other already; for record_past() alone."""
        models.QuerySet.bulk_create(self, entries, batch_size=500)


class Entry(models.Model):
    """One thing that happened. Added by record(), never changed, never removed."""

    number = models.PositiveBigIntegerField(_("number"), unique=True, help_text="1, 2, 3 … without gaps")
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    by_name = models.CharField(_("by (name at the time)"), max_length=150, blank=True)
    origin = models.CharField(_("from (address)"), max_length=60, blank=True)
    verb = models.CharField(_("verb"), max_length=80)
    subject = models.CharField(_("subject"), max_length=120, db_index=True, help_text="key of the record")
    reason = models.TextField(_("reason"), blank=True)
    detail = models.JSONField(_("detail"), default=dict, help_text="changed fields: {name: [before, after]}")
    previous = models.CharField(_("digest before"), max_length=64)
    digest = models.CharField(_("digest"), max_length=64, unique=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        verbose_name = _("trail entry")
        verbose_name_plural = _("trail entries")
        indexes = [models.Index(fields=["at"], name="audit_entry_at")]

    def __str__(self) -> str:
        return f"{self.number} {self.verb} {self.subject}"

    def sealed(self) -> str:
        """SHA-256 (hex) over everything this entry says and the digest before it."""
        said = {
            "number": self.number,
            "at": self.at.astimezone(datetime.UTC).isoformat(timespec="microseconds"),
            "by": self.by_id,
            "by_name": self.by_name,
            "origin": self.origin,
            "verb": self.verb,
            "subject": self.subject,
            "reason": self.reason,
            "detail": self.detail,
            "previous": self.previous,
        }
        text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
        return hashlib.sha256(text.encode()).hexdigest()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Adds the entry.

        Raises:
            TypeError: the entry is already in the trail.
        """
        if not self._state.adding:
            raise TypeError("trail entries are never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refused: an entry is never removed."""
        raise TypeError("trail entries are never removed")


class Head(models.Model):
    """The end of the chain: one row, locked while an entry is added, so that entries stand in one line.

    It is also why entries cut off at the end are missed: the chain before them would still hold.
    """

    count = models.PositiveBigIntegerField(_("count"), default=0)
    digest = models.CharField(_("digest"), max_length=64, default=START)

    class Meta:
        verbose_name = _("end of the trail")
        verbose_name_plural = _("end of the trail")

    def __str__(self) -> str:
        return f"{self.count} {self.digest[:12]}"
