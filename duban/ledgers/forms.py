"""What people type about records. A form is made from the definition of its kind."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.base import clock
from duban.base.errors import BadInput
from duban.base.privacy import guard_texts, no_personal_numbers
from duban.documents.uploads import clean_upload
from duban.ledgers.actions import correct_record, roster_kept
from duban.ledgers.content import REASONS, Content, Made, alike, found_wrong, seal_of, sent_before, twice
from duban.ledgers.kinds import Definition, FieldOf, definition_of, rule_words
from duban.ledgers.models import LedgerRecord, RecordKind
from duban.ledgers.queries.kin import SUBGROUP, subgroup_names
from duban.ledgers.roster import Seat, people_named, roster_of
from duban.orgs.models import Person, Unit
from duban.orgs.queries import ancestors_of
from duban.ui.inputs import Confirmation, DayInput, SeenField

DECISIONS = 4
"""How many decisions a form has room for; one sitting rarely makes more, and a second form takes the rest."""
ORGAN_LEVEL = {"party_group"}
"""Bodies whose people stand in the organ above them."""


def field_for(asked: FieldOf) -> forms.Field:
    """The field of a form for a field of a kind."""
    same: dict[str, Any] = {"label": asked.name, "required": asked.required, "help_text": asked.why}
    match asked.kind:
        case "number":
            return forms.IntegerField(min_value=asked.least or 0, max_value=asked.most or 99_999, **same)
        case "date":
            return forms.DateField(widget=DayInput(), **same)
        case "choice":
            first = [] if asked.required else [("", "—")]
            return forms.ChoiceField(choices=[*first, *asked.choices], **same)
        case "yes_no":
            return forms.ChoiceField(choices=[("", "—"), ("yes", _("yes")), ("no", _("no"))], **same)
        case "lines":
            return forms.CharField(max_length=asked.most or 500, widget=forms.Textarea(attrs={"rows": 4}), **same)
    return forms.CharField(max_length=asked.most or 500, **same)


@dataclass(frozen=True)
class RosterLine:
    """Somebody of the roster as the form shows them."""

    seat: Seat
    is_absent: bool
    reason: str


class RecordForm(forms.Form):
    """A record of one kind of one organisation. `content` is what the verb takes."""

    held_on = forms.DateField(label=gettext_lazy("Day"), widget=DayInput())
    asks_again = False
    """Whether it is to be said that this is another one."""

    def __init__(
        self,
        *args: Any,
        unit: Unit,
        kind: RecordKind,
        record: LedgerRecord | None = None,
        by: Any = None,
        **kwargs: Any,
    ) -> None:
        self.unit, self.kind, self.record, self.by = unit, kind, record, by
        self.definition: Definition = definition_of(kind)
        super().__init__(*args, **kwargs)
        for asked in self.definition.fields:
            if asked.kind != "subgroup":
                self.fields[asked.code] = field_for(asked)
            elif (field := self._subgroup_field(asked)) is not None:
                self.fields[asked.code] = field
        if self.definition.agenda:
            self.fields["agenda"] = forms.CharField(
                label=_("Agenda"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
                help_text=_("One line each."),
            )  # fmt: skip
        if self.definition.attendance == "people":
            self.fields["people"] = forms.CharField(
                label=_("Who took part"), required=False, max_length=6000, widget=forms.Textarea(attrs={"rows": 4}),
                help_text=_("Names of this organisation or below it, one a line; add the organisation where a name is shared."),
            )  # fmt: skip
        elif self.definition.attendance != "none" and not self.roster:
            least: dict[str, Any] = {"required": False, "min_value": 0, "max_value": 99_999}
            self.fields["eligible"] = forms.IntegerField(label=_("Who should attend"), **least)
            self.fields["present"] = forms.IntegerField(label=_("Who attended"), **least)
        if record is None and self.definition.decisions:
            for number in range(DECISIONS):
                self.fields[f"decision_{number}"] = forms.CharField(
                    label=_("Decision %(n)s") % {"n": number + 1}, required=False, max_length=120
                )
                self.fields[f"owner_{number}"] = forms.CharField(
                    label=_("Responsible"), required=False, max_length=60, widget=forms.TextInput({"list": "people"})
                )
                self.fields[f"due_{number}"] = forms.DateField(label=_("By when"), required=False, widget=DayInput())
        if self.definition.may_count:
            self.fields["counts_also"] = forms.MultipleChoiceField(
                label=_("Held together with"), required=False, widget=forms.CheckboxSelectMultiple(),
                choices=[(rule, word) for rule, word in rule_words().items() if rule in self.definition.may_count],
            )  # fmt: skip
        if record is None:
            asked_by = self.definition.attachment
            self.fields["upload"] = forms.FileField(
                label=_("Attachment"), required=bool(asked_by), help_text=asked_by or _("Not asked for.")
            )
        else:
            self.fields["reason"] = forms.CharField(label=_("Why it is corrected"), max_length=200)
            self.fields["seen"] = SeenField()
        if record is None:
            self.fields["again"] = Confirmation(label=_("This is another one"))
            self.fields["token"] = forms.CharField(required=False, max_length=32, widget=forms.HiddenInput())
        guard_texts(self)

    def _subgroup_field(self, asked: FieldOf) -> forms.Field | None:
        """A choice where the organisation has subgroups; None for a subgroup itself."""
        if self.unit.kind.code == SUBGROUP:
            return None
        names = subgroup_names(self.unit, self.day)
        said = self.record.values.get(asked.code, "") if self.record else ""
        if not names:
            return field_for(asked)
        # What a record says already stays sayable: the subgroup may have been renamed since.
        names += [said] if said and said not in names else []
        choices = [("", _("choose one")), *((name, name) for name in names)]
        return forms.ChoiceField(label=asked.name, choices=choices, help_text=asked.why)

    @cached_property
    def day(self) -> datetime.date:
        """The day typed so far; today while it is none."""
        typed = self.data.get("held_on") if self.is_bound else self.initial.get("held_on")
        try:
            return datetime.date.fromisoformat(str(typed))
        except ValueError:
            return clock.today()

    @cached_property
    def roster(self) -> list[Seat]:
        """Who should be there. One query."""
        if self.record is not None:
            return roster_kept(self.record, self.definition)
        return roster_of(self.unit, self.definition, self.day)

    @property
    def uploads(self) -> list[Any]:
        """The files that were chosen."""
        return [each for each in (self.cleaned_data.get("upload"),) if each]

    @property
    def voting(self) -> int | None:
        """How many of the roster count for the quorum; None where that is everybody, or no quorum is asked."""
        voting = sum(seat.votes for seat in self.roster)
        return voting if self.definition.quorum and voting < len(self.roster) else None

    @property
    def seats(self) -> list[RosterLine]:
        """The roster with what was ticked."""
        absent = self._absent()
        return [RosterLine(seat, seat.person.pk in absent, absent.get(seat.person.pk, "")) for seat in self.roster]

    def _absent(self) -> dict[int, str]:
        if not self.is_bound:
            return dict(self.initial.get("absent", {}))
        typed: Any = self.data
        ticked = {key for key in typed.getlist("absent") if key.isdecimal()}
        known = {str(seat.person.pk) for seat in self.roster}
        return {int(key): self.data.get(f"reason-{key}", "") for key in sorted(ticked & known)}

    @property
    def reasons(self) -> list[tuple[str, Any]]:
        """Why somebody can be absent: (code, word)."""
        return list(REASONS.items())

    def _check_listed(self) -> None:
        """That the list on the page was the list of the day: whoever was not shown was not looked at."""
        typed: Any = self.data
        seats = {str(seat.person.pk): seat.person.name for seat in self.roster}
        shown = set(typed.getlist("listed"))
        if self.record is None and shown != set(seats):
            new = "、".join(name for key, name in seats.items() if key not in shown)
            gone = len(shown - set(seats))
            self.add_error(
                None,
                _("The list is another on this day; look at it again. New on it: %(new)s; no longer on it: %(gone)s.")
                % {"new": new or "0", "gone": gone},
            )

    @property
    def fixed(self) -> Sequence[forms.BoundField]:
        """The kind's own fields, in its order."""
        return [self[each.code] for each in self.definition.fields if each.code in self.fields]

    @property
    def decision_rows(self) -> list[tuple[forms.BoundField, forms.BoundField, forms.BoundField]]:
        """The rows for decisions: what, who, by when."""
        if "decision_0" not in self.fields:
            return []
        return [(self[f"decision_{n}"], self[f"owner_{n}"], self[f"due_{n}"]) for n in range(DECISIONS)]

    @property
    def whose(self) -> Unit:
        """The unit whose people answer for decisions: that of a party group is the organ above it."""
        parent = ancestors_of(self.unit).last() if self.unit.kind.code in ORGAN_LEVEL else None
        return parent or self.unit

    def clean(self) -> dict[str, Any]:
        """Everything that does not hold, each at its field."""
        super().clean()
        if self.errors:
            return self.cleaned_data
        self._check_listed()
        self.content = self._content()
        if self.errors:
            return self.cleaned_data
        self.sent = self._sent()
        if sent_before(self.sent) is not None:
            # The same form once more: the record it made is shown, whatever has come since.
            return self.cleaned_data
        self._check_once()
        has_file = bool(self.files) or (self.record is not None and self.record.attachments.exists())
        for code, found, expected in found_wrong(
            self.unit, self.definition, self.content, self.roster, has_file=has_file
        ):
            self.add_error(
                code if code in self.fields else None,
                _("Found: %(found)s. Expected: %(expected)s.") % {"found": found, "expected": expected},
            )
        return self.cleaned_data

    def _sent(self) -> str:
        """What tells this sending from another; '' for a correction, and where no token came."""
        token = self.cleaned_data.get("token", "")
        return seal_of(self.unit, self.kind, self.content, by=self.by, token=token) if self.by else ""

    def clean_upload(self) -> Any:
        """A file that is accepted."""
        uploaded = self.cleaned_data["upload"]
        if uploaded is not None:
            try:
                clean_upload(uploaded)
            except BadInput as wrong:
                raise forms.ValidationError(
                    [f"{found}；{expected}" for _name, found, expected in wrong.places]
                ) from None
        return uploaded

    def _check_once(self) -> None:
        """What is there already is not entered again; where nothing tells one from another, only when the person says so."""
        same = alike(self.unit, self.kind, self.content) if self.record is None else None
        if same is None:
            return
        if self.definition.title:
            self.add_error(None, twice(same))
        elif not self.cleaned_data.get("again"):
            self.asks_again = True
            self.add_error("again", twice(same) + _("If this is another one, tick it and enter again."))

    def _content(self) -> Content:
        said = self.cleaned_data
        values = {each.code: _text(said.get(each.code)) for each in self.definition.fields}
        return Content(
            held_on=said["held_on"],
            values={code: value for code, value in values.items() if value},
            absent=self._absent(),
            people=self._named("people", said.get("people", "")),
            eligible=said.get("eligible"),
            present=said.get("present"),
            agenda=said.get("agenda", ""),
            decisions=self._decisions(),
            counts_also=said.get("counts_also", ()),
        )

    def _named(self, name: str, text: str) -> list[Person]:
        if not text.strip():
            return []
        try:
            return people_named(self.whose, text, where=str(self.fields[name].label))
        except BadInput as wrong:
            for _where, found, expected in wrong.places:
                self.add_error(
                    name, _("Found: %(found)s. Expected: %(expected)s.") % {"found": found, "expected": expected}
                )
            return []

    def _decisions(self) -> list[Made]:
        said, made = self.cleaned_data, []
        for number in range(DECISIONS if "decision_0" in self.fields else 0):
            text, due_on = said[f"decision_{number}"].strip(), said[f"due_{number}"]
            owner = next(iter(self._named(f"owner_{number}", said[f"owner_{number}"])), None)
            if text:
                made.append(Made(text, owner, due_on))
            elif owner or due_on:
                self.add_error(f"decision_{number}", _("Say what was decided."))
        return made


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, datetime.date) else str(value).strip()


class WithdrawRecord(forms.Form):
    """Why it is withdrawn."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200, validators=[no_personal_numbers])


class AttachFile(forms.Form):
    """A file that belongs to the record."""

    upload = forms.FileField(label=gettext_lazy("File"))


class FilterRecords(forms.Form):
    """What stands in the address of the list; what does not hold filters nothing."""

    unit = forms.IntegerField(required=False)
    here = forms.BooleanField(required=False)
    kind = forms.SlugField(required=False, max_length=40)
    rule = forms.CharField(required=False, max_length=80)
    since = forms.DateField(required=False)
    until = forms.DateField(required=False)
    q = forms.CharField(required=False, max_length=60)
    state = forms.ChoiceField(required=False, choices=[("withdrawn", "withdrawn")])


def correction_form(record: LedgerRecord, typed: Any = None) -> RecordForm:
    """The form with what the record says."""
    values: dict[str, Any] = dict(record.values)
    absent = record.attendance.filter(is_present=False).values_list("person_id", "reason")
    people = record.attendance.select_related("person__unit")
    initial = {
        **values,
        "held_on": record.held_on,
        "seen": correct_record.version(record),  # type: ignore[attr-defined]
        "agenda": record.agenda,
        "eligible": record.eligible_count,
        "present": record.present_count,
        "absent": dict(absent),
        "counts_also": list(record.counted.values_list("rule", flat=True)),
    }
    if definition_of(record.kind).attendance == "people":
        initial["people"] = "\n".join(f"{each.person.name} {each.person.unit.name}" for each in people)
    return RecordForm(typed, unit=record.unit, kind=record.kind, record=record, initial=initial)
