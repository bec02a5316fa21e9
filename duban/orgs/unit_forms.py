"""What people type about units: each form ends with the approval. Its cleaned data are the verb's arguments."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duban.base import clock
from duban.base.privacy import guard_texts
from duban.orgs import actions
from duban.orgs.action import version_of
from duban.orgs.actions.mergers import went_later
from duban.orgs.approval import Approval
from duban.orgs.models import Person, Relation, Unit, UnitCategory, UnitKind
from duban.orgs.permits import Permit, above_of, below
from duban.orgs.placing import kinds_below
from duban.orgs.queries import units_named, units_within
from duban.orgs.resetting import plan_of
from duban.orgs.still_open import still_open
from duban.orgs.tree import parent_path
from duban.ui.inputs import Confirmation, DayInput, SeenField

OFFERED = 200


def offered_units(declared: Permit, user: Any, unit: Unit, words: str = "") -> list[Unit]:
    """Units to choose from: those of a name, or what stands around this one: above, beside, right below. One query."""
    within = units_within(declared, user).exclude(pk=unit.pk).select_related("kind")
    if words:
        return list(within.filter(units_named(words))[:OFFERED])
    around = Q(path__in=above_of(unit.path)) | Q(below(unit.path), depth=unit.depth + 1)
    around |= Q(below(parent_path(unit.path)), depth=unit.depth)
    return list(within.filter(around)[:OFFERED])


def namesake(unit: Unit, name: str) -> Unit | None:
    """Another unit of this name that stands in the organ to which the unit belongs. Two queries."""
    organ = (
        Unit.objects.filter(path__in=[*above_of(unit.path), unit.path], kind__is_assessed=True).order_by("path").last()
    )
    if organ is None:
        return None
    return Unit.objects.standing().filter(below(organ.path), name=name.strip()).exclude(pk=unit.pk).first()


class OnUnit(forms.Form):
    """A change of one unit with its approval."""

    symbol = forms.CharField(label=_("number of the approval"), max_length=60)
    approved_on = forms.DateField(label=_("approved on"), widget=DayInput())
    holds_on = forms.DateField(
        label=_("holds from"), widget=DayInput(), help_text=_("Today or earlier: a change is entered once it holds.")
    )

    def __init__(self, *args: Any, unit: Unit, user: Any, offered: Sequence[Unit] = (), **kwargs: Any) -> None:
        self.unit, self.user, self.offered = unit, user, offered
        super().__init__(*args, **{"auto_id": f"{type(self).__name__}-%s", **kwargs})
        for name in ("symbol", "approved_on", "holds_on"):
            self.fields[name] = self.fields.pop(name)
        self.fields["holds_on"].initial = clock.today()
        guard_texts(self)

    def clean(self) -> dict[str, Any]:
        """The approval as one."""
        said = super().clean() or {}
        parts = {name: said.pop(name, None) for name in ("symbol", "approved_on", "holds_on")}
        if all(parts.values()):
            said["approval"] = Approval(**parts)
            named = {str(field.label): name for name, field in self.fields.items()}
            for where, found, expected in said["approval"].faults():
                self.add_error(
                    named.get(where),
                    forms.ValidationError(
                        _("%(where)s: found %(found)s, expected %(expected)s"),
                        params={"where": where, "found": found, "expected": expected},
                    ),
                )
        return said

    def offer(self, name: str, declared: Permit) -> None:
        """Fill a field of units: any unit of the permit's reach may be sent, those around are shown."""
        field: Any = self.fields[name]
        field.queryset = units_within(declared, self.user)
        sent = [pk for pk in self.data.getlist(name) if pk.isdecimal()] if hasattr(self.data, "getlist") else []
        offered = list(self.offered)
        if missing := set(map(int, sent)) - {unit.pk for unit in offered}:
            offered += field.queryset.filter(pk__in=missing)
        blank = [] if isinstance(field, forms.ModelMultipleChoiceField) else [("", _("choose"))]
        field.choices = [*blank, *((unit.pk, unit.name) for unit in offered)]


class _Named(OnUnit):
    """A change that gives a name. One that another unit of the same organ has is asked about: two branches may share it."""

    is_another = Confirmation(label=_("Another organisation of this name stands in the same organ, and both are right"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["symbol", "approved_on", "holds_on", "name", "is_another"])

    def clean(self) -> dict[str, Any]:
        """Without the tick, which is no argument of the verb."""
        said = super().clean()
        if not said.pop("is_another", False) and (name := said.get("name")) and namesake(self.unit, name):
            self.add_error(
                "name",
                forms.ValidationError(
                    _(
                        "Found %(found)s, which another organisation of the same organ is called. Tick the box below when both are right."
                    ),
                    params={"found": name},
                ),
            )
        return said


class FoundUnit(_Named):
    """What is founded below."""

    name = forms.CharField(label=_("name"), max_length=120)
    kind: Any = forms.ModelChoiceField(label=_("kind"), queryset=None, empty_label=_("choose"))
    category: Any = forms.ModelChoiceField(
        label=_("category"), queryset=None, required=False, empty_label=_("none of them")
    )
    short_name = forms.CharField(label=_("short name"), max_length=30, required=False)
    full_name = forms.CharField(label=_("full name as on the seal"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields
        choices["kind"].queryset = kinds_below(self.unit.kind)
        choices["category"].queryset = UnitCategory.objects.all()


class RenameUnit(_Named):
    """The new names."""

    name = forms.CharField(label=_("name"), max_length=120)
    short_name = forms.CharField(label=_("short name"), max_length=30, required=False)
    full_name = forms.CharField(label=_("full name as on the seal"), max_length=200, required=False)
    seen = SeenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = actions.rename_unit.version(self.unit)  # type: ignore[attr-defined]
        for name in ("name", "short_name", "full_name"):
            self.fields[name].initial = getattr(self.unit, name)


class ChangeUnitKind(OnUnit):
    """The other kind, or the other category."""

    kind: Any = forms.ModelChoiceField(label=_("kind"), queryset=None, empty_label=None)
    category: Any = forms.ModelChoiceField(
        label=_("category"), queryset=None, required=False, empty_label=_("none of them")
    )
    seen = SeenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = actions.change_unit_kind.version(self.unit)  # type: ignore[attr-defined]
        choices: Any = self.fields
        choices["kind"].queryset, choices["kind"].initial = UnitKind.objects.all(), self.unit.kind_id
        choices["category"].queryset, choices["category"].initial = UnitCategory.objects.all(), self.unit.category_id


class PlaceUnits(OnUnit):
    """The order of what stands right below, one name a line."""

    order = forms.CharField(
        label=_("Establishment order"),
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("One name a line, each once. Move whole lines."),
    )
    seen = SeenField()

    def __init__(self, *args: Any, children: Sequence[Unit] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.children = {unit.name: unit for unit in children}
        self.fields["seen"].initial = version_of([unit.pk for unit in children])
        self.fields["order"].initial = "\n".join(self.children)

    def clean_order(self) -> list[Unit]:
        """The units themselves."""
        names = [line.strip() for line in self.cleaned_data["order"].splitlines() if line.strip()]
        if sorted(names) != sorted(self.children):
            raise forms.ValidationError(_("The order names every unit that stands right below, each once."))
        return [self.children[name] for name in names]


class MoveUnit(OnUnit):
    """Under which unit."""

    others: Any = forms.ModelChoiceField(label=_("subordinate to"), queryset=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("others", actions.move_unit.permit)  # type: ignore[attr-defined]

    def clean_others(self) -> list[Unit]:
        """As the verb takes it."""
        return [self.cleaned_data["others"]]


def listing_of(units: Sequence[Unit], found: Sequence[tuple[str, str, str]]) -> str:
    """Another word for each list of what is open in these units."""
    return version_of([sorted(unit.pk for unit in units), list(found)])


class _Ending(OnUnit):
    """A change that ends units. What is still open in them is listed first, and done only once it was looked at.

    The tick holds for the units and the list that stood beside it (`listed`): for others the list is shown anew, unticked.
    """

    is_seen = Confirmation(
        label=_("What is still open was looked at, item by item"),
        help_text=_("Send it without the tick to see the list; nothing is done then."),
    )
    listed = SeenField()

    has_heir = True

    def ending(self, said: dict[str, Any]) -> list[Unit]:
        """The units that end."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        """The list beside the tick, without which list it was; the verb itself asks for the tick too."""
        said = super().clean()
        is_seen, listed = said.get("is_seen", False), said.pop("listed", "")
        units = self.ending(said)
        if approval := said.get("approval"):
            for unit in units:
                for where, was, expected in went_later(unit, approval.holds_on):
                    words = {"where": where, "found": was, "expected": expected}
                    later = _("%(where)s: found %(found)s, expected %(expected)s")
                    self.add_error("holds_on", forms.ValidationError(later, params=words))
        found = still_open(units, has_heir=self.has_heir) if units else []
        now = listing_of(units, found)
        if found and not (is_seen and listed == now):
            sent: Any = self.data
            self.data = sent = sent.copy()
            sent.pop("is_seen", None)
            sent["listed"] = now
            if is_seen:
                changed = _("The tick was for another choice or an older list. Look at this one and tick again.")
                self.add_error("is_seen", changed)
            for what, number, becomes in found:
                words = {"what": what, "n": number, "becomes": becomes}
                self.add_error("is_seen", forms.ValidationError(_("%(what)s: %(n)s; %(becomes)s."), params=words))
        return said


class MergeUnits(_Ending):
    """Which units become part of this one."""

    others: Any = forms.ModelMultipleChoiceField(
        label=_("become part of it"),
        queryset=None,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Their people, what stands below them and what is still to be done come over; what they did stays readable."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = [unit for unit in self.offered if not self.unit.path.startswith(unit.path)]
        self.offer("others", actions.merge_units.permit)  # type: ignore[attr-defined]

    def clean_others(self) -> list[Unit]:
        """As the verb takes them."""
        return list(self.cleaned_data["others"])

    def ending(self, said: dict[str, Any]) -> list[Unit]:
        """See _Ending."""
        return list(said.get("others") or [])


class DissolveUnit(_Ending):
    """The approval, and that what is open was looked at."""

    has_heir = False

    def ending(self, said: dict[str, Any]) -> list[Unit]:
        """See _Ending."""
        return [self.unit]


class SplitUnit(_Named):
    """The name of the new unit, and what goes to it."""

    name = forms.CharField(label=_("name of the new organisation"), max_length=120)
    people: Any = forms.ModelMultipleChoiceField(
        label=_("people"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )
    below: Any = forms.ModelMultipleChoiceField(
        label=_("units right below"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )
    members = forms.IntegerField(
        label=_("members who go"),
        min_value=0,
        required=False,
        help_text=_("Empty: as many as are members among those chosen."),
    )

    def __init__(self, *args: Any, children: Sequence[Unit] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields
        choices["people"].queryset = Person.objects.filter(unit=self.unit, left_on=None).order_by("pk")
        choices["below"].queryset = Unit.objects.filter(pk__in=[unit.pk for unit in children])
        if not children:
            choices.pop("below")


class SetRelation(OnUnit):
    """Which relation to which unit."""

    kind = forms.ChoiceField(label=pgettext_lazy("relation", "kind"), choices=Relation.Kind.choices)
    others: Any = forms.ModelChoiceField(label=_("the other unit"), queryset=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("others", actions.set_relation.permit)  # type: ignore[attr-defined]

    def clean_kind(self) -> Relation.Kind:
        """The kind itself."""
        return Relation.Kind(self.cleaned_data["kind"])

    def clean_others(self) -> list[Unit]:
        """As the verb takes it."""
        return [self.cleaned_data["others"]]


class EndRelation(OnUnit):
    """One of the unit's relations."""

    relation: Any = forms.ModelChoiceField(label=_("relation"), queryset=None, empty_label=_("choose"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["relation"]
        choices.queryset = Relation.objects.held().filter(unit=self.unit).select_related("unit", "other")


class ReSetBranches(_Ending):
    """The plan, what was shown of it, and that what is open in the branches that end was looked at."""

    text = forms.CharField(
        label=_("Plan"),
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_(
            "One line each, pasted from a table: the branch as it is, the branch as it will be, members; where one branch becomes several, perhaps the names of those who go, with 、 between them."
        ),
    )
    shown = forms.CharField(required=False, widget=forms.HiddenInput)

    def ending(self, said: dict[str, Any]) -> list[Unit]:
        """Those of the plan that was shown: as long as it is a preview, the page lists what is open."""
        plan = plan_of(self.unit, said.get("text", "")) if said.get("shown") else None
        return plan.ended if plan and plan.fingerprint == said["shown"] and not plan.faults else []
