"""The lines of a person, from whatever rooms ask: groups and their order, what is counted, which day comes next."""

import datetime
from dataclasses import replace

import pytest
from django.utils.safestring import SafeString

from duban.asks import sources
from duban.asks.desk import Desk
from duban.asks.queries import asks_for
from duban.asks.sources import Ahead, Ask, Batch, Group, add_source, changes_of, days_of

DAY = datetime.date(2026, 11, 23)
NEXT = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def no_rooms(monkeypatch):
    """Only what a test asks itself."""
    for name in ("_sources", "_changes", "_days"):
        monkeypatch.setattr(sources, name, [])


def ask(say: str, *, due_on: datetime.date | None = None, stands_for: int = 1) -> Ask:
    return Ask(SafeString(say), "为什么", ("todo", "余1天"), "/", "去办", due_on, stands_for)


def asked(*batches: Batch):
    add_source(lambda desk: batches)
    return asks_for(Desk(None, DAY))


def test_the_late_stand_first_and_what_is_empty_does_not_stand_there():
    found = asked(
        Batch(Group.SOON, [ask("月底的")], 1),
        Batch(Group.UNIT, [], 0),
        Batch(Group.MINE, [ask("我的")], 1),
        Batch(Group.LATE, [ask("逾期的")], 1),
    )

    assert [[str(line.say) for line in group.asks] for group in found.groups] == [["逾期的"], ["我的"], ["月底的"]]


def test_what_is_in_hand_is_ones_own_and_counts_matters_not_lines():
    found = asked(
        Batch(Group.LATE, [ask("逾期的")], 1),
        Batch(Group.MINE, [ask("审核五个单位的", stands_for=5), ask("我的")], 6),
        Batch(Group.UNIT, [ask("别人的")], 40),
    )

    assert (found.in_hand, found.late, [group.total for group in found.groups]) == (7, 1, [1, 6, 40])


def test_batches_of_two_rooms_stand_in_one_group():
    add_source(lambda desk: [Batch(Group.MINE, [ask("第一处")], 1)])

    found = asked(Batch(Group.MINE, [ask("第二处")], 1))

    assert [(len(group.asks), group.total) for group in found.groups] == [(2, 2)]


@pytest.mark.parametrize(
    ("total", "more"),
    [(3, []), (4, ["/rest"])],
    ids=["all stand there", "one more"],
)
def test_the_rest_has_its_page_when_not_all_stand_there(total, more):
    found = asked(Batch(Group.MINE, [ask("一"), ask("两件并一行", stands_for=2)], total, "/rest"))

    assert found.groups[0].more_urls == more


def test_a_group_with_a_line_for_several_says_so():
    one, several = ask("一"), ask("几件", stands_for=2)

    assert str(asked(Batch(Group.LATE, [one], 1)).groups[0].end) == ""
    assert str(asked(Batch(Group.LATE, [several], 2)).groups[0].end) == "同一件事并成一行"


def test_the_next_day_is_the_nearest_of_ones_own_that_has_not_passed():
    found = asked(
        Batch(Group.LATE, [ask("昨天", due_on=DAY - NEXT)], 1),
        Batch(Group.MINE, [ask("后天", due_on=DAY + 2 * NEXT), ask("今天", due_on=DAY)], 2),
        Batch(Group.UNIT, [ask("明天，别人的", due_on=DAY + NEXT)], 1),
    )

    assert found.next_on == DAY


def test_without_a_line_that_has_a_day_the_days_ahead_are_asked_for():
    ahead = [Ahead(DAY + number * NEXT, f"第{number}天", "/") for number in (5, 2, 9, 1)]
    add_source(lambda desk: [Batch(Group.MINE, [ask("没有限期")], 1)], days=lambda desk: ahead)

    found = asks_for(Desk(None, DAY))

    assert (found.next_on, [each.say for each in found.ahead]) == (DAY + NEXT, ["第1天", "第2天", "第5天"])


def test_with_a_day_among_the_lines_nothing_more_is_asked():
    def days(desk):
        raise AssertionError("asked in vain")

    add_source(lambda desk: [Batch(Group.MINE, [ask("今天", due_on=DAY)], 1)], days=days)

    assert asks_for(Desk(None, DAY)).ahead == []


def test_of_the_unit_is_only_what_others_have_in_hand():
    add_source(lambda desk: [Batch(Group.LATE, [ask("我的")], 1), Batch(Group.UNIT, [ask("别人的")], 1)])

    found = asks_for(Desk(None, DAY), of_unit=True)

    assert [[str(line.say) for line in group.asks] for group in found.groups] == [["别人的"]]
    assert found.in_hand == 1, "what is in hand stays one's own"


def test_news_without_a_number_is_no_news():
    add_source(lambda desk: [], lambda user, since: [("退回", 0, "/a"), ("通过", 2, "/b")])

    assert changes_of(None, datetime.datetime.now(datetime.UTC)) == [("通过", 2, "/b")]


def test_a_source_is_asked_once_however_often_it_is_added():
    def source(desk):
        return [Batch(Group.MINE, [ask("一")], 1)]

    add_source(source)
    add_source(source)

    assert asks_for(Desk(None, DAY)).in_hand == 1


def test_days_of_several_rooms_stand_in_their_order():
    first = Ahead(DAY + NEXT, "甲", "/")
    add_source(lambda desk: [], days=lambda desk: [replace(first, on=DAY + 3 * NEXT, say="乙")])
    add_source(lambda desk: (), days=lambda desk: [first])

    assert [each.say for each in days_of(Desk(None, DAY))] == ["甲", "乙"]
