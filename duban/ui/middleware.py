"""Three small middlewares: the chosen language, errors of the domain as readable pages, the way back to a form."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.utils import translation

from duban.base.errors import DomainError
from duban.ui.came_from import note_form, page_of_form
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


class WayBackToForms:
    """A refused form is shown under the address it was sent to. Who opens that address is led to the page of the form.

    So it is when the language is switched there, or the page is opened anew. Programs, which do not ask for a page, get 405.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; a browser that is told 405 goes to the form instead."""
        response = self.get_response(request)
        if request.method == "POST":
            note_form(request, response)
        elif isinstance(response, HttpResponseNotAllowed) and _asks_for_a_page(request):
            return HttpResponseRedirect(page_of_form(request))
        return response


def _asks_for_a_page(request: HttpRequest) -> bool:
    is_page = "text/html" in request.headers.get("Accept", "") and not request.headers.get("HX-Request")
    return request.method == "GET" and is_page
