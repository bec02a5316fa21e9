"""Who holds a post on a day: one answer for every list of people."""

import datetime

import pytest

from duban.base import clock
from duban.base.errors import Conflict
from duban.orgs import actions
from duban.orgs.models import Person, Post
from duban.orgs.tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
TODAY = datetime.date(2026, 11, 23)
DAY = datetime.timedelta(days=1)


@pytest.mark.parametrize(
    ("since_on", "until_on", "is_held"),
    [
        (TODAY, None, True),
        (TODAY + DAY, None, False),
        (TODAY - DAY, TODAY, True),
        (TODAY - DAY, TODAY - DAY, False),
        (TODAY, TODAY, True),
    ],
)
def test_a_post_is_held_from_its_first_day_to_its_last(client, since_on, until_on, is_held):
    tree = factories.tree()
    reader = factories.account(factories.person("许文静", unit=tree.north, unit_cadre=tree.north))
    holder = factories.person("秦书文", unit=tree.north_1)
    post = Post.objects.create(person=holder, unit=tree.north_1, title="支部书记", since_on=since_on, until_on=until_on)
    client.force_login(reader)

    page = client.get(f"/orgs/people/?unit={tree.north_1.pk}&post=1").context["page"]

    assert list(Post.objects.held(clock.today())) == ([post] if is_held else [])
    assert [(person, person.held) for person in page] == ([(holder, [post])] if is_held else [])


@pytest.mark.parametrize(("until_on", "can_end"), [(None, True), (TODAY, True), (TODAY - DAY, False)])
def test_a_post_that_has_ended_is_not_ended_again(until_on, can_end):
    tree = factories.tree()
    officer = factories.account(factories.person("周敏", unit=tree.committee, committee_admin=tree.committee))
    holder: Person = factories.person("秦书文", unit=tree.north_1)
    post = Post.objects.create(
        person=holder, unit=tree.north_1, title="支部书记", since_on=TODAY - 2 * DAY, until_on=until_on
    )

    if can_end:
        actions.end_post(post, by=officer, until_on=TODAY)
    else:
        with pytest.raises(Conflict):
            actions.end_post(post, by=officer, until_on=TODAY)

    assert Post.objects.get().until_on == (TODAY if can_end else until_on)
