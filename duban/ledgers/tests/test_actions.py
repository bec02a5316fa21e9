"""The verbs: what is kept, what is refused, what counts."""

import datetime

import pytest

from duban.audit.queries import history_of
from duban.base.errors import BadInput, Conflict, NotAllowed
from duban.ledgers import actions
from duban.ledgers.actions import Content, Made
from duban.ledgers.models import Counted, LedgerRecord
from duban.ledgers.signals import record_withdrawn
from duban.ledgers.tests import factories as ledgers
from duban.orgs.tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]

DAY = datetime.date(2026, 11, 20)


@pytest.fixture
def tree():
    found = factories.tree()
    ledgers.core()
    return found


@pytest.fixture
def secretary(tree):
    return factories.account(factories.person("许文静", unit=tree.north_1, branch_secretary=tree.north_1))


def places(caught) -> list[tuple[str, str]]:
    return [(where, found) for where, found, _expected in caught.value.places]


def test_a_record_counts_for_what_its_kind_says(tree, secretary):
    made = ledgers.record(tree.north_1, "theme_day", by=secretary)

    assert made.title == "清理河道"
    assert [(each.rule, each.held_on, each.unit_id) for each in made.counted.all()] == [
        ("life.theme_day.per_month", DAY, tree.north_1.pk)
    ]
    assert [entry.verb for entry in history_of(tree.north_1.key)] == ["ledgers.enter_record"]


def test_two_things_held_together_are_entered_once_and_counted_twice(tree, secretary):
    made = ledgers.record(tree.north_1, "theme_day", by=secretary, counts_also=["life.party_lecture.per_quarter"])

    assert set(made.counted.values_list("rule", flat=True)) == {
        "life.theme_day.per_month",
        "life.party_lecture.per_quarter",
    }


def test_a_record_counts_for_nothing_that_its_kind_does_not_offer(tree, secretary):
    with pytest.raises(BadInput) as caught:
        ledgers.record(tree.north_1, "theme_day", by=secretary, counts_also=["life.committee_meeting.per_month"])

    assert places(caught) == [("一并计入", "life.committee_meeting.per_month")]


def test_the_list_of_members_stands_there_and_absent_ones_are_ticked(tree, secretary):
    people = ledgers.members(tree.north_1, 9, probationary=1)

    made = ledgers.record(tree.north_1, "members_meeting", by=secretary, absent={people[0].pk: "trip"})

    assert (made.eligible_count, made.present_count) == (8, 7)
    assert made.attendance.count() == 9
    assert [(each.person, each.reason) for each in made.attendance.filter(is_present=False)] == [(people[0], "trip")]


@pytest.mark.parametrize(("absent", "holds"), [(4, True), (5, False)])
def test_a_decision_needs_more_than_half_of_the_full_members(tree, secretary, absent, holds):
    """中国共产党支部工作条例（试行）: more than half of the members with voting rights. Five of nine are, four are not."""
    people = ledgers.members(tree.north_1, 11, probationary=2)
    gone = {person.pk: "" for person in people[:absent]}
    decide = {"decisions": [Made("通过年度计划")], "absent": gone}

    if holds:
        assert ledgers.record(tree.north_1, "members_meeting", by=secretary, **decide).present_count == 9 - absent
        return
    with pytest.raises(BadInput) as caught:
        ledgers.record(tree.north_1, "members_meeting", by=secretary, **decide)
    assert places(caught) == [("实到会", "4")]
    assert "中国共产党支部工作条例" in caught.value.places[0][2]
    assert not LedgerRecord.objects.exists()


def test_half_of_the_members_is_not_more_than_half(tree, secretary):
    people = ledgers.members(tree.north_1, 8)

    with pytest.raises(BadInput):
        ledgers.record(
            tree.north_1, "members_meeting", by=secretary,
            decisions=[Made("通过年度计划")], absent={person.pk: "" for person in people[:4]},
        )  # fmt: skip


def test_a_meeting_without_decisions_is_kept_whoever_came(tree, secretary):
    people = ledgers.members(tree.north_1, 8)

    made = ledgers.record(
        tree.north_1, "members_meeting", by=secretary, absent={person.pk: "" for person in people[:6]}
    )

    assert made.present_count == 2


@pytest.mark.parametrize(("absent", "holds"), [(1, True), (2, False)])
def test_a_committee_meeting_needs_more_than_half_of_the_committee(tree, secretary, absent, holds):
    """中国共产党支部工作条例（试行）: more than half of the committee. Two of three are, one is not."""
    people = ledgers.members(tree.north_1, 9, committee=3)
    gone = {person.pk: "" for person in people[:absent]}

    if holds:
        made = ledgers.record(tree.north_1, "committee_meeting", by=secretary, absent=gone)
        assert (made.eligible_count, made.present_count) == (3, 2)
        return
    with pytest.raises(BadInput):
        ledgers.record(tree.north_1, "committee_meeting", by=secretary, absent=gone)


@pytest.mark.parametrize(("excellent", "holds"), [(3, True), (4, False)])
def test_at_most_a_third_of_the_graded_are_excellent(tree, secretary, excellent, holds):
    """民主评议党员的有关规定: three of nine are a third, four are more; who is not graded is not counted."""
    values = {
        "excellent": str(excellent), "qualified": str(9 - excellent), "basic": "0", "unqualified": "0", "ungraded": "3",
    }  # fmt: skip

    if holds:
        assert ledgers.record(tree.north_1, "member_appraisal", by=secretary, values=values).pk
        return
    with pytest.raises(BadInput) as caught:
        ledgers.record(tree.north_1, "member_appraisal", by=secretary, values=values)
    assert places(caught) == [("优秀", "4")]


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ({}, ("主题", "未填")),
        ({"theme": "联系电话13800001111"}, ("主题", "手机号码 138****1111")),
        ({"theme": "身份证110101199003070011"}, ("主题", "身份证件号码 110***********0011")),
        ({"theme": "清理", "form": "走过场"}, ("形式", "走过场")),
    ],
)
def test_what_does_not_hold_is_named_and_nothing_is_written(tree, secretary, values, fault):
    with pytest.raises(BadInput) as caught:
        ledgers.record(tree.north_1, "theme_day", by=secretary, values=values)

    assert places(caught) == [fault]
    assert not LedgerRecord.objects.exists()


def test_a_record_lies_not_ahead(tree, secretary):
    with pytest.raises(BadInput) as caught:
        ledgers.record(tree.north_1, "theme_day", by=secretary, held_on=datetime.date(2026, 11, 24))

    assert places(caught) == [("日期", "2026-11-24")]


def test_a_decision_has_a_person_and_a_day_or_neither(tree, secretary):
    people = ledgers.members(tree.north_1, 4)

    with pytest.raises(BadInput):
        ledgers.record(tree.north_1, "members_meeting", by=secretary, decisions=[Made("修好活动室", people[0])])
    made = ledgers.record(
        tree.north_1, "members_meeting", by=secretary, decisions=[Made("修好活动室", people[0], datetime.date(2026, 12, 1))]
    )  # fmt: skip

    assert [(each.text, each.owner) for each in made.decisions.all()] == [("修好活动室", people[0])]


def test_who_may_enter_is_said_by_the_kind(tree):
    officer = factories.account(factories.person("周敏", unit=tree.committee, committee_admin=tree.committee))
    stranger = factories.account(factories.person("何宁", unit=tree.south_1, branch_secretary=tree.south_1))

    for somebody in (officer, stranger):
        with pytest.raises(NotAllowed):
            ledgers.record(tree.north_1, "theme_day", by=somebody)
    made = ledgers.record(
        tree.committee, "training_class", by=officer, values={"theme": "党务干部培训班", "hours": "16"}
    )

    assert made.hours == 16


def test_an_organisation_holds_what_fits_it(tree, secretary):
    cadre = factories.account(factories.person("许明", unit=tree.north, unit_cadre=tree.north))

    with pytest.raises(BadInput):
        ledgers.record(tree.north, "members_meeting", by=cadre)


def test_a_correction_leaves_a_trail_and_moves_what_counts(tree, secretary):
    made = ledgers.record(tree.north_1, "theme_day", by=secretary)

    actions.correct_record(
        made, by=secretary, reason="日期记错", content=Content(datetime.date(2026, 10, 16), {"theme": "清理河道和堤岸"})
    )
    made.refresh_from_db()

    assert (made.title, made.held_on) == ("清理河道和堤岸", datetime.date(2026, 10, 16))
    assert list(Counted.objects.values_list("held_on", flat=True)) == [datetime.date(2026, 10, 16)]
    (entry,) = history_of(made.key)
    assert (entry.verb, entry.reason) == ("ledgers.correct_record", "日期记错")
    assert entry.detail["title"] == ["清理河道", "清理河道和堤岸"]


def test_a_correction_says_why(tree, secretary):
    made = ledgers.record(tree.north_1, "theme_day", by=secretary)

    with pytest.raises(BadInput):
        actions.correct_record(made, by=secretary, reason=" ", content=Content(DAY, {"theme": "别的"}))


def test_a_correction_lists_nobody_else(tree, secretary):
    people = ledgers.members(tree.north_1, 5)
    made = ledgers.record(tree.north_1, "members_meeting", by=secretary, absent={people[0].pk: "leave"})
    ledgers.members(tree.north_1, 3)

    actions.correct_record(made, by=secretary, reason="他到了", content=Content(DAY, {"theme": "讨论年度计划"}))
    made.refresh_from_db()

    assert (made.eligible_count, made.present_count) == (5, 5)
    assert history_of(made.key).get().detail["absent"] == [[people[0].key], []]


def test_a_withdrawn_record_counts_for_nothing_and_stays(tree, secretary):
    made = ledgers.record(tree.north_1, "theme_day", by=secretary)

    actions.withdraw_record(made, by=secretary, reason="重复录入")
    made.refresh_from_db()

    assert (made.is_kept(), made.reason, Counted.objects.count()) == (False, "重复录入", 0)
    with pytest.raises(Conflict):
        actions.withdraw_record(made, by=secretary, reason="再作废")


def test_what_rests_on_a_record_can_keep_it(tree, secretary):
    made = ledgers.record(tree.north_1, "theme_day", by=secretary)

    def rests(sender, record, **_kwargs):
        raise Conflict

    record_withdrawn.connect(rests)
    try:
        with pytest.raises(Conflict):
            actions.withdraw_record(made, by=secretary, reason="重复录入")
    finally:
        record_withdrawn.disconnect(rests)

    assert made.counted.count() == 1


def test_the_same_is_not_entered_twice_and_another_day_or_another_word_is(tree, secretary):
    first = ledgers.record(tree.north_1, "theme_day", by=secretary)

    with pytest.raises(BadInput) as caught:
        ledgers.record(tree.north_1, "theme_day", by=secretary)

    assert first.title in str(caught.value)
    ledgers.record(tree.north_1, "theme_day", by=secretary, held_on=datetime.date(2026, 11, 19))
    ledgers.record(tree.north_1, "theme_day", by=secretary, values={"theme": "清理堤岸"})
    actions.withdraw_record(first, by=secretary, reason="重复录入")
    ledgers.record(tree.north_1, "theme_day", by=secretary)
    assert LedgerRecord.objects.count() == 4


def test_several_talks_of_a_day_are_entered_each(tree, secretary):
    for _number in range(2):
        ledgers.record(tree.north_1, "heart_talk", by=secretary, values={"pair": "member_member"})

    assert LedgerRecord.objects.count() == 2


def test_a_correction_of_who_took_part_keeps_the_rows_of_those_who_stay_and_is_told(tree):
    """An objection in the duty record rests on the key of the row."""
    officer = factories.account(factories.person("周敏", unit=tree.committee, committee_admin=tree.committee))
    first, second, third = ledgers.members(tree.north_1, 3)
    said = {"values": {"theme": "党务干部培训班", "hours": "16"}, "by": officer}
    made = ledgers.record(tree.committee, "training_class", people=[first, second], **said)
    row = made.attendance.get(person=second).key

    actions.correct_record(
        made, by=officer, reason="名单有误", content=Content(DAY, said["values"], people=[second, third])
    )

    assert made.attendance.get(person=second).key == row
    assert {each.person for each in made.attendance.all()} == {second, third}
    assert history_of(made.key).get().detail["took_part"] == [[first.key, second.key], [second.key, third.key]]


def test_a_correction_tells_reasons_and_rules_old_and_new(tree, secretary):
    people = ledgers.members(tree.north_1, 3)
    made = ledgers.record(tree.north_1, "theme_day", by=secretary, absent={people[0].pk: "leave"})
    rows = set(made.attendance.values_list("pk", flat=True))

    actions.correct_record(
        made, by=secretary, reason="原因记错", content=Content(
            DAY, {"theme": "清理河道"}, absent={people[0].pk: "trip"}, counts_also=["life.party_lecture.per_quarter"]
        ),
    )  # fmt: skip

    detail = history_of(made.key).get().detail
    assert detail["reasons"] == [[f"{people[0].key} leave"], [f"{people[0].key} trip"]]
    assert detail["rules"] == [
        ["life.theme_day.per_month"], ["life.party_lecture.per_quarter", "life.theme_day.per_month"]
    ]  # fmt: skip
    assert "absent" not in detail
    assert set(made.attendance.values_list("pk", flat=True)) == rows
