"""审计记录: who reads the trail, in which words, how it is paged, and that what was tampered with is said on top."""

import datetime

import pytest
from django.db import connection
from django.urls import reverse

from duban.audit.actions import Past, record, record_past
from duban.audit.models import Entry
from duban.orgs import actions
from duban.orgs.models import Grant, Post, Role
from duban.orgs.tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
ENTRIES = "/orgs/trail/"


@pytest.fixture
def tree():
    return factories.tree()


@pytest.fixture
def auditor(tree):
    return factories.account(factories.person("吴永华", unit=tree.committee, audit_admin=tree.committee))


@pytest.fixture
def desk(client, auditor):
    """The audit administrator at the desk; the log-in is the first entry."""
    client.force_login(auditor)
    return client


def lines(answer) -> list:
    return answer.context["lines"]


def numbers(answer) -> list[int]:
    return [line.entry.number for line in lines(answer)]


def many(count: int) -> None:
    for number in range(count):
        record("orgs.log_out", f"orgs.user:{number}")


def behind_the_back(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


# ---------------------------------------------------------------- who


@pytest.mark.parametrize("role", [role for role in Role if role != Role.AUDIT_ADMIN])
def test_nobody_but_the_audit_administrator_reads_the_trail(client, tree, role):
    client.force_login(factories.account(factories.person("某", unit=tree.committee, **{role.value: tree.committee})))

    assert client.get(ENTRIES).status_code == 403
    assert f'href="{ENTRIES}"' not in client.get("/").content.decode()


def test_an_audit_administrator_of_one_unit_does_not_read_what_is_of_all(client, tree):
    client.force_login(factories.account(factories.person("北", unit=tree.north, audit_admin=tree.north)))

    assert client.get(ENTRIES).status_code == 403


def test_two_topmost_units_have_one_trail_for_who_audits_both(client, tree, auditor):
    other = factories.unit("另一县工委")
    client.force_login(auditor)
    before = client.get(ENTRIES).status_code

    Grant.objects.create(person=auditor.person, role=Role.AUDIT_ADMIN, unit=other)

    assert (before, client.get(ENTRIES).status_code) == (403, 200)


def test_the_page_only_reads(desk):
    assert f'href="{ENTRIES}"' in desk.get("/").content.decode()
    assert desk.post(ENTRIES).status_code == 405
    assert '<form method="post"' not in desk.get(ENTRIES).content.decode().split("<main")[1]


# ---------------------------------------------------------------- in words


def test_an_entry_says_when_who_from_where_what_on_what_and_why(desk, tree):
    officer = factories.account(factories.person("周敏", unit=tree.committee, committee_admin=tree.committee))
    secretary = factories.person("秦书文", unit=tree.north)
    post = Post.objects.create(person=secretary, unit=tree.north, title="书记", since_on="2026-01-01")
    actions.end_post(post, by=officer, until_on=datetime.date(2026, 11, 20))
    record(
        "duties.return_task", "duties.task:7", by=officer, reason="缺一页", detail={"state": ["submitted", "returned"]}
    )

    returned, ended = lines(desk.get(ENTRIES))[:2]

    assert (ended.entry.by_name, ended.verb, ended.subject) == ("周敏", "免职", "职务 书记")
    assert [(change.name, change.before, change.after) for change in ended.changes] == [
        ("免职日期", "空", "2026-11-20")
    ]
    assert (returned.subject, returned.entry.reason) == ("任务 #7", "缺一页")
    assert [(change.name, change.before, change.after) for change in returned.changes] == [("状态", "已报送", "退回")]


def test_records_of_this_room_are_called_by_name_and_roles_by_their_word(desk, tree):
    security = factories.account(factories.person("蒋光", unit=tree.committee, security_admin=tree.committee))
    wen = factories.person("许文静", unit=tree.north)
    actions.grant_role(wen, by=security, role=Role.UNIT_CADRE, unit=tree.north)

    made, granted = lines(desk.get(ENTRIES))[:2]

    assert (made.subject, granted.subject) == ("人员 许文静", "授权 许文静 单位党务干部 北局")
    assert [(change.name, change.after) for change in made.changes] == [("新建", "授权 许文静 单位党务干部 北局")]
    assert [(change.name, change.after) for change in granted.changes] == [("角色", "单位党务干部"), ("单位", "北局")]


def test_what_a_record_is_called_elsewhere_stays_there(desk, tree):
    record("duties.submit_task", "duties.task:7")

    assert "任务 #7" in desk.get(ENTRIES).content.decode()


@pytest.mark.parametrize(
    ("subject", "detail", "said"),
    [
        ("orgs.user:?", {}, "账号 不明"),
        ("gone.thing:4", {"colour": ["red", None]}, "gone.thing:4"),
        ("nonsense", {"odd": "no pair"}, "nonsense"),
        ("orgs.user:999", {"is_active": [True, False]}, "账号 #999"),
    ],
)
def test_what_nobody_knows_any_more_is_shown_as_it_stands(desk, subject, detail, said):
    record("gone.do_thing", subject, detail=detail)

    line = lines(desk.get(ENTRIES))[0]

    assert (line.verb, line.subject, len(line.changes)) == ("gone.do_thing", said, len(detail))


def test_what_was_typed_is_shown_as_text(desk):
    record("duties.return_task", "duties.task:7", reason="<script>alert(1)</script>", detail={"title": ["<b>", "<i>"]})

    page = desk.get(ENTRIES).content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_long_value_is_cut(desk):
    record("assessment.publish_scheme", "assessment.scheme:1", detail={"text": [None, "字" * 5000]})

    assert len(lines(desk.get(ENTRIES))[0].changes[0].after) == 120


# ---------------------------------------------------------------- what is looked for


def test_entries_are_found_by_day_person_verb_object_and_number(desk, auditor, tree, frozen):
    officer = factories.account(factories.person("周敏", unit=tree.committee))
    record("duties.submit_task", "duties.task:7", by=officer)
    frozen.shift(datetime.timedelta(days=1))
    record("duties.accept_task", "duties.task:7", by=officer)
    record("duties.accept_task", "duties.task:8")
    desk.force_login(auditor)  # a night without use ended the session

    found = {
        query: numbers(desk.get(f"{ENTRIES}?{query}"))
        for query in (
            "since_on=2026-11-24&until_on=2026-11-24",
            "until_on=2026-11-23",
            "who=周敏",
            "verb=duties.accept_task",
            "subject=duties.task:7",
            "subject=duties.task:7&verb=duties.submit_task",
            "upto=3",
            "who=nobody",
            "since_on=gestern&verb=nonsense&upto=x",
        )
    }

    assert found == {
        "since_on=2026-11-24&until_on=2026-11-24": [5, 4, 3],
        "until_on=2026-11-23": [2, 1],
        "who=周敏": [3, 2],
        "verb=duties.accept_task": [4, 3],
        "subject=duties.task:7": [3, 2],
        "subject=duties.task:7&verb=duties.submit_task": [2],
        "upto=3": [3, 2, 1],
        "who=nobody": [],
        "since_on=gestern&verb=nonsense&upto=x": [5, 4, 3, 2, 1],
    }


def test_a_day_ends_at_midnight_of_the_installation(desk):
    zone = datetime.timezone(datetime.timedelta(hours=8))
    record_past(
        Past(datetime.datetime(2026, 11, day, hour, minute, tzinfo=zone), "duties.submit_task", f"duties.task:{day}")
        for day, hour, minute in ((20, 23, 59), (21, 0, 0))
    )

    def found(day: str) -> list[str]:
        return [line.entry.subject for line in lines(desk.get(f"{ENTRIES}?since_on={day}&until_on={day}"))]

    assert (found("2026-11-20"), found("2026-11-21")) == (["duties.task:20"], ["duties.task:21"])


def test_it_is_paged_by_number_there_and_back(desk):
    many(120)

    first = desk.get(ENTRIES)
    second = desk.get(ENTRIES + first.context["to"]["earlier"])
    third = desk.get(ENTRIES + second.context["to"]["earlier"])
    back = desk.get(ENTRIES + third.context["to"]["later"])

    assert [numbers(page)[0] for page in (first, second, third, back)] == [121, 71, 21, 71]
    assert [len(numbers(page)) for page in (first, second, third, back)] == [50, 50, 21, 50]
    assert (first.context["to"]["later"], third.context["to"]["earlier"]) == ("", "")
    assert desk.get(ENTRIES + back.context["to"]["later"]).context["to"]["later"] == ""


def test_the_next_page_keeps_what_was_looked_for(desk):
    many(60)

    assert desk.get(f"{ENTRIES}?verb=orgs.log_out").context["to"]["earlier"] == "?verb=orgs.log_out&upto=11"


# ---------------------------------------------------------------- whether it holds


def test_the_seals_of_the_page_are_checked_each_time(desk):
    many(3)

    page = desk.get(ENTRIES)

    assert page.context["stretch"].faults == []
    assert "完好" in page.content.decode()
    assert "duban verify-audit" in page.content.decode()


@pytest.mark.parametrize(
    ("sql", "query", "said"),
    [
        ("UPDATE audit_entry SET reason = '另一个' WHERE number = 3", "", "第3条被改过，内容与封印不符"),
        (
            "UPDATE audit_entry SET reason = '另一个' WHERE number = 3",
            "?verb=orgs.log_out",
            "第3条被改过，内容与封印不符",
        ),
        ("DELETE FROM audit_entry WHERE number = 3", "", "第3条起有记录被删去"),
        ("DELETE FROM audit_entry WHERE number = 5", "", "第4条与登记的末尾不符，它后面有记录被删去"),
        ("DELETE FROM audit_entry", "", "第0条与登记的末尾不符，它后面有记录被删去"),
    ],
)
def test_what_was_tampered_with_is_said_on_top(desk, sql, query, said):
    many(4)
    behind_the_back(sql)

    page = desk.get(ENTRIES + query)

    assert page.context["stretch"].problems() == [said]
    assert "这里的记录对不上" in page.content.decode()
    assert "完好" not in page.content.decode().split("<tbody>")[0]


def test_a_gap_between_entries_that_were_looked_for_is_no_fault(desk):
    record("orgs.log_out", "orgs.user:1")
    record("duties.submit_task", "duties.task:1")
    record("orgs.log_out", "orgs.user:2")

    assert desk.get(f"{ENTRIES}?verb=orgs.log_out").context["stretch"].faults == []


# ---------------------------------------------------------------- what it costs


@pytest.mark.parametrize("more", [0, 2])
def test_the_page_costs_the_same_with_one_and_three_entries(desk, auditor, django_assert_num_queries, more):
    for _number in range(more):
        record("orgs.log_out", auditor.key, by=auditor)

    with django_assert_num_queries(9):
        answer = desk.get(ENTRIES)

    assert len(lines(answer)) == 1 + more


def test_nothing_is_counted(desk, django_assert_num_queries):
    with django_assert_num_queries(9) as asked:
        desk.get(ENTRIES)

    assert [query["sql"] for query in asked if "COUNT(" in query["sql"]] == []
    assert Entry.objects.count() == 1
    assert reverse("entry_list") == ENTRIES
