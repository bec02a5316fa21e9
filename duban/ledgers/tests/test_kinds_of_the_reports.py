"""The kinds of records that the reports ask for are there, take what they are for, and nothing that is not to be kept."""

import pytest

from duban.ledgers.kinds import FieldOf, definition_of
from duban.ledgers.models import RecordKind
from duban.ledgers.record_kinds import CONTENT
from duban.ledgers.tests import factories as ledgers
from duban.orgs.models import Role
from duban.orgs.tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]

SHIPPED = (
    "members_meeting committee_meeting subgroup_meeting party_lecture secretary_lecture theme_day org_life_meeting "
    "member_appraisal heart_talk democratic_life_meeting joint_conference first_agenda_item party_building_item theory_study_group "
    "study_plan study_session training_class integrity_education red_resource_visit cross_unit_exchange guidance_visit "
    "honour brand site exemplary_case agreement competition"
).split()


@pytest.fixture
def tree():
    found = factories.tree()
    ledgers.core()
    return found


def words_of(code: str, field: str) -> list[str]:
    """The choices of a field, as people read them."""
    return [word for _code, word in definition_of(ledgers.kind(code)).by_code[field].choices]


def least_of(field: FieldOf) -> str:
    """The smallest answer that a field takes."""
    answers = {"number": str(field.least or 1), "date": "2026-11-20", "yes_no": "yes"}
    return field.choices[0][0] if field.kind == "choice" else answers.get(field.kind, "一句话")


def test_these_kinds_are_shipped(tree):
    assert list(RecordKind.objects.filter(is_current=True).values_list("code", flat=True)) == SHIPPED


@pytest.mark.parametrize("code", SHIPPED)
def test_a_record_of_each_kind_is_entered(tree, code):
    definition = definition_of(ledgers.kind(code))
    kind = next(iter(sorted(definition.held_by)), "branch")
    holder = factories.unit("持有记录的组织", below=tree.north_committee, kind=factories.unit_kind(kind, kind))
    ledgers.members(holder, 9, committee=3)
    role = next(role for role in (Role.UNIT_SECRETARY, Role.COMMITTEE_ADMIN) if role in definition.roles)
    keeper = factories.account(factories.person("许文静", unit=tree.north, **{role: tree.committee}))
    values = {field.code: least_of(field) for field in definition.fields if field.required}
    if code == "member_appraisal":
        values |= {"excellent": "3", "qualified": "6", "basic": "0", "unqualified": "0"}

    made = ledgers.record(holder, code, by=keeper, values=values)

    assert (made.unit, made.kind.code, made.title != "") == (holder, code, True)


def test_the_forms_of_a_theme_day_are_those_that_the_reports_name(tree):
    assert {"送学助学", "政治生日", "志愿服务", "荣退仪式", "我们的节日"} <= set(words_of("theme_day", "form"))


def test_a_study_session_has_the_five_ways(tree):
    assert words_of("study_session", "way") == ["集体学", "自主学", "竞赛学", "辅导学", "延伸学"]


def test_integrity_education_has_six_forms_and_no_content(tree):
    definition = definition_of(ledgers.kind("integrity_education"))

    assert words_of("integrity_education", "form") == [
        "主题党日促廉", "家书送廉", "家访助廉", "座谈话廉", "党课讲廉", "谈话倡廉",
    ]  # fmt: skip
    assert [field.kind for field in definition.fields] == ["choice"]
    assert definition.attendance == "none"


def test_a_heart_talk_keeps_between_whom_and_neither_names_nor_content(tree):
    definition = definition_of(ledgers.kind("heart_talk"))

    assert [(field.code, field.kind) for field in definition.fields] == [("pair", "choice")]
    assert (definition.attendance, definition.agenda, definition.decisions) == ("none", False, False)


def test_the_theory_study_group_names_the_business_it_is_joined_with(tree):
    assert not definition_of(ledgers.kind("theory_study_group")).by_code["business"].required


def test_the_agenda_register_says_what_sort_of_item(tree):
    assert words_of("party_building_item", "sort") == ["专题研究", "听取专题汇报", "部署落实"]


def test_a_study_plan_names_what_must_be_studied(tree):
    assert definition_of(ledgers.kind("study_plan")).by_code["must"].required


def test_a_pack_adds_a_kind_of_its_own(tree):
    """六学联动 and the like: named by a report, filled by the place that knows what it means."""
    said = {
        "kinds": [
            {
                "code": "joint_study",
                "name": "联学",
                "group": "学习",
                "title": "theme",
                "fields": [{"code": "theme", "name": "内容", "required": "true", "most": "60"}],
            }
        ]
    }
    secretary = factories.account(factories.person("许文静", unit=tree.north_1, branch_secretary=tree.north_1))

    CONTENT.write(CONTENT.read(said, "record_kinds.yaml"))

    assert ledgers.record(tree.north_1, "joint_study", by=secretary, values={"theme": "集体学习"}).title == "集体学习"
