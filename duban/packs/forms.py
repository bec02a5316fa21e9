"""What people type about packs and the calendar."""

from django import forms
from django.utils.translation import gettext_lazy as _

from duban.base.privacy import no_personal_numbers
from duban.ui.inputs import Confirmation


class ConfirmCalendarYear(forms.Form):
    """The notice of next year's holidays, pasted."""

    year = forms.IntegerField(label=_("Year"), min_value=2018, max_value=2100)
    notice = forms.CharField(label=_("Name and number of the notice"), max_length=120, validators=[no_personal_numbers])
    text = forms.CharField(
        label=_("Text of the notice"),
        max_length=5000,
        validators=[no_personal_numbers],
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("Paste the paragraphs that name the holidays; one paragraph a holiday."),
    )
    replaces = Confirmation(
        label=_("Replace the year that is entered"),
        help_text=_("Only when the year is entered already and the notice was changed."),
    )
