"""Inputs that forms of every room share. What is typed in full width is taken as if it were in plain width."""

import re
from typing import Any

from django import forms

from duban.base.workbook.cells import narrow

_MONTH = re.compile(r"(\d{4})[-./年](\d{1,2})月?")


class SeenField(forms.CharField):
    """What the form showed when it was opened, as `verb.version` said it: the verb refuses when it is something else by now."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"required": False, "max_length": 40, "widget": forms.HiddenInput, **options})


class DayInput(forms.DateInput):
    """A day, chosen or typed; the browser sends it as 2026-11-30."""

    input_type = "date"

    def __init__(self, **attributes: Any) -> None:
        super().__init__(attrs=attributes, format="%Y-%m-%d")

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """As it was typed, in plain width."""
        value = super().value_from_datadict(data, files, name)
        return narrow(value) if isinstance(value, str) else value


class MonthField(forms.CharField):
    """A month, as 1985-03; what is written as 1985.3 or 1985年3月 is taken for it, anything else left for the verb to refuse."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": 12, **options})

    def to_python(self, value: Any) -> str:
        """As it is kept."""
        typed = narrow(super().to_python(value) or "").replace(" ", "")
        found = _MONTH.fullmatch(typed)
        return f"{found[1]}-{int(found[2]):02}" if found else typed


class Confirmation(forms.BooleanField):
    """A tick by which somebody says that they have looked. It is for this one sending: no draft keeps or restores it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"required": False, **options})
        self.widget.attrs["data-no-draft"] = True
