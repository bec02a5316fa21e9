"""What people type about lists, tasks and evidence."""

import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from duban.base import clock
from duban.base.errors import BadInput
from duban.base.privacy import guard_texts
from duban.documents.uploads import KINDS, clean_name, clean_upload
from duban.duties.actions.tasks import Part
from duban.duties.models import Binding, Task
from duban.duties.queries.campaigns import actions_for
from duban.duties.queries.lists import duties_for, is_drafted, issuers_for, may_be_brought_in, patterns_to_start
from duban.duties.queries.tasks import (
    STATES,
    SUMS,
    TaskFilter,
    bindings_of,
    branches_for,
    evidence_to_bind,
    owners_for,
    secretaries_of,
    tasks_to_serve,
)
from duban.duties.serving import records_to_bind
from duban.orgs.models import UnitCategory
from duban.orgs.queries import units_ever_for
from duban.ui.inputs import Confirmation, DayInput

ANSWER_DAYS = 5
"""How long a unit gets for its answer when the reviewer names no other day."""


class OnTask(forms.Form):
    """A form about one task, filled in by one person. Its cleaned data are the verb's arguments."""

    def __init__(self, *args: Any, task: Task, user: Any, **kwargs: Any) -> None:
        self.task, self.user = task, user
        # Several forms stand on one page: each field has an id of its own, or labels would lead to another form.
        super().__init__(*args, **{"auto_id": f"{type(self).__name__}-%s", **kwargs})
        guard_texts(self)


class SubmitTask(OnTask):
    """One sentence is enough, and not even that when evidence is there."""

    statement = forms.CharField(
        label=_("What was done, in one sentence"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Kept as a fact of the unit. With evidence below it may stay empty."),
    )


class ReturnTask(OnTask):
    """Why, by when, and which pieces."""

    reason = forms.CharField(
        label=_("What is missing, and what to do"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )
    answer_by = forms.DateField(label=_("To be answered by"), widget=DayInput())
    bindings: forms.ModelMultipleChoiceField = forms.ModelMultipleChoiceField(
        label=_("Pieces that are returned"),
        queryset=Binding.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: all of them. Those not chosen stand as accepted."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["bindings"]
        choices.queryset = bindings_of(self.task)
        choices.label_from_instance = lambda binding: binding.evidence.title
        earliest = max(self.task.due_on, clock.today() + datetime.timedelta(days=ANSWER_DAYS))
        self.fields["answer_by"].initial = earliest


class AcceptTask(OnTask):
    """Nothing to type."""


class WaiveTask(OnTask):
    """Why it does not apply."""

    reason = forms.CharField(
        label=_("Why it does not apply to this unit"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The unit reads it, and it stands beside the score."),
    )


class AssignTask(OnTask):
    """Who handles it."""

    owner: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("Handled by"), queryset=None, empty_label=_("choose")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["owner"]
        choices.queryset = owners_for(self.user, self.task)
        choices.label_from_instance = lambda person: f"{person.name}（{person.unit}）"
        choices.initial = self.task.owner_id


class SplitTask(OnTask):
    """Which branches, what, by when. The secretary of each branch handles its part."""

    units: forms.ModelMultipleChoiceField = forms.ModelMultipleChoiceField(
        label=_("Branches"),
        queryset=None,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one branch.")},
    )
    title = forms.CharField(label=_("What a branch does"), max_length=120)
    due_on = forms.DateField(label=_("Due on"), widget=DayInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["units"]
        choices.queryset = branches_for(self.user, self.task)
        self.fields["title"].initial = self.task.title
        self.fields["due_on"].initial = max(clock.today(), self.task.due_on - datetime.timedelta(days=ANSWER_DAYS))

    def clean(self) -> dict[str, Any]:
        """The parts, one a branch."""
        said = super().clean() or {}
        if self.errors:
            return said
        secretaries = secretaries_of(said["units"])
        return {
            "parts": [Part(unit, secretaries.get(unit.pk), said["title"], said["due_on"]) for unit in said["units"]]
        }


class AddEvidence(OnTask):
    """A fact in a sentence, or a file; for this task and others at once."""

    title = forms.CharField(label=_("What it is"), max_length=120)
    happened_on = forms.DateField(label=_("Day"), widget=DayInput())
    statement = forms.CharField(
        label=_("What happened"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("A sentence is enough; a file is never required."),
    )
    upload = forms.FileField(label=_("File"), required=False, help_text=_("PDF, Word, Excel, OFD or a picture"))
    also: forms.ModelMultipleChoiceField = forms.ModelMultipleChoiceField(
        label=_("Serves these tasks too"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["also"]
        choices.queryset = tasks_to_serve(self.user, self.task)
        self.fields["happened_on"].initial = clock.today()

    def clean(self) -> dict[str, Any]:
        """A sentence or a file."""
        said = super().clean() or {}
        if not self.errors and not said.get("statement") and not said.get("upload"):
            self.add_error("statement", _("Write a sentence or choose a file."))
        return said


class BindEvidence(OnTask):
    """One of the unit's pieces."""

    evidence: forms.ModelChoiceField = forms.ModelChoiceField(label=_("Evidence"), queryset=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["evidence"]
        choices.queryset = evidence_to_bind(self.user, self.task)


class BindRecord(OnTask):
    """One of the records of the unit or below it."""

    record: forms.ModelChoiceField = forms.ModelChoiceField(label=pgettext_lazy("noun", "Record"), queryset=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["record"]
        choices.queryset = records_to_bind(self.user, self.task)


class UnbindEvidence(OnTask):
    """One of the bound pieces."""

    binding: forms.ModelChoiceField = forms.ModelChoiceField(label=_("Evidence"), queryset=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["binding"]
        choices.queryset = self.task.bindings.all()


class NewList(forms.Form):
    """Which list it is: of which body, for which year, by what name, on what ground."""

    unit: forms.ModelChoiceField = forms.ModelChoiceField(label=_("Body that issues it"), queryset=None)
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    title = forms.CharField(label=_("Name of the list"), max_length=120)
    basis = forms.CharField(
        label=_("Basis"), max_length=120, help_text=_("The document that orders it, with its number.")
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        # Two of these forms stand on one page: each field has an id of its own.
        super().__init__(*args, **{"auto_id": f"{type(self).__name__}-%s", **kwargs})
        bodies = list(issuers_for(user))
        field: Any = self.fields["unit"]
        field.queryset = issuers_for(user)
        if len(bodies) == 1:
            field.initial, field.widget = bodies[0], forms.HiddenInput()
        self.fields["year"].initial = clock.today().year
        guard_texts(self)

    def clean(self) -> dict[str, Any]:
        """An issued list is never replaced."""
        said = super().clean() or {}
        same: dict[str, Any] = {name: said.get(name) for name in ("unit", "year", "title")}
        if all(same.values()) and not may_be_brought_in(**same):
            self.add_error("title", _("This list is issued. Bring it in under another title."))
        return said


class StartList(NewList):
    """A list that a pack brought, for a year."""

    pattern: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("List to start from"), queryset=None, help_text=_("Its days are moved to the year above.")
    )
    replaces = Confirmation(label=_("Replace the draft of the same name"))
    field_order = ("pattern", "unit", "year", "title", "basis", "replaces")

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        if not self.is_bound:
            del self.fields["replaces"]
        field: Any = self.fields["pattern"]
        field.queryset = patterns_to_start()
        patterns = list(field.queryset)
        if len(patterns) == 1:
            field.initial = patterns[0]
            year = clock.today().year
            self.fields["title"].initial = gettext("%(year)s %(title)s") % {"year": year, "title": patterns[0].title}

    def clean(self) -> dict[str, Any]:
        """A draft of the same name may be a colleague's work: it is replaced only by who says so."""
        said = super().clean()
        same: dict[str, Any] = {name: said.get(name) for name in ("unit", "year", "title")}
        if not all(same.values()) or not is_drafted(**same):
            # Nothing to replace: the page does not ask.
            del self.fields["replaces"]
            said.pop("replaces", None)
        elif not said.get("replaces"):
            self.add_error(
                "replaces", _("There is a draft of this name. Tick to replace it, or choose another name for yours.")
            )
        return said


class ImportList(NewList):
    """The workbook with the duties of a list. Nothing is brought in before its preview was looked at."""

    workbook = forms.FileField(
        label=_("Workbook"),
        help_text=_("The template filled in (.xlsx). You see every row before anything is brought in."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
    )

    def clean_workbook(self) -> UploadedFile:
        """Accepted by its content, and a workbook of today's format."""
        uploaded: UploadedFile = self.cleaned_data["workbook"]
        try:
            media_type = clean_upload(uploaded).media_type
        except BadInput as refused:
            places = refused.places
            if 0 < (uploaded.size or 0) <= settings.UPLOAD_BYTES:
                # Other kinds of files would do elsewhere; here only one does, whatever the name says.
                wanted = str(_("a workbook .xlsx; save it in that format"))
                places = [(where, found, wanted) for where, found, _expected in places]
            raise forms.ValidationError([said_of(place) for place in places]) from refused
        if media_type != KINDS["Excel"][0]:
            kind = next(kind for kind, (its_type, _endings) in KINDS.items() if its_type == media_type)
            place = (clean_name(uploaded.name or ""), kind, _("a workbook .xlsx; save it in that format"))
            raise forms.ValidationError(said_of(place))
        return uploaded


def said_of(place: tuple[str, Any, Any]) -> str:
    """One place of a BadInput as a sentence beside the field."""
    where, found, expected = place
    words = {"where": where, "found": found, "expected": expected}
    return gettext("%(where)s: found %(found)s, expected %(expected)s") % words


class FilterTasks(forms.Form):
    """What stands in the address of the task list. Nonsense is as if it were not there, but for a unit: then nothing fits."""

    state = forms.ChoiceField(required=False, choices=[(state, state) for state in (*STATES, *SUMS)])
    month = forms.IntegerField(required=False, min_value=1, max_value=12)
    duty: forms.ModelChoiceField = forms.ModelChoiceField(required=False, queryset=None)
    unit: forms.ModelChoiceField = forms.ModelChoiceField(required=False, queryset=None)
    here = forms.BooleanField(required=False)
    q = forms.CharField(required=False, max_length=60)
    level = forms.ChoiceField(required=False, choices=[("unit", "unit"), ("branch", "branch")])
    whose = forms.ChoiceField(required=False, choices=[("mine", "mine"), ("others", "others")])
    category: Any = forms.ModelChoiceField(required=False, queryset=None, to_field_name="code")
    action: Any = forms.ModelChoiceField(required=False, queryset=None)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)
        choices: dict[str, Any] = self.fields
        choices["category"].queryset = UnitCategory.objects.all()
        for name, rows_for in (("unit", units_ever_for), ("duty", duties_for), ("action", actions_for)):
            if self.data.get(name):  # the list is mostly looked at as it is
                choices[name].queryset = rows_for(user)

    def wanted(self) -> TaskFilter:
        """The filter that the address asks for."""
        self.is_valid()
        said = self.cleaned_data
        return TaskFilter(
            state=said.get("state") or "",
            month=said.get("month"),
            duty=said.get("duty"),
            unit=said.get("unit"),
            only_here=bool(said.get("here")),
            words=(said.get("q") or "").strip(),
            level=said.get("level") or "",
            whose=said.get("whose") or "",
            user=self.user,
            category=said.get("category"),
            action=said.get("action"),
            is_nowhere=bool(self.data.get("unit")) and said.get("unit") is None,
        )
