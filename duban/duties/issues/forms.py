"""What people type about issues. The cleaned data are the verb's arguments."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duban.base import clock
from duban.base.errors import BadInput
from duban.base.privacy import guard_texts
from duban.documents.uploads import clean_upload
from duban.duties.issues.actions import plan_issue
from duban.duties.issues.models import Issue, IssueAspect, IssueType
from duban.duties.issues.queries import STATES, IssueFilter, campaigns_of, due_by, pieces_of
from duban.duties.models import Campaign, Task
from duban.duties.queries.tasks import owners_in, tasks_for
from duban.orgs.models import Unit
from duban.orgs.queries import units_ever_for
from duban.ui.inputs import DayInput, SeenField

SHOWN = 20
"""How many pieces that are there already are offered, the newest first."""
NO_NAMES = _("Of the organisation; no names of persons.")


class RaiseIssue(forms.Form):
    """What was found in one organisation, and by when it is to be put right."""

    known_type: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("Known type"),
        queryset=IssueType.objects.select_related("aspect"),
        required=False,
        empty_label=pgettext_lazy("type of issue", "none of them"),
        help_text=_("Choosing one fills in aspect and title when they are empty."),
    )
    aspect: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("Aspect"), queryset=IssueAspect.objects.all(), required=False, empty_label=_("choose")
    )
    title = forms.CharField(label=_("Title"), max_length=120, required=False)
    found = forms.CharField(
        label=pgettext_lazy("issue", "What was found"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=NO_NAMES,
    )
    source = forms.ChoiceField(label=_("Found by"), choices=Issue.Source.choices, initial=Issue.Source.VISIT)
    severity = forms.ChoiceField(label=_("Severity"), choices=Issue.Severity.choices)
    found_on = forms.DateField(label=_("Found on"), widget=DayInput())
    due_on = forms.DateField(label=_("To be rectified by"), widget=DayInput())
    basis = forms.CharField(
        label=_("Basis"), max_length=120, required=False, help_text=_("The rule or document it does not meet.")
    )
    task: forms.ModelChoiceField = forms.ModelChoiceField(
        label=pgettext_lazy("noun", "Task"), queryset=Task.objects.none(), required=False, empty_label=_("none")
    )
    campaign: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("Campaign"), queryset=Campaign.objects.none(), required=False, empty_label=_("none")
    )

    def __init__(self, *args: Any, unit: Unit, user: Any, task: Task | None = None, **kwargs: Any) -> None:
        today = clock.today()
        first: dict[str, Any] = {
            "found_on": today,
            "due_on": due_by(today),
            "task": task and task.pk,
        }
        if task is not None:
            first["source"] = Issue.Source.TASK
        super().__init__(*args, **{**kwargs, "initial": first})
        fields: dict[str, Any] = self.fields
        fields["task"].queryset = tasks_for(user).filter(unit=unit)
        fields["task"].label_from_instance = lambda each: f"{each.number} {each.title}"
        fields["campaign"].queryset = campaigns_of(unit, today)
        guard_texts(self)

    def clean(self) -> dict[str, Any]:
        """A known type says aspect and title where they are empty."""
        said = super().clean() or {}
        known: IssueType | None = said.get("known_type")
        if known is not None:
            said["aspect"] = said.get("aspect") or known.aspect
            said["title"] = said.get("title") or known.title
        for name in ("aspect", "title"):
            if not said.get(name) and name not in self.errors:
                self.add_error(name, _("Choose a known type, or fill this in."))
        return said


class OnIssue(forms.Form):
    """A form about one issue, filled in by one person."""

    def __init__(self, *args: Any, issue: Issue, user: Any, **kwargs: Any) -> None:
        self.issue, self.user = issue, user
        super().__init__(*args, **{"auto_id": f"{type(self).__name__}-%s", **kwargs})
        guard_texts(self)


class PlanIssue(OnIssue):
    """Measures, post, person."""

    seen = SeenField()
    measures = forms.CharField(
        label=_("Measures"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}), help_text=NO_NAMES
    )
    responsible = forms.CharField(label=_("Responsible post"), max_length=60)
    owner: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("Handled by"), queryset=None, required=False, empty_label=_("nobody yet")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["owner"]
        choices.queryset = owners_in(self.issue.unit)
        choices.label_from_instance = lambda person: f"{person.name}（{person.unit}）"
        self.initial = {
            "seen": plan_issue.version(self.issue),  # type: ignore[attr-defined]
            "measures": self.issue.measures, "responsible": self.issue.responsible, "owner": self.issue.owner_id,
        }  # fmt: skip


class RectifyIssue(OnIssue):
    """One sentence is enough."""

    result = forms.CharField(
        label=_("What was put right"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}), help_text=NO_NAMES
    )
    pieces: forms.ModelMultipleChoiceField = forms.ModelMultipleChoiceField(
        label=_("Entered already and shows it"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )
    upload = forms.FileField(
        label=_("File"), required=False, help_text=_("Only where a file says more than a sentence.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["pieces"]
        choices.queryset = pieces_of(self.issue, SHOWN)
        choices.label_from_instance = lambda piece: f"{piece.title}（{piece.happened_on}）"

    def clean_upload(self) -> UploadedFile | None:
        """A file of a kind that is accepted."""
        upload: UploadedFile | None = self.cleaned_data["upload"]
        if upload is not None:
            try:
                clean_upload(upload)
            except BadInput as error:
                raise forms.ValidationError(str(error)) from error
        return upload


class ReturnIssue(OnIssue):
    """What is missing, and by when."""

    reason = forms.CharField(
        label=_("What is missing, and what to do"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )
    due_on = forms.DateField(label=_("To be rectified by"), widget=DayInput())


class CloseIssue(OnIssue):
    """Nothing to type."""


class RecheckIssue(OnIssue):
    """It held, or it did not and is reopened."""

    held = forms.TypedChoiceField(
        label=_("Did it hold?"),
        choices=[("", _("choose")), ("yes", _("it held")), ("no", _("it did not: open it again"))],
        coerce=lambda word: word == "yes",
    )
    finding = forms.CharField(
        label=_("What was seen"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}), help_text=NO_NAMES
    )
    due_on = forms.DateField(
        label=_("To be rectified by"), required=False, widget=DayInput(), help_text=_("Only when it is opened again.")
    )


class WithdrawIssue(OnIssue):
    """Why it was a mistake."""

    reason = forms.CharField(label=_("Why it was raised by mistake"), max_length=300)


class FilterIssues(forms.Form):
    """What stands in the address of the list."""

    state = forms.ChoiceField(choices=[(name, name) for name in STATES], required=False)
    unit: forms.ModelChoiceField = forms.ModelChoiceField(queryset=Unit.objects.none(), required=False)
    aspect: forms.ModelChoiceField = forms.ModelChoiceField(queryset=IssueAspect.objects.all(), required=False)
    campaign: forms.ModelChoiceField = forms.ModelChoiceField(queryset=Campaign.objects.all(), required=False)
    q = forms.CharField(max_length=60, required=False)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units: Any = self.fields["unit"]
        units.queryset = units_ever_for(user)
        guard_texts(self)

    def wanted(self) -> IssueFilter:
        """The filter; what does not hold does not filter."""
        self.is_valid()
        said = self.cleaned_data
        return IssueFilter(
            said.get("state") or "",
            said.get("unit"),
            said.get("aspect"),
            said.get("campaign"),
            said.get("q") or "",
            is_nowhere=bool({"unit", "aspect", "campaign"} & set(self.errors)),
        )
