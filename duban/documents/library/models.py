"""Documents of the library with their versions, whom they concern, and the passages that are found."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duban.base.models import Record
from duban.documents.models import FileVersion
from duban.orgs.models import Unit


class DocumentKind(Record):
    """手册, 指导文本, 制度, 方法, 案例 …: kinds are data from packs."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=40, unique=True)
    place = models.PositiveSmallIntegerField(_("place in lists"), default=0)
    review_months = models.PositiveSmallIntegerField(_("months until it is reviewed"), null=True, blank=True)

    class Meta:
        ordering = ["place", "code"]
        verbose_name = _("kind of document")
        verbose_name_plural = _("kinds of documents")

    def __str__(self) -> str:
        return self.name


class Slot(Record):
    """A document that is expected and not written yet: packs bring its title or only its place, people fill it."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    kind = models.ForeignKey(DocumentKind, models.PROTECT, related_name="slots", verbose_name=_("kind of document"))
    title = models.CharField(_("title"), max_length=150)
    hint = models.CharField(_("what it should hold"), max_length=300, blank=True)
    place = models.PositiveSmallIntegerField(_("place in lists"), default=0)

    class Meta:
        ordering = ["place", "code"]
        verbose_name = _("document to be written")
        verbose_name_plural = _("documents to be written")

    def __str__(self) -> str:
        return self.title


class Document(Record):
    """One document of the library, whatever version of it. It belongs to the unit that publishes it."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="library", verbose_name=_("published by"))
    kind = models.ForeignKey(DocumentKind, models.PROTECT, related_name="documents", verbose_name=_("kind of document"))
    slot = models.ForeignKey(
        Slot, models.PROTECT, null=True, blank=True, related_name="documents", verbose_name=_("fills")
    )
    title = models.CharField(_("title"), max_length=150)
    issuer = models.CharField(_("issuing body"), max_length=120, blank=True)
    symbol = models.CharField(_("document number"), max_length=60, blank=True)
    review_on = models.DateField(_("to be reviewed on"), null=True, blank=True)
    withdrawn_on = models.DateField(pgettext_lazy("library", "withdrawn on"), null=True, blank=True)
    withdrawn_reason = models.CharField(_("reason for the withdrawal"), max_length=300, blank=True)

    class Meta:
        ordering = ["kind__place", "kind__code", "unit__path", "pk"]
        verbose_name = _("library document")
        verbose_name_plural = _("library documents")
        indexes = [
            models.Index(fields=["title"], name="library_document_title"),
            models.Index(fields=["symbol"], name="library_document_symbol"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | ~Q(withdrawn_reason=""), name="library_withdrawn_has_reason"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="library_document_has_title"),
        ]

    def __str__(self) -> str:
        return self.title

    def is_withdrawn(self) -> bool:
        """True when it holds no more, whatever its versions say."""
        return self.withdrawn_on is not None


class Audience(Record):
    """Whom a document concerns: one role, kind of post or kind of organisation. It is shown to them, nothing is asked back.

    Rows of one sort are alternatives, the sorts narrow each other: secretaries of branches, in villages.
    """

    class Sort(models.TextChoices):
        ROLE = "role", _("role")
        POST = "post", _("kind of post")
        UNIT = "unit", _("kind of organisation")

    document = models.ForeignKey(Document, models.CASCADE, related_name="audience", verbose_name=_("library document"))
    sort = models.CharField(_("sort"), max_length=8, choices=Sort.choices)
    value = models.CharField(_("value"), max_length=40)

    class Meta:
        ordering = ["document", "sort", "pk"]
        verbose_name = _("audience")
        verbose_name_plural = _("audiences")
        constraints = [models.UniqueConstraint(fields=["document", "sort", "value"], name="library_audience_once")]

    def __str__(self) -> str:
        return f"{self.sort} {self.value}"


class VersionQuerySet(models.QuerySet):
    """Versions, as days ask for them."""

    def on(self, day: datetime.date) -> "VersionQuerySet":
        """Those that hold on that day, of documents that are not withdrawn: at most one of each."""
        return self.filter(
            Q(until_on__isnull=True) | Q(until_on__gte=day), from_on__lte=day, document__withdrawn_on__isnull=True
        )


class Version(Record):
    """One text of a document, for the days on which it holds. Never changed: a correction is a new version."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="versions", verbose_name=_("library document"))
    number = models.PositiveSmallIntegerField(_("version"))
    from_on = models.DateField(_("in force from"))
    until_on = models.DateField(
        _("in force until"), null=True, blank=True, help_text=_("Empty: until the next version or a withdrawal")
    )
    file = models.ForeignKey(
        FileVersion, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("file")
    )
    text = models.TextField(_("text"), blank=True)
    note = models.CharField(_("what is new"), max_length=300, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("published by account")
    )

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["document", "number"]
        verbose_name = _("version of a library document")
        verbose_name_plural = _("versions of library documents")
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="library_version_once"),
            models.CheckConstraint(condition=~Q(text="") | Q(file__isnull=False), name="library_version_has_content"),
        ]

    def __str__(self) -> str:
        return f"{self.document} {self.number}"

    @property
    def unit(self) -> Unit:
        """The unit that publishes it."""
        return self.document.unit


class Passage(models.Model):
    """What the index points at: the title of a version, a heading, or a paragraph. Made anew from the version at any time."""

    class Weight(models.IntegerChoices):
        TEXT = 1, _("text")
        HEADING = 10, _("heading")
        ABOUT = 20, _("issuing body or document number")
        TITLE = 200, _("title")

    version = models.ForeignKey(Version, models.CASCADE, related_name="passages", verbose_name=_("version"))
    place = models.PositiveIntegerField(_("place in the text"))
    weight = models.PositiveSmallIntegerField(_("weight"), choices=Weight.choices)
    anchor = models.CharField(_("anchor"), max_length=40, blank=True)
    section = models.CharField(_("section"), max_length=250, blank=True)
    text = models.TextField(_("text"))

    class Meta:
        ordering = ["version", "place"]
        verbose_name = _("passage")
        verbose_name_plural = _("passages")
        constraints = [models.UniqueConstraint(fields=["version", "place"], name="library_passage_once")]

    def __str__(self) -> str:
        return self.text[:40]
