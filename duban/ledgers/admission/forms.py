"""What people type about admission. The cleaned data are the verb's arguments."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duban.base.privacy import guard_texts
from duban.ledgers.admission.models import Admission
from duban.ledgers.admission.steps import Step
from duban.orgs.models import Person, Unit
from duban.ui.inputs import DayInput


class OpenAdmission(forms.Form):
    """Who applied and when: somebody of the list, or somebody new."""

    applied_on = forms.DateField(label=_("Applied on"), widget=DayInput())
    person = forms.ModelChoiceField(
        label=_("Person"), queryset=Person.objects.none(), required=False, empty_label=_("somebody new")
    )
    name = forms.CharField(
        label=pgettext_lazy("person", "Name"),
        max_length=50,
        required=False,
        help_text=_("Only for somebody who is not in the list."),
    )
    born_in = forms.CharField(
        label=_("Born in"),
        max_length=7,
        required=False,
        help_text=_("Year and month, as 1985-03; the day is not kept."),
    )
    education = forms.ChoiceField(label=_("Education"), choices=[("", "—"), *Person.Education.choices], required=False)

    def __init__(self, *given: Any, unit: Unit, **options: Any) -> None:
        from duban.ledgers.admission.queries import who_may_apply  # noqa: PLC0415 - forms stand above queries

        super().__init__(*given, **options)
        self.fields["person"].queryset = who_may_apply(unit)  # type: ignore[attr-defined]
        guard_texts(self)

    def clean_born_in(self) -> str:
        """Year and month, or nothing."""
        text = self.cleaned_data["born_in"].strip()
        if text and not re.fullmatch(r"(19|20)\d\d-(0[1-9]|1[0-2])", text):
            raise forms.ValidationError(
                _("Found “%(found)s”, expected year and month as 1985-03."), params={"found": text}
            )
        return text

    def clean_name(self) -> str:
        """Without spaces at the ends."""
        return " ".join(self.cleaned_data["name"].split())

    def clean(self) -> dict[str, Any]:
        """One of the two, not both."""
        said = super().clean() or {}
        if not said.get("person") and not said.get("name") and not self.errors:
            self.add_error("name", _("Choose somebody, or type a name."))
        if said.get("person"):
            said |= {"name": "", "born_in": "", "education": ""}
        return said


class RecordStep(forms.Form):
    """A step with the fields that it has."""

    step = forms.CharField(widget=forms.HiddenInput(), max_length=40)
    happened_on = forms.DateField(label=_("On"), widget=DayInput())
    until_on = forms.DateField(label=_("Last day"), widget=DayInput(), required=False)
    is_yes = forms.TypedChoiceField(
        label=_("Result"),
        choices=[("yes", _("passed")), ("no", _("did not pass"))],
        coerce=lambda text: text == "yes",
        initial="yes",
    )
    number = forms.CharField(label=_("Number of the document"), max_length=60, required=False)
    hours = forms.IntegerField(label=_("Hours"), min_value=0, max_value=500, required=False)
    months = forms.IntegerField(label=_("Months of the extension"), min_value=1, max_value=60)
    eligible_count = forms.IntegerField(
        label=_("Who should attend and may vote"), min_value=1, max_value=99999, required=False
    )
    yes_count = forms.IntegerField(label=_("Yes-votes"), min_value=0, max_value=99999, required=False)
    is_special = forms.BooleanField(label=_("Special case: the superior committee took longer"), required=False)

    def __init__(self, *given: Any, of: Step, **options: Any) -> None:
        super().__init__(*given, **options)
        wanted = {
            "until_on": of.spans,
            "number": of.number,
            "hours": of.hours,
            "months": of.months,
            "eligible_count": of.vote,
            "yes_count": of.vote,
            "is_special": bool(of.by and of.by.special),
            "is_yes": of.code != "application",
        }
        for name, has_it in wanted.items():
            if not has_it:
                del self.fields[name]
        if of.spans:
            self.fields["happened_on"].label = _("First day")
        guard_texts(self)


class StrikeStep(forms.Form):
    """Why a recorded step is taken back."""

    record = forms.IntegerField(widget=forms.HiddenInput(), min_value=1)
    reason = forms.CharField(label=_("Reason"), max_length=100)

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        guard_texts(self)


class ResumeAdmission(forms.Form):
    """Why a way that was ended goes on."""

    reason = forms.CharField(label=_("Reason"), max_length=100)

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        guard_texts(self)


class EndAdmission(forms.Form):
    """How a way ended before its end."""

    outcome = forms.ChoiceField(label=_("Ended by"), choices=Admission.Outcome.choices)
    ended_on = forms.DateField(label=_("Ended on"), widget=DayInput())
