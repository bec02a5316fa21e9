"""Nothing that is open ends unseen: not by the form, and not by whoever calls the verb."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from duban.base.errors import BadInput
from duban.orgs import actions
from duban.orgs.approval import Approval
from duban.orgs.models import Post, Unit
from duban.orgs.resetting import plan_of
from duban.orgs.tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen", "browser_files")]
DAY = datetime.date(2026, 6, 10)
SAID = {"symbol": "示直工委〔2026〕1号", "approved_on": str(DAY), "holds_on": str(DAY)}
TEXT = "北局第一党支部\t北局第一党支部\n北局第二党支部\t北局第一党支部"


@pytest.fixture
def world():
    """Somebody is secretary of the branch that ends."""
    tree = factories.tree()
    officer = factories.account(factories.person("周敏", unit=tree.committee, committee_admin=tree.committee))
    secretary = factories.person("许文静", unit=tree.north)
    Post.objects.create(person=secretary, unit=tree.north_2, title="支部书记", since_on="2025-01-01")
    return tree, officer


@pytest.mark.parametrize("verb", ["merge", "dissolve", "re_set"])
def test_the_verb_itself_demands_that_it_was_looked_at(world, verb):
    tree, officer = world
    given = {"by": officer, "approval": Approval(SAID["symbol"], DAY, DAY)}

    def end(**seen: bool) -> None:
        north = Unit.objects.get(pk=tree.north.pk)
        if verb == "merge":
            actions.merge_units(tree.north_1, others=[tree.north_2], **given, **seen)
        elif verb == "dissolve":
            actions.dissolve_unit(Unit.objects.get(pk=tree.north_2.pk), **given, **seen)
        else:
            actions.re_set_branches(north, text=TEXT, shown=plan_of(north, TEXT).fingerprint, **given, **seen)

    with pytest.raises(BadInput) as refused:
        end()

    assert [(what, found) for what, found, _expected in refused.value.places] == [("北局第二党支部，在任职务", "1")]
    assert Unit.objects.get(pk=tree.north_2.pk).dissolved_on is None
    end(is_seen=True)
    assert Unit.objects.get(pk=tree.north_2.pk).dissolved_on == DAY


def test_a_plan_lists_what_is_open_before_it_is_carried_out(world):
    tree, officer = world
    client, address = Client(), reverse("re_set_branches", args=[tree.north.pk])
    client.force_login(officer)

    preview = client.post(address, {**SAID, "text": TEXT})
    said = {**SAID, "text": TEXT, "shown": preview.context["plan"].fingerprint}
    unseen = client.post(address, said)
    done = factories.ended(client, address, said)

    assert [answer.status_code for answer in (preview, unseen, done)] == [200, 422, 302]
    for page in (preview, unseen):
        assert [line[:2] for line in page.context["open_items"]] == [("北局第二党支部，在任职务", "1")]
        # What was shown goes along, so that ticking is all that is left to do.
        assert f'name="shown" value="{said["shown"]}"' in page.content.decode()
