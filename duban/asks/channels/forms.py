"""What the administrator types about a channel. The cleaned data are the verb's arguments."""

from typing import Any

from django import forms
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from duban.asks.channels.actions import add_channel
from duban.asks.channels.models import Channel
from duban.asks.channels.places import wrong_with
from duban.base.privacy import guard_texts
from duban.orgs.queries import units_within


class AddChannel(forms.Form):
    """Which organisation's group, and where it is."""

    unit: Any = forms.ModelChoiceField(label=_("Organisation"), queryset=None)
    kind = forms.ChoiceField(label=_("Kind"), choices=Channel.Kind)
    name = forms.CharField(label=_("Name of the group"), max_length=40)
    target = forms.CharField(
        label=_("Address"),
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("The Webhook address of the robot, or the mailbox of the unit; nobody's own."),
    )
    secret = forms.CharField(
        label=_("Secret"),
        max_length=200,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Of DingTalk and Feishu robots with a signature. Kept in cipher and shown nowhere."),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units_within(add_channel.permit, user)  # type: ignore[attr-defined]
        guard_texts(self)

    def clean(self) -> dict[str, Any]:
        """The address fits the kind."""
        data = super().clean() or self.cleaned_data
        kind, target = data.get("kind"), data.get("target")
        if kind and target:
            if kind == Channel.Kind.MAIL:
                try:
                    validate_email(target)
                except forms.ValidationError as error:
                    self.add_error("target", error)
            elif wrong := wrong_with(kind, target):
                self.add_error("target", wrong)
        return data
