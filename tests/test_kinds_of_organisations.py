"""Which kinds of organisations there are, which stands below which, and classes that are guided and assessed alike."""

import datetime

import pytest
from django.urls import reverse

from duban.assessment import actions as assessment_actions
from duban.assessment.tests import factories as assessment
from duban.base.errors import BadInput
from duban.documents.exchange.tests.workbooks import UNIT_HEAD, brought_in, faults, sent, verdicts, written
from duban.duties.models import Task
from duban.duties.queries.lists import asked_by
from duban.duties.tests import factories as duties
from duban.ledgers.admission.models import Admission
from duban.orgs import actions
from duban.orgs.approval import Approval
from duban.orgs.models import ChangedUnit, Person, Post, Relation, Unit, UnitCategory, UnitKind
from duban.orgs.placing import fits
from duban.orgs.tests import factories
from duban.packs.actions import install_folder
from duban.packs.folder import folder_named

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen", "file_store")]
DAY = datetime.date(2026, 6, 10)
SAID = {"symbol": "示直工委〔2026〕12号", "approved_on": "2026-06-10", "holds_on": "2026-06-10"}


@pytest.fixture
def file_store(settings, tmp_path):
    settings.FILES = tmp_path / "files"


@pytest.fixture
def tree():
    install_folder(folder_named("core"))
    return factories.tree()


@pytest.fixture
def officer(tree):
    return factories.account(factories.person("周敏", unit=tree.committee, committee_admin=tree.committee))


@pytest.fixture
def desk(client, officer):
    client.force_login(officer)
    return client


def kind(code: str) -> UnitKind:
    return UnitKind.objects.get(code=code)


def given(officer) -> dict:
    return {"by": officer, "approval": Approval("示直工委〔2026〕12号", DAY, DAY)}


def url(name: str, unit: Unit) -> str:
    return reverse(name, args=[unit.pk])


# ---------------------------------------------------------------- kinds


def test_every_kind_of_the_county_is_there_and_stands_somewhere(tree):
    kinds = {each.code: each for each in UnitKind.objects.all()}

    assert set(kinds) == {
        "organ_work_committee", "organ", "party_group", "primary_committee", "discipline_committee", "general_branch",
        "branch", "joint_branch", "temporary_branch", "party_subgroup", "league_committee", "league_general_branch",
        "league_branch", "new_org", "community", "residential_compound", "village",
    }  # fmt: skip
    for each in kinds.values():
        assert each.codes_above, each.code
        assert set(each.codes_above) <= set(kinds), each.code


@pytest.mark.parametrize(
    ("code", "above", "stands"),
    [
        ("branch", "primary_committee", True),
        ("branch", "general_branch", True),
        ("branch", "organ", True),
        ("branch", "party_subgroup", False),
        ("branch", "branch", False),
        ("party_subgroup", "joint_branch", True),
        ("party_subgroup", "primary_committee", False),
        ("primary_committee", "village", False),
        ("primary_committee", "organ", True),
        ("general_branch", "branch", False),
        ("league_committee", "branch", False),
        ("league_branch", "league_general_branch", True),
        ("residential_compound", "community", True),
        ("organ", "organ_work_committee", True),
        ("organ_work_committee", "organ", False),
        ("village", "residential_compound", False),
    ],
)
def test_which_kind_stands_below_which(tree, code, above, stands):
    assert fits(kind(code), kind(above)) is stands


def test_founding_moving_merging_and_another_kind_are_refused_where_the_kind_does_not_stand(tree, officer):
    group = actions.found_unit(tree.north_1, name="第一党小组", kind=kind("party_subgroup"), **given(officer))
    refusals = [
        lambda: actions.found_unit(group, name="新支部", kind=kind("branch"), **given(officer)),
        lambda: actions.move_unit(tree.north_2, others=[group], **given(officer)),
        lambda: actions.move_unit(tree.north_committee, others=[tree.south_1], **given(officer)),
        lambda: actions.merge_units(tree.south_1, others=[tree.north_committee], **given(officer), is_seen=True),
        lambda: actions.change_unit_kind(tree.north_committee, kind=kind("branch"), **given(officer)),
    ]

    said = []
    for refused in refusals:
        with pytest.raises(BadInput) as error:
            refused()
        said.append([f"{name} {found}" for name, found, _expected in error.value.places])

    assert said == [
        ["新支部 党支部设在党小组之下"],
        ["北局第二党支部 党支部设在党小组之下"],
        ["北局机关党委 机关党委设在党支部之下"],
        ["北局第一党支部 党支部设在党支部之下", "北局第二党支部 党支部设在党支部之下"],
        ["北局第一党支部 党支部设在党支部之下", "北局第二党支部 党支部设在党支部之下"],
    ]
    assert "党支部可以设在：" in refusals_expected(refusals[0])
    assert ChangedUnit.objects.count() == 1


def refusals_expected(refused) -> str:
    with pytest.raises(BadInput) as error:
        refused()
    return error.value.places[0][2]


def test_the_form_offers_only_kinds_that_stand_there(desk, tree):
    acts = {act.name: act for act in desk.get(url("unit_changes", tree.north_1)).context["acts"]}

    assert {str(label) for _pk, label in acts["found_unit"].form.fields["kind"].choices} >= {"党小组", "团支部"}
    assert "机关党委" not in {str(label) for _pk, label in acts["found_unit"].form.fields["kind"].choices}


def test_a_workbook_names_the_cell_of_a_kind_that_does_not_stand_there(desk, tree):
    batch = sent(
        desk,
        written(
            组织=[
                UNIT_HEAD,
                ("第一党小组", "北局第一党支部", "党小组", 3),
                ("错放的党委", "北局第一党支部", "机关党委", 3),
            ]
        ),
    )

    assert verdicts(batch) == [(2, "created"), (3, "rejected")]
    ((where, found, expected),) = faults(batch)
    assert ("组织类型" in where or "C3" in where, found) == (True, "机关党委设在党支部之下")
    assert expected.startswith("机关党委可以设在：")


def test_a_merged_unit_keeps_its_kind_below_its_heir_and_three_relations_are_not_each_other(tree, officer):
    group = actions.found_unit(tree.south, name="南局党组", kind=kind("party_group"), **given(officer))
    actions.set_relation(tree.south, kind="responsible", others=[group], **given(officer))
    actions.set_relation(group, kind="guided", others=[tree.committee], **given(officer))
    actions.merge_units(tree.north_1, others=[tree.north_2], **given(officer), is_seen=True)

    assert Unit.objects.get(pk=tree.north_2.pk).path.startswith(Unit.objects.get(pk=tree.north_1.pk).path)
    assert Unit.objects.get(pk=tree.south.pk).path.startswith(tree.committee.path)
    assert [(str(each.unit), each.kind, str(each.other)) for each in Relation.objects.order_by("pk")] == [
        ("南局", "responsible", "南局党组"),
        ("南局党组", "guided", "县直机关工委"),
    ]


# ---------------------------------------------------------------- what is still open is seen before a unit ends


def _open(tree, officer) -> None:
    person = Person.objects.create(name="何永年", unit=tree.north_2, membership="full", since_on="2020-01-01")
    Post.objects.create(person=person, unit=tree.north_2, title="支部书记", since_on="2026-01-01")
    Admission.objects.create(person=factories.person("秦书文", unit=tree.north_2), unit=tree.north_2)
    duties.task(tree.north_2, issuer=tree.north)


def test_what_is_open_is_listed_before_a_unit_is_merged_and_nothing_is_done_without_a_look(desk, tree, officer):
    _open(tree, officer)
    said = {**SAID, "others": tree.north_2.pk}

    first = desk.post(url("merge_units", tree.north_1), said)
    page = first.content.decode()
    after = Unit.objects.get(pk=tree.north_2.pk).dissolved_on
    second = factories.ended(desk, url("merge_units", tree.north_1), said)

    assert (first.status_code, after, second.status_code) == (422, None, 302)
    for line in (
        "北局第二党支部，在任职务：1；随之终止",
        "北局第二党支部，未办结的任务：1；由接收的组织接着办",
        "北局第二党支部，发展中的人员：1；转到本人届时所在的组织",
        "北局第二党支部，党费有月份未登记的党员：1；请先补登",
    ):
        assert line in page, line
    assert Task.objects.get().unit_id == tree.north_1.pk


def test_a_unit_with_nothing_open_is_dissolved_without_the_tick(desk, tree):
    assert desk.post(url("dissolve_unit", tree.south_1), SAID).status_code == 302


def test_a_unit_that_would_leave_tasks_behind_says_so_before_it_is_dissolved(desk, tree):
    duties.task(tree.south_1, issuer=tree.south)

    first = desk.post(url("dissolve_unit", tree.south_1), SAID)
    second = factories.ended(desk, url("dissolve_unit", tree.south_1), SAID)

    assert (first.status_code, second.status_code) == (422, 302)
    assert "南局党支部，未办结的任务：1；按不适用结案，写明批复" in first.content.decode()


# ---------------------------------------------------------------- 分级分类指导


def test_a_class_is_edited_by_form_and_workbook_and_comes_with_a_pack(desk, tree, officer):
    law = UnitCategory.objects.get(name="执法司法类")
    south = Unit.objects.select_related("kind", "category").get(pk=tree.south.pk)
    said = {**SAID, "kind": south.kind_id, "category": law.pk}

    assert desk.post(url("change_unit_kind", south), said).status_code == 302
    assert desk.post(url("change_unit_kind", south), said).status_code == 422
    by_form = Unit.objects.get(pk=south.pk).category
    head = (*UNIT_HEAD, "单位类别")
    batch = sent(desk, written(组织=[head, ("南局", "县直机关工委", "县直单位", None, "教科文卫类")]))
    brought_in(desk, batch)

    assert str(ChangedUnit.objects.get(unit=south)) == "县直单位（党群综合类） → 县直单位（执法司法类）"
    assert (by_form, Unit.objects.get(pk=south.pk).category.name) == (law, "教科文卫类")


def test_lists_of_organisations_and_tasks_are_filtered_by_class(desk, tree):
    duties.task(tree.north, issuer=tree.committee)
    duties.task(tree.south, issuer=tree.committee)

    units = desk.get(url("unit", tree.committee), {"category": "economy"})
    tasks = desk.get(reverse("task_list"), {"category": "general"})

    assert [unit.name for unit in units.context["page"]] == ["北局"]
    assert [task.unit.name for task in tasks.context["page"]] == ["南局"]
    for page in (units, tasks):
        assert '<select name="category"' in page.content.decode()


def test_a_duty_of_one_class_reaches_that_class_and_the_scheme_reads_the_same_class():
    install_folder(folder_named("core"))
    year = assessment.year()
    tree, economy = year.tree, UnitCategory.objects.get(name="经济管理类")
    listed = duties.responsibility_list(tree.committee, issued=False, title="分类清单")
    everybody, few = duties.duty(listed, number=1), duties.duty(listed, number=2)
    few.categories.add(economy)

    asked = sorted((duty.number, unit.name) for duty, _place, _day, unit in asked_by(listed))
    before = assessment_actions.known_of(year.period, day=DAY).book.units
    same = {"by": year.officer, "approval": Approval("示〔2026〕1号", DAY, DAY)}
    south = Unit.objects.get(pk=tree.south.pk)
    actions.change_unit_kind(south, kind=south.kind, category=economy, **same)

    assert everybody.number == 1
    assert asked == [(1, "北局"), (1, "南局"), (2, "北局")]
    assert sorted((duty.number, unit.name) for duty, _place, _day, unit in asked_by(listed))[-1] == (2, "南局")
    classes = [list(unit.attributes.values()) for unit in before]
    assert classes == [["经济管理类"], ["党群综合类"]]
    after = assessment_actions.known_of(year.period, day=DAY).book.units
    assert [list(unit.attributes.values()) for unit in after] == [["经济管理类"], ["经济管理类"]]
