"""Pages of campaigns."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duban.base.errors import NotAllowed
from duban.duties import actions
from duban.duties.campaign_forms import IssueCampaign
from duban.duties.campaign_page import campaign_list_page, campaign_page, issue_campaign_page
from duban.duties.queries.campaigns import campaign_bodies_for, campaigns_for


@require_safe
def campaign_list(request: HttpRequest) -> HttpResponse:
    """专项行动: every campaign that binds the person."""
    return render(request, "duties/campaign_list.html", campaign_list_page(request))


@require_safe
def campaign(request: HttpRequest, pk: int) -> HttpResponse:
    """One campaign."""
    found = get_object_or_404(campaigns_for(request.user), pk=pk)
    return render(request, "duties/campaign.html", campaign_page(found, request.user))


def _form(request: HttpRequest) -> IssueCampaign:
    if not campaign_bodies_for(request.user).exists():
        raise NotAllowed
    return IssueCampaign(request.POST or None, user=request.user)


@require_http_methods(["GET", "HEAD", "POST"])
def preview_campaign(request: HttpRequest) -> HttpResponse:
    """核对: the form, and once it is sent every line with its verdict. Nothing is written."""
    form = _form(request)
    is_sound = form.is_bound and form.is_valid()
    shown = issue_campaign_page(form, is_looked_at=is_sound)
    return render(request, "duties/issue_campaign.html", shown, status=422 if form.is_bound and not is_sound else 200)


@require_POST
def issue_campaign(request: HttpRequest) -> HttpResponse:
    """下达: what was looked at, read anew."""
    form = _form(request)
    if not form.is_valid():
        return render(request, "duties/issue_campaign.html", issue_campaign_page(form), status=422)
    made = actions.issue_campaign(form.cleaned_data.pop("unit"), by=request.user, **form.cleaned_data)
    return HttpResponseRedirect(reverse("campaign", args=[made.pk]))
