"""What is typed for this wing, and what its addresses ask for."""

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from duban.asks.burden.models import Request, Suggestion
from duban.asks.burden.queries import VIEW_BURDEN_OF_UNIT, DemandFilter
from duban.base.privacy import guard_texts
from duban.orgs.models import Unit


class SignRequest(forms.Form):
    """加签."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Why it cannot wait, be merged or be done without asking. It stands in the quarterly report."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        guard_texts(self)


class MakeSuggestion(forms.Form):
    """意见建议."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Suggestion.Kind.choices, initial=Suggestion.Kind.SUGGESTION)
    text = forms.CharField(
        label=_("What should be better"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Question and answer can be read by everybody. Write nothing about persons."),
    )
    is_named = forms.BooleanField(
        label=_("Show my name beside it"), required=False, help_text=_("Without this tick nobody sees who wrote it.")
    )
    about = forms.CharField(max_length=200, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        guard_texts(self)

    def clean_about(self) -> str:
        """The path of a page here, without what was searched for; '' for anything else."""
        said = self.cleaned_data["about"].split("?")[0]
        return said if said.startswith("/") and not said.startswith("//") else ""


class AnswerSuggestion(forms.Form):
    """回复."""

    answer = forms.CharField(
        label=_("Answer"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Everybody can read it, with the suggestion."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        guard_texts(self)


class FilterDemands(forms.Form):
    """What stands in the address of the rows. Nonsense is as if it were not there."""

    unit: forms.ModelChoiceField = forms.ModelChoiceField(required=False, queryset=None)
    request = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    form = forms.ChoiceField(required=False, choices=Request.Form.choices)
    since = forms.DateField(required=False, input_formats=["%Y-%m"])
    until = forms.DateField(required=False, input_formats=["%Y-%m"])

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["unit"]
        field.queryset = VIEW_BURDEN_OF_UNIT.scope(user, Unit.objects.all())

    def wanted(self) -> DemandFilter | None:
        """The filter that the address asks for; None when it names an organisation that is not theirs."""
        self.is_valid()
        said = self.cleaned_data
        if self.data.get("unit") and said.get("unit") is None:
            return None
        return DemandFilter(
            unit=said.get("unit"),
            request=said.get("request"),
            form=said.get("form") or "",
            since=said.get("since"),
            until=said.get("until"),
        )


def year_asked(given: Any, this: int) -> int:
    """The year in the address, this one for nonsense."""
    said = given.get("year", "")
    return int(said) if said.isascii() and said.isdecimal() and 2000 <= int(said) <= 2100 else this


def quarter_asked(given: Any, day: datetime.date) -> tuple[int, int]:
    """(year, quarter) in the address; the quarter of the day for nonsense."""
    said = given.get("quarter", "")
    year, quarter = year_asked(given, day.year), (day.month + 2) // 3
    return year, int(said) if said in ("1", "2", "3", "4") else quarter
