"""Whoever is elected again keeps the post with its title and kind."""

import datetime

import pytest

from duban.ledgers.cadres.models import CadrePost, PostKind
from duban.ledgers.terms import actions
from duban.ledgers.terms.forms import TakeOffice
from duban.ledgers.terms.queries import officers_of, waiting_for_posts
from duban.ledgers.terms.tests.test_actions import elected, in_office, world  # noqa: F401 - fixtures
from duban.orgs.models import Post
from duban.orgs.posts import vacancies_of
from duban.orgs.tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def test_who_is_elected_again_keeps_title_and_kind_and_the_others_get_the_kind_of_their_seat(in_office):  # noqa: F811
    """书记 and 支部书记 are one seat: typed either way nobody leaves the pool, and nothing is left vacant."""
    unit, waiting, first = in_office.tree.north_1, waiting_for_posts(in_office.term), datetime.date(2024, 3, 1)
    people = {each.name: factories.person(each.name, unit=unit) for each in waiting}
    old = Post.objects.create(person=people["丁一"], unit=unit, title="支部书记", kind="full_time", since_on=first)
    CadrePost.objects.create(post=old, kind=PostKind.objects.get(code="secretary"))
    form = TakeOffice(term=in_office.term, user=in_office.officer)

    suggested = {each.name: form[f"title-{each.pk}"].initial for each in waiting}
    seats = {each: (people[each.name], officers_of(in_office.term).get(each.name, "委员")) for each in waiting}
    actions.take_office(in_office.term, by=in_office.officer, seats=seats)

    assert (suggested["丁一"], suggested["王二"]) == ("支部书记", "支部副书记")
    old.refresh_from_db()
    assert (old.until_on, old.kind) == (None, "full_time")
    held = Post.objects.filter(unit=unit, until_on=None)
    assert sorted(held.values_list("cadre_post__kind__code", flat=True)) == [
        "committee_member", "deputy_secretary", "secretary",
    ]  # fmt: skip
    assert "secretary" not in [each.title for each in vacancies_of(unit, Post.objects.filter(unit=unit))]
