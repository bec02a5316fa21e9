"""What stands in the address of the control plan, which tasks were chosen in it, and what is done with them at once."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from duban.base import clock
from duban.base.privacy import guard_texts
from duban.duties.forms import OnTask
from duban.duties.models import Task
from duban.duties.queries.campaigns import campaigns_for
from duban.duties.queries.lists import lists_for
from duban.duties.queries.plan import ONLY, PlanFilter
from duban.orgs.models import UnitCategory
from duban.orgs.permits import PERMITS
from duban.ui.inputs import DayInput


class FilterPlan(forms.Form):
    """What stands in the address. Nonsense is as if it were not there."""

    year = forms.IntegerField(required=False, min_value=2000, max_value=2100)
    month = forms.IntegerField(required=False, min_value=1, max_value=12)
    level = forms.ChoiceField(required=False, choices=[("unit", "unit"), ("branch", "branch")])
    list: Any = forms.ModelChoiceField(required=False, queryset=None)
    campaign: Any = forms.ModelChoiceField(required=False, queryset=None)
    category: Any = forms.ModelChoiceField(required=False, queryset=None, to_field_name="code")
    only = forms.ChoiceField(required=False, choices=[(name, name) for name in ONLY])
    q = forms.CharField(required=False, max_length=60)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: dict[str, Any] = self.fields
        if self.data.get("list"):  # the plan is mostly looked at as it is
            choices["list"].queryset = lists_for(user)
        if self.data.get("campaign"):
            choices["campaign"].queryset = campaigns_for(user)
        if self.data.get("category"):
            choices["category"].queryset = UnitCategory.objects.all()
        guard_texts(self)

    def wanted(self) -> PlanFilter:
        """The filter that the address asks for, of this year when it names none."""
        self.is_valid()
        said = self.cleaned_data
        return PlanFilter(
            said.get("year") or clock.today().year,
            said.get("level") or "unit",
            said.get("list"),
            said.get("campaign"),
            said.get("category"),
            said.get("only") or "",
            (said.get("q") or "").strip(),
        )

    def month_asked(self) -> int | None:
        """The month, where one is asked for."""
        self.is_valid()
        return self.cleaned_data.get("month")


class Pressed(OnTask):
    """A form about a task and others that were chosen with it."""

    verb = ""
    also: Any = forms.ModelMultipleChoiceField(queryset=None, required=False, widget=forms.MultipleHiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["also"]
        choices.queryset = PERMITS[f"duties.{self.verb}"].scope(self.user, Task.objects.all())

    def all_of_them(self) -> QueryDict:
        """What was sent, with the task among those that were chosen."""
        data: QueryDict = self.data.copy()  # type: ignore[attr-defined]
        data["task"] = str(self.task.pk)
        return data

    def how_many(self) -> int:
        """How many tasks it is about, the one and the others."""
        return len({self.task.pk, *(each.pk for each in self.cleaned_data["also"])})


class RemindTask(Pressed):
    """Nothing to type."""

    verb = "remind_task"


class ExtendTask(Pressed):
    """Until when, and why."""

    verb = "extend_task"
    due_on = forms.DateField(label=_("New day"), widget=DayInput())
    reason = forms.CharField(
        label=_("Why the day is put off"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The units read it."),
    )
