"""A workbook does nothing that its sender may not do on the pages, neither when it comes in nor when it is taken back."""

import datetime

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from duban.base.errors import NotAllowed
from duban.documents.exchange.models import Batch
from duban.documents.exchange.permits import SENDERS
from duban.documents.exchange.tests.workbooks import PERSON_HEAD, brought_in, faults, sent, verdicts, written
from duban.orgs.actions.people import add_person, change_person
from duban.orgs.actions.posts import appoint
from duban.orgs.models import Grant, Person, Post, Role, Unit
from duban.orgs.tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen", "browser_files")]

DAY = datetime.date(2024, 7, 1)
POST_HEAD = ("姓名", "人员所在组织", "任职组织", "职务", "任职方式", "任职日期", "免职日期", "系统编号")


@pytest.fixture
def tree(settings, tmp_path):
    settings.FILES = tmp_path / "files"
    return factories.tree()


def logged_in(person):
    client = Client()
    client.force_login(factories.account(person))
    return client


def test_a_post_is_not_moved_to_where_its_sender_may_not_appoint(tree):
    """Secretary of one unit, branch secretary in another: sees both, appoints in one."""
    secretary = logged_in(
        factories.person("顾守正", unit=tree.north, unit_secretary=tree.north, branch_secretary=tree.south)
    )
    person = factories.person("秦书文", unit=tree.north_1)
    post = Post.objects.create(person=person, unit=tree.north_1, title="委员", kind="part_time", since_on=DAY)

    def row(unit, title):
        return written(任职=[POST_HEAD, ("秦书文", "北局第一党支部", unit, title, "兼职", DAY, None, str(post.pk))])

    moved, renamed = sent(secretary, row("南局党支部", "委员")), sent(secretary, row("北局第一党支部", "副书记"))

    assert verdicts(moved) == [(2, "rejected")]
    assert faults(moved)[0][:2] == ("任职!C2", "“南局党支部”")
    assert verdicts(renamed) == [(2, "updated")]


def test_a_post_of_somebody_of_another_unit_is_ended_but_not_made_another(tree):
    """As on the pages: who is in charge of the post ends it, who appoints is in charge of the person too."""
    secretary = logged_in(
        factories.person("顾守正", unit=tree.north, unit_secretary=tree.north, branch_secretary=tree.south)
    )
    person = factories.person("秦书文", unit=tree.south_1)
    post = Post.objects.create(person=person, unit=tree.north_1, title="委员", kind="part_time", since_on=DAY)

    def row(title, until):
        return written(
            任职=[POST_HEAD, ("秦书文", "南局党支部", "北局第一党支部", title, "兼职", DAY, until, str(post.pk))]
        )

    renamed, ended = sent(secretary, row("副书记", None)), sent(secretary, row("委员", datetime.date(2026, 11, 1)))

    assert verdicts(renamed) == [(2, "rejected")]
    assert faults(renamed)[0][:2] == ("任职!A2", "秦书文")
    assert verdicts(ended) == [(2, "updated")]


@pytest.fixture
def batch_of_cadre(tree):
    """A workbook that came in, the one who sent it and their client; they are branch secretary of the same unit too."""
    cadre = factories.person("许文静", unit=tree.north, unit_cadre=tree.north, branch_secretary=tree.north)
    client = logged_in(cadre)
    known = Person.objects.create(name="陆明", unit=tree.north_1, membership="full")
    rows = [(name, "北局第一党支部", "正式党员", DAY) for name in ("秦书文", "陆明")]
    batch = brought_in(client, sent(client, written(人员=[PERSON_HEAD, *rows])))
    assert dict(batch.counts) == {"created": 1, "updated": 1}
    return batch, cadre, client, known


def taken_back(client, batch):
    answer = client.post(reverse("take_back", args=[batch.pk]))
    batch.refresh_from_db()
    return answer.status_code, answer.content.decode()


def test_who_still_may_change_the_rows_takes_them_back(batch_of_cadre):
    batch, _cadre, client, known = batch_of_cadre

    status, _page = taken_back(client, batch)

    known.refresh_from_db()
    assert status == 302
    assert not Person.objects.filter(name="秦书文").exists()
    assert known.joined_on is None


def test_who_has_lost_the_right_to_the_rows_takes_nothing_back(batch_of_cadre):
    batch, cadre, client, known = batch_of_cadre
    Grant.objects.filter(person=cadre, role=Role.UNIT_CADRE).update(until_on=datetime.date(2026, 11, 1))

    status, page = taken_back(client, batch)

    known.refresh_from_db()
    assert status == 422
    assert "秦书文" in page
    assert "陆明" in page
    assert Person.objects.filter(name="秦书文").exists()
    assert (known.joined_on, batch.state) == (DAY, Batch.State.DONE)


def test_rows_of_a_branch_that_moved_to_another_unit_are_not_taken_back(batch_of_cadre, tree):
    batch, _cadre, client, _known = batch_of_cadre
    Unit.objects.move(Unit.objects.get(pk=tree.north_1.pk), Unit.objects.get(pk=tree.south.pk), "last-child")

    status, page = taken_back(client, batch)

    assert status == 422
    assert "秦书文" in page
    assert Person.objects.filter(name="秦书文").exists()
    assert batch.state == Batch.State.DONE


def refuses(verb, obj, **said):
    """Whether the verb says that this is not the person's to do; what it does is undone."""
    try:
        with transaction.atomic():
            verb(obj, **said)
            transaction.set_rollback(True)
    except NotAllowed:
        return True
    return False


@pytest.mark.parametrize("role", sorted(SENDERS))
def test_a_workbook_can_do_nothing_that_the_verbs_of_its_sender_refuse(tree, role):
    """New and changed people, new posts, at each organisation: what comes in is exactly what the verbs would do."""
    sender = factories.person("许文静", unit=tree.north, **{role: tree.north})
    user = factories.account(sender)
    client = Client()
    client.force_login(user)
    units = list(Unit.objects.order_by("path"))
    known = [factories.person(f"旧人{unit.pk}", unit=unit) for unit in units]
    people = [(f"新人{unit.pk}", unit.name, "非党员", None, None) for unit in units]
    people += [(f"改名{each.pk}", each.unit.name, "非党员", None, str(each.pk)) for each in known]
    posts = [(each.name, each.unit.name, unit.name, "委员", "兼职", DAY) for each in known for unit in units]

    batch = sent(client, written(人员=[(*PERSON_HEAD, "系统编号"), *people], 任职=[POST_HEAD[:6], *posts]))

    may = [not refuses(add_person, unit, by=user, name="新人", membership="none") for unit in units]
    may += [not refuses(change_person, each, by=user, name="改名") for each in known]
    post = {"title": "委员", "kind": "part_time", "since_on": DAY}
    may_appoint = [not refuses(appoint, each, by=user, unit=unit, **post) for each in known for unit in units]
    rows = {("people", n) for n, allowed in enumerate(may, start=2) if allowed}
    rows |= {("posts", n) for n, allowed in enumerate(may_appoint, start=2) if allowed}
    assert set(batch.lines.filter(verdict__in=["created", "updated"]).values_list("sheet", "number")) == rows
