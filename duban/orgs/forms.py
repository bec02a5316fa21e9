"""What people type to get in, and to change a password."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, SetPasswordForm
from django.utils.translation import gettext_lazy as _


class LogIn(AuthenticationForm):
    """Account and password. Whether it was the account or the password that was wrong is not said."""

    error_messages = {
        "invalid_login": _(
            "Account or password is wrong. After five wrong passwords this account is locked here for a while."
        ),
        "inactive": _(
            "Account or password is wrong. After five wrong passwords this account is locked here for a while."
        ),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("Account")
        self.fields["password"].label = _("Password")


class ChangePassword(SetPasswordForm):
    """The old password once, the new one twice."""

    old_password = forms.CharField(
        label=_("Present password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )
    field_order = ("old_password", "new_password1", "new_password2")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].label = _("New password")
        self.fields["new_password2"].label = _("New password once more")
        self.fields["new_password1"].help_text = _(
            "At least 10 characters, not a common word, not your name, not one of the last 5."
        )

    def clean_old_password(self) -> str:
        """The present password, checked."""
        old: str = self.cleaned_data["old_password"]
        if not self.user.check_password(old):
            raise forms.ValidationError(_("This is not the present password."))
        return old
