"""What an office's paper looks like, whose word its documents need, its templates and its registers of numbers."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duban.base.models import Record
from duban.documents.models import FileVersion
from duban.documents.official.models.papers import Approval, Kind
from duban.orgs.models import Role, Unit


class DocumentTemplate(Record):
    """A text with named blanks for one kind of document: from packs."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    kind = models.CharField(pgettext_lazy("official", "kind of document"), max_length=20, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=60)
    title = models.CharField(pgettext_lazy("official", "title"), max_length=150)
    addressees = models.CharField(_("main addressees"), max_length=200, blank=True)
    body = models.TextField(_("text"))
    note = models.CharField(_("note below the date"), max_length=100, blank=True)
    attendance = models.TextField(pgettext_lazy("official", "attendance"), blank=True)
    blanks = models.JSONField(_("blanks"), default=dict, blank=True)
    place = models.PositiveSmallIntegerField(_("place in lists"), default=0)

    class Meta:
        ordering = ["place", "code"]
        verbose_name = _("template of a document")
        verbose_name_plural = _("templates of documents")

    def __str__(self) -> str:
        return self.name


class OfficeProfile(Record):
    """机关版式: letterhead, symbol words, measures. Without a unit: the standard, which the pack brings."""

    unit = models.OneToOneField(
        Unit, models.PROTECT, null=True, blank=True, related_name="office_profile", verbose_name=_("unit")
    )
    letterhead = models.CharField(_("letterhead"), max_length=60, blank=True)
    signature = models.CharField(_("name below the text"), max_length=120, blank=True)
    symbol_word = models.CharField(_("word of the document number"), max_length=20, blank=True)
    printed_by = models.CharField(_("printed by"), max_length=60, blank=True)
    is_sealed = models.BooleanField(_("documents are sealed"), default=True)
    measures = models.JSONField(pgettext_lazy("official", "measures"), default=dict, blank=True)

    class Meta:
        ordering = ["unit__path"]
        verbose_name = _("profile of an office")
        verbose_name_plural = _("profiles of offices")

    def __str__(self) -> str:
        return self.letterhead or str(self.unit or "")


class PostStep(Record):
    """One place in an office's chain: which post, by which role, on which unit."""

    profile = models.ForeignKey(
        OfficeProfile, models.CASCADE, related_name="steps", verbose_name=_("profile of an office")
    )
    place = models.PositiveSmallIntegerField(_("place"))
    sort = models.CharField(_("what is asked"), max_length=12, choices=Approval.Sort.choices)
    post = models.CharField(_("post"), max_length=60)
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("unit"),
        help_text=_("Empty: the issuer itself"),
    )

    class Meta:
        ordering = ["profile", "place"]
        verbose_name = _("step of an office")
        verbose_name_plural = _("steps of an office")
        constraints = [models.UniqueConstraint(fields=["profile", "place"], name="official_step_place_once")]

    def __str__(self) -> str:
        return self.post


class OfficeTemplate(Record):
    """An office's own .docx for one kind: its documents of that kind are written into it."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="office_templates", verbose_name=_("unit"))
    kind = models.CharField(pgettext_lazy("official", "kind of document"), max_length=20, choices=Kind.choices)
    file = models.ForeignKey(FileVersion, models.PROTECT, related_name="+", verbose_name=_("file"))
    retired_on = models.DateField(_("not used any more since"), null=True, blank=True)

    class Meta:
        ordering = ["unit__path", "kind", "-pk"]
        verbose_name = _("template of an office")
        verbose_name_plural = _("templates of offices")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "kind"], condition=Q(retired_on__isnull=True), name="official_template_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.get_kind_display()}"


class SymbolRegister(Record):
    """发文登记: one row of numbers of one issuer in one year. Locked while a number is given."""

    issuer = models.ForeignKey(Unit, models.PROTECT, related_name="symbol_registers", verbose_name=_("issuer"))
    series = models.CharField(_("row of numbers"), max_length=20)
    year = models.PositiveSmallIntegerField(_("year of the number"))
    last_seq = models.PositiveIntegerField(_("last number given"), default=0)

    class Meta:
        ordering = ["issuer__path", "-year", "series"]
        verbose_name = _("register of numbers")
        verbose_name_plural = _("registers of numbers")
        constraints = [models.UniqueConstraint(fields=["issuer", "series", "year"], name="official_register_once")]

    def __str__(self) -> str:
        return f"{self.issuer} {self.series} {self.year}"


class OutsideNumbers(Record):
    """Numbers that this system did not give, as those of documents issued on paper: why they are not in the register."""

    register = models.ForeignKey(
        SymbolRegister, models.PROTECT, related_name="outside", verbose_name=_("register of numbers")
    )
    first = models.PositiveIntegerField(_("from number"))
    last = models.PositiveIntegerField(_("to number"))
    reason = models.CharField(_("Reason"), max_length=200)

    class Meta:
        ordering = ["register", "first"]
        verbose_name = _("numbers given outside")
        verbose_name_plural = _("numbers given outside")
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=F("first"), first__gte=1), name="official_outside_in_order")
        ]

    def __str__(self) -> str:
        return f"{self.first}–{self.last}"
