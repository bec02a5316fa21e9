"""What people type to issue a campaign: what it is, and its plan as pasted from a sheet."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from duban.base import clock
from duban.base.privacy import guard_texts
from duban.duties.plan_text import MOST_ROWS, Line, PlanReader
from duban.duties.queries.campaigns import campaign_bodies_for, units_to_ask
from duban.ui.inputs import DayInput


class IssueCampaign(forms.Form):
    """The campaign and its plan. Nothing is issued before every line was looked at."""

    unit: Any = forms.ModelChoiceField(label=_("Body that issues it"), queryset=None)
    title = forms.CharField(label=_("Name of the campaign"), max_length=120)
    basis = forms.CharField(
        label=_("Basis"), max_length=120, help_text=_("The document that orders it, with its number.")
    )
    starts_on = forms.DateField(label=_("Starts on"), widget=DayInput())
    ends_on = forms.DateField(label=_("Ends on"), widget=DayInput())
    plan = forms.CharField(
        label=_("Plan"),
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_(
            "Copy the rows from the sheet and paste them here: 行动, 任务, 验收标准, 责任单位, 时限. The headings may stand above "
            "them, in any order; an action left empty is the one above; 责任单位 left empty is every unit."
        ),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines: list[Line] = []
        field: Any = self.fields["unit"]
        field.queryset = campaign_bodies_for(user)
        bodies = list(field.queryset)
        if len(bodies) == 1:
            field.initial, field.widget = bodies[0], forms.HiddenInput()
        self.fields["starts_on"].initial = clock.today()
        guard_texts(self)

    def clean(self) -> dict[str, Any]:
        """The lines with their verdicts; what they ask stands under `asked` when none of them is wrong."""
        said = super().clean() or {}
        plan = said.pop("plan", "")
        if self.errors:
            return said
        if said["ends_on"] < said["starts_on"]:
            self.add_error("ends_on", _("It ends before it starts."))
            return said
        self.lines = PlanReader(units_to_ask(said["unit"]), said["starts_on"], said["ends_on"]).lines(plan)
        if not self.lines:
            self.add_error("plan", _("The plan asks nothing."))
        elif len(self.lines) > MOST_ROWS:
            self.add_error("plan", _("At most %(n)s rows at once.") % {"n": MOST_ROWS})
        elif any(line.faults for line in self.lines):
            self.add_error("plan", _("Some rows cannot be issued as they are; what to change stands above."))
        said["asked"] = [asked for line in self.lines for asked in line.asked]
        return said
