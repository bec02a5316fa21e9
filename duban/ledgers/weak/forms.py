"""What people type about weak organisations. The cleaned data are the verb's arguments."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from duban.base.privacy import guard_texts
from duban.ui.inputs import DayInput


class WeakForm(forms.Form):
    """No text holds a personal number."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        guard_texts(self)


class EnterWeak(WeakForm):
    """By whose approval, and why."""

    entered_on = forms.DateField(label=_("Entered on"), widget=DayInput())
    symbol = forms.CharField(label=_("Number of the approval"), max_length=60)
    reason = forms.CharField(
        label=_("What was found"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Of the organisation; no names of persons."),
    )


class SetPlan(WeakForm):
    """What is done, who leads it, by when."""

    plan = forms.CharField(label=_("Plan of improvement"), max_length=500, widget=forms.Textarea(attrs={"rows": 4}))
    leader = forms.CharField(
        label=_("Who leads it"), max_length=60, help_text=_("A post or a body of the superior organisation.")
    )
    due_on = forms.DateField(label=_("To be improved by"), widget=DayInput())


class LiftWeak(WeakForm):
    """By whose approval, and what was improved."""

    lifted_on = forms.DateField(label=_("Lifted on"), widget=DayInput())
    symbol = forms.CharField(label=_("Number of the approval"), max_length=60)
    result = forms.CharField(label=_("What was improved"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
