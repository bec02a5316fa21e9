"""When somebody was here last: known to their browser alone, and not forgeable there."""

import datetime

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from duban.asks.last_visit import COOKIE, last_visit, remember_visit
from duban.orgs.models import User

pytestmark = pytest.mark.usefixtures("frozen")
HOUR = 3600


def look(cookie: str = "", *, pk: int = 1):
    """One look at the page with that cookie: (the end of the visit before, the cookie for next time)."""
    request = RequestFactory().get("/")
    request.user = User(pk=pk)
    if cookie:
        request.COOKIES[COOKIE] = cookie
    response = HttpResponse()
    remember_visit(request, response)
    return last_visit(request), response.cookies[COOKIE].value


def test_the_first_visit_has_none_before_it():
    assert look()[0] is None


@pytest.mark.parametrize(("hours", "is_new"), [(3.9, False), (4, True), (100, True)])
def test_looking_again_after_a_pause_of_four_hours_is_another_visit(frozen, hours, is_new):
    start = datetime.datetime.now(datetime.UTC)
    _none, first = look()
    frozen.shift(24 * HOUR)
    _start, second = look(first)
    at = datetime.datetime.now(datetime.UTC)

    frozen.shift(hours * HOUR)

    assert look(second)[0] == (at if is_new else start)


def test_the_visit_before_stays_the_same_through_a_long_morning(frozen):
    start = datetime.datetime.now(datetime.UTC)
    _none, cookie = look()
    frozen.shift(24 * HOUR)
    for _turn in range(5):
        before, cookie = look(cookie)
        frozen.shift(HOUR)

        assert before == start


@pytest.mark.parametrize("forged", ["", "无", "WzEsMl0:1abc:forged"])
def test_a_forged_cookie_is_as_none(forged):
    assert look(forged)[0] is None


def test_the_cookie_of_another_person_is_as_none(frozen):
    _none, cookie = look(pk=1)
    frozen.shift(24 * HOUR)

    assert look(cookie, pk=2)[0] is None
    assert look(cookie, pk=1)[0] is not None


def test_the_cookie_is_not_for_scripts():
    request = RequestFactory().get("/")
    request.user = User(pk=1)
    response = HttpResponse()

    remember_visit(request, response)

    said = response.cookies[COOKIE]
    assert (said["httponly"], said["samesite"]) == (True, "Lax")
