"""Inputs that forms of every room share."""

from typing import Any

from django import forms


class DayInput(forms.DateInput):
    """A day, chosen or typed; the browser sends it as 2026-11-30."""

    input_type = "date"

    def __init__(self, **attributes: Any) -> None:
        super().__init__(attrs=attributes, format="%Y-%m-%d")
