"""What people choose in the head bar."""

from django import forms

from duban.ui.preferences import PREFERENCES, Preference


class SetPreference(forms.Form):
    """Exactly one of the three switches, with one of its values."""

    def clean(self) -> dict:
        """Adds `preference` and `value`."""
        for preference in PREFERENCES:
            value = self.data.get(preference.name, "")
            if value in dict(preference.choices):
                return {"preference": preference, "value": value}
        raise forms.ValidationError("no known switch")

    @property
    def choice(self) -> tuple[Preference, str]:
        """The switch and its new value; only after is_valid()."""
        return self.cleaned_data["preference"], self.cleaned_data["value"]
