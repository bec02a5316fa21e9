"""账号: who has one, and what the system administrator does about it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from duban.base.errors import NotAllowed
from duban.orgs import accounts, actions, forms
from duban.orgs.permits import VIEW_ACCOUNT
from duban.orgs.queries import account_people_for
from duban.orgs.views.of_person import OfPerson

PAGE = OfPerson("account", account_people_for, accounts.account_page)


@require_safe
def account_list(request: HttpRequest) -> HttpResponse:
    """People with and without account; to htmx the rows alone."""
    if not VIEW_ACCOUNT.reach(request.user):
        raise NotAllowed
    found = accounts.accounts_of(request)
    shown = {"accounts": found, "page": found.page(request), "chips": found.chips(request)}
    return render(request, "orgs/account_list.html#rows" if request.htmx else "orgs/account_list.html", shown)  # type: ignore[attr-defined]


@require_safe
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """One person's account: what state it is in, what can be done, what was done."""
    return PAGE.page(request, PAGE.find(request, pk))


@never_cache
@require_POST
def open_account(request: HttpRequest, pk: int) -> HttpResponse:
    """开通账号. The answer says the first password, and nothing says it again."""
    return PAGE.do(request, pk, forms.OpenAccount, actions.open_account, says=True)


@never_cache
@require_POST
def issue_first_password(request: HttpRequest, pk: int) -> HttpResponse:
    """发初始密码. The answer says it, and nothing says it again."""
    return PAGE.do(request, pk, forms.Confirm, actions.issue_first_password, says=True)


@require_POST
def close_account(request: HttpRequest, pk: int) -> HttpResponse:
    """停用账号."""
    return PAGE.do(request, pk, forms.Confirm, actions.close_account)


@never_cache
@require_POST
def reopen_account(request: HttpRequest, pk: int) -> HttpResponse:
    """恢复账号. The answer says a first password, and nothing says it again."""
    return PAGE.do(request, pk, forms.Confirm, actions.reopen_account, says=True)


@require_POST
def unlock_account(request: HttpRequest, pk: int) -> HttpResponse:
    """解锁."""
    return PAGE.do(request, pk, forms.Confirm, actions.unlock_account)
