"""What others see of this wing: cards on the pages of units and people, warnings, and kinds that packs bring."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from duban.asks.warnings import Watch, warnings_of
from duban.base.errors import BadInput
from duban.ledgers.cadres import actions
from duban.ledgers.cadres.contents import BANDS, POST_KINDS
from duban.ledgers.cadres.models import Filing, HandOver, PostKind
from duban.ledgers.cadres.queries import heads_to_file
from duban.ledgers.cadres.tests.factories import post
from duban.ledgers.cadres.warnings import KINDS, NOT_FILED, NOT_HANDED, SHORT
from duban.orgs.models import Post
from duban.orgs.panels import person_cards, unit_cards
from duban.orgs.tests import factories
from duban.packs.actions import install_folder
from duban.packs.folder import folder_named

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen", "browser_files")]
TODAY = datetime.date(2026, 11, 23)


@pytest.fixture
def tree():
    install_folder(folder_named("core"))
    return factories.tree()


@pytest.fixture
def cadre(tree):
    return factories.account(factories.person("周敏", unit=tree.north, unit_cadre=tree.north))


@pytest.fixture
def head(tree):
    made = factories.person("钱程", unit=tree.north)
    post(made, tree.north, "党建办主任", of=PostKind.objects.get(code="party_office_head"), full_time=True)
    return made


def on_file(person, unit) -> Filing:
    return Filing.objects.create(
        unit=unit, person=person, title="党建办主任", state="filed", opened_on=TODAY, opinion_symbol="一", opinion_on=TODAY,
        decision_symbol="二", decided_on=TODAY, filing_symbol="三", filed_on=TODAY,
    )  # fmt: skip


def warned(user) -> list[tuple[str, str]]:
    return [(each.kind.code, str(each.say)) for each in warnings_of(Watch(user, TODAY), KINDS)]


def test_a_unit_short_of_people_is_warned_of_and_one_that_has_not_reported_is_not(tree, cadre, head):
    assert [code for code, _say in warned(cadre)] == [NOT_FILED.code]
    tree.north.staff_count = 101
    tree.north.save()

    assert warned(cadre)[0] == (SHORT.code, "专职1人，至少应配2人")


def test_a_head_is_warned_of_until_the_choice_is_on_file(tree, cadre, head):
    assert warned(cadre) == [(NOT_FILED.code, "钱程任党建办主任，人选没有备案")]
    on_file(head, tree.north)

    assert warned(cadre) == []


def test_a_filing_holds_for_its_unit_and_those_below_and_for_no_other(tree, cadre, head):
    south = factories.account(factories.person("南干", unit=tree.south, unit_cadre=tree.south))
    moved = factories.person("程前", unit=tree.south)
    for person, unit in ((head, tree.south), (moved, tree.north)):
        on_file(person, unit)
    post(moved, tree.south, "党建办主任", of=PostKind.objects.get(code="party_office_head"))

    assert [say for _code, say in warned(cadre)] == ["钱程任党建办主任，人选没有备案"]
    assert [say for _code, say in warned(south)] == ["程前任党建办主任，人选没有备案"]
    assert [each.post.person for each in heads_to_file(south, TODAY)] == [moved]
    on_file(moved, tree.committee)
    assert (warned(south), list(heads_to_file(south, TODAY))) == ([], [])


def test_asks_and_warnings_mean_the_same_heads(tree, cadre, head):
    lent = factories.person("借来", unit=tree.north)
    post(lent, tree.north, "党建办主任", of=PostKind.objects.get(code="party_office_head"))
    Post.objects.filter(person=lent).update(kind=Post.Kind.SECONDED)

    assert [each.post.person for each in heads_to_file(cadre, TODAY)] == [head]
    assert [say for _code, say in warned(cadre)] == ["钱程任党建办主任，人选没有备案"]
    # Under way: the warning stands until it is on file, and what is asked is the next step of the filing itself.
    actions.open_filing(tree.north, by=cadre, person=head, title="党建办主任")
    assert list(heads_to_file(cadre, TODAY)) == []
    assert [say for _code, say in warned(cadre)] == ["钱程任党建办主任，人选没有备案"]


@pytest.mark.parametrize(("until", "is_warned"), [(-366, False), (-365, True), (0, True), (1, False)])
def test_a_post_that_ended_is_warned_of_until_it_is_handed_over(tree, cadre, until, is_warned):
    person = factories.person("许文静", unit=tree.north)
    ended = post(
        person, tree.north, of=PostKind.objects.get(code="secretary"), until_on=TODAY + datetime.timedelta(days=until)
    )
    made = actions.open_hand_over(ended, by=cadre, taker=cadre.person)

    assert [code for code, _say in warned(cadre)] == ([NOT_HANDED.code] if is_warned else [])
    HandOver.objects.filter(pk=made.pk).update(given_on=TODAY, taken_on=TODAY)
    assert warned(cadre) == []


def test_the_card_of_a_unit_says_who_and_whether_they_are_enough(tree, cadre, head):
    tree.north.staff_count = 150
    tree.north.save()
    client = Client()
    client.force_login(cadre)

    page = client.get(reverse("unit_about", args=[tree.north.pk])).content.decode()

    assert "专职1人，应配2至3人" in page
    assert "钱程" in page


def test_the_card_of_a_person_leads_to_the_record_for_those_who_may_read_it(tree, cadre, head):
    secretary = factories.account(factories.person("许文静", unit=tree.north, unit_secretary=tree.north))

    for user, leads in ((cadre, False), (secretary, True)):
        (card,) = [card for card in person_cards(head, user, TODAY) if card.template.startswith("cadres/")]
        assert card.context["sees_record"] is leads


def test_a_branch_without_cadres_has_no_card(tree, cadre):
    assert [card for card in unit_cards(tree.north_1, cadre, TODAY) if card.template.startswith("cadres/")] == []


def test_a_pack_with_faults_names_them_all_and_brings_nothing():
    document = {
        "post_kinds": [
            {"code": "a", "name": "甲", "field": "party", "more": "一"},
            {"code": "", "name": "", "field": "work"},
        ]
    }

    with pytest.raises(BadInput) as refused:
        POST_KINDS.read(document, "post_kinds.yaml")

    assert [place for place, _found, _expected in refused.value.places] == [
        "post_kinds.yaml 1 more", "post_kinds.yaml 2 code", "post_kinds.yaml 2 name", "post_kinds.yaml 2 field",
    ]  # fmt: skip


def test_bands_and_kinds_read_back_as_they_were_written(tree):
    for content, code in ((POST_KINDS, "party_office_head"), (BANDS, "age_35_44")):
        said = content.present([code])[code]
        content.write([type("Item", (), {"code": code, "said": said})()])
        assert content.present([code])[code] == said


def test_a_kind_in_use_stays_when_its_pack_goes(tree, head):
    assert set(POST_KINDS.in_use(["party_office_head", "league_worker"])) == {"party_office_head"}
