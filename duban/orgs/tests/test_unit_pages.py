"""Pages of the organisation: changes are entered with what was typed kept, a plan is looked at before it is carried out."""

import pytest
from django.urls import reverse

from duban.orgs.models import Post, Relation, Unit
from duban.orgs.tests import factories
from duban.orgs.tests.test_organisation import sheet
from duban.orgs.tests.test_units import fresh

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
SAID = {"symbol": "县直工委〔2026〕12号", "approved_on": "2026-06-10", "holds_on": "2026-06-10"}


@pytest.fixture
def tree():
    return factories.tree()


@pytest.fixture
def desk(client, tree):
    client.force_login(factories.account(factories.person("周敏", unit=tree.committee, committee_admin=tree.committee)))
    return client


def url(name: str, unit: Unit) -> str:
    return reverse(name, args=[unit.pk])


def test_the_page_of_changes_offers_what_is_possible_and_another_unit_is_found_by_name(desk, tree):
    page = desk.get(url("unit_changes", tree.south_1), {"find": "第二", "at": "move_unit"})

    acts = {act.name: act for act in page.context["acts"]}
    assert list(acts) == [
        "found_unit",
        "rename_unit",
        "change_unit_kind",
        "move_unit",
        "merge_units",
        "split_unit",
        "dissolve_unit",
        "set_relation",
        "end_relation",
    ]
    assert acts["move_unit"].is_open
    assert [label for _pk, label in acts["move_unit"].form.fields["others"].choices][1:] == ["北局第二党支部"]
    assert "move_unit" not in {act.name for act in desk.get(url("unit_changes", tree.committee)).context["acts"]}


def test_a_unit_is_founded_and_its_page_opens(desk, tree):
    kind = factories.unit_kind("branch")

    answer = desk.post(url("found_unit", tree.south), {**SAID, "name": "南局第二党支部", "kind": kind.pk})

    made = Unit.objects.get(name="南局第二党支部")
    assert (answer.status_code, answer.url) == (302, url("unit_about", made))
    facts = {str(fact.word): str(fact.value) for fact in desk.get(answer.url).context["facts"]}
    assert facts["成立日期"] == "2026年6月10日"


def test_every_fault_of_the_approval_is_said_and_the_form_keeps_what_was_typed(desk, tree):
    answer = desk.post(url("rename_unit", tree.south), {"name": "南方局", **SAID, "approved_on": "2026-11-24"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count("<li>批复日期：2026-11-24") == 1
    assert page.count("<li>生效日期：2026-06-10") == 1
    assert 'value="南方局"' in page
    assert fresh(tree.south).name == "南局"


def test_an_order_is_put_by_moving_lines(desk, tree):
    assert desk.post(url("place_units", tree.committee), {**SAID, "order": "南局\n没有"}).status_code == 422

    answer = desk.post(url("place_units", tree.committee), {**SAID, "order": "南局\n\n 北局 \n"})

    assert answer.status_code == 302
    assert [unit.name for unit in Unit.objects.filter(depth=2).order_by("path")] == ["南局", "北局"]


def test_a_relation_is_set_seen_on_both_pages_and_ended(desk, tree):
    said = {**SAID, "kind": "guided", "others": tree.north_committee.pk}
    assert desk.post(url("set_relation", tree.south_1), said).status_code == 302
    relation = Relation.objects.get()

    pages = [desk.get(url("unit_about", unit)).context["relations"] for unit in (tree.south_1, tree.north_committee)]

    assert [(str(word), other.name) for ((word, other, _relation),) in pages] == [
        ("接受指导", "北局机关党委"),
        ("指导", "南局党支部"),
    ]
    ending = {**SAID, "holds_on": "2026-07-01", "relation": relation.pk}
    assert desk.post(url("end_relation", tree.north_1), ending).status_code == 422
    assert desk.post(url("end_relation", tree.south_1), ending).status_code == 302
    assert desk.get(url("unit_about", tree.south_1)).context["relations"] == []


def test_a_plan_is_shown_before_it_is_carried_out(desk, tree):
    for branch, count in ((tree.north_1, 30), (tree.north_2, 9), (tree.south_1, 8)):
        Unit.objects.filter(pk=branch.pk).update(member_count=count)
    text = "北局第一党支部\t北局第一党支部\t20\n北局第一党支部\t北局第三党支部\t10\n北局第二党支部\t北局第二党支部\n南局党支部\t南局党支部\t8"

    empty = desk.get(url("re_setting", tree.committee))
    shown = desk.post(url("re_set_branches", tree.committee), {**SAID, "text": text})
    plan = shown.context["plan"]
    wrong = desk.post(url("re_set_branches", tree.committee), {**SAID, "text": text.replace("\t10", "\t9")})
    before = Unit.objects.standing().count()
    done = desk.post(url("re_set_branches", tree.committee), {**SAID, "text": text, "shown": plan.fingerprint})

    assert [answer.status_code for answer in (empty, shown, wrong, done)] == [200, 200, 422, 302]
    assert (len(plan.before), len(plan.after), plan.members_after, before) == (3, 4, 47, 7)
    assert "北局第一党支部：20+9" in wrong.content.decode()
    assert Unit.objects.standing().count() == 8
    assert fresh(tree.north_1).member_count == 20


def test_the_columns_that_are_chosen_are_shown_and_exported(desk, tree):
    group = factories.unit("北局党组", below=fresh(tree.north), kind=factories.unit_kind("party_group", "党组"))
    Relation.objects.create(unit=tree.north, kind="responsible", other=group, since_on="2026-01-01")
    Unit.objects.filter(pk=tree.north.pk).update(staff_count=80, national_code="A-1", founded_on="2019-03-01")
    asked = "?below=0&columns=above,responsible,full_name,national_code,staff,founded"

    page = desk.get(f"/orgs/units/{asked}")
    rows = sheet(desk.get(f"/orgs/units/{asked}&as=xlsx"))

    assert rows == [
        [1.0, "北局", "县直机关工委", "北局党组", "北局", "A-1", 80.0, "2019-03-01"],
        [2.0, "南局", "县直机关工委", "", "南局", "", "", ""],
    ]
    assert "北局党组" in page.content.decode()


@pytest.mark.parametrize("more", [0, 2])
def test_the_ledger_with_every_column_costs_the_same_with_one_and_three(desk, tree, django_assert_num_queries, more):
    for number in range(more):
        factories.unit(f"南局第{number}党支部", below=fresh(tree.south))

    with django_assert_num_queries(14):
        page = desk.get(url("unit", tree.south), {"columns": "kind,above,responsible"})

    assert len(page.context["page"].object_list) == 1 + more


@pytest.mark.parametrize("more", [0, 2])
def test_the_tree_of_a_day_costs_the_same_with_one_and_three(desk, tree, django_assert_num_queries, more):
    for number in range(more):
        factories.unit(f"南局第{number}党支部", below=fresh(tree.south))

    with django_assert_num_queries(8):
        page = desk.get(reverse("tree_on_day"), {"day": "2026-06-01", "unit": tree.south.pk})

    assert len(page.context["page"].object_list) == 1 + more


def test_nonsense_in_the_address_of_a_day_is_said_and_today_and_the_top_are_shown(desk, tree):
    page = desk.get(reverse("tree_on_day"), {"day": "昨天", "unit": "x"})

    assert (str(page.context["day"]), page.context["node"].name) == ("2026-11-23", "县直机关工委")


def test_an_approval_number_takes_no_personal_number(desk, tree):
    kind = factories.unit_kind("branch")
    said = {**SAID, "symbol": "11010519491231002X", "name": "南局第二党支部", "kind": kind.pk}

    answer = desk.post(url("found_unit", tree.south), said)

    assert answer.status_code == 422
    assert not Unit.objects.filter(name="南局第二党支部").exists()


def test_a_year_that_is_a_slip_of_the_hand_is_refused_beside_its_field(desk, tree):
    wrong = desk.post(url("rename_unit", tree.south), {**SAID, "name": "南方局", "approved_on": "1920-12-31"})
    right = desk.post(url("rename_unit", tree.south), {**SAID, "name": "南方局", "approved_on": "1921-01-01"})

    [act] = [act for act in wrong.context["acts"] if act.name == "rename_unit"]
    assert (wrong.status_code, list(act.form.errors)) == (422, ["approved_on"])
    assert right.status_code == 302


def test_a_second_unit_of_a_name_in_one_organ_is_asked_about(desk, tree):
    said = {**SAID, "name": "北局第一党支部", "kind": factories.unit_kind("branch").pk}

    asked = desk.post(url("found_unit", tree.north), said)
    elsewhere = desk.post(url("found_unit", tree.south), said)
    ticked = desk.post(url("found_unit", tree.north), {**said, "is_another": "on"})

    assert (asked.status_code, elsewhere.status_code, ticked.status_code) == (422, 302, 302)


def test_a_number_of_a_person_in_a_name_of_a_unit_is_said_at_the_field(desk, tree):
    said = {**SAID, "name": "南局13000005678", "kind": factories.unit_kind("branch").pk}

    answer = desk.post(url("found_unit", tree.south), said)

    [act] = [act for act in answer.context["acts"] if act.name == "found_unit"]
    assert (answer.status_code, list(act.form.errors)) == (422, ["name"])


def test_a_unit_with_nothing_below_opens_on_its_own_page(desk, tree):
    assert "orgs/unit_about.html" in {each.name for each in desk.get(url("unit", tree.north_1)).templates}
    assert "orgs/unit.html" in {each.name for each in desk.get(url("unit", tree.north)).templates}


def test_a_browser_that_opens_a_refused_form_anew_comes_to_the_page_of_the_form(desk, tree):
    address, page = url("found_unit", tree.south), url("unit_changes", tree.south)
    browser = {"Accept": "text/html,application/xhtml+xml"}

    above = desk.get(address, headers=browser)
    desk.post(address, SAID, headers={**browser, "Referer": f"http://testserver{page}?find=x"})
    desk.post(address, SAID, headers={**browser, "Referer": f"http://testserver{address}"})
    back = desk.get(address, headers=browser)

    assert (above.status_code, above.url) == (302, url("unit", tree.south))
    assert (back.status_code, back.url) == (302, f"{page}?find=x")
    assert (
        desk.get(address).status_code == desk.get(address, headers={**browser, "HX-Request": "true"}).status_code == 405
    )


def test_the_tick_of_an_end_holds_for_the_units_and_the_list_beside_it(desk, tree):
    """A tick that came from a draft or from another choice ends nothing: the list is shown, to be ticked anew."""
    for unit in (tree.north_1, tree.north_2):
        person = factories.person(f"{unit.name}的人", unit=unit)
        Post.objects.create(person=person, unit=unit, title="书记", since_on="2024-01-01")
    url_, said = url("merge_units", tree.south_1), {**SAID, "is_seen": "on"}

    def form_of(answer):
        return next(act.form for act in answer.context["acts"] if act.name == "merge_units")

    first = form_of(desk.post(url_, {**said, "others": [tree.north_1.pk]}))
    shown = {**said, "listed": first["listed"].value()}
    other = form_of(desk.post(url_, {**shown, "others": [tree.north_2.pk]}))

    assert "北局第一党支部" in str(first.errors["is_seen"])
    assert "北局第二党支部" in str(other.errors["is_seen"])
    assert (first["is_seen"].value(), other["is_seen"].value()) == (False, False)
    assert "data-no-draft" in str(first["is_seen"])
    assert Unit.objects.filter(dissolved_on__isnull=False).count() == 0
    assert desk.post(url_, {**shown, "others": [tree.north_1.pk]}).status_code == 302


def test_what_a_verb_refuses_comes_back_in_its_form(desk, tree):
    answer = desk.post(url("rename_unit", tree.south), {**SAID, "name": tree.south.name, "is_another": "on"})

    [form] = [act.form for act in answer.context["acts"] if act.name == "rename_unit"]
    assert (answer.status_code, form["symbol"].value()) == (422, SAID["symbol"])
    assert "没有变化" in answer.content.decode()


@pytest.mark.parametrize(
    ("typed", "shown", "said"),
    [
        ("abc", "2026-11-23", "不是有效日期"),
        ("2026-02-30", "2026-11-23", "2026-02-30"),
        ("1800-01-01", "1800-01-01", "没有录入过机构变动"),
    ],
)
def test_a_day_that_cannot_be_answered_is_said(desk, tree, typed, shown, said):
    page = desk.get(reverse("tree_on_day"), {"day": typed})

    assert str(page.context["day"]) == shown
    assert said in page.content.decode()


def test_the_pages_of_what_ended_offer_nothing_that_is_not_there(desk, tree):
    Unit.objects.filter(pk=tree.north_2.pk).update(dissolved_on="2026-06-10")

    people = desk.get(reverse("person_list"), {"unit": tree.north_2.pk})
    posts = desk.get(url("unit_posts", tree.north_2))

    assert (people.context["may_add"], posts.status_code, posts.context["vacancies"]) == (False, 200, [])
