"""What people send: a workbook, and whose cells hold."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from duban.base.errors import BadInput
from duban.base.privacy import no_personal_numbers
from duban.documents.exchange.compare import MINE, THEIRS
from duban.documents.exchange.models import Batch, Line
from duban.documents.uploads import KINDS, clean_name, clean_upload
from duban.orgs.exchange import exchanges_for


class SendWorkbook(forms.Form):
    """A workbook. Nothing comes in before its comparison was looked at."""

    kind = forms.ChoiceField(
        label=_("What it holds"),
        required=False,
        help_text=_("Needed only when the sheet has another name than in the template."),
    )
    workbook = forms.FileField(label=_("Workbook file"), widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}))

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Said here: filled in above, it would be in the language in which the server started.
        self.fields["workbook"].help_text = gettext(
            "An .xlsx file of up to %(n)s MB: a template filled in, or a workbook that was downloaded here."
        ) % {"n": settings.UPLOAD_BYTES // 1024**2}
        field: Any = self.fields["kind"]
        field.choices = [
            ("", _("as its sheets are called")),
            *((each.code, each.label) for each in exchanges_for(user)),
        ]

    def clean_workbook(self) -> UploadedFile:
        """Accepted by its content, and a workbook of today's format."""
        uploaded: UploadedFile = self.cleaned_data["workbook"]
        no_personal_numbers(clean_name(uploaded.name or ""))
        wanted = str(_("a workbook .xlsx; save it in that format"))
        try:
            media_type = clean_upload(uploaded).media_type
        except BadInput as refused:
            where, found, expected = refused.places[0]
            is_size = not 0 < (uploaded.size or 0) <= settings.UPLOAD_BYTES
            raise forms.ValidationError(_said(where, found, expected if is_size else wanted)) from refused
        if media_type != KINDS["Excel"][0]:
            kind = next(kind for kind, (its_type, _endings) in KINDS.items() if its_type == media_type)
            raise forms.ValidationError(_said(clean_name(uploaded.name or ""), kind, wanted))
        return uploaded


class Decide(forms.Form):
    """Whose cells hold where both sides changed them: of one cell, of one row, or (no row) of all that are open."""

    side = forms.ChoiceField(choices=[(MINE, MINE), (THEIRS, THEIRS)])
    line = forms.IntegerField(required=False)
    field = forms.CharField(required=False, max_length=40)

    def __init__(self, *args: Any, batch: Batch, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.batch = batch

    def said(self) -> dict[str, Any]:
        """The arguments of the verb.

        Raises:
            BadInput: no side was chosen.
        """
        if not self.is_valid():
            raise BadInput(_("Choose one of the two sides."))
        lines = self.batch.lines.filter(verdict=Line.Verdict.CONFLICT)
        if self.cleaned_data["line"]:
            lines = self.batch.lines.filter(pk=self.cleaned_data["line"])
        keys = list(lines.values_list("pk", flat=True))
        return {"lines": keys, "side": self.cleaned_data["side"], "field": self.cleaned_data["field"]}


def _said(where: str, found: Any, expected: Any) -> str:
    words = {"where": where, "found": found, "expected": expected}
    return gettext("%(where)s: found %(found)s, expected %(expected)s") % words
