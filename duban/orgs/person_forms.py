"""What people type about people. The cleaned data are the verb's arguments; what does not hold stands beside its field."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duban.base import clock
from duban.base.privacy import guard_texts
from duban.orgs.actions import people as actions
from duban.orgs.ethnic_groups import ETHNIC_GROUPS, OTHERS
from duban.orgs.forms import OnPerson
from duban.orgs.house_rules import identity_is_kept
from duban.orgs.membership import party_posts
from duban.orgs.models import Correction, Person, Unit
from duban.orgs.person_checks import clear_of, faults
from duban.orgs.person_fields import label
from duban.orgs.sealed import SEALED, can_be_opened, hidden, said
from duban.orgs.steps import last_step
from duban.ui.inputs import Confirmation, DayInput, MonthField, SeenField

WHOLE = (
    "name",
    "sex",
    "born_in",
    "ethnic_group",
    "education",
    "joined_on",
    "converted_on",
    "mobile",
    "identity_number",
)


class PersonFields(forms.Form):
    """What is kept of somebody. Identity numbers are asked for only where a rule keeps them."""

    name = forms.CharField(
        label=pgettext_lazy("person", "name"), max_length=50, widget=forms.TextInput({"autocomplete": "off"})
    )
    is_another = Confirmation(label=_("There are two people of this name here"))
    sex = forms.ChoiceField(
        label=_("sex"),
        choices=[("", "—"), *Person.Sex.choices],
        required=False,
        help_text=_("for statutory statistics"),
    )
    born_in = MonthField(
        label=_("born in"),
        required=False,
        help_text=_("Year and month, as 1985-03; the day is not kept."),
    )
    ethnic_group = forms.ChoiceField(
        label=_("ethnic group"),
        choices=[("", "—"), *((each, each) for each in (*ETHNIC_GROUPS, *OTHERS))],
        required=False,
        help_text=_("for statutory statistics"),
    )
    education = forms.ChoiceField(label=_("education"), choices=[("", "—"), *Person.Education.choices], required=False)
    joined_on = forms.DateField(label=_("admitted to the party on"), required=False, widget=DayInput())
    converted_on = forms.DateField(
        label=_("full member since"),
        required=False,
        widget=DayInput(),
        help_text=_("Party standing counts from this day."),
    )
    mobile = forms.CharField(
        label=_("mobile number"),
        max_length=20,
        required=False,
        help_text=_("May be left out. Kept in cipher; the unit and the committee only."),
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "tel"}),
    )
    identity_number = forms.CharField(
        label=_("identity number"), max_length=30, required=False, widget=forms.TextInput({"autocomplete": "off"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not identity_is_kept(clock.today()):
            del self.fields["identity_number"]
        guard_texts(self, but=SEALED)

    def add_faults(self, said: dict[str, Any], *, unit: Unit, person: Person | None = None) -> None:
        """Put each fault beside its field."""
        for fault in faults(said, unit=unit, person=person, is_another=bool(said.get("is_another"))):
            said_of = _("Found %(found)s, expected %(expected)s.") % {"found": fault.found, "expected": fault.expected}
            if fault.field not in self.errors:
                self.add_error(fault.field if fault.field in self.fields else None, said_of)


class AddPerson(PersonFields):
    """Somebody new in the unit."""

    membership = forms.ChoiceField(
        label=_("membership"), choices=Person.Membership.choices, initial=Person.Membership.FULL
    )
    since_on = forms.DateField(
        label=_("here since"), required=False, widget=DayInput(), help_text=_("Empty: since before the book began.")
    )
    field_order = ("name", "is_another", "membership", "since_on", "joined_on", "converted_on")

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        self.unit = unit
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """What the verb asks for."""
        said = dict(self.cleaned_data)
        self.add_faults(said, unit=self.unit)
        return said


class ChangePerson(PersonFields, OnPerson):
    """The same of somebody who is here already. A sealed number is not shown to be changed: a new one replaces it."""

    seen = SeenField()
    clear = forms.MultipleChoiceField(
        label=_("No longer keep"), required=False, widget=forms.CheckboxSelectMultiple, choices=()
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        version = actions.change_person.version(person)  # type: ignore[attr-defined]
        kept_now = {name: getattr(person, name) for name in WHOLE if name not in SEALED}
        kwargs.setdefault("initial", {**kept_now, "seen": version})
        super().__init__(*args, person=person, **kwargs)
        kept = [name for name in SEALED if getattr(person, name)]
        for name in kept:
            if name in self.fields:
                self.fields[name].help_text = _kept(person, name)
        fields: Any = self.fields
        if person.ethnic_group and person.ethnic_group not in (*ETHNIC_GROUPS, *OTHERS):
            # Kept before it was chosen from a list: nothing is lost unseen.
            fields["ethnic_group"].choices = [*fields["ethnic_group"].choices, (person.ethnic_group,) * 2]
        choices = fields["clear"]
        choices.choices = [(name, label(name)) for name in kept]
        if not kept:
            del self.fields["clear"]

    def clean(self) -> dict[str, Any]:
        """What the verb asks for."""
        said = dict(self.cleaned_data)
        sent = {name: value for name, value in said.items() if value or name not in SEALED}
        sent.pop("seen", None)
        self.add_faults({**clear_of(self.person), **sent}, unit=self.person.unit, person=self.person)
        return said


def _kept(person: Person, name: str) -> str:
    # The form opens without the key too: it is where a number is entered anew.
    if can_be_opened(person, name):
        return _("Kept: %(shown)s. Empty: it stays.") % {"shown": hidden(person, name)}
    return str(_("What is kept cannot be read. A new number replaces it; empty: it stays as it is."))


class CorrectSpelling(OnPerson):
    """How the name is spelled."""

    spelling = forms.CharField(
        label=_("spelling"),
        max_length=80,
        required=False,
        help_text=_("Letters, as Tan Yuan. Empty: as the table of surnames says."),
    )
    seen = SeenField()

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        version = actions.correct_spelling.version(person)  # type: ignore[attr-defined]
        kwargs.setdefault("initial", {"spelling": person.spelling, "seen": version})
        super().__init__(*args, person=person, **kwargs)
        guard_texts(self)


class ChangeMembership(OnPerson):
    """Another kind of membership, from when on, and the day on which it was decided."""

    membership = forms.ChoiceField(label=_("membership"), choices=Person.Membership.choices)
    since_on = forms.DateField(label=_("From which day"), widget=DayInput())
    joined_on = forms.DateField(
        label=_("admitted to the party on"),
        required=False,
        widget=DayInput(),
        help_text=_("Asked of probationary and full members."),
    )
    converted_on = forms.DateField(
        label=_("full member since"), required=False, widget=DayInput(), help_text=_("Asked of full members.")
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=100,
        required=False,
        help_text=_("Asked of who is no member any more, and of what is entered late."),
    )
    is_late = Confirmation(label=_("Entered late: it was decided so, and the steps of admission are not kept here"))
    ends_posts = Confirmation(label=_("The posts that only a member holds end on the day before"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["membership"]
        left_out = {self.person.membership}
        if self.person.membership == Person.Membership.FULL:
            left_out.add(Person.Membership.PROBATIONARY)
            choices.help_text = choices.error_messages["invalid_choice"] = actions.NEVER_BACK
            del self.fields["joined_on"], self.fields["converted_on"], self.fields["is_late"]
        choices.choices = [choice for choice in Person.Membership.choices if choice[0] not in left_out]
        self.fields["since_on"].initial = clock.today()
        if "joined_on" in self.fields:
            self.fields["joined_on"].initial = self.person.joined_on
        held = party_posts(self.person, clock.today())
        if held:
            self.fields["ends_posts"].help_text = "；".join(map(actions.said_post, held))
        elif "ends_posts" not in self.data:
            del self.fields["ends_posts"]
        guard_texts(self)


class _ToUnit(OnPerson):
    unit: Any = forms.ModelChoiceField(label=_("To which organisation"), queryset=None)
    since_on = forms.DateField(label=_("From which day"), widget=DayInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_units(actions.transfer_membership.permit)  # type: ignore[attr-defined]
        self.fields["since_on"].initial = clock.today()


class TransferMembership(_ToUnit):
    """组织关系转接: where to, and from which day on."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["unit"]
        choices.initial = None
        choices.queryset = choices.queryset.exclude(pk=self.person.unit_id)
        choices.choices = [choice for choice in choices.choices if choice[0] != self.person.unit_id]


class ReEnter(_ToUnit):
    """Where somebody is again, and since when."""


class TakeBackStep(OnPerson):
    """Why the last step is taken back. What it was stands below the field."""

    step = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    reason = forms.CharField(label=_("Reason"), max_length=100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.last = last_step(self.person)
        if self.last is not None:
            self.fields["step"].initial = self.last.number
            self.fields["reason"].help_text = _("It is taken back: %(step)s. What stood before stands again.") % {
                "step": self.last.said()
            }
        guard_texts(self)

    def clean(self) -> dict[str, Any]:
        """What the verb asks for."""
        return {**self.cleaned_data, "unit": self.last.unit if self.last else None}


class Leave(OnPerson):
    """The last day, and why."""

    left_on = forms.DateField(label=_("Last day"), widget=DayInput())
    left_why = forms.ChoiceField(label=_("why"), choices=[("", _("choose")), *Person.Leaving.choices])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["left_on"].initial = clock.today()


class ShowSealed(OnPerson):
    """Which number, and why it is needed in clear."""

    field = forms.ChoiceField(label=_("Which number"))
    reason = forms.CharField(
        label=_("Reason"), max_length=120, help_text=_("The trail keeps who looked at whose number, when and why.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["field"]
        choices.choices = [
            (name, f"{label(name)} {said(self.person, name)}") for name in SEALED if getattr(self.person, name)
        ]
        guard_texts(self)


class AnswerCorrection(OnPerson):
    """What became of a request."""

    correction: Any = forms.ModelChoiceField(queryset=None, widget=forms.HiddenInput)
    answer = forms.CharField(label=pgettext_lazy("correction", "answer"), max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["correction"]
        choices.queryset = Correction.objects.filter(person=self.person, answered_on__isnull=True)
        guard_texts(self)


class RequestCorrection(forms.Form):
    """What is wrong in what is kept of oneself."""

    text = forms.CharField(
        label=_("what is wrong"), max_length=300, widget=forms.Textarea({"rows": 3}),
        help_text=_("No personal numbers here: say that the number is wrong, and tell it in person."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        guard_texts(self)
