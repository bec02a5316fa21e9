"""Inputs that forms of every room share."""

from typing import Any

from django import forms


class SeenField(forms.CharField):
    """What the form showed when it was opened, as `verb.version` said it: the verb refuses when it is something else by now."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"required": False, "max_length": 40, "widget": forms.HiddenInput, **options})


class DayInput(forms.DateInput):
    """A day, chosen or typed; the browser sends it as 2026-11-30."""

    input_type = "date"

    def __init__(self, **attributes: Any) -> None:
        super().__init__(attrs=attributes, format="%Y-%m-%d")
