"""What people type about terms. The cleaned data are the verb's arguments."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from duban.base.names import in_stroke_order


class DayInput(forms.DateInput):
    """A day, chosen or typed; the browser sends it as 2026-11-30."""

    input_type = "date"

    def __init__(self, **attributes: Any) -> None:
        super().__init__(attrs=attributes, format="%Y-%m-%d")


def _symbol(label: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=60)


class OpenTerm(forms.Form):
    """When the committee in office was elected; the end follows from the rules."""

    starts_on = forms.DateField(label=_("Elected on"), widget=DayInput())
    number = forms.IntegerField(label=_("Number of the term"), required=False, min_value=1, max_value=999)


class RemindTerm(forms.Form):
    """Nothing to type."""


class RequestElection(forms.Form):
    """换届请示."""

    symbol = _symbol(_("Number of the request"))
    seats = forms.IntegerField(label=_("Seats"), min_value=1, max_value=99)


class ApproveElection(forms.Form):
    """批复."""

    symbol = _symbol(_("Number of the approval"))
    approved_on = forms.DateField(label=_("Day of the approval"), widget=DayInput())
    seats = forms.IntegerField(label=_("Seats"), min_value=1, max_value=99)


class RecordElection(forms.Form):
    """The totals of the meeting."""

    held_on = forms.DateField(label=_("Held on"), widget=DayInput())
    eligible = forms.IntegerField(
        label=_("Who should attend"), min_value=1, help_text=_("full members with voting rights")
    )
    present = forms.IntegerField(label=_("Who attended"), min_value=0)
    issued = forms.IntegerField(label=_("Ballots issued"), min_value=0)
    returned = forms.IntegerField(label=_("Ballots returned"), min_value=0)
    valid = forms.IntegerField(label=_("Ballots valid"), min_value=0)
    candidates = forms.CharField(
        label=_("Candidates and yes-votes"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("One line each: name, space, yes-votes. The names are put in order of strokes."),
    )

    def clean_candidates(self) -> list[tuple[str, int]]:
        """(name, yes-votes) of each line, by strokes of the names (选举工作条例: 候选人名单以姓氏笔画为序)."""
        found: list[tuple[str, int]] = []
        for number, line in enumerate(self.cleaned_data["candidates"].splitlines(), start=1):
            name, _space, yes = line.strip().replace("\u3000", " ").rpartition(" ")
            if not line.strip():
                continue
            if not name or not yes.isdecimal():
                raise forms.ValidationError(
                    _("Line %(n)s: found “%(found)s”, expected a name, a space and a number."),
                    params={"n": number, "found": line.strip()},
                )
            found.append((name.strip(), int(yes)))
        if len({name for name, _yes in found}) != len(found):
            raise forms.ValidationError(_("A name stands there twice."))
        return in_stroke_order(found, name=lambda line: line[0])


class ApproveResult(forms.Form):
    """The answer to the report of the result."""

    symbol = _symbol(_("Number of the approval"))


class RequestExtension(forms.Form):
    """延期换届."""

    until_on = forms.DateField(label=_("Extension until"), widget=DayInput())
    reason = forms.CharField(label=_("Reason"), max_length=200)


class ApproveExtension(forms.Form):
    """The answer to the request for an extension."""

    symbol = _symbol(_("Number of the approval"))
