"""What people type about documents. The cleaned data are the verbs' arguments."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from duban.base import clock
from duban.base.errors import BadInput
from duban.base.privacy import guard_texts, no_personal_numbers
from duban.documents.library.actions import add_document, clean_title
from duban.documents.library.extract import text_of
from duban.documents.library.models import Audience, DocumentKind, Slot
from duban.documents.library.queries import open_slots
from duban.documents.library.text import clean_text
from duban.documents.uploads import Clean, clean_upload
from duban.orgs.models import ADMINISTRATORS, Post, Role, Unit, UnitKind
from duban.orgs.queries import units_within
from duban.ui.inputs import DayInput, SeenField

OFFERED = 150
"""Units offered to publish for."""


def _day(label: Any, *, required: bool = False, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=DayInput(), required=required, **more)


def _ticks(label: Any, choices: Any, **more: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple, **more
    )


class _Head(forms.Form):
    """What is said about a document."""

    title = forms.CharField(
        label=_("Title"), max_length=150, help_text=_("As rules cite it: then their citations lead here.")
    )
    kind = forms.ModelChoiceField(DocumentKind.objects.all(), label=_("Kind"), empty_label=None)
    issuer = forms.CharField(label=_("Issuing body"), max_length=120, required=False)
    symbol = forms.CharField(label=_("Document number"), max_length=60, required=False)
    review_on = _day(
        _("To be reviewed on"), help_text=_("Whoever publishes is reminded on that day; readers never are.")
    )
    roles = _ticks(_("Concerns: roles"), [(role.value, role.label) for role in Role if role not in ADMINISTRATORS])
    posts = _ticks(_("Concerns: kinds of posts"), Post.Kind.choices)
    units = _ticks(
        _("Concerns: kinds of organisations"),
        (),
        help_text=_("It is shown to them as theirs to know. Nothing is asked back, and nobody sees who has read it."),
    )
    SORTS = {"roles": Audience.Sort.ROLE, "posts": Audience.Sort.POST, "units": Audience.Sort.UNIT}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["units"]
        field.choices = list(UnitKind.objects.values_list("code", "name"))
        guard_texts(self)

    def clean_title(self) -> str:
        """Without 《》 around it."""
        title = clean_title(self.cleaned_data["title"])
        if not title:
            raise forms.ValidationError(_("A title has words in it."))
        return title

    def clean(self) -> dict[str, Any]:
        """The three groups of ticks as one audience."""
        cleaned = super().clean() or {}
        cleaned["audience"] = {sort: cleaned.pop(name, []) for name, sort in self.SORTS.items()}
        return cleaned


class AddDocument(_Head):
    """A new document, of a unit where the person may publish."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Published by"), empty_label=None)
    slot = forms.ModelChoiceField(Slot.objects.none(), label=_("Fills"), required=False, to_field_name="code")
    field_order = ("unit", "slot")

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units: Any = self.fields["unit"]
        units.queryset = units_within(add_document.permit, user)  # type: ignore[attr-defined]
        # A city has ten thousand units: the highest ones are offered, and any that may be chosen is taken.
        near = units.queryset.order_by("depth", "path")[:OFFERED]
        units.widget.choices = [(unit.pk, unit.name) for unit in near]
        slots: Any = self.fields["slot"]
        slots.queryset = open_slots(user)
        if not slots.queryset:
            del self.fields["slot"]


class ChangeDocument(_Head):
    """Its head."""

    seen = SeenField()


class PreviewVersion(forms.Form):
    """The next version as it is to be."""

    upload = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_(
            "The words of Word files (.docx) and plain texts are read. Of PDF and other files type or paste the text below, or only title and number can be found."
        ),
    )
    text = forms.CharField(
        label=_("Text"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text=_(
            "A line that begins with 第…条 or 第…章, or with #, begins a section that can be linked to. Left empty or as it was: the text of the file is taken."
        ),
    )
    from_on = _day(_("In force from"), required=True)
    until_on = _day(_("In force until"), help_text=_("Empty: until the next version"))
    review_on = _day(_("To be reviewed on"))
    note = forms.CharField(
        label=_("What is new"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, last: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.last = last
        guard_texts(self)

    def clean_upload(self) -> tuple[UploadedFile, Clean, str] | None:
        """The file with what is known of it, and the words that were read of it."""
        uploaded: UploadedFile | None = self.cleaned_data["upload"]
        if uploaded is None:
            return None
        try:
            clean = clean_upload(uploaded)
            words = text_of(uploaded, clean.media_type, clean.name)
        except BadInput as refused:
            raise forms.ValidationError([said_of(place) for place in refused.places]) from refused
        no_personal_numbers(words)
        return uploaded, clean, words

    def clean_text(self) -> str:
        """Without control characters, and not too long."""
        try:
            return clean_text(self.cleaned_data["text"])
        except BadInput as refused:
            raise forms.ValidationError([said_of(place) for place in refused.places]) from refused

    def clean(self) -> dict[str, Any]:
        """Text or file, and days in their order."""
        cleaned = super().clean() or {}
        first, last, review = (cleaned.get(name) for name in ("from_on", "until_on", "review_on"))
        if first and last and last < first:
            self.add_error("until_on", _("Not before the day on which it comes into force."))
        if review and review <= clock.today():
            self.add_error("review_on", _("A day that lies ahead."))
        if not self.errors and cleaned["upload"] and cleaned["upload"][2] and cleaned["text"] == self.last:
            # The form came with the text of the last version: a new file with words of its own replaces it.
            cleaned["text"] = ""
        if not self.errors and not cleaned["text"].strip() and not cleaned["upload"]:
            self.add_error("text", _("Enter a text or choose a file."))
        return cleaned


def said_of(place: tuple[str, Any, Any]) -> str:
    """One place of a BadInput as a sentence beside the field."""
    where, found, expected = place
    words = {"where": where, "found": found, "expected": expected}
    return gettext("%(where)s: found %(found)s, expected %(expected)s") % words


class PublishVersion(forms.Form):
    """What was previewed, as its signed note."""

    version = forms.CharField()


class ReviewDocument(forms.Form):
    """It was looked at and holds."""

    review_on = _day(_("Next review on"), help_text=_("Empty: no further review"))
    note = forms.CharField(label=_("Remark"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        guard_texts(self)

    def clean_review_on(self) -> Any:
        """A day that lies ahead, or none."""
        day = self.cleaned_data["review_on"]
        if day and day <= clock.today():
            raise forms.ValidationError(_("A day that lies ahead."))
        return day


class WithReason(forms.Form):
    """A step that says why."""

    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        guard_texts(self)


class WithdrawDocument(WithReason):
    """废止."""


class RestoreDocument(WithReason):
    """恢复有效."""
