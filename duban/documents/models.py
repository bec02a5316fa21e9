"""A file and its versions. The content itself lies in the file store, under its digest."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from duban.base.models import Record
from duban.orgs.models import Unit


class File(Record):
    """One thing that was handed in, whatever version of it."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="files", verbose_name=_("unit"))
    title = models.CharField(_("title"), max_length=120)

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")

    def __str__(self) -> str:
        return self.title


class FileVersion(Record):
    """One content of a file. Never changed: a correction is a new version."""

    file = models.ForeignKey(File, models.CASCADE, related_name="versions", verbose_name=_("file"))
    number = models.PositiveSmallIntegerField(_("version"), default=1)
    name = models.CharField(_("name when uploaded"), max_length=150, help_text=_("shown, never used as a path"))
    media_type = models.CharField(_("kind of content"), max_length=100)
    size_bytes = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("digest of the content"), max_length=64, db_index=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("added by")
    )

    class Meta:
        ordering = ["file", "number"]
        verbose_name = _("version of a file")
        verbose_name_plural = _("versions of files")
        constraints = [models.UniqueConstraint(fields=["file", "number"], name="documents_version_once")]

    def __str__(self) -> str:
        return self.name
