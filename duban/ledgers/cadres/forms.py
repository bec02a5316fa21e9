"""What people type about cadres. The cleaned data are the verb's arguments."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duban.base import clock
from duban.base.privacy import guard_texts
from duban.ledgers.cadres.models import Band, HandOverLine, PlannedClass, PostKind
from duban.ledgers.cadres.models.training import Stage
from duban.ledgers.cadres.pool import Unsorted
from duban.ledgers.cadres.queries import classes_to_match
from duban.ledgers.models import LedgerRecord
from duban.ledgers.naming import people_written
from duban.orgs.action import version_of
from duban.orgs.models import Person, Unit
from duban.ui.inputs import DayInput, SeenField


class Guarded(forms.Form):
    """A form none of whose texts may hold a personal number; its fields have ids of their own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": f"{type(self).__name__}-%s", **kwargs})
        guard_texts(self)


class PersonField(forms.CharField):
    """Somebody of a unit or below it, by name; the unit is added where two have the same name."""

    within: Unit | None = None

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=80, help_text=_("Name; where two have it, a blank and the unit."), **kwargs)

    def clean(self, value: Any) -> Person | None:  # type: ignore[override]
        """The person.

        Raises:
            ValidationError: nobody, or several.
        """
        text = super().clean(value)
        if not text or self.within is None:
            return None
        (named,) = people_written([text], self.within)
        if named.person is None:
            raise forms.ValidationError(named.found)
        return named.person


class Within(Guarded):
    """A form about a unit: people are looked for in it and below it."""

    def __init__(self, *args: Any, within: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.within = within
        for field in self.fields.values():
            if isinstance(field, PersonField):
                field.within = within


class SortPosts(forms.Form):
    """A kind for each post, or none; `suggested` fills in what the titles on the page suggest."""

    def __init__(self, *args: Any, rows: Sequence[Unsorted], kinds: Sequence[PostKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows, self.kinds = rows, {kind.code: kind for kind in kinds}
        choices = [("", pgettext_lazy("kind of post", "not said")), *((kind.code, kind.name) for kind in kinds)]
        for row in rows:
            self.fields[self.name_of(row)] = forms.ChoiceField(
                choices=choices, required=False, label=f"{row.post.person.name} {row.post.title}"
            )

    @staticmethod
    def name_of(row: Unsorted) -> str:
        """The name of a post's field."""
        return f"kind-{row.post.pk}"

    @property
    def lines(self) -> list[tuple[Unsorted, forms.BoundField]]:
        """Each post with its field."""
        return [(row, self[self.name_of(row)]) for row in self.rows]

    def chosen(self) -> dict[str, Any]:
        """The verb's arguments: post → kind, as said or, when asked for, as suggested for those the page showed."""
        take = "suggested" in self.data
        kinds = {
            row.post: self.kinds.get(self.cleaned_data[self.name_of(row)]) or (row.suggestion if take else None)
            for row in self.rows
            if self.name_of(row) in self.data
        }
        return {"kinds": {post: kind for post, kind in kinds.items() if kind}}


class EnterProfession(Guarded):
    """The field somebody studied."""

    profession = forms.ModelChoiceField(
        label=_("Profession"),
        queryset=Band.objects.filter(axis=Band.Axis.PROFESSION).order_by("place"),
        required=False,
        empty_label=_("not entered"),
    )


class OpenFiling(Within):
    """Who is proposed for what."""

    person = PersonField(label=_("Who is proposed"))
    title = forms.CharField(label=_("For which post"), max_length=40, initial="党建办主任")


class Document(Guarded):
    """A document: number and day."""

    symbol = forms.CharField(label=_("Number of the document"), max_length=60)
    on = forms.DateField(label=_("Day of the document"), widget=DayInput(), initial=clock.today)


class RecordOpinion(Document):
    """纪检意见."""


class RecordGroupDecision(Document):
    """党组研究."""


class RecordFiling(Document):
    """组织部备案."""


class WithdrawFiling(Guarded):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=200)


class OpenHandOver(Within):
    """Who takes over, if that is known yet."""

    taker = PersonField(label=_("Who takes over"), required=False)


class NameTaker(Within):
    """Who takes over."""

    taker = PersonField(label=_("Who takes over"))


class NotePoints(Guarded):
    """How each point stands."""

    seen = SeenField()

    def __init__(self, *args: Any, rows: Sequence[HandOverLine], **kwargs: Any) -> None:
        self.rows = rows
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = version_of([(row.place, row.state, row.note) for row in rows])
        for row in rows:
            self.fields[f"state-{row.place}"] = forms.ChoiceField(
                label=row.title, choices=HandOverLine.State.choices, initial=row.state
            )
            self.fields[f"note-{row.place}"] = forms.CharField(
                label=_("What exactly"), max_length=200, required=False, initial=row.note
            )
        guard_texts(self)

    @property
    def lines(self) -> list[tuple[HandOverLine, forms.BoundField, forms.BoundField]]:
        """Each point with its two fields."""
        return [(row, self[f"state-{row.place}"], self[f"note-{row.place}"]) for row in self.rows]

    def noted(self) -> dict[str, Any]:
        """The verb's arguments."""
        said = self.cleaned_data
        lines = {row.place: (said[f"state-{row.place}"], said[f"note-{row.place}"]) for row in self.rows}
        return {"lines": lines, "seen": said["seen"]}


class PassOnWork(Guarded):
    """Nothing to type."""


class Confirm(Guarded):
    """The day of the signature on paper, for somebody without an account; nothing for oneself."""

    on = forms.DateField(label=_("Signed on paper on"), widget=DayInput(), required=False)


class ConfirmGiving(Confirm):
    """Handed over."""


class ConfirmTaking(Confirm):
    """Taken over."""


class PlanClass(Guarded):
    """A line of the training plan."""

    title = forms.CharField(label=_("Title"), max_length=80)
    audience = forms.ModelMultipleChoiceField(
        label=_("For"),
        queryset=PostKind.objects.exclude(field=PostKind.Field.BUSINESS),
        required=False,
        widget=forms.CheckboxSelectMultiple(),
        help_text=_("None: all members."),
    )
    stage = forms.ChoiceField(label=_("Stage"), choices=Stage.choices, initial=Stage.IN_POST)
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2099)
    month = forms.IntegerField(label=_("Month"), min_value=1, max_value=12)
    hours = forms.IntegerField(label=_("Hours"), min_value=1, max_value=400)


class MatchClass(Guarded):
    """Which class on record was this one of the plan."""

    record = forms.ModelChoiceField(label=_("Class on record"), queryset=LedgerRecord.objects.none())

    def __init__(self, *args: Any, planned: PlannedClass, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        record: Any = self.fields["record"]
        record.queryset = classes_to_match(planned.unit).filter(held_on__year=planned.year)


class WriteComment(Guarded):
    """A few sentences."""

    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2099)
    text = forms.CharField(label=_("Comment"), max_length=300, widget=forms.Textarea(attrs={"rows": 4}))


class ObjectToLine(Guarded):
    """Which line, and what is wrong with it."""

    line = forms.CharField(max_length=80, widget=forms.HiddenInput())
    text = forms.CharField(label=_("What is wrong"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class AnswerObjection(Guarded):
    """The answer."""

    text = forms.CharField(label=_("Answer"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class RegisterSecondment(Guarded):
    """An approved secondment."""

    to_unit = forms.CharField(label=_("Seconded to"), max_length=80)
    approval_symbol = forms.CharField(label=_("Number of the approval"), max_length=60)
    approved_on = forms.DateField(label=_("Approved on"), widget=DayInput())
    since_on = forms.DateField(label=pgettext_lazy("secondment", "Since"), widget=DayInput())
    until_on = forms.DateField(label=pgettext_lazy("secondment", "Until"), widget=DayInput())
