"""变更党员身份: nobody becomes a member beside the rules unseen, and nobody keeps a post that only a member holds."""

import datetime

import pytest
from django.urls import reverse

from duban.base.errors import BadInput
from duban.ledgers.admission.models import Admission
from duban.orgs import actions
from duban.orgs.models import Person, Post, UnitKind
from duban.orgs.tests import factories
from duban.packs.actions import install_folder
from duban.packs.folder import folder_named

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
TODAY = datetime.date(2026, 11, 23)
JOINED = datetime.date(2025, 11, 20)


@pytest.fixture
def tree():
    tree = factories.tree()
    install_folder(folder_named("core"))
    return tree


@pytest.fixture
def cadre(tree):
    return factories.account(factories.person("任科", unit=tree.north, unit_cadre=tree.north))


def somebody(tree, membership: str, **more) -> Person:
    return Person.objects.create(name="秦书文", unit=tree.north_1, membership=membership, **more)


def change(person, cadre, **said) -> list[str]:
    """Where it was refused; nothing when it was done."""
    try:
        actions.change_membership(person, by=cadre, **{"since_on": TODAY, **said})
    except BadInput as refused:
        return [where for where, _found, _expected in refused.places]
    return []


def test_a_member_has_the_days_of_admission_and_conversion(tree, cadre):
    person = somebody(tree, "none")

    assert change(person, cadre, membership="full") == ["入党日期", "转正日期"]
    assert change(person, cadre, membership="probationary") == ["入党日期"]
    person.refresh_from_db()
    assert (person.membership, person.stays.count()) == ("none", 0)


@pytest.mark.parametrize(("converted", "wrong"), [("2026-11-19", ["转正日期"]), ("2026-11-20", [])])
def test_probation_lasts_as_long_as_the_rule_says(tree, cadre, converted, wrong):
    person = somebody(tree, "probationary", joined_on=JOINED)

    day = datetime.date.fromisoformat(converted)
    assert change(person, cadre, membership="full", converted_on=day) == wrong

    person.refresh_from_db()
    assert person.membership == ("probationary" if wrong else "full")


def test_what_is_entered_late_needs_a_reason_and_is_not_asked_the_rules(tree, cadre):
    person = somebody(tree, "none")
    said = {"membership": "full", "joined_on": JOINED, "converted_on": JOINED, "is_late": True}

    assert change(person, cadre, **said) == ["理由"]
    assert change(person, cadre, **said, reason="1985年入党，按当时规定无预备期") == []
    person.refresh_from_db()
    assert (person.membership, person.joined_on, person.converted_on) == ("full", JOINED, JOINED)


def test_whoever_is_no_member_any_more_holds_no_post_of_one(tree, cadre, client):
    tree.north_1.kind = UnitKind.objects.get(code="branch")
    tree.north_1.save()
    person = somebody(tree, "full", joined_on=JOINED, converted_on=TODAY)
    post = Post.objects.create(person=person, unit=tree.north_1, title="支部书记", since_on=JOINED)
    league = Post.objects.create(person=person, unit=tree.north, title="团委书记", since_on=JOINED)
    client.force_login(cadre)
    url, said = reverse("change_membership", args=[person.pk]), {"membership": "none", "since_on": str(TODAY)}

    answer = client.post(url, {**said, "reason": ""})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert all(word in page for word in ("支部书记，北局第一党支部", "理由", "data-no-draft"))
    assert client.post(url, {**said, "reason": "自行脱党", "ends_posts": "on"}).status_code == 302
    for each in (post, league, person):
        each.refresh_from_db()
    assert (post.until_on, league.until_on, person.membership) == (TODAY - datetime.timedelta(days=1), None, "none")


def test_whoever_is_on_the_way_becomes_a_member_by_its_steps(tree, cadre):
    person = somebody(tree, "none")
    Admission.objects.create(person=person, unit=tree.north_1, stage="target")

    assert change(person, cadre, membership="probationary", joined_on=JOINED) == ["政治面貌"]
    person.refresh_from_db()
    assert person.membership == "none"
