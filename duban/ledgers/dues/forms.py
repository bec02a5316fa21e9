"""What people type about dues. What goes into the calculator is not kept."""

import datetime
import re
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from duban.base import clock
from duban.base.privacy import no_personal_numbers
from duban.ledgers.dues.models import Basis
from duban.ledgers.dues.months import month_said
from duban.orgs.models import Person
from duban.packs.models import RuleParameter
from duban.ui.inputs import DayInput, SeenField

_TICK = re.compile(r"([1-9]\d{0,17})-(20\d\d-(?:0[1-9]|1[0-2]))")


class MonthField(forms.CharField):
    """A month as 2026-03; gives its first day."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            max_length=7, widget=forms.TextInput(attrs={"placeholder": "2026-03", "inputmode": "numeric"}), **options
        )

    def clean(self, value: Any) -> Any:
        """The first of the month."""
        text = super().clean(value)
        if not text:
            return None
        month = month_said(text)
        if month is None or not 2000 <= month.year <= 2099:
            raise forms.ValidationError(_("Found “%(found)s”, expected a month as 2026-03."), params={"found": text})
        return month


def money(label: Any, *, least: str = "0.01", **options: Any) -> forms.DecimalField:
    """A sum in yuan."""
    return forms.DecimalField(
        label=label,
        min_value=Decimal(least),
        max_digits=9,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"step": "0.01", "autocomplete": "off"}),
        **options,
    )


class ReckonDues(forms.Form):
    """A basis, the base, and what is taken off it here. None of it is kept."""

    basis = forms.ChoiceField(label=_("Kind of member"), choices=Basis.choices)
    base = money(
        _("Base in yuan a month"),
        least="0",
        required=False,
        help_text=_("The regular part of the wage, or the pension. It is not kept and stands in no log."),
    )

    def __init__(self, *given: Any, taken_off: list[RuleParameter], **options: Any) -> None:
        super().__init__(*given, **options)
        self.taken_off = [rule.code for rule in taken_off]
        for rule in taken_off:
            self.fields[rule.code] = money(
                gettext("minus %(what)s") % {"what": rule.title}, least="0", required=False, help_text=rule.cited
            )

    def clean(self) -> dict[str, Any]:
        """A base is needed but for a fixed sum; `left` is what remains of it."""
        said = super().clean() or {}
        if said.get("basis") != Basis.FIXED and said.get("base") is None and "base" not in self.errors:
            self.add_error("base", _("Type the base: a number of yuan."))
        off = sum((said.get(code) or Decimal(0) for code in self.taken_off), Decimal(0))
        said["left"] = (said.get("base") or Decimal(0)) - (off if said.get("basis") == Basis.IN_SERVICE else Decimal(0))
        if said["left"] < 0:
            self.add_error("base", _("More is taken off than there is."))
        return said


class RecordDues(forms.Form):
    """The grid: which cells are ticked, which were when the page was opened, and perhaps one month for everybody."""

    year = forms.IntegerField(min_value=2000, max_value=2099, widget=forms.HiddenInput())
    was = forms.CharField(required=False, widget=forms.HiddenInput())
    whole = forms.CharField(required=False, max_length=7)

    def clean(self) -> dict[str, Any]:
        """`ticked` and `cleared`: what the person changed against the page that was shown. Nobody else's ticks are undone."""
        said = super().clean() or {}
        paid = [self._tick(text) for text in self.data.getlist("paid")]  # type: ignore[attr-defined]
        was = [self._tick(text) for text in (said.get("was") or "").split()]
        if None in paid or None in was:
            raise forms.ValidationError(_("The page that was sent does not hold. Open it again."))
        months = {month for _key, month in filter(None, [*paid, *was])}
        if any(month.year != said.get("year") for month in months):
            raise forms.ValidationError(_("The page that was sent does not hold. Open it again."))
        said["ticked"], said["cleared"] = set(paid) - set(was), set(was) - set(paid)
        said["whole"] = month_said(said.get("whole") or "")
        return said

    @staticmethod
    def _tick(text: str) -> tuple[int, datetime.date] | None:
        found = _TICK.fullmatch(text)
        month = month_said(found[2]) if found else None
        return (int(found[1]), month) if found and month else None


class FixDues(forms.Form):
    """Amount and kind for each member, from a month on; a line without an amount is left as it is."""

    effective_from = MonthField(label=_("Effective from month"))
    seen = SeenField()

    def __init__(self, *given: Any, people: list[Person], held: dict[int, Any], **options: Any) -> None:
        super().__init__(*given, **options)
        self.people = people
        for person in people:
            due = held.get(person.pk)
            label = gettext("Yuan a month of %(name)s") % {"name": person}
            self.fields[f"amount-{person.pk}"] = money(label, required=False)
            self.fields[f"amount-{person.pk}"].widget.attrs |= {
                "aria-label": label,
                "placeholder": str(due.amount) if due else "",
            }
            self.fields[f"basis-{person.pk}"] = forms.ChoiceField(
                choices=Basis.choices,
                required=False,
                initial=due.basis_kind if due else Basis.IN_SERVICE,
                widget=forms.Select(attrs={"aria-label": gettext("Kind of %(name)s") % {"name": person}}),
            )

    def rows(self) -> list[tuple[Person, forms.BoundField, forms.BoundField]]:
        """(member, amount, kind) of each line."""
        return [(person, self[f"amount-{person.pk}"], self[f"basis-{person.pk}"]) for person in self.people]

    def clean(self) -> dict[str, Any]:
        """`dues`: the lines that were filled in."""
        said = super().clean() or {}
        said["dues"] = {
            person.pk: (amount, said.get(f"basis-{person.pk}") or Basis.IN_SERVICE)
            for person in self.people
            if (amount := said.get(f"amount-{person.pk}")) is not None
        }
        if not said["dues"] and not self.errors:
            raise forms.ValidationError(_("Type at least one amount."))
        return said

    def given(self) -> dict[str, Any]:
        """The verb's arguments."""
        return {name: self.cleaned_data[name] for name in ("effective_from", "dues", "seen")}


class CarryOverDues(forms.Form):
    """The year for which amounts are carried over."""

    year = forms.IntegerField(min_value=2000, max_value=2099, widget=forms.HiddenInput())


class ReduceDue(forms.Form):
    """困难减免."""

    amount = money(_("Yuan a month instead"), least="0", help_text=_("0 when nothing is to be paid"))
    from_month = MonthField(label=_("From month"))
    until_month = MonthField(label=_("Until month"))
    approval_symbol = forms.CharField(
        label=_("Number of the approval"), max_length=60, validators=[no_personal_numbers]
    )
    approved_on = forms.DateField(label=_("Day of the approval"), widget=DayInput())


class RecordVoluntary(forms.Form):
    """自愿多交."""

    amount = money(_("Yuan"))
    paid_on = forms.DateField(label=_("Paid on"), widget=DayInput())
    receipt_number = forms.CharField(
        label=_("Number of the receipt"), max_length=60, required=False, validators=[no_personal_numbers]
    )


class Strike(forms.Form):
    """Which of the recorded rows is taken back, and why."""

    row = forms.IntegerField(widget=forms.HiddenInput(), min_value=1)
    reason = forms.CharField(label=_("Reason"), max_length=100, validators=[no_personal_numbers])


class StrikeTransfer(Strike):
    """误登的上缴."""


class StrikeVoluntary(Strike):
    """误登的自愿多交."""


class StrikeReduction(Strike):
    """误登的减免."""


class EndReduction(forms.Form):
    """提前终止减免."""

    row = forms.IntegerField(widget=forms.HiddenInput(), min_value=1)
    from_month = MonthField(label=_("The full amount again from month"))


class TransferDues(forms.Form):
    """上缴."""

    amount = money(_("Yuan"))
    transferred_on = forms.DateField(label=_("Transferred on"), widget=DayInput())
    receipt_number = forms.CharField(
        label=_("Number of the receipt"), max_length=60, required=False, validators=[no_personal_numbers]
    )


class PublishDuesNotice(forms.Form):
    """公示."""

    year = forms.IntegerField(min_value=2000, max_value=2099, widget=forms.HiddenInput())
    published_on = forms.DateField(label=_("Published on"), widget=DayInput())


def year_asked(said: Any) -> int:
    """The year in the address, this one when it names none."""
    text = str(said.get("year", ""))
    return int(text) if re.fullmatch(r"20\d\d", text) else clock.today().year
