"""How one person wants pages to look, kept in cookies of that browser: no account needed, nothing stored here."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

YEAR_SECONDS = 365 * 24 * 3600


@dataclass(frozen=True)
class Preference:
    """One switch. `choices` are (value, label); the first holds until another is chosen."""

    name: str
    label: str | Promise
    cookie: str
    choices: tuple[tuple[str, str | Promise], ...]

    def of(self, request: HttpRequest) -> str:
        """The value the request's cookie carries, or the first choice."""
        value = request.COOKIES.get(self.cookie, "")
        return value if value in dict(self.choices) else self.choices[0][0]


PREFERENCES = (
    Preference("size", _("Text size"), "duban_size", (("std", _("Standard")), ("large", _("Large")))),
    Preference("theme", _("Brightness"), "duban_theme", (("light", _("Light")), ("dark", _("Dark")))),
    Preference("language", _("Language"), settings.LANGUAGE_COOKIE_NAME, (("zh-hans", "中文"), ("en", "EN"))),
)


def keep(response: HttpResponse, preference: Preference, value: str) -> None:
    """Write the choice into the response's cookie, for a year."""
    response.set_cookie(
        preference.cookie,
        value,
        max_age=YEAR_SECONDS,
        samesite="Lax",
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
    )
