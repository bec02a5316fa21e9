"""待办, for each role: what waits, in which order, one sentence a line, and every number leads to its rows."""

import datetime
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from duban.duties import actions
from duban.duties.models import Task
from duban.duties.tests import factories as duties
from duban.ledgers.admission.actions import open_admission
from duban.ledgers.terms.models import Term
from duban.ledgers.tests import factories as ledgers
from duban.orgs.models import Person, Role, Unit
from duban.orgs.tests import factories
from duban.packs.actions import install_folder
from duban.packs.folder import folder_named

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen", "browser_files")]
LATE, TODAY = datetime.date(2026, 11, 20), datetime.date(2026, 11, 23)


def on(day: int) -> datetime.date:
    return datetime.date(2026, 11, day)


class World:
    """The known tree, somebody in every role, and one list whose duties are made as they are needed."""

    def __init__(self) -> None:
        self.tree = tree = factories.tree()
        where = {Role.UNIT_CADRE: tree.north, Role.UNIT_SECRETARY: tree.north, Role.BRANCH_SECRETARY: tree.north_1}
        self.people = {
            role: factories.person(str(role.label), unit=place, **{role.value: place})
            for role in Role
            for place in [where.get(role, tree.committee)]
        }
        self.users = {role: factories.account(person) for role, person in self.people.items()}
        self.listed = duties.responsibility_list(tree.committee)

    def task(self, title: str, unit: Unit, *, of=None, number: int | None = None, **fields) -> Task:
        number = number or self.listed.duties.count() + 1
        duty = of or duties.duty(self.listed, number=number, title=title)
        issuer = fields.pop("issuer", self.tree.committee)
        return duties.task(unit, issuer=issuer, of=duty, number=f"2026-{number:02d}-1", title=title, **fields)

    def browser(self, role: str) -> Client:
        client = Client()
        client.force_login(self.users[role])
        return client


@pytest.fixture
def world():
    return World()


def handed_in(day: int, **fields) -> dict:
    return {"state": "submitted", "submitted_on": on(day), "late_days": 0, **fields}


def returned(answer_by: int, **fields) -> dict:
    return {**handed_in(10), "state": "returned", "reason": "缺结果", "answer_by": on(answer_by), **fields}


@pytest.fixture
def busy(world):
    """A week in November: something late, returned, near, in review, in branches, in the other unit."""
    tree, people = world.tree, world.people
    cadre = people[Role.UNIT_CADRE]
    world.task("按期换届", tree.north, owner=cadre, due_on=LATE)
    world.task("专题研究", tree.north, owner=cadre, due_on=on(12), **returned(25))
    world.task("民主评议", tree.north, owner=cadre, due_on=on(28))
    world.task("约谈提醒", tree.north, owner=people[Role.UNIT_SECRETARY], due_on=on(19))
    world.task("年度计划", tree.north, owner=cadre, due_on=datetime.date(2026, 12, 20))
    whole = world.task("主题党日", tree.north, owner=cadre, due_on=on(30))
    for branch, fields in ((tree.north_1, {}), (tree.north_2, {})):
        world.task(
            "主题党日", branch, of=whole.duty, number=6, parent=whole, issuer=tree.north, due_on=on(26), **fields
        )
    world.task("发展党员", tree.north_2, parent=whole, issuer=tree.north, due_on=on(26), **handed_in(21))
    reported = world.task("融合项目", tree.north, due_on=on(30), **handed_in(19, late_days=2))
    world.task("融合项目", tree.south, of=reported.duty, number=8, due_on=on(30), **handed_in(20))
    world.task("民生实事", tree.south, due_on=on(30), **handed_in(23))
    world.task("双报到", tree.south, due_on=on(5))
    return world


def shown(client: Client, address: str = "/") -> list[tuple[str, list[str]]]:
    """(heading, the sentences of its lines) as the page has them."""
    asks = client.get(address).context["asks"]
    return [(str(group.title), [strip_tags(str(ask.say)) for ask in group.asks]) for group in asks.groups]


EXPECTED = {
    "committee_admin": [
        ("等我办", ["审核2个单位报送的融合项目", "审核南局报送的民生实事"]),
        ("等本单位办", ["2个单位有3件任务逾期未报", "1个单位有1件退回的任务待补充", "1个单位有2件任务7天内到期"]),
    ],
    "committee_leader": [
        ("等本单位办", ["2个单位有3件任务逾期未报", "1个单位有1件退回的任务待补充", "1个单位有2件任务7天内到期"]),
    ],
    "unit_cadre": [
        ("已逾期", ["报送按期换届"]),
        ("等我办", ["补充专题研究，重新报送", "报送民主评议", "报送主题党日", "审核北局第二党支部报送的发展党员"]),
        ("等本单位办", ["北局还没有报送约谈提醒", "北局第一党支部等2个还没有报送主题党日"]),
    ],
    "unit_secretary": [
        ("已逾期", ["报送约谈提醒"]),
        ("等我办", ["审核北局第二党支部报送的发展党员"]),
        (
            "等本单位办",
            [
                "北局还没有报送按期换届", "北局还没有报送专题研究", "北局第一党支部等2个还没有报送主题党日",
                "北局还没有报送民主评议", "北局还没有报送主题党日",
            ],
        ),
    ],
    "branch_secretary": [("等我办", ["报送主题党日"])],
    "assessor": [],
    "system_admin": [],
    "security_admin": [],
    "audit_admin": [],
}  # fmt: skip


@pytest.mark.parametrize("role", Role.values)
def test_each_role_sees_its_work_the_late_first(busy, role):
    assert shown(busy.browser(role)) == EXPECTED[role]


@pytest.mark.parametrize("role", Role.values)
def test_my_units_is_what_others_have_in_hand(busy, role):
    of_unit = [group for group in EXPECTED[role] if group[0] == "等本单位办"]

    assert shown(busy.browser(role), "/?of=unit") == of_unit


@pytest.mark.parametrize("role", ["committee_admin", "unit_cadre", "unit_secretary", "branch_secretary"])
def test_a_line_is_one_sentence_and_only_the_first_has_the_filled_button(busy, role):
    answer = busy.browser(role).get("/")
    page = answer.content.decode()

    asks = [ask for group in answer.context["asks"].groups for ask in group.asks]
    assert [str(ask.say) for ask in asks if re.search(r"[。；：\n]", strip_tags(str(ask.say)))] == []
    assert [ask for ask in asks if not ask.state[1] or not ask.act] == []
    buttons = re.findall(r'class="btn is-small (is-due|is-quiet)" href="([^"]+)"', page)
    assert [kind for kind, _url in buttons] == ["is-due"] + ["is-quiet"] * (len(asks) - 1)
    assert buttons[0][1].replace("&amp;", "&") == asks[0].url


@pytest.mark.parametrize("role", ["committee_admin", "committee_leader", "unit_cadre", "unit_secretary"])
def test_a_line_for_several_opens_the_list_of_just_these(busy, role):
    client = busy.browser(role)

    for group in client.get("/").context["asks"].groups:
        for ask in group.asks:
            said = re.search(r"(\d+)件", strip_tags(str(ask.say)))
            count = int(said[1]) if said else ask.stands_for
            opened = client.get(ask.url)
            if count > 1 or said:
                assert opened.context["page"].paginator.count == count, str(ask.say)
            else:
                assert opened.resolver_match.url_name == "task", str(ask.say)


def test_a_part_of_a_branch_is_reviewed_by_its_unit_and_not_asked_of_the_committee(busy):
    Task.objects.filter(parent__isnull=True, state="submitted").delete()

    assert shown(busy.browser("committee_admin"))[0][0] == "等本单位办"
    assert "审核北局第二党支部报送的发展党员" in dict(shown(busy.browser("unit_cadre")))["等我办"]


def test_what_one_handed_in_oneself_is_not_asked_of_one(world):
    cadre = world.users[Role.UNIT_CADRE]
    part = world.task("发展党员", world.tree.north_2, issuer=world.tree.north, due_on=on(26),
        parent=world.task("发展党员", world.tree.north, owner=world.people[Role.UNIT_SECRETARY], due_on=on(30)))  # fmt: skip
    actions.submit_task(part, by=cadre, statement="已办")

    assert "等我办" not in dict(shown(world.browser("unit_cadre")))
    assert dict(shown(world.browser("unit_secretary")))["等我办"] == [
        "报送发展党员",
        "审核北局第二党支部报送的发展党员",
    ]


@pytest.mark.parametrize(
    ("today", "groups"),
    [
        (3, ["本月将到期"]),
        (4, ["等我办"]),
        (11, ["等我办"]),
        (12, ["已逾期"]),
    ],
    ids=["eight days before", "seven days before", "on the day", "a day after"],
)
def test_a_task_moves_from_this_month_to_waiting_to_overdue(world, frozen, today, groups):
    world.task("民主评议", world.tree.north, owner=world.people[Role.UNIT_CADRE], due_on=on(11))
    frozen.move_to(datetime.datetime(2026, 11, today, 1, tzinfo=datetime.UTC))

    assert [title for title, _lines in shown(world.browser("unit_cadre"))] == groups


# --- nothing to do ----------------------------------------------------------------------------------------------


def test_with_nothing_to_do_the_page_says_so_and_names_the_next_days(world):
    for day in (18, 5, 31, 12):
        world.task(
            f"第{day}日的事", world.tree.north, owner=world.people[Role.UNIT_CADRE], due_on=datetime.date(2026, 12, day)
        )

    page = world.browser("unit_cadre").get("/").content.decode()

    assert "没有等你办的事" in page
    assert "下一个日子是12月5日" in page
    assert re.findall(r"报送第(\d+)日的事", page) == ["5", "12", "18"]


def test_with_nothing_to_do_the_committee_sees_what_units_owe_next(world):
    for unit in (world.tree.north, world.tree.south):
        world.task("责任报告", unit, of=world.listed.duties.first(), number=1, due_on=datetime.date(2026, 12, 5))

    page = world.browser("committee_admin").get("/").content.decode()

    assert "2个单位报送责任报告" in page


@pytest.mark.parametrize("role", Role.values)
def test_with_nothing_at_all_the_page_says_so(world, role):
    page = world.browser(role).get("/").content.decode()

    assert "没有等你办的事" in page
    assert "近期没有到期的事" in page


def test_with_nothing_urgent_in_other_hands_the_units_page_says_so(world):
    assert "本单位没有别人在办的急事" in world.browser("unit_cadre").get("/?of=unit").content.decode()


# --- since the last visit ---------------------------------------------------------------------------------------


def news(client: Client) -> list[tuple[str, int]]:
    return [(str(word), count) for word, count, _url in client.get("/").context["changes"]]


def test_what_changed_since_the_last_visit_is_told_once_there_was_one(world, frozen):
    cadre, officer = world.users[Role.UNIT_CADRE], world.users[Role.COMMITTEE_ADMIN]
    task = world.task("民主评议", world.tree.north, owner=world.people[Role.UNIT_CADRE], due_on=on(30))
    actions.submit_task(task, by=cadre, statement="已评议")
    browsers = {role: world.browser(role) for role in ("unit_cadre", "committee_admin")}

    assert news(browsers["unit_cadre"]) == news(browsers["committee_admin"]) == []
    frozen.shift(5 * 3600)
    actions.return_task(task, by=officer, reason="缺结果", answer_by=on(30))
    browsers["unit_cadre"].force_login(cadre)
    assert news(browsers["unit_cadre"]) == [("退回", 1)]
    frozen.shift(60)
    actions.submit_task(task, by=cadre, statement="结果补上了")
    browsers["committee_admin"].force_login(officer)
    assert news(browsers["committee_admin"]) == [("新报来", 1)]


# --- what it costs ----------------------------------------------------------------------------------------------

QUERIES = {"committee_admin": 18, "unit_cadre": 22, "branch_secretary": 15, "assessor": 5}


@pytest.mark.parametrize("matters", [1, 3])
@pytest.mark.parametrize("role", QUERIES)
def test_the_page_costs_the_same_queries_whatever_waits(world, django_assert_num_queries, role, matters):
    tree = world.tree
    for number in range(1, matters + 1):
        whole = world.task(f"第{number}事", tree.north, owner=world.people[Role.UNIT_CADRE], due_on=on(28))
        world.task(f"第{number}事", tree.south, of=whole.duty, number=number, due_on=on(28), **handed_in(20))
        for branch in (tree.north_1, tree.north_2):
            world.task(
                f"第{number}事", branch, of=whole.duty, number=number, parent=whole, issuer=tree.north, due_on=on(27)
            )
    client = world.browser(role)

    with django_assert_num_queries(QUERIES[role]):
        client.get("/")


ALL_KEPT = {"committee_admin": 21, "unit_cadre": 34, "unit_secretary": 35, "branch_secretary": 26}
"""With terms, records, dues and ways of admission as well, one branch or several."""


@pytest.mark.parametrize("branches", [1, 2])
@pytest.mark.parametrize("role", ALL_KEPT)
def test_with_all_that_is_kept_the_page_reads_the_rules_and_the_calendar_once(world, role, branches):
    tree = world.tree
    install_folder(folder_named("core"))
    for branch in (tree.north_1, tree.north_2)[:branches]:
        Term.objects.create(
            unit=branch, number=1, starts_on=datetime.date(2023, 12, 1), ends_on=datetime.date(2026, 12, 1)
        )
        ledgers.members(branch, 9)
        ledgers.record(
            branch, "theme_day", by=world.users[Role.BRANCH_SECRETARY if branch == tree.north_1 else Role.UNIT_CADRE]
        )
        someone = Person.objects.create(name="丁一", unit=branch, born_in="1998-03", education="20")
        open_admission(branch, by=world.users[Role.UNIT_CADRE], person=someone, applied_on=datetime.date(2026, 10, 20))
    client = world.browser(role)
    client.get("/")

    with CaptureQueriesContext(connection) as found:
        client.get("/")

    said = [query["sql"] for query in found.captured_queries]
    assert sum('FROM "packs_ruleparameter"' in sql for sql in said) == 1
    assert sum('FROM "packs_workcalendaryear"' in sql for sql in said) == 1
    assert len(said) == ALL_KEPT[role]
