"""What people type to get in, to change a password, and about accounts, grants and posts."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, SetPasswordForm
from django.utils.translation import gettext_lazy as _

from duban.base import clock
from duban.base.privacy import guard_texts, no_personal_numbers
from duban.orgs.actions import ACCOUNT_NAME, appoint, end_post, grant_role, revoke_role
from duban.orgs.models import ADMINISTRATORS, Grant, Person, Post, Role, Unit, User
from duban.orgs.permits import Permit
from duban.orgs.queries import units_near, units_within
from duban.ui.inputs import DayInput


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


class OnPerson(forms.Form):
    """A form about one person, filled in by another. Its cleaned data are the verb's arguments."""

    def __init__(self, *args: Any, person: Person, user: Any, find: str = "", **kwargs: Any) -> None:
        self.person, self.user, self.find = person, user, find
        # Several forms stand on one page: each field has an id of its own, or labels would lead to another form.
        super().__init__(*args, **{"auto_id": f"{type(self).__name__}-%s", **kwargs})

    def offer_units(self, declared: Permit) -> None:
        """Fill the field `unit`: any unit of the permit's reach may be sent, those that are near are shown."""
        field: Any = self.fields["unit"]
        field.queryset = units_within(declared, self.user)
        offered = units_near(declared, self.user, self.person.unit, self.find)
        sent = self.data.get("unit", "")
        if sent.isdecimal() and int(sent) not in {unit.pk for unit in offered}:
            offered += field.queryset.filter(pk=sent)
        field.choices = [("", _("choose")), *((unit.pk, _indented(unit)) for unit in offered)]
        if not self.find and self.person.unit in offered:
            field.initial = self.person.unit_id


def _indented(unit: Unit) -> str:
    return "　" * (unit.depth - 1) + unit.name


class OpenAccount(OnPerson):
    """The name to log in with."""

    username = forms.CharField(
        label=_("Account name"),
        min_length=2,
        max_length=40,
        validators=[no_personal_numbers],
        help_text=_("Letters and digits, easy to say and to type. It cannot be changed later."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )

    def clean_username(self) -> str:
        """A name that fits and that nobody has."""
        username: str = self.cleaned_data["username"]
        if not ACCOUNT_NAME.fullmatch(username):
            raise forms.ValidationError(_("Only letters, digits and . _ - without blanks."))
        if User.objects.filter(username__iexact=username).exists():
            raise forms.ValidationError(_("This name is taken."))
        return username


class Confirm(OnPerson):
    """Nothing to type."""


class GrantRole(OnPerson):
    """Which role, and from which unit down."""

    role = forms.ChoiceField(label=_("Role"))
    unit: Any = forms.ModelChoiceField(
        label=_("In which unit"), queryset=None, help_text=_("Holds for this unit and everything below it.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_units(grant_role.permit)  # type: ignore[attr-defined]
        choices: Any = self.fields["role"]
        choices.choices = [
            ("", _("choose")),
            (_("Work"), [(role.value, role.label) for role in Role if role not in ADMINISTRATORS]),
            (_("The three administrators"), [(role.value, role.label) for role in Role if role in ADMINISTRATORS]),
        ]

    def clean_role(self) -> Role:
        """The role itself."""
        return Role(self.cleaned_data["role"])


class RevokeRole(OnPerson):
    """One of the person's roles."""

    grant: Any = forms.ModelChoiceField(queryset=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["grant"]
        choices.queryset = revoke_role.permit.scope(self.user, Grant.objects.filter(person=self.person))  # type: ignore[attr-defined]


class Appoint(OnPerson):
    """What the person becomes, where and from when on."""

    title = forms.CharField(label=_("Post"), max_length=40)
    unit: Any = forms.ModelChoiceField(label=_("In which unit"), queryset=None)
    kind = forms.ChoiceField(label=_("Full or part time"), choices=Post.Kind.choices, initial=Post.Kind.PART_TIME)
    since_on = forms.DateField(label=_("From"), widget=DayInput())
    until_on = forms.DateField(label=_("Last day"), required=False, widget=DayInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_units(appoint.permit)  # type: ignore[attr-defined]
        self.fields["since_on"].initial = clock.today()
        guard_texts(self)

    def clean_kind(self) -> Post.Kind:
        """The kind itself."""
        return Post.Kind(self.cleaned_data["kind"])


class EndPost(OnPerson):
    """One of the person's posts, and its last day."""

    post: Any = forms.ModelChoiceField(queryset=None, widget=forms.HiddenInput)
    until_on = forms.DateField(label=_("Last day"), widget=DayInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["post"]
        choices.queryset = end_post.permit.scope(self.user, Post.objects.filter(person=self.person))  # type: ignore[attr-defined]
        self.fields["until_on"].initial = clock.today()
