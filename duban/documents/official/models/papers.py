"""An official document from draft to number, and each post's word on it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duban.base.models import Record
from duban.documents.official.sheet.paper import DOCUMENT, INTERNAL, LETTER, MINUTES
from duban.orgs.models import Role, Unit


class Kind(models.TextChoices):
    """文种: seven of the fifteen of the regulation, and two internal forms, which are none of them."""

    NOTICE = "notice", _("notice")
    BULLETIN = "bulletin", _("bulletin")
    REQUEST = "request_document", _("request document")
    APPROVAL = "approval_document", _("approval document")
    REPORT = "report", pgettext_lazy("kind of document", "report")
    LETTER = "letter", pgettext_lazy("kind of document", "letter")
    MINUTES = "minutes", pgettext_lazy("kind of document", "minutes")
    ORDER_SHEET = "order_sheet", _("supervision sheet (internal)")
    REMINDER = "reminder", _("reminder letter (internal)")

    @property
    def form(self) -> str:
        """Which page it has."""
        return {
            Kind.LETTER: LETTER, Kind.MINUTES: MINUTES, Kind.ORDER_SHEET: INTERNAL, Kind.REMINDER: INTERNAL,
        }.get(self, DOCUMENT)  # fmt: skip

    @property
    def is_upward(self) -> bool:
        """Goes to the superior: then the signer stands beside the number."""
        return self in {Kind.REQUEST, Kind.REPORT}

    @property
    def series(self) -> str:
        """In which row of numbers it is counted: what has one form of page, but for the two internal ones."""
        return self.value if self.form == INTERNAL else self.form


class OfficialDocument(Record):
    """公文: what it says, who issues it, how far it is, and its number once it is signed."""

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("document", "draft")
        IN_APPROVAL = "in_approval", _("in approval")
        SIGNED = "signed", pgettext_lazy("document", "issued")
        VOIDED = "voided", pgettext_lazy("document", "voided")

    class Urgency(models.TextChoices):
        NONE = "", _("not urgent")
        URGENT = "urgent", _("urgent")
        MOST_URGENT = "most_urgent", _("most urgent")

    issuer = models.ForeignKey(Unit, models.PROTECT, related_name="official_documents", verbose_name=_("issuer"))
    kind = models.CharField(pgettext_lazy("official", "kind of document"), max_length=20, choices=Kind.choices)
    title = models.CharField(pgettext_lazy("official", "title"), max_length=120)
    addressees = models.CharField(_("main addressees"), max_length=500, blank=True)
    body = models.TextField(_("text"), blank=True)
    attachments = models.TextField(_("attachments"), blank=True, help_text=_("One name a line."))
    attendance = models.TextField(pgettext_lazy("official", "attendance"), blank=True)
    signed_by = models.CharField(_("signers"), max_length=100, blank=True)
    note = models.CharField(_("note below the date"), max_length=100, blank=True)
    contact = models.CharField(_("contact"), max_length=100, blank=True)
    copy_to = models.CharField(_("copies to"), max_length=500, blank=True)
    urgency = models.CharField(_("urgency"), max_length=12, choices=Urgency.choices, blank=True)
    basis = models.CharField(_("basis"), max_length=300, blank=True)
    dated_on = models.DateField(_("dated"), null=True, blank=True, help_text=_("Empty: the day of signing"))
    template = models.SlugField(_("from the template"), max_length=60, blank=True)
    filled = models.JSONField(_("what was filled in"), default=dict, blank=True)
    about = models.CharField(_("about the record"), max_length=80, blank=True, db_index=True)
    about_title = models.CharField(_("about"), max_length=150, blank=True)

    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.DRAFT)
    series = models.CharField(_("row of numbers"), max_length=20, blank=True)
    year = models.PositiveSmallIntegerField(_("year of the number"), null=True, blank=True)
    seq = models.PositiveIntegerField(pgettext_lazy("document", "number"), null=True, blank=True)
    symbol = models.CharField(_("document number"), max_length=60, blank=True)
    signed_on = models.DateField(pgettext_lazy("official", "signed on"), null=True, blank=True)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("drafted by")
    )
    voided_on = models.DateField(_("voided on"), null=True, blank=True)
    void_reason = models.CharField(_("why it is void"), max_length=300, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("official document")
        verbose_name_plural = _("official documents")
        constraints = [
            models.UniqueConstraint(fields=["issuer", "series", "year", "seq"], name="official_number_once"),
            models.CheckConstraint(
                condition=~Q(state="signed") | (Q(seq__isnull=False, signed_on__isnull=False) & ~Q(symbol="")),
                name="official_signed_has_number",
            ),
            models.CheckConstraint(
                condition=~Q(state="voided") | (Q(voided_on__isnull=False) & ~Q(void_reason="")),
                name="official_voided_has_reason",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="official_has_title"),
        ]

    def __str__(self) -> str:
        return self.title.replace("\n", "")

    @property
    def sort(self) -> Kind:
        """Its kind, with what follows from it."""
        return Kind(self.kind)

    def is_draft(self) -> bool:
        """True while its text may still be changed."""
        return self.state == self.State.DRAFT

    def open_step(self) -> "Approval | None":
        """The post whose word it waits for."""
        return next((step for step in self.approvals.all() if step.state == Approval.State.WAITING), None)


class Approval(Record):
    """One post's place in the chain of one document: reviewed, countersigned or signed, or given back with a reason."""

    class Sort(models.TextChoices):
        REVIEW = "review", pgettext_lazy("approval", "review")
        COUNTERSIGN = "countersign", _("countersignature")
        SIGN = "sign", _("signing and issuing")

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("approval", "waiting")
        DONE = "done", pgettext_lazy("approval", "agreed")
        RETURNED = "returned", pgettext_lazy("approval", "given back")
        DROPPED = "dropped", pgettext_lazy("approval", "not asked any more")

    document = models.ForeignKey(
        OfficialDocument, models.CASCADE, related_name="approvals", verbose_name=_("official document")
    )
    place = models.PositiveSmallIntegerField(_("place"))
    sort = models.CharField(_("what is asked"), max_length=12, choices=Sort.choices)
    post = models.CharField(_("post"), max_length=60)
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    opinion = models.CharField(_("opinion"), max_length=300, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    class Meta:
        ordering = ["document", "place", "pk"]
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")

    def __str__(self) -> str:
        return f"{self.document} {self.post}"

    def is_next(self) -> bool:
        """True when the document waits for this very post."""
        if self.document.state != OfficialDocument.State.IN_APPROVAL:
            return False
        step = self.document.open_step()
        return step is not None and step.pk == self.pk
