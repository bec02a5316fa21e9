"""Kinds of records, as packs bring them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from duban.base.models import Record


class RecordKind(Record):
    """记录类别: what such a record says, who enters it, what it counts as. A changed kind is a new row with the next
    number: a record keeps the one it was written with."""

    code = models.SlugField(_("code"), max_length=40)
    number = models.PositiveSmallIntegerField(_("version"), default=1)
    is_current = models.BooleanField(_("in use"), default=True)
    name = models.CharField(_("name"), max_length=40)
    group = models.CharField(_("group"), max_length=20)
    place = models.PositiveSmallIntegerField(_("place in lists"), default=0)
    definition = models.TextField(_("definition"), help_text=_("as duban.ledgers.kinds reads it"))

    class Meta:
        ordering = ["place", "code"]
        verbose_name = _("kind of record")
        verbose_name_plural = _("kinds of records")
        constraints = [
            models.UniqueConstraint(fields=["code", "number"], name="ledgers_kind_number_once"),
            models.UniqueConstraint(
                fields=["code"], condition=models.Q(is_current=True), name="ledgers_kind_one_in_use"
            ),
        ]

    def __str__(self) -> str:
        return self.name
