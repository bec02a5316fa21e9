"""The pages about one person have one shape: find them, draw the page, do a verb and draw it again."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from duban.base.errors import NotAllowed
from duban.orgs import forms
from duban.orgs.models import Person
from duban.orgs.permits import Permit
from duban.ui.refused import back_in


@dataclass(frozen=True)
class OfPerson:
    """One such page. `name` is its address and its template, `people` whom one may see, `shown` what stands there.

    `asks_where`: a unit may be sought for several forms of the page, which is told as `at`.
    """

    name: str
    people: Callable[[Any], QuerySet[Person]]
    shown: Callable[..., dict[str, Any]]
    asks_where: bool = False

    def find(self, request: HttpRequest, pk: int) -> Person:
        """The person, when they are one's own to see here; 404 otherwise."""
        return get_object_or_404(self.people(request.user), pk=pk)

    def page(self, request: HttpRequest, person: Person, *, status: int = 200, **more: Any) -> HttpResponse:
        """The whole page, to htmx its `work` alone."""
        template = f"orgs/{self.name}.html"
        find = request.GET.get("find", "").strip()[:60]
        if self.asks_where and find:
            more["at"] = request.GET.get("at", "appoint")
        shown = self.shown(person, request.user, find=find, **more)
        return render(request, f"{template}#work" if request.htmx else template, shown, status=status)  # type: ignore[attr-defined]

    def do(
        self,
        request: HttpRequest,
        pk: int,
        form_class: type[forms.OnPerson],
        verb: Callable[..., Any],
        *,
        on: str = "",
        says: bool = False,
        may: Permit | None = None,
    ) -> HttpResponse:
        """Load, clean, act, answer: with the changed page to htmx, with a redirect to a plain browser.

        Args:
            request, pk: whose page.
            form_class: what is sent.
            verb: what is done.
            on: the field that names what it is done to; the person when empty.
            says: the verb returns something that this answer says and no other will.
            may: the permit that is asked of the person before the form is read; the verb's own when it is None.
        """
        person = self.find(request, pk)
        # Nobody fills in a form in vain.
        if not (may or verb.permit).allows(request.user, person):  # type: ignore[attr-defined]
            raise NotAllowed
        form = form_class(request.POST, person=person, user=request.user)
        if not form.is_valid():
            return self.page(request, person, wrong=form, status=422)
        said = dict(form.cleaned_data)
        done = None
        with back_in(form):
            done = verb(said.pop(on) if on else person, by=request.user, **said)
        if not form.is_valid():
            return self.page(request, self.find(request, pk), wrong=form, status=422)
        if says or request.htmx:  # type: ignore[attr-defined]
            return self.page(request, self.find(request, pk), done=done if says else None)
        return HttpResponseRedirect(reverse(self.name, args=[pk]))
