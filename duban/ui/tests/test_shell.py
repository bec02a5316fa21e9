"""What the frame of a page costs: nothing before a template uses it, and once however often it does."""

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import NoReverseMatch, reverse

from duban.ui import shell
from duban.ui.navigation import addresses_of


class Somebody:
    """Enough of an account for the frame."""

    is_authenticated = True
    pk = 7


@pytest.fixture
def asked(monkeypatch):
    """How often the head bar was asked for."""
    times = []
    monkeypatch.setattr(shell, "_heads", [lambda request: times.append(1) or {"head_person": "薛明远"}])
    return times


def shown(template: str) -> str:
    request = RequestFactory().get("/")
    request.user = Somebody()
    return Template(template).render(Context(shell.shell(request)))


def test_a_fragment_without_a_frame_asks_for_nothing(asked):
    assert (shown("<p>行</p>"), asked) == ("<p>行</p>", [])


def test_a_page_asks_once_however_often_it_says_who_is_there(asked):
    assert shown("{{ head_person }}、{{ head_person }}{% if head_unit %}单位{% endif %}") == "薛明远、薛明远"
    assert asked == [1]


def test_addresses_of_one_kind_are_those_that_reverse_gives():
    assert [addresses_of("task")(pk) for pk in (3, 100)] == [reverse("task", args=[pk]) for pk in (3, 100)]


def test_there_are_no_addresses_by_key_where_the_address_has_no_key():
    with pytest.raises(NoReverseMatch):
        addresses_of("home")
