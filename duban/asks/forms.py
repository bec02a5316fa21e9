"""What people type about warnings."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from duban.base.privacy import guard_texts
from duban.ui.inputs import DayInput


class NoteWarning(forms.Form):
    """处理中: what is done, and by when."""

    text = forms.CharField(label=_("What is done"), max_length=100, help_text=_("In a few words; no names of persons."))
    until_on = forms.DateField(
        label=_("Done by"), widget=DayInput(), help_text=_("After this day the note is not shown any more.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        guard_texts(self)
