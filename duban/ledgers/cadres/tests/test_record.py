"""履职纪实: whole to the person, closed to colleagues; objections and answers stay; comments, certificate, secondments."""

import datetime
import importlib

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from duban.base.errors import BadInput, Conflict, NotAllowed
from duban.ledgers.cadres import actions
from duban.ledgers.cadres.cultivation import paths_for
from duban.ledgers.cadres.duty_record import duty_record_of, lines_of
from duban.ledgers.cadres.models import Objection, PostKind, YearlyComment
from duban.ledgers.cadres.tests.factories import post
from duban.ledgers.models import Attendance, LedgerRecord
from duban.ledgers.tests import factories as ledgers
from duban.orgs.models import Person, Post, Role
from duban.orgs.tests import factories
from duban.packs.models import RuleParameter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen", "browser_files")]
TODAY = datetime.date(2026, 11, 23)


@pytest.fixture
def tree():
    ledgers.core()
    return factories.tree()


@pytest.fixture
def person(tree):
    """A part-time cadre with an account and no role at all."""
    made = factories.account(factories.person("许文静", unit=tree.north_1))
    post(made.person, tree.north_1, "组织委员", of=PostKind.objects.get(code="organisation_member"))
    return made


@pytest.fixture
def secretary(tree):
    return factories.account(factories.person("周敏", unit=tree.north, unit_secretary=tree.north))


def at(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def key_of(user) -> str:
    return Post.objects.get(person=user.person).key


def test_the_record_is_for_the_person_the_secretary_and_the_committee_and_for_nobody_else(tree, person):
    where = {Role.UNIT_CADRE: tree.north, Role.UNIT_SECRETARY: tree.north, Role.BRANCH_SECRETARY: tree.north_1}
    sees = {}
    for role in Role:
        unit = where.get(role, tree.committee)
        user = factories.account(factories.person(role.value, unit=unit, **{role.value: unit}))
        sees[role.value] = at(user).get(reverse("duty_record", args=[person.person_id])).status_code
    other = factories.account(factories.person("南", unit=tree.south, unit_secretary=tree.south))

    assert {role for role, answer in sees.items() if answer == 200} == {
        "committee_admin",
        "committee_leader",
        "unit_secretary",
    }
    assert set(sees.values()) == {200, 404}
    assert at(other).get(reverse("duty_record", args=[person.person_id])).status_code == 404
    assert at(person).get(reverse("my_duty_record"), follow=True).status_code == 200


def test_posts_training_and_honours_are_lines_by_themselves_and_hours_are_not(tree, person):
    held = LedgerRecord.objects.create(
        unit=tree.committee, kind=ledgers.kind("training_class"), held_on=TODAY, title="委员培训班", hours="16"
    )
    Attendance.objects.create(record=held, person=person.person)
    LedgerRecord.objects.create(
        unit=tree.north, kind=ledgers.kind("honour"), held_on=TODAY, title="优秀党务工作者",
        said='{"name": "优秀党务工作者", "holder": "许文静", "issuer": "示例县委"}',
    )  # fmt: skip

    page = at(person).get(reverse("duty_record", args=[person.person_id])).content.decode().split("<main", 1)[1]

    assert [line.say for line in lines_of(person.person)] == [
        "委员培训班",
        "优秀党务工作者",
        "组织委员，北局第一党支部",
    ]
    assert ("委员培训班" in page, "优秀党务工作者" in page, "学时" in page) == (True, True, False)


def test_an_honour_of_a_name_that_two_have_is_nobodys_line(tree, person):
    factories.person("许文静", unit=tree.north_2)
    LedgerRecord.objects.create(
        unit=tree.north, kind=ledgers.kind("honour"), held_on=TODAY, title="优秀党务工作者", said='{"holder": "许文静"}'
    )

    assert [line.part for line in lines_of(person.person)] == ["posts"]


def test_object_to_line_and_answer_both_stay_beside_it(tree, person, secretary):
    made = actions.object_to_line(person.person, by=person, line=key_of(person), text="任职时间应为2023年9月")
    actions.answer_objection(made, by=secretary, text="已核对任职文件，确为2024年3月")

    ((_part, _title, lines),) = duty_record_of(person.person).parts
    assert [(each.text, each.answer) for each in lines[0].objections] == [
        ("任职时间应为2023年9月", "已核对任职文件，确为2024年3月")
    ]
    for user in (person, secretary):
        page = at(user).get(reverse("duty_record", args=[person.person_id])).content.decode()
        assert ("任职时间应为2023年9月" in page, "确为2024年3月" in page) == (True, True)


def test_an_objection_stays_beside_its_class_when_the_attendance_is_written_anew(tree, person):
    held = LedgerRecord.objects.create(
        unit=tree.committee, kind=ledgers.kind("training_class"), held_on=TODAY, title="委员培训班", hours="16"
    )
    Attendance.objects.create(record=held, person=person.person)
    actions.object_to_line(person.person, by=person, line=lines_of(person.person)[0].key, text="没有参加")
    held.attendance.all().delete()
    Attendance.objects.create(record=held, person=person.person)

    record = duty_record_of(person.person)

    shown = {each.line.say: [said.text for said in each.objections] for _p, _t, lines in record.parts for each in lines}
    assert (shown["委员培训班"], record.gone) == (["没有参加"], [])


def test_objections_to_classes_move_to_the_class_and_back(tree, person):
    held = LedgerRecord.objects.create(
        unit=tree.committee, kind=ledgers.kind("training_class"), held_on=TODAY, title="委员培训班", hours="16"
    )
    row, own = Attendance.objects.create(record=held, person=person.person), {"person": person.person, "made_on": TODAY}
    lines = {f"ledgers.attendance:{row.pk}": "委员培训班", f"ledgers.attendance:{row.pk + 1}": "委员培训班"}
    lines |= {f"ledgers.attendance:{row.pk + 2}": "别的班", key_of(person): "组织委员"}
    answered = {"answer": "已核", "answered_on": TODAY, "text": "不对"}
    made = [Objection.objects.create(unit=tree.north, line=k, said=v, **own, **answered) for k, v in lines.items()]
    move = importlib.import_module("duban.ledgers.cadres.migrations.0002_name_lines_of_classes_by_class_and_person")

    def moved(step):
        step(apps, None)
        return list(
            Objection.objects.filter(pk__in=[each.pk for each in made]).order_by("pk").values_list("line", flat=True)
        )

    new = f"ledgers.ledgerrecord:{held.pk}@{person.person_id}"
    old = list(lines)
    assert moved(move.name_by_class) == [new, new, *old[2:]]
    assert moved(move.name_by_row) == [old[0], old[0], *old[2:]]


def test_an_objection_stays_when_its_line_is_gone(tree, person):
    Post.objects.filter(person=person.person).update(title="宣传委员")
    actions.object_to_line(person.person, by=person, line=key_of(person), text="不是我")
    Post.objects.filter(person=person.person).delete()

    record = duty_record_of(person.person)

    assert (record.parts, [each.said for each in record.gone]) == ([], ["宣传委员，北局第一党支部"])


def test_only_the_person_objects(tree, person, secretary):
    with pytest.raises(NotAllowed):
        actions.object_to_line(person.person, by=secretary, line=key_of(person), text="不对")
    actions.object_to_line(person.person, by=person, line=key_of(person), text="不对")


def test_object_to_a_line_that_is_not_there_or_twice_is_refused(tree, person):
    with pytest.raises(BadInput):
        actions.object_to_line(person.person, by=person, line="orgs.post:0", text="不对")
    actions.object_to_line(person.person, by=person, line=key_of(person), text="不对")
    with pytest.raises(BadInput):
        actions.object_to_line(person.person, by=person, line=key_of(person), text="不对")
    assert Objection.objects.count() == 1


def test_nobody_answers_their_own_objection_and_none_twice(tree, secretary):
    held = post(secretary.person, tree.north, of=PostKind.objects.get(code="secretary"))
    made = actions.object_to_line(secretary.person, by=secretary, line=held.key, text="不对")
    officer = factories.account(factories.person("孙立", unit=tree.committee, committee_admin=tree.committee))

    with pytest.raises(NotAllowed):
        actions.answer_objection(made, by=secretary, text="对")
    actions.answer_objection(made, by=officer, text="已更正")
    with pytest.raises(Conflict):
        actions.answer_objection(made, by=officer, text="再答")


def test_texts_hold_no_personal_numbers(tree, person):
    with pytest.raises(BadInput):
        actions.object_to_line(person.person, by=person, line=key_of(person), text="电话13800138000")
    answer = at(person).post(
        reverse("object_to_line", args=[person.person_id]), {"line": key_of(person), "text": "电话13800138000"}
    )
    assert (answer.status_code, Objection.objects.count()) == (422, 0)


def test_write_comment_is_read_by_the_person_and_written_anew_within_the_year(tree, person, secretary):
    actions.write_comment(person.person, by=secretary, year=2026, text="组织生活安排周到")
    actions.write_comment(person.person, by=secretary, year=2026, text="组织生活安排周到，台账规范")

    assert YearlyComment.objects.get().text == "组织生活安排周到，台账规范"
    assert "台账规范" in at(person).get(reverse("duty_record", args=[person.person_id])).content.decode()


@pytest.mark.parametrize(("year", "fits"), [(2023, False), (2024, True), (2026, True), (2027, False)])
def test_a_comment_is_on_a_year_with_a_part_time_post(tree, person, secretary, year, fits):
    if fits:
        actions.write_comment(person.person, by=secretary, year=year, text="好")
    else:
        with pytest.raises(BadInput):
            actions.write_comment(person.person, by=secretary, year=year, text="好")


def test_a_full_time_cadre_gets_no_such_comment(tree, person, secretary):
    Post.objects.filter(person=person.person).update(kind="full_time")

    with pytest.raises(BadInput):
        actions.write_comment(person.person, by=secretary, year=2026, text="好")


def test_the_certificate_says_posts_and_years_and_leaves_comments_out(tree, person, secretary):
    actions.write_comment(person.person, by=secretary, year=2026, text="台账规范")

    page = at(person).get(reverse("experience_certificate", args=[person.person_id])).content.decode()

    assert ("组织委员" in page, "累计2年8个月" in page, "台账规范" in page) == (True, True, False)


def test_the_certificate_of_a_whole_calendar_year_says_one_year(tree, person):
    year = {"since_on": datetime.date(2025, 1, 1), "until_on": datetime.date(2025, 12, 31)}
    Post.objects.filter(person=person.person).update(**year)

    page = at(person).get(reverse("experience_certificate", args=[person.person_id])).content.decode()

    assert "累计1年0个月" in page


SECONDMENT = {
    "to_unit": "某局", "approval_symbol": "示组〔2026〕3号", "approved_on": TODAY, "since_on": TODAY,
    "until_on": TODAY + datetime.timedelta(days=90),
}  # fmt: skip


def test_secondments_are_off_until_a_rule_of_the_place_switches_them_on(tree, person, secretary):
    with pytest.raises(NotAllowed):
        actions.register_secondment(person.person, by=secretary, **SECONDMENT)
    RuleParameter.objects.filter(code="staffing.secondment_register").update(value="是")

    made = actions.register_secondment(person.person, by=secretary, **SECONDMENT)

    assert made.approval_symbol == "示组〔2026〕3号"


def test_a_secondment_begins_after_its_approval_and_every_fault_is_named(tree, person, secretary):
    RuleParameter.objects.filter(code="staffing.secondment_register").update(value="是")
    yesterday, tomorrow = TODAY - datetime.timedelta(days=1), TODAY + datetime.timedelta(days=1)
    wrong = {**SECONDMENT, "approved_on": tomorrow, "since_on": TODAY, "until_on": yesterday}

    with pytest.raises(BadInput) as refused:
        actions.register_secondment(person.person, by=secretary, **wrong)

    assert len(refused.value.places) == 3


def test_the_three_paths_and_the_exchange_are_counted_from_posts_and_days(tree, secretary):
    kinds = {kind.code: kind for kind in PostKind.objects.all()}
    joined = Person.objects.create(
        name="甲", unit=tree.north, joined_on=datetime.date(2026, 6, 30), membership="probationary"
    )
    post(joined, tree.north, "科员", of=kinds["business_staff"])
    moved = Person.objects.create(name="乙", unit=tree.north, joined_on=datetime.date(2020, 6, 30), membership="full")
    post(moved, tree.north, "科员", of=kinds["business_staff"], until_on=datetime.date(2026, 3, 31))
    post(moved, tree.north, "党建专干", of=kinds["party_affairs_worker"], since_on=datetime.date(2026, 4, 1))
    back = Person.objects.create(name="丙", unit=tree.north, joined_on=datetime.date(2010, 6, 30), membership="full")
    post(back, tree.north, "党建办主任", of=kinds["party_office_head"], until_on=datetime.date(2026, 8, 31))
    post(back, tree.north, "办公室科长", of=kinds["business_head"], since_on=datetime.date(2026, 9, 1))

    found = {name: [step.person.name for step in steps] for name, steps in paths_for(secretary, 2026).items()}

    assert found == {
        "to_member": ["甲"], "to_party_affairs": ["乙"], "to_backbone": ["丙"], "party_to_business": ["丙"],
        "business_to_party": ["乙"],
    }  # fmt: skip
    assert not any(paths_for(secretary, 2025).values())
    page = at(secretary).get(f"{reverse('cultivation')}?year=2026&path=to_party_affairs").content.decode()
    assert ("乙</a>" in page, "甲</a>" in page) == (True, False)


@pytest.mark.parametrize("count", [1, 3])
def test_the_record_costs_the_same_with_one_and_with_three_lines(tree, person, django_assert_num_queries, count):
    for number in range(count):
        line = post(person.person, tree.north_1, of=PostKind.objects.get(code="secretary")).key
        actions.object_to_line(person.person, by=person, line=line, text=f"不对{number}")
    client = at(person)
    client.get(reverse("duty_record", args=[person.person_id]))

    with django_assert_num_queries(15):
        assert client.get(reverse("duty_record", args=[person.person_id])).status_code == 200
