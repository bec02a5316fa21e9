"""The calculator."""

from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from duban.base import clock
from duban.base.errors import NotAllowed
from duban.ledgers.dues.forms import ReckonDues
from duban.ledgers.dues.rules import monthly_due
from duban.packs.permits import VIEW_RULE
from duban.packs.rules import rulebook


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def reckon_dues(request: HttpRequest) -> HttpResponse:
    """党费计算: what is typed is reckoned and forgotten; it comes by POST, so that it stands in no address and no log."""
    if not VIEW_RULE.reach(request.user):
        raise NotAllowed
    form = ReckonDues(request.POST or None)
    due = None
    if form.is_valid():
        due = monthly_due(
            form.cleaned_data["basis"], form.cleaned_data["base"] or Decimal(0), clock.today(), rulebook()
        )
    shown = {"form": form, "due": due}
    return render(request, "dues/reckon_dues.html", shown, status=422 if form.is_bound and due is None else 200)
