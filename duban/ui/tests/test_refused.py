"""What a verb refuses comes back in the form: the sentence at its head, each place beside the field called so."""

from django import forms

from duban.base.errors import BadInput
from duban.ui.inputs import Confirmation, DayInput, MonthField
from duban.ui.refused import back_in


class Meeting(forms.Form):
    """A form of a test."""

    present = forms.IntegerField(label="Who attended")
    held_on = forms.DateField(label="Held on", widget=DayInput(), required=False)
    born_in = MonthField(required=False)
    is_seen = Confirmation()


def test_a_refusal_comes_back_beside_its_field_with_what_was_typed():
    form = Meeting({"present": "３"})
    assert form.is_valid()

    with back_in(form):
        raise BadInput("It does not hold.", places=[("who attended", "3", "at least 5"), ("丁一", "9", "at most 3")])

    assert not form.is_valid()
    assert ["3" in error for error in form.errors["present"]] == [True]
    assert form.errors["__all__"][0] == "It does not hold."
    assert "丁一" in form.errors["__all__"][1]
    assert form["present"].value() == "３"


def test_what_is_typed_in_full_width_is_taken_for_what_it_means():
    form = Meeting({"present": "２３", "held_on": "２０２６－０６－３０", "born_in": "１９９５－０３"})

    assert form.is_valid()
    assert (form.cleaned_data["present"], str(form.cleaned_data["held_on"])) == (23, "2026-06-30")
    assert form.cleaned_data["born_in"] == "1995-03"
    assert Meeting({"present": 1, "born_in": "1995年3月"})["born_in"].form.is_valid()


def test_no_draft_keeps_a_confirmation():
    assert "data-no-draft" in str(Meeting()["is_seen"])
