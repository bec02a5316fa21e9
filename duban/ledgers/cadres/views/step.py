"""One verb from a form: what is refused is shown again with what was typed, what is done leads to its page."""

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from duban.orgs.action import check


def step(
    request: HttpRequest,
    verb: Any,
    obj: Any,
    form: Form,
    *,
    template: str,
    again: Callable[[Form], dict[str, Any]],
    done: Callable[[Any], str],
    given: Callable[[Any], dict[str, Any]] | None = None,
) -> HttpResponse:
    """Run the verb on the object with what the form says.

    Args:
        again: the page with the refused form; only for those who may do it at all.
        done: the address after it, from what the verb returns.
        given: the verb's arguments from the form; its cleaned data otherwise.
    """
    if not form.is_valid():
        check(verb.permit, request.user, obj)
        return render(request, template, again(form), status=422)
    result = verb(obj, by=request.user, **(given(form) if given else form.cleaned_data))
    return HttpResponseRedirect(done(result))
