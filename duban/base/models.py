"""What each record has. Abstract: this room owns no tables."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Record(models.Model):
    """A row that something may point at: it knows when it came and changed, and its key."""

    created_at = models.DateTimeField(_("entered at"), auto_now_add=True, editable=False)
    updated_at = models.DateTimeField(_("changed at"), auto_now=True, editable=False)

    class Meta:
        abstract = True

    @property
    def key(self) -> str:
        """The name other records, score lines and the trail use for this row, as "duties.evidence:31".

        Raises:
            ValueError: the row is not saved, so that nothing can point at it.
        """
        if self.pk is None:
            raise ValueError(f"an unsaved {self._meta.label} has no key")
        return f"{self._meta.label_lower}:{self.pk}"
