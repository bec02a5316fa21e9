"""What is typed into the calculator. None of it is kept."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from duban.ledgers.dues.rules import Basis


class ReckonDues(forms.Form):
    """A basis and, but for a fixed sum, the base."""

    basis = forms.ChoiceField(label=_("Kind of member"), choices=Basis.choices)
    base = forms.DecimalField(
        label=_("Base in yuan a month"),
        required=False,
        min_value=Decimal(0),
        max_digits=9,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"autocomplete": "off", "step": "0.01"}),
        help_text=_(
            "The regular part of the wage after tax and deductions, or the pension. It is not kept and stands in no log."
        ),
    )

    def clean(self) -> dict[str, Any]:
        """A base is needed but for a fixed sum."""
        said = super().clean() or {}
        if said.get("basis") != Basis.FIXED and said.get("base") is None and "base" not in self.errors:
            self.add_error("base", _("Type the base: a number of yuan."))
        return said
