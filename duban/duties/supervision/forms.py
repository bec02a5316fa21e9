"""What people type about supervision notices. The cleaned data are the verb's arguments."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duban.base import clock
from duban.base.privacy import guard_texts
from duban.duties.issues.models import Issue
from duban.duties.issues.queries import issues_for
from duban.duties.levels import LEVELS
from duban.duties.models import Task
from duban.duties.queries.tasks import tasks_for
from duban.duties.supervision.actions.extensions import asked_too_late
from duban.duties.supervision.models import (
    ConferenceMember,
    Extension,
    JointConference,
    Matter,
    Measure,
    SupervisionNotice,
)
from duban.duties.supervision.queries.conferences import MEETINGS, could_sit
from duban.duties.supervision.queries.notices import STATES, NoticeFilter, last_place
from duban.ledgers.models import LedgerRecord
from duban.orgs.models import Unit
from duban.orgs.queries import units_ever_for
from duban.ui.inputs import DayInput

NO_NAMES = _("About the organisation, not about persons.")


class NoticeTexts(forms.Form):
    """What is asked, on what ground, by when."""

    title = forms.CharField(label=pgettext_lazy("notice", "Matter"), max_length=120)
    demands = forms.CharField(
        label=pgettext_lazy("notice", "What is asked"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=NO_NAMES,
    )
    basis = forms.CharField(
        label=_("Basis"), max_length=120, help_text=_("The rule, document or decision it rests on.")
    )
    due_on = forms.DateField(label=_("To be fed back by"), widget=DayInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        guard_texts(self)


class DraftNotice(NoticeTexts):
    """A notice about an issue, a task, or a matter with its basis."""

    issue: forms.ModelChoiceField = forms.ModelChoiceField(
        label=pgettext_lazy("noun", "Issue"), queryset=Issue.objects.none(), required=False, empty_label=_("none")
    )
    task: forms.ModelChoiceField = forms.ModelChoiceField(
        label=pgettext_lazy("noun", "Task"), queryset=Task.objects.none(), required=False, empty_label=_("none")
    )

    def __init__(self, *args: Any, unit: Unit, user: Any, about: Issue | Task | None = None, **kwargs: Any) -> None:
        first: dict[str, Any] = {}
        if isinstance(about, Issue):
            first = {"issue": about.pk, "title": about.title, "basis": about.basis or about.number}
        elif about is not None:
            basis = about.duty.responsibility_list.basis if about.duty else ""
            first = {"task": about.pk, "title": about.title, "basis": basis, "demands": about.standard}
        super().__init__(*args, **{**kwargs, "initial": first})
        fields: dict[str, Any] = self.fields
        fields["issue"].queryset = issues_for(user).filter(unit=unit, state__in=Issue.OPEN)
        fields["issue"].label_from_instance = lambda each: f"{each.number} {each.title}"
        fields["task"].queryset = tasks_for(user).filter(unit=unit, state__in=Task.OPEN)
        fields["task"].label_from_instance = lambda each: f"{each.number} {each.title}"
        guard_texts(self)

    def clean(self) -> dict[str, Any]:
        """About one thing."""
        said = super().clean() or {}
        if said.get("issue") and said.get("task"):
            self.add_error("task", _("A notice is about an issue or about a task, not about both."))
        return said


class OnNotice(forms.Form):
    """A form about one notice, filled in by one person."""

    def __init__(self, *args: Any, notice: SupervisionNotice, user: Any, **kwargs: Any) -> None:
        self.notice, self.user = notice, user
        super().__init__(*args, **{"auto_id": f"{type(self).__name__}-%s", **kwargs})
        guard_texts(self)


class ChangeNotice(OnNotice, NoticeTexts):
    """The draft with other words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {name: getattr(self.notice, name) for name in ("title", "demands", "basis", "due_on")}


class IssueNotice(OnNotice):
    """Nothing to type, unless numbers were given on paper."""

    place = forms.IntegerField(label=_("Number in the year"), min_value=1, max_value=99999, required=False)
    gap = forms.CharField(
        label=_("Why numbers before it are missing"),
        max_length=120,
        required=False,
        help_text=_("Only when the number is not the next one: given on paper, say."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.initial = {"place": last_place(self.notice.issuer, clock.today().year) + 1}


class SignNotice(OnNotice):
    """Nothing to type."""


class FeedBackNotice(OnNotice):
    """One sentence is enough."""

    feedback = forms.CharField(
        label=_("What was done"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}), help_text=NO_NAMES
    )


class AskExtension(OnNotice):
    """Another day and why; refused from the due day on."""

    due_on = forms.DateField(label=pgettext_lazy("extension", "New day"), widget=DayInput())
    reason = forms.CharField(
        label=_("How far it is, and why it takes longer"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )

    def clean(self) -> dict[str, Any]:
        """Asked before the due day."""
        if late := asked_too_late(self.notice, clock.today()):
            raise forms.ValidationError(late)
        return super().clean() or {}


class ReturnNotice(OnNotice):
    """What is missing, and by when."""

    reason = forms.CharField(
        label=_("What is missing, and what to do"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )
    due_on = forms.DateField(label=_("To be fed back by"), widget=DayInput())


class CloseNotice(OnNotice):
    """Nothing to type."""


class WithdrawNotice(OnNotice):
    """Why it was a mistake."""

    reason = forms.CharField(label=_("Why it is withdrawn"), max_length=300)


class OnExtension(forms.Form):
    """A form about one request for another day."""

    def __init__(self, *args: Any, extension: Extension, **kwargs: Any) -> None:
        self.extension = extension
        super().__init__(*args, **{"auto_id": f"{type(self).__name__}-%s", **kwargs})
        guard_texts(self)


class SecondExtension(OnExtension):
    """Nothing to type."""


class ApproveExtension(OnExtension):
    """Nothing to type."""


class RefuseExtension(OnExtension):
    """Why not."""

    answer = forms.CharField(label=_("Why it is refused"), max_length=300)


class OnMatter(forms.Form):
    """A form about one matter: a task, an issue or a notice."""

    basis = forms.CharField(
        label=_("Basis"), max_length=120, help_text=_("The rule, document or decision it rests on.")
    )

    def __init__(self, *args: Any, matter: Matter, **kwargs: Any) -> None:
        self.matter = matter
        super().__init__(*args, **{"auto_id": f"{type(self).__name__}-%s", **kwargs})
        guard_texts(self)


class RemindUnit(OnMatter):
    """On what ground."""


class TakeMeasure(OnMatter):
    """An interview or a bulletin, after the unit was heard, until a day."""

    kind = forms.ChoiceField(
        label=_("Measure"),
        choices=[(each.value, each.label) for each in (Measure.Kind.INTERVIEW, Measure.Kind.BULLETIN)],
    )
    hearing = forms.ChoiceField(
        label=_("Hearing"),
        choices=[(each.value, each.label) for each in (Measure.Hearing.HEARD, Measure.Hearing.SILENT)],
    )
    statement = forms.CharField(
        label=_("What the unit said"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Not for an interview: its contents are not kept."),
    )
    held_on = forms.DateField(label=_("Day of the interview"), required=False, widget=DayInput())
    symbol = forms.CharField(
        label=_("Symbol of the bulletin"),
        max_length=60,
        required=False,
        help_text=_("A bulletin is a signed document; here stands its symbol."),
    )
    ends_on = forms.DateField(label=pgettext_lazy("measure", "Ends on"), widget=DayInput())


class OnMeasure(forms.Form):
    """A form about one measure."""

    def __init__(self, *args: Any, measure: Measure, **kwargs: Any) -> None:
        self.measure = measure
        super().__init__(*args, **{"auto_id": f"{type(self).__name__}-{measure.pk}-%s", **kwargs})
        guard_texts(self)


class AnswerMeasure(OnMeasure):
    """What the unit says to it."""

    answer = forms.CharField(
        label=_("Answer of the unit"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}), help_text=NO_NAMES
    )


class LiftMeasure(OnMeasure):
    """Why it ends before its day."""

    reason = forms.CharField(label=_("Why it is lifted"), max_length=300)


class FilterNotices(forms.Form):
    """What stands in the address of the list."""

    state = forms.ChoiceField(choices=[(name, name) for name in STATES], required=False)
    unit: forms.ModelChoiceField = forms.ModelChoiceField(queryset=Unit.objects.none(), required=False)
    level = forms.ChoiceField(choices=[(name, name) for name in LEVELS], required=False)
    q = forms.CharField(max_length=60, required=False)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units: Any = self.fields["unit"]
        units.queryset = units_ever_for(user)
        guard_texts(self)

    def wanted(self) -> NoticeFilter:
        """The filter; what does not hold does not filter."""
        self.is_valid()
        said = self.cleaned_data
        return NoticeFilter(said.get("state") or "", said.get("unit"), said.get("level") or "", said.get("q") or "")


class SetUpConference(forms.Form):
    """Its name and the document that sets it up."""

    title = forms.CharField(label=_("Title"), max_length=120)
    basis = forms.CharField(
        label=_("Basis"), max_length=120, help_text=_("The document that sets it up, with its symbol.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        guard_texts(self)


class OnConference(forms.Form):
    """A form about one joint conference."""

    def __init__(self, *args: Any, conference: JointConference, **kwargs: Any) -> None:
        self.conference = conference
        super().__init__(*args, **{"auto_id": f"{type(self).__name__}-%s", **kwargs})
        guard_texts(self)


class SeatMember(OnConference):
    """A unit and the post that keeps contact."""

    unit: forms.ModelChoiceField = forms.ModelChoiceField(label=_("Member unit"), queryset=Unit.objects.none())
    contact = forms.CharField(label=_("Contact post"), max_length=60, help_text=_("A post, not a person."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units: Any = self.fields["unit"]
        units.queryset = could_sit(self.conference)


class UnseatMember(OnConference):
    """Which seat ends."""

    seat: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("Member unit"), queryset=ConferenceMember.objects.none()
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seats: Any = self.fields["seat"]
        seats.queryset = self.conference.seats.select_related("unit")


class PassDecision(OnConference):
    """What was decided, by when, for which member units."""

    title = forms.CharField(label=_("What was decided"), max_length=120)
    standard = forms.CharField(label=_("What counts as done"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    due_on = forms.DateField(label=_("Due on"), widget=DayInput())
    seats: forms.ModelMultipleChoiceField = forms.ModelMultipleChoiceField(
        label=_("Member units"), queryset=ConferenceMember.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    record: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("Meeting"), queryset=LedgerRecord.objects.none(), required=False, empty_label=_("none")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["seats"].queryset = self.conference.seats.select_related("unit")
        meetings = LedgerRecord.objects.filter(unit=self.conference.unit, kind__code=MEETINGS, withdrawn_on=None)
        fields["record"].queryset = meetings.order_by("-held_on", "-pk")
        fields["record"].label_from_instance = lambda each: f"{each.held_on} {each.title}"
