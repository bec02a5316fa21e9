"""The pages of admission: happy ways, refusals beside them, what they cost."""

import io

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from duban.ledgers.admission import actions
from duban.ledgers.admission.models import Admission, AdmissionStep
from duban.ledgers.admission.tests import factories
from duban.ledgers.admission.tests.reckoning import on
from duban.orgs.models import Person
from duban.orgs.tests import factories as orgs
from duban.packs.actions import install_folder
from duban.packs.folder import folder_named
from duban.packs.models import PackItem

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen", "browser_files")]


@pytest.fixture
def world():
    return factories.world()


@pytest.fixture
def way(world):
    return factories.applied(world, "2026-11-01")


def at(user):
    client = Client()
    client.force_login(user)
    return client


def test_an_application_is_entered_and_leads_to_its_page(world):
    desk = at(world.secretary)

    answer = desk.post(
        reverse("open_admission", args=[world.tree.north_1.pk]), {"applied_on": "2026-11-01", "person": world.person.pk}
    )

    assert answer.status_code == 302
    page = desk.get(answer.url).content.decode()
    assert "余8天" in page
    assert "党组织派人谈话，2026-12-01以前（《中国共产党发展党员工作细则》第七条）" in page


@pytest.mark.parametrize(
    "said",
    [
        {"applied_on": "2026-11-01"},
        {"applied_on": "昨天", "name": "王二"},
        {"applied_on": "2026-11-01", "name": "王二", "born_in": "1999"},
        {"applied_on": "2026-11-01", "name": "王二", "born_in": "1999-13"},
        {"applied_on": "2026-11-01", "name": "王二 11010519491231002X"},
        {"applied_on": "2026-11-24", "name": "王二"},
        {"applied_on": "2026-11-01", "person": "999999"},
    ],
)
def test_an_application_that_does_not_hold_keeps_what_was_typed(world, said):
    answer = at(world.secretary).post(reverse("open_admission", args=[world.tree.north_1.pk]), said)

    assert answer.status_code == 422
    assert Admission.objects.count() == 0


def test_a_step_is_recorded_from_the_page_and_its_warning_stands(world, way):
    desk = at(world.secretary)
    assert "登记：党组织派人谈话" in desk.get(reverse("admission", args=[way.pk])).content.decode()

    answer = desk.post(
        reverse("record_step", args=[way.pk]), {"step": "activist", "happened_on": "2026-11-10", "is_yes": "yes"}
    )

    assert answer.status_code == 302
    page = desk.get(answer.url).content.decode()
    assert "没有登记在先的“党组织派人谈话”" in page
    assert "《中国共产党发展党员工作细则》第八条" in page


def test_a_form_sent_twice_records_once(world, way):
    desk, said = at(world.secretary), {"step": "talk", "happened_on": "2026-11-10", "is_yes": "yes"}

    answers = [desk.post(reverse("record_step", args=[way.pk]), said).status_code for _n in range(2)]

    assert (answers, way.records.count()) == ([302, 409], 2)


@pytest.mark.parametrize(
    "said",
    [
        {"step": "talk"},
        {"step": "talk", "happened_on": "2026-13-01", "is_yes": "yes"},
        {"step": "talk", "happened_on": "2026-11-10", "is_yes": "也许"},
        {"step": "", "happened_on": "2026-11-10"},
        {"step": "x" * 200, "happened_on": "2026-11-10"},
        {"step": "meeting", "happened_on": "2026-11-10", "is_yes": "yes", "eligible_count": "5", "yes_count": "6"},
        {},
    ],
)
def test_a_step_that_does_not_hold_is_refused(world, way, said):
    answer = at(world.secretary).post(reverse("record_step", args=[way.pk]), said)

    assert answer.status_code == 422
    assert way.records.count() == 1


def test_a_number_of_a_document_holds_no_mobile_number(world, way):
    said = {"step": "filing", "happened_on": "2026-11-10", "is_yes": "yes", "number": "13912345678"}

    answer = at(world.cadre).post(reverse("record_decision", args=[way.pk]), said)

    assert answer.status_code == 422
    assert way.records.count() == 1


def test_another_unit_sees_nothing(world, way):
    stranger = at(orgs.account(orgs.person("南", unit=world.tree.south, unit_cadre=world.tree.south)))

    assert stranger.get(reverse("admission", args=[way.pk])).status_code == 404
    assert "丁一" not in stranger.get(reverse("admission_list")).content.decode()
    assert at(world.cadre).get(reverse("admission", args=[way.pk])).status_code == 200


def test_a_leader_sees_counts_and_no_names(world, way):
    leader = at(orgs.account(orgs.person("领导", unit=world.tree.committee, committee_leader=world.tree.committee)))

    answer = leader.get(reverse("admission_list"), follow=True)

    assert answer.redirect_chain == [(reverse("admission_counts"), 302)]
    assert "丁一" not in answer.content.decode()
    assert ">不公布<" in answer.content.decode()
    assert leader.get(reverse("admission", args=[way.pk])).status_code == 404


def test_those_who_see_the_people_see_the_counts_as_they_are_and_as_they_may_be_public(world, way):
    officer = at(world.officer)

    inside = officer.get(reverse("admission_counts")).content.decode()
    public = officer.get(reverse("admission_counts") + "?as=published").content.decode()

    assert "不公布<" not in inside
    assert "不公布<" in public


@pytest.mark.parametrize("is_leader", [True, False])
def test_what_is_made_public_is_one_whole(world, is_leader):
    """23 of all and 20 of 北局 would tell the 3 of 南局, whatever is hidden in its own table (rule privacy.cell_min)."""
    tree = world.tree
    for number in range(23):
        branch = tree.north_1 if number < 20 else tree.south_1
        secretary = orgs.account(orgs.person(f"书记{number}", unit=branch, branch_secretary=branch))
        someone = Person.objects.create(name=f"某{number}", unit=branch, born_in="1998-03", education="20")
        actions.open_admission(branch, by=secretary, person=someone, applied_on=on("2026-06-01"))
    leader = orgs.account(orgs.person("领导", unit=tree.committee, committee_leader=tree.committee))
    desk, url = at(leader if is_leader else world.officer), reverse("admission_counts") + "?as=published"

    whole = desk.get(url)
    parts = [desk.get(f"{url}&unit={unit.pk}") for unit in (tree.north, tree.south)]

    assert [row.cells[-1].n for row in whole.context["tables"][0].rows] == [23]
    assert [answer.context["tables"] for answer in parts] == [whole.context["tables"]] * 2
    assert 'name="unit"' not in whole.content.decode()
    # Those who see the people choose a unit among the numbers of the office.
    inside = at(world.officer).get(reverse("admission_counts") + f"?unit={tree.south.pk}")
    assert [row.cells[-1].n for row in inside.context["tables"][0].rows] == [3]


def test_the_form_that_is_open_is_of_a_step_that_the_person_records(world, way):
    for code in ("talk", "activist"):
        actions.record_step(way, by=world.secretary, step=code, happened_on=on("2026-11-10"))

    # The superior files, the branch names a contact: each finds its own.
    assert "登记：指定培养联系人" in at(world.secretary).get(reverse("admission", args=[way.pk])).content.decode()
    assert "登记：上级党委备案" in at(world.officer).get(reverse("admission", args=[way.pk])).content.decode()


def test_the_sheet_has_every_step(world, way):
    page = at(world.secretary).get(reverse("admission_sheet", args=[way.pk])).content.decode()

    assert page.count('<td class="num seq">') == 21


def test_the_to_do_names_the_step_that_is_due(world, way, frozen):
    assert "登记北局第一党支部<b>丁一</b>的党组织派人谈话" in at(world.secretary).get("/").content.decode()

    actions.record_step(way, by=world.secretary, step="talk", happened_on=on("2026-11-10"))

    assert "丁一" not in at(world.secretary).get("/").content.decode()


def towards_approval(world, way):
    actions.record_step(way, by=world.secretary, step="activist", happened_on=on("2026-11-02"))
    actions.record_step(way, by=world.secretary, step="target", happened_on=on("2026-11-02"))
    actions.record_step(way, by=world.secretary, step="meeting", happened_on=on("2026-08-10"))
    actions.record_step(way, by=world.secretary, step="talk", happened_on=on("2026-11-02"))


def lines(user) -> dict[str, list[str]]:
    groups = at(user).get("/").context["asks"].groups
    found = {str(group.title): [str(ask.say) for ask in group.asks if "丁一" in str(ask.say)] for group in groups}
    return {title: said for title, said in found.items() if said}


def test_who_records_the_step_that_is_due_is_asked_and_the_others_are_told(world, way):
    towards_approval(world, way)
    line = "登记北局第一党支部<b>丁一</b>的上级党委审批"

    # The unit's own committee decides, so the cadre there is asked and the work committee is not.
    assert lines(world.cadre) == {"已逾期": [line]}
    assert lines(world.secretary) == {"等本单位办": [line]}
    assert lines(world.officer) == {}


def test_the_work_committee_is_asked_where_no_primary_committee_stands_above(world):
    tree = world.tree
    person = Person.objects.create(name="丁一", unit=tree.south_1)
    world.secretary = orgs.account(orgs.person("南支书", unit=tree.south_1, branch_secretary=tree.south_1))
    way = actions.open_admission(tree.south_1, by=world.secretary, person=person, applied_on=on("2026-11-01"))
    towards_approval(world, way)

    assert lines(world.officer) == {"已逾期": ["登记南局党支部<b>丁一</b>的上级党委审批"]}


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_many(world, count, django_assert_num_queries):
    for name in ("丁一", "王二", "李三")[:count]:
        person = Person.objects.get_or_create(name=name, unit=world.tree.north_1)[0]
        actions.open_admission(world.tree.north_1, by=world.secretary, person=person, applied_on=on("2026-11-01"))
    desk = at(world.secretary)
    desk.get(reverse("admission_list"))

    with django_assert_num_queries(LIST):
        page = desk.get(reverse("admission_list")).content.decode()

    assert page.count('<tr><th scope="row">') == count


LIST = 12


def test_steps_that_are_in_use_stay_when_the_pack_goes(world, way):
    assert AdmissionStep.objects.count() == 21
    assert PackItem.objects.filter(content="admission_steps").count() == 21

    install_folder(folder_named("core"))

    assert AdmissionStep.objects.count() == 21


@pytest.mark.parametrize(
    ("asked", "names"), [("", ["丁一"]), ("?only=soon", ["丁一"]), ("?only=late", []), ("?stage=target", [])]
)
def test_what_is_filtered_goes_out_as_a_workbook(world, way, asked, names):
    answer = at(world.secretary).get(reverse("export_admissions") + asked)

    rows = list(load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active.iter_rows(values_only=True))
    assert rows[0][:4] == ("姓名", "组织", "阶段", "下一期限")
    assert [row[0] for row in rows[1:]] == names


def test_the_pages_of_the_branch_and_of_the_person_lead_to_the_way(world, way):
    desk = at(world.cadre)

    for url in (f"/orgs/units/{world.tree.north_1.pk}/about/", reverse("person", args=[world.person.pk])):
        assert reverse("admission", args=[way.pk]) in desk.get(url).content.decode(), url
