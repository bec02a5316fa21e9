"""Two small middlewares: the chosen language, and errors of the domain as readable pages."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from duban.base.errors import DomainError
from duban.ui.error_pages import domain_error
from duban.ui.preferences import PREFERENCES

LANGUAGE = next(preference for preference in PREFERENCES if preference.name == "language")
Respond = Callable[[HttpRequest], HttpResponse]


class ChosenLanguage:
    """Chinese unless the person switched. The browser's own language is not asked: office machines lie about it."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the chosen language."""
        chosen = LANGUAGE.of(request)
        with translation.override(chosen):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", chosen)
            return response


class DomainErrorPages:
    """A DomainError leaves as its status and a page, or to htmx as the fragment of that page."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing to do on the way in or out."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """None for everything that is not ours."""
        return domain_error(request, error) if isinstance(error, DomainError) else None
