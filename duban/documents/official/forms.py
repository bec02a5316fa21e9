"""What people type about documents and about an office's paper."""

from copy import copy
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from duban.base.errors import BadInput
from duban.base.privacy import guard_texts
from duban.documents.official.actions import SAID, faults_of_sending
from duban.documents.official.models import Approval, DocumentTemplate, Kind, OfficialDocument
from duban.documents.official.numbers import SUFFIXES
from duban.documents.official.own import try_template
from duban.documents.official.profiles import Post
from duban.documents.official.queries import near_by, offices_for
from duban.documents.official.sheet.layout import NAMES, Layout, cast
from duban.documents.uploads import clean_upload
from duban.orgs.models import Role, Unit
from duban.orgs.permits import BUSINESS
from duban.orgs.queries import ancestors_of
from duban.ui.inputs import DayInput

OFFERED = 150
"""Offices offered to draft for; any other that may be chosen is taken."""
STEPS = 5


def _text(label: Any, most: int, rows: int = 0, *, required: bool = False, **more: Any) -> forms.CharField:
    widget = forms.Textarea({"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(label=label, max_length=most, required=required, widget=widget, **more)


class StartDocument(forms.Form):
    """拟稿: for which office, from which template or of which kind."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Issuer"), empty_label=None)
    template = forms.ModelChoiceField(
        DocumentTemplate.objects.all(),
        label=pgettext_lazy("official", "Template"),
        to_field_name="code",
        empty_label=None,
    )
    matter = _text(_("Matter"), 60, help_text=_("What it is about, without 关于 and the kind: filled into the title."))

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units: Any = self.fields["unit"]
        units.queryset = offices_for(user)
        units.widget.choices = [(unit.pk, unit.name) for unit in units.queryset[:OFFERED]]
        guard_texts(self)

    def arguments(self) -> dict[str, Any]:
        """What `drafts.start` takes."""
        template: DocumentTemplate = self.cleaned_data["template"]
        unit: Unit = self.cleaned_data["unit"]
        above = ancestors_of(unit).last()
        known = {"matter": self.cleaned_data["matter"] or None, "superior": above.seal_name if above else None}
        return {"kind": template.kind, "issuer": unit, "template": template.code, "blanks": known}


class ChangeDocument(forms.Form):
    """The draft."""

    kind = forms.ChoiceField(label=pgettext_lazy("official", "Kind of document"), choices=Kind.choices)
    urgency = forms.ChoiceField(label=_("Urgency"), choices=OfficialDocument.Urgency.choices, required=False)
    title = _text(
        pgettext_lazy("official", "Title"),
        120,
        2,
        required=True,
        help_text=_("Balanced by itself; a line break typed here holds."),
    )
    addressees = _text(_("Main addressees"), 500)
    signed_by = _text(_("Signers"), 100, help_text=_("Of documents to a superior, beside the number."))
    body = _text(_("Text"), 60_000, 14, strip=False)
    attachments = _text(_("Attachments"), 1_000, 2, help_text=_("One name a line."))
    attendance = _text(
        pgettext_lazy("official", "Attendance"),
        1_000,
        3,
        help_text=_("Of minutes, one line each: 出席：… 请假：… 列席：…"),
    )
    contact = _text(_("Contact"), 100, help_text=_("Name and office telephone. Mobile numbers are not kept here."))
    note = _text(_("Note below the date"), 100, help_text=_("Brackets are set by themselves."))
    copy_to = _text(_("Copies to"), 500)
    dated_on = forms.DateField(
        label=_("Dated"), required=False, widget=DayInput(), help_text=_("Empty: the day of signing")
    )
    basis = _text(_("Basis"), 300, help_text=_("Kept beside the document, not printed."))
    seen = forms.DateTimeField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, sends: OfficialDocument | None = None, **kwargs: Any) -> None:
        """`sends`: the document is to be sent as it is typed, so it has to be in order."""
        super().__init__(*args, **kwargs)
        self.sends = sends
        guard_texts(self)

    def clean(self) -> dict[str, Any]:
        """What is sent keeps the rules; else nothing is saved and everything typed stays."""
        cleaned = super().clean() or {}
        if self.sends and not self.errors:
            tried = copy(self.sends)
            for name in SAID:
                setattr(tried, name, cleaned[name])
            for word, say in faults_of_sending(tried):
                self.add_error(None, f"{word}：{say}")
        return cleaned

    def clean_body(self) -> str:
        """With one kind of line ends and no blanks at the end."""
        return self.cleaned_data["body"].replace("\r\n", "\n").rstrip()


def initial_of(document: OfficialDocument) -> dict[str, Any]:
    """The form as the document says it."""
    return {name: getattr(document, name) for name in SAID} | {"seen": document.updated_at.isoformat()}


def typed(document: OfficialDocument, form: ChangeDocument) -> OfficialDocument:
    """The document as it is typed so far, not saved: what does not fit yet keeps what it was."""
    form.is_valid()
    for name in SAID:
        if name in form.cleaned_data:
            setattr(document, name, form.cleaned_data[name])
    return document


class WithReason(forms.Form):
    """A step that says why."""

    reason = _text(_("Reason"), 300, 2, required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        guard_texts(self)


class VoidDocument(WithReason):
    """作废."""


class TakeBackDocument(WithReason):
    """撤回."""


class ReturnStep(WithReason):
    """退回."""


class ApproveStep(forms.Form):
    """同意."""

    opinion = _text(_("Opinion"), 300, 2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        guard_texts(self)


# ---------------------------------------------------------------- the office

MEASURES = {
    "top_mm": _("top margin (mm)"),
    "left_mm": _("left margin (mm)"),
    "width_mm": _("width of the type area (mm)"),
    "height_mm": _("height of the type area (mm)"),
    "lines": _("lines on a page"),
    "columns": _("characters in a line"),
    "line_pitch_twips": _("line pitch (twentieths of a point)"),
    "letterhead_pt": _("size of the letterhead (pt)"),
    "letterhead_top_mm": _("letterhead below the top of the type area (mm)"),
    "sealed_lines": _("empty lines above a sealed signature"),
    "face_title": _("face of titles"),
    "face_body": _("face of the text"),
    "face_second": _("face of the second level"),
    "face_first": _("face of the first level"),
    "face_number": _("face of page numbers"),
}
"""Measures in which offices differ. The others are the standard's."""
MOST_MEASURE = 20_000


class SetProfile(forms.Form):
    """机关版式."""

    letterhead = _text(_("Letterhead"), 60, help_text=_("Without 文件; empty: the name as on the seal."))
    symbol_word = _text(
        _("Word of the document number"), 20, help_text=_("机关代字, as 示直工委. Needed before anything is sent.")
    )
    signature = _text(_("Name below the text"), 120, help_text=_("Empty: the name as on the seal."))
    printed_by = _text(_("Printed by"), 60)
    is_sealed = forms.BooleanField(label=_("Documents are sealed"), required=False)

    def __init__(self, *args: Any, standard: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.standard = standard
        for name, label in MEASURES.items():
            placeholder = {"placeholder": str(standard.get(name, ""))}
            self.fields[f"m_{name}"] = forms.CharField(
                label=label, max_length=120, required=False, widget=forms.TextInput(placeholder)
            )
        guard_texts(self)

    def clean(self) -> dict[str, Any]:
        """The measures that differ, as their types; a page on which nothing fits is refused."""
        cleaned = super().clean() or {}
        measures: dict[str, Any] = {}
        for name in MEASURES:
            value = cleaned.pop(f"m_{name}", "")
            if not value:
                continue
            try:
                measures[name] = cast(name, value)
            except ValueError:
                self.add_error(f"m_{name}", gettext("Found %(value)s, expected a number.") % {"value": value})
                continue
            if not isinstance(measures[name], str) and not 0 < measures[name] <= MOST_MEASURE:
                self.add_error(f"m_{name}", gettext("Found %(value)s, expected more than 0.") % {"value": value})
        if not self.errors:
            self._fits({**self.standard, **measures})
        return {**cleaned, "measures": measures}

    def _fits(self, said: dict[str, Any]) -> None:
        layout = Layout(**{name: cast(name, said[name]) for name in NAMES})
        if layout.right_mm < 5 or layout.bottom_mm < layout.number_below_mm + 5:
            self.add_error(
                None, gettext("The type area leaves the paper: margins and area together are wider or higher than A4.")
            )
        elif layout.height > layout.height_mm * 1440 / 25.4 + 60:
            self.add_error(
                "m_line_pitch_twips",
                gettext("%(lines)s lines of this pitch are higher than the type area.") % {"lines": layout.lines},
            )
        elif not 8 <= layout.columns <= layout.width_mm / 25.4 * 72 / layout.body_pt + 1:
            self.add_error("m_columns", gettext("So many characters do not fit on a line of this width."))


class SetChain(forms.Form):
    """审批程序: up to five posts; a row without a post is left out."""

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit = unit
        roles = [("", "—"), *((role.value, role.label) for role in Role if role in BUSINESS)]
        for n in range(1, STEPS + 1):
            words = {"n": n}
            self.fields[f"sort_{n}"] = forms.ChoiceField(
                label=_("Step"), choices=[("", "—"), *Approval.Sort.choices], required=False
            )
            self.fields[f"post_{n}"] = _text(gettext("Post %(n)s") % words, 60)
            self.fields[f"role_{n}"] = forms.ChoiceField(label=_("Role"), choices=roles, required=False)
            self.fields[f"unit_{n}"] = forms.CharField(
                label=_("Of the unit"),
                max_length=120,
                required=False,
                widget=forms.TextInput({"placeholder": unit.name}),
            )
        guard_texts(self)

    @property
    def rows(self) -> list[list[Any]]:
        """The fields of each row."""
        return [[self[f"{name}_{n}"] for name in ("sort", "post", "role", "unit")] for n in range(1, STEPS + 1)]

    def clean(self) -> dict[str, Any]:
        """The posts in their order; the last one signs."""
        cleaned = super().clean() or {}
        posts = []
        for n in range(1, STEPS + 1):
            sort, post, role = (cleaned.get(f"{name}_{n}") or "" for name in ("sort", "post", "role"))
            if not (sort or post or role):
                continue
            if not (sort and post and role):
                self.add_error(f"post_{n}", gettext("A row names step, post and role."))
                continue
            unit = self._unit(n, cleaned.get(f"unit_{n}") or "")
            posts.append(Post(sort, post, role, unit))
        signs = [place for place, post in enumerate(posts) if post.sort == Approval.Sort.SIGN]
        if not self.errors and posts and signs != [len(posts) - 1]:
            self.add_error(None, gettext("One post signs, and it is the last one."))
        return {"posts": posts}

    def _unit(self, n: int, name: str) -> Unit:
        """The unit of this name among those beside and above the office; the office itself for none."""
        if not name.strip():
            return self.unit
        found = near_by(self.unit).filter(name=name.strip())[:2]
        if len(found) != 1:
            said = gettext("Found “%(name)s”, expected the name of one unit beside or above this one.") % {"name": name}
            self.add_error(f"unit_{n}", said)
        return found[0] if found else self.unit


class NoteOutsideNumbers(forms.Form):
    """登记线下用号."""

    series = forms.ChoiceField(label=_("Row of numbers"))
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    first = forms.IntegerField(label=_("From number"), min_value=1, max_value=100_000)
    last = forms.IntegerField(label=_("To number"), min_value=1, max_value=100_000)
    reason = _text(_("Reason"), 200, required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["series"]
        field.choices = series_words()
        guard_texts(self)

    def clean(self) -> dict[str, Any]:
        """In order."""
        cleaned = super().clean() or {}
        if not self.errors and cleaned["last"] < cleaned["first"]:
            self.add_error("last", gettext("Not before the first number."))
        return cleaned


def series_words() -> list[tuple[str, str]]:
    """Every row of numbers, in words."""
    rows = [("document", gettext("documents")), *((series, suffix) for series, suffix in SUFFIXES.items())]
    return [(str(series), str(word)) for series, word in rows]


class AddOfficeTemplate(forms.Form):
    """本机关模板."""

    kind = forms.ChoiceField(label=pgettext_lazy("official", "Kind of document"), choices=Kind.choices)
    upload = forms.FileField(
        label=_("Word file"),
        help_text=_(
            "A .docx in which {{ title }}, {{ symbol }}, {{ name }} and the like stand where they belong; see the manual."
        ),
    )

    def clean(self) -> dict[str, Any]:
        """A Word file that can be filled."""
        cleaned = super().clean() or {}
        upload: UploadedFile | None = cleaned.get("upload")
        if upload is None or "kind" not in cleaned:
            return cleaned
        try:
            clean_upload(upload)
            try_template(upload.read(), Kind(cleaned["kind"]))
        except BadInput as refused:
            for where, found, expected in refused.places:
                words = {"where": where, "found": found, "expected": expected}
                self.add_error("upload", gettext("%(where)s: found %(found)s, expected %(expected)s") % words)
        upload.seek(0)
        return cleaned


class ChooseYear(forms.Form):
    """The year of the register."""

    year = forms.IntegerField(min_value=2000, max_value=2100, required=False)

    @property
    def chosen(self) -> int | None:
        """The year of the address; None when it is none."""
        return self.cleaned_data["year"] if self.is_valid() else None
