"""Of an organisation that stands no more no filing and no hand-over is asked, and none is warned of."""

import datetime

import pytest

from duban.asks.desk import Desk
from duban.asks.warnings import Watch, warnings_of
from duban.ledgers.cadres.asks import cadre_asks
from duban.ledgers.cadres.tests.factories import DAY, one_of_each, post
from duban.ledgers.cadres.warnings import NOT_HANDED
from duban.orgs.models import Unit
from duban.orgs.tests import factories
from duban.packs.actions import install_folder
from duban.packs.folder import folder_named

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
TODAY = datetime.date(2026, 11, 23)


@pytest.mark.parametrize("dissolved", [False, True])
def test_nothing_is_asked_of_an_organisation_that_has_ended(dissolved):
    install_folder(folder_named("core"))
    tree = factories.tree()
    cadre = factories.account(factories.person("赵立", unit=tree.committee, unit_cadre=tree.committee))
    person = factories.person("何永年", unit=tree.south)
    made = one_of_each(tree.south, person)
    made["post"].until_on = DAY
    made["post"].save()
    post(person, tree.south, "组织员", of="party_affairs_worker", until_on=DAY)
    made["hand_over"].post.cadre_post = made["cadre_post"].__class__.objects.create(
        post=made["hand_over"].post, kind=made["cadre_post"].kind
    )
    if dissolved:
        Unit.objects.filter(pk=tree.south.pk).update(dissolved_on=TODAY)

    asked = sum(batch.total for batch in cadre_asks(Desk(cadre, TODAY)))
    warned = warnings_of(Watch(cadre, TODAY), [NOT_HANDED])

    # One filing, and two posts that ended without a hand-over; one hand-over that is open.
    assert (asked, len(warned)) == ((0, 0) if dissolved else (3, 1))
