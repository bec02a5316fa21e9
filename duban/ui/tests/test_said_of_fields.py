"""A field that was filled in wrongly: the sentence says what is expected, and what was typed still stands."""

import pytest
from django import forms
from django.utils.translation import gettext, ngettext, override

from duban.ui.inputs import DayInput
from duban.ui.said_of_fields import SAID_OF_FIELDS
from duban.ui.templatetags.ui.fields import field


class Sent(forms.Form):
    on = forms.DateField(widget=DayInput())
    seats = forms.IntegerField(min_value=1)


@pytest.mark.parametrize("sentence", SAID_OF_FIELDS)
def test_what_is_said_of_a_field_names_what_is_expected(sentence):
    with override("zh-hans"):
        assert "应" in gettext(sentence)


def test_what_is_too_long_is_counted():
    with override("zh-hans"):
        said = ngettext(
            "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
            "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
            60,
        )
    assert said % {"limit_value": 60, "show_value": 72} == "共72个字；应不超过60个字。"


@pytest.mark.parametrize(
    ("said", "drawn"),
    [
        ({"on": "2026-13-45", "seats": "三名"}, {"text"}),
        ({"on": "", "seats": ""}, {"date", "number"}),
        ({"on": "2026-03-01", "seats": "0"}, {"date", "number"}),
    ],
)
def test_what_no_date_or_number_field_can_hold_is_shown_as_text(said, drawn):
    form = Sent(said)
    form.is_valid()
    shown = [field(form["on"])["bound"], field(form["seats"])["bound"]]

    assert {each.field.widget.input_type for each in shown} == drawn
    assert all(f'value="{value}"' in str(each) for each, value in zip(shown, said.values(), strict=True) if value)
