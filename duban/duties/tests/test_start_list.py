"""A list that a pack brought: read with every fault at its place, started from in any year, changed like any draft."""

import datetime
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from duban.base.errors import BadInput, Conflict, NotAllowed
from duban.duties import actions
from duban.duties.drafts import CONTENT
from duban.duties.models import ResponsibilityList
from duban.duties.tests import factories as made
from duban.orgs.tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen", "browser_files")]
SAID = {"year": 2026, "title": "2026年重点任务清单", "basis": "示直工委〔2026〕3号"}


@pytest.fixture
def world():
    tree = factories.tree()
    officer = factories.account(factories.person("周敏", unit=tree.committee, committee_admin=tree.committee))
    client = Client()
    client.force_login(officer)
    return SimpleNamespace(tree=tree, officer=officer, client=client, pattern=made.pattern())


def days_of(listed: ResponsibilityList) -> list[tuple[str, datetime.date]]:
    return list(listed.duties.get().due_days.values_list("label", "due_on"))


@pytest.mark.parametrize(("year", "last"), [(2026, datetime.date(2026, 2, 28)), (2028, datetime.date(2028, 2, 29))])
def test_start_list_moves_the_days_to_the_year(world, year, last):
    listed = actions.start_list(world.tree.committee, by=world.officer, pattern=world.pattern, **{**SAID, "year": year})

    assert (listed.state, listed.year, listed.basis) == ("draft", year, SAID["basis"])
    assert days_of(listed) == [("", last), ("上半年", datetime.date(year, 6, 30))]


def test_start_list_again_replaces_the_draft_when_told_and_never_an_issued_list(world):
    first = actions.start_list(world.tree.committee, by=world.officer, pattern=world.pattern, **SAID)
    kept = first.duties.get()
    with pytest.raises(Conflict):
        actions.start_list(world.tree.committee, by=world.officer, pattern=world.pattern, **SAID)
    assert first.duties.get() == kept

    again = actions.start_list(world.tree.committee, by=world.officer, pattern=world.pattern, replaces=True, **SAID)
    assert (again, again.duties.count()) == (first, 1)

    actions.issue_list(first, by=world.officer)

    with pytest.raises(Conflict):
        actions.start_list(world.tree.committee, by=world.officer, pattern=world.pattern, **SAID)


def test_start_list_is_the_committees(world):
    cadre = factories.account(factories.person("许文静", unit=world.tree.north, unit_cadre=world.tree.north))

    with pytest.raises(NotAllowed):
        actions.start_list(world.tree.committee, by=cadre, pattern=world.pattern, **SAID)

    assert ResponsibilityList.objects.count() == 0


def test_a_category_that_is_not_here_stops_the_whole_list(world):
    pattern = world.pattern
    pattern.text = pattern.text.replace('"days"', '"categories": ["没有的类别"], "days"')

    with pytest.raises(BadInput, match="没有的类别"):
        actions.start_list(world.tree.committee, by=world.officer, pattern=pattern, **SAID)

    assert ResponsibilityList.objects.count() == 0


def test_the_page_offers_it_and_leads_to_the_draft(world):
    page = world.client.get(reverse("import_list")).content.decode()
    assert "从内容包的范本起草" in page

    answer = world.client.post(
        reverse("start_list"), {"unit": world.tree.committee.pk, "pattern": world.pattern.pk, **SAID}
    )

    assert answer.url == reverse("responsibility_list", args=[ResponsibilityList.objects.get().pk])


def test_wrong_input_keeps_what_was_typed_and_writes_nothing(world):
    answer = world.client.post(reverse("start_list"), {"unit": world.tree.committee.pk, "pattern": "0", **SAID})

    assert answer.status_code == 422
    assert SAID["basis"] in answer.content.decode()
    assert ResponsibilityList.objects.count() == 0


def test_a_draft_of_the_same_name_is_replaced_only_after_it_was_seen_that_there_is_one(world):
    draft = made.responsibility_list(world.tree.committee, title=SAID["title"], issued=False)
    kept = made.duty(draft, title="同事核对过的一项")
    said = {"unit": world.tree.committee.pk, "pattern": world.pattern.pk, **SAID}
    assert "替换同名草稿" not in world.client.get(reverse("import_list")).content.decode()

    refused = world.client.post(reverse("start_list"), said)

    assert (refused.status_code, "替换同名草稿" in refused.content.decode()) == (422, True)
    assert draft.duties.get() == kept
    assert world.client.post(reverse("start_list"), {**said, "replaces": "on"}).status_code == 302
    assert draft.duties.get().title == "党组专题研究机关党建"


def test_without_a_pack_the_page_is_about_the_workbook_alone(world):
    world.pattern.delete()

    assert "范本起草" not in world.client.get(reverse("import_list")).content.decode()


def test_every_fault_of_a_pack_is_named_at_its_place():
    whole = made.said_by_a_pack()
    duty = whole["duties"][0]
    bad = [
        {**duty, "title": "", "days": [{"due": "02-30"}]},
        {**duty, "number": "一", "days": [], "colour": "red"},
        "not a duty",
    ]

    with pytest.raises(BadInput) as refused:
        CONTENT.read({"duty_lists": [{**whole, "duties": bad}]}, "duty_lists.yaml")

    assert [where for where, _found, _expected in refused.value.places] == [
        "duty_lists.yaml one 1 title",
        "duty_lists.yaml one 1 days",
        "duty_lists.yaml one 2 number",
        "duty_lists.yaml one 2 colour",
        "duty_lists.yaml one 2 days",
        "duty_lists.yaml one 2 code",
        "duty_lists.yaml one 3",
    ]


@pytest.mark.parametrize("due", ["00-10", "13-01", "04-31", "6月30日", ""])
def test_a_day_that_is_in_no_year_is_refused(due):
    whole = made.said_by_a_pack(days=[{"due": due}])

    with pytest.raises(BadInput):
        CONTENT.read({"duty_lists": [whole]}, "duty_lists.yaml")


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"days": ["06-30"]}, "days"),
        ({"days": [{"label": "长" * 21, "due": "06-30"}]}, "days"),
        ({"code": ["1.1"]}, "code"),
        ({"number": "10000"}, "number"),
        ({"evidence_hint": "长" * 201}, "evidence_hint"),
        ({"categories": "党群综合类"}, "categories"),
    ],
)
def test_what_a_list_could_not_be_started_with_is_refused_when_the_pack_comes(wrong, place):
    longest = {"days": [{"label": "长" * 20, "due": "06-30"}], "number": "9999", "evidence_hint": "长" * 200}
    assert len(CONTENT.read({"duty_lists": [made.said_by_a_pack(**longest)]}, "duty_lists.yaml")) == 1

    with pytest.raises(BadInput) as refused:
        CONTENT.read({"duty_lists": [made.said_by_a_pack(**wrong)]}, "duty_lists.yaml")

    assert [where.split()[-1] for where, _found, _expected in refused.value.places] == [place]
