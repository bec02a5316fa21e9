"""账号: what the system administrator may do to accounts, what not, and that a first password is said once."""

import json
import logging
import re

import pytest
from django.test import Client
from django.urls import reverse

from duban.audit.models import Entry
from duban.base.errors import BadInput, Conflict, NotAllowed
from duban.orgs import actions
from duban.orgs.lock import digest_of, locked_among
from duban.orgs.models import Grant, PastPassword, Person, Role, User
from duban.orgs.tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
PASSWORD = "qing-quan-2026-chun"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def tree():
    return factories.tree()


@pytest.fixture
def system(tree):
    return factories.account(factories.person("汤若华", unit=tree.committee, system_admin=tree.committee))


@pytest.fixture
def wen(tree):
    """Somebody of the northern unit who has no account yet."""
    return factories.person("许文静", unit=tree.north)


@pytest.fixture
def desk(client, system):
    """The system administrator at the desk."""
    client.force_login(system)
    return client


def url(name: str, person: Person) -> str:
    return reverse(name, args=[person.pk])


def wrong_passwords(user: User, times: int = 5) -> None:
    for _attempt in range(times):
        Client().post("/orgs/log-in/", {"username": user.username, "password": "falsch-falsch-1"})


def said(answer) -> str:
    """The first password on the page."""
    return re.search(r"<dt>初始密码</dt><dd><code>(\w{12})</code>", answer.content.decode())[1]


def everything_kept(client: Client) -> str:
    """What the database and the session hold of accounts and of what happened, as text."""
    rows = [*Entry.objects.values(), *User.objects.values(), *PastPassword.objects.values(), *client.session.items()]
    return json.dumps(rows, default=str, ensure_ascii=False)


# ---------------------------------------------------------------- the first password


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_an_opened_account_says_its_first_password_on_the_answer_and_nowhere_else(desk, wen, headers, caplog):
    caplog.set_level(logging.DEBUG)

    answer = desk.post(url("open_account", wen), {"username": "wenjing"}, headers=headers)

    password = said(answer)
    assert (answer.status_code, answer.content.decode().count(password)) == (200, 1)
    assert "no-store" in answer.headers["Cache-Control"]
    assert User.objects.get(person=wen).check_password(password)
    assert password not in everything_kept(desk)
    assert password not in caplog.text
    assert password not in desk.get(url("account", wen)).content.decode()


def test_the_first_password_must_be_changed_at_the_first_log_in(desk, wen):
    password = said(desk.post(url("open_account", wen), {"username": "wenjing"}))
    theirs = Client()
    theirs.post("/orgs/log-in/", {"username": "wenjing", "password": password})

    assert theirs.get("/").url == "/orgs/change-password/"


def test_an_opened_account_stands_in_the_trail_with_its_name_and_who_opened_it(desk, system, wen):
    desk.post(url("open_account", wen), {"username": "wenjing"}, REMOTE_ADDR="10.0.0.7")

    user = User.objects.get(person=wen)
    entries = Entry.objects.filter(verb="orgs.open_account").values_list("subject", "by", "origin", "detail")
    assert list(entries) == [
        (user.key, system.pk, "10.0.0.7", {"username": [None, "wenjing"]}),
        (wen.key, system.pk, "10.0.0.7", {}),
    ]


@pytest.mark.parametrize(
    ("username", "words"),
    [
        ("", "未填写，这一项应当填写"),
        ("wen jing", "只用字母"),
        ("wen/jing", "只用字母"),
        ("XITONG", "已经有人用"),
        ("w" * 41, "40"),
    ],
)
def test_a_name_that_is_taken_or_hard_to_type_is_refused_at_its_field(desk, system, wen, username, words):
    User.objects.filter(pk=system.pk).update(username="xitong")

    answer = desk.post(url("open_account", wen), {"username": username})

    assert answer.status_code == 422
    assert words in str(answer.context["form"].errors["username"])
    assert not User.objects.filter(person=wen).exists()


def test_a_person_has_one_account_only(desk, wen):
    desk.post(url("open_account", wen), {"username": "wenjing"})

    assert desk.post(url("open_account", wen), {"username": "wenjing2"}).status_code == 409
    assert User.objects.filter(person=wen).count() == 1


def test_a_new_first_password_ends_the_old_one_and_every_session_of_the_account(desk, wen):
    user, theirs = factories.account(wen, password=PASSWORD), Client()
    theirs.post("/orgs/log-in/", {"username": user.username, "password": PASSWORD})
    assert theirs.get("/").status_code == 200

    password = said(desk.post(url("issue_first_password", wen)))

    user.refresh_from_db()
    assert (user.check_password(PASSWORD), user.check_password(password)) == (False, True)
    assert (user.must_change_password, theirs.get("/").status_code) == (True, 302)
    assert password not in everything_kept(desk)


# ---------------------------------------------------------------- closing and unlocking


def test_a_closed_account_cannot_log_in_its_sessions_end_and_it_can_be_opened_again(desk, wen):
    user, theirs = factories.account(wen, password=PASSWORD), Client()
    log_in = {"username": user.username, "password": PASSWORD}
    theirs.post("/orgs/log-in/", log_in)

    closed = desk.post(url("close_account", wen))

    assert (closed.status_code, closed.url) == (302, url("account", wen))
    assert (theirs.get("/").status_code, Client().post("/orgs/log-in/", log_in).status_code) == (302, 422)
    again = said(desk.post(url("reopen_account", wen)))
    assert Client().post("/orgs/log-in/", {**log_in, "password": again}).status_code == 302


def test_a_first_password_opens_no_closed_account_and_reopening_stands_in_the_trail_by_its_name(desk, system, wen):
    user = factories.account(wen, password=PASSWORD)
    desk.post(url("close_account", wen))

    refused = desk.post(url("issue_first_password", wen))
    user.refresh_from_db()
    assert (refused.status_code, user.is_active) == (409, False)

    again = said(desk.post(url("reopen_account", wen)))
    user.refresh_from_db()
    assert (user.is_active, user.must_change_password, user.check_password(again)) == (True, True, True)
    assert Entry.objects.last().verb == "orgs.reopen_account"
    assert desk.post(url("reopen_account", wen)).status_code == 409, "it is open"
    assert again not in everything_kept(desk)


def test_closing_what_is_closed_is_a_conflict(desk, wen):
    factories.account(wen, password=PASSWORD)
    desk.post(url("close_account", wen))

    assert desk.post(url("close_account", wen)).status_code == 409


def test_an_unlocked_account_gets_in_at_once_with_the_password_it_has(desk, wen):
    user = factories.account(wen, password=PASSWORD)
    log_in = {"username": user.username, "password": PASSWORD}
    wrong_passwords(user)
    assert Client().post("/orgs/log-in/", log_in).status_code == 429
    assert "立即解锁" in desk.get(url("account", wen)).content.decode()

    desk.post(url("unlock_account", wen))

    assert Client().post("/orgs/log-in/", log_in).status_code == 302
    assert Entry.objects.filter(verb="orgs.unlock_account", subject=wen.key).count() == 1


@pytest.mark.parametrize(("times", "minutes", "locked"), [(4, 0, False), (5, 14, True), (5, 16, False)])
def test_the_list_of_locked_accounts_is_what_the_lock_itself_says(tree, wen, frozen, times, minutes, locked):
    user = factories.account(wen, password=PASSWORD)
    wrong_passwords(user, times)
    frozen.shift(minutes * 60)

    assert locked_among(User.objects.all()) == ({user.pk} if locked else set())
    refused = Client().post("/orgs/log-in/", {"username": user.username, "password": PASSWORD}).status_code == 429
    assert refused is locked


def test_an_account_that_is_locked_everywhere_is_listed_and_unlocked_too(desk, wen):
    user = factories.account(wen, password=PASSWORD)
    for number in range(20):
        sent = {"username": user.username, "password": "falsch-falsch-1"}
        Client().post("/orgs/log-in/", sent, REMOTE_ADDR=f"10.0.1.{number % 5}")
    before = locked_among(User.objects.all())

    desk.post(url("unlock_account", wen))

    log_in = {"username": user.username, "password": PASSWORD}
    assert (before, Client().post("/orgs/log-in/", log_in).status_code) == ({user.pk}, 302)


def test_the_lock_keeps_no_name():
    assert digest_of(" WenJing ") == digest_of("wenjing") != "wenjing"


# ---------------------------------------------------------------- three administrators


@pytest.mark.parametrize("role", [Role.SECURITY_ADMIN, Role.AUDIT_ADMIN])
@pytest.mark.parametrize("verb", ["issue_first_password", "close_account"])
def test_the_account_of_one_who_watches_is_not_the_system_administrators_to_take(desk, tree, role, verb):
    watcher = factories.person("蒋光", unit=tree.committee, **{role.value: tree.committee})
    user = factories.account(watcher, password=PASSWORD)

    answer = desk.post(url(verb, watcher), headers=HTMX)

    user.refresh_from_db()
    assert (answer.status_code, user.check_password(PASSWORD), user.is_active) == (403, True, True)
    assert "不归系统管理员处理" in answer.content.decode()
    assert desk.get(url("account", watcher)).context["may"][verb] is False


def test_a_closed_account_of_one_who_watches_is_not_reopened_by_the_system_administrator(desk, tree):
    watcher = factories.person("蒋光", unit=tree.committee, audit_admin=tree.committee)
    user = factories.account(watcher)
    User.objects.filter(pk=user.pk).update(is_active=False)

    assert desk.post(url("reopen_account", watcher)).status_code == 403
    assert not User.objects.get(pk=user.pk).is_active


def test_no_account_is_opened_for_one_who_watches(system, tree):
    watcher = factories.person("蒋光", unit=tree.committee, security_admin=tree.committee)

    with pytest.raises(NotAllowed):
        actions.open_account(watcher, by=system, username="anquan")


@pytest.mark.parametrize("verb", ["issue_first_password", "close_account"])
def test_nobody_does_it_to_their_own_account(desk, system, verb):
    assert desk.post(url(verb, system.person)).status_code == 403
    assert User.objects.get(pk=system.pk).is_active


def test_the_system_administrator_cannot_grant_or_see_anything_else(desk, system, tree, wen):
    for person in (system.person, wen):
        sent = {"role": "committee_admin", "unit": tree.committee.pk}
        assert desk.post(url("grant_role", person), sent).status_code == 404
        assert desk.post(url("appoint", person), {"title": "书记", "unit": tree.north.pk}).status_code == 404
        assert desk.get(url("person", person)).status_code == 404
    with pytest.raises(NotAllowed):
        actions.grant_role(system.person, by=system, role=Role.COMMITTEE_ADMIN, unit=tree.committee)

    assert [desk.get(reverse(name)).status_code for name in ("grant_list", "entry_list", "unit_list")] == [403] * 3
    assert list(Grant.objects.values_list("person", "role")) == [(system.person_id, "system_admin")]


def test_an_administrator_of_one_unit_does_nothing_outside_it(client, tree, wen):
    southern = factories.account(factories.person("南", unit=tree.south, system_admin=tree.south))
    client.force_login(southern)
    account = factories.account(wen, password=PASSWORD)

    answers = {
        verb: client.post(url(verb, wen), {"username": "x2"}).status_code
        for verb in ("open_account", "issue_first_password", "close_account", "reopen_account", "unlock_account")
    }

    assert set(answers.values()) == {404}
    assert (User.objects.get(pk=account.pk).password, client.get(url("account", wen)).status_code) == (
        account.password,
        404,
    )
    with pytest.raises(NotAllowed):
        actions.issue_first_password(wen, by=southern)


def test_a_verb_on_a_person_without_account_is_a_conflict(system, wen):
    for verb in (actions.issue_first_password, actions.close_account, actions.unlock_account):
        with pytest.raises(Conflict):
            verb(wen, by=system)


def test_an_administrator_who_lost_the_password_gets_one_on_the_server_only_with_the_role(tree, wen):
    watcher = factories.account(factories.person("蒋光", unit=tree.committee, security_admin=tree.committee))
    other = factories.account(wen)

    user, password = actions.first_password_again(role=Role.SECURITY_ADMIN, username=watcher.username)

    assert (user.pk, user.check_password(password), user.must_change_password) == (watcher.pk, True, True)
    for username in (other.username, "nobody"):
        with pytest.raises(BadInput):
            actions.first_password_again(role=Role.SECURITY_ADMIN, username=username)


# ---------------------------------------------------------------- the list


def test_the_list_finds_by_name_and_account_name_and_filters_by_state(desk, system, tree, wen):
    factories.account(wen, password=PASSWORD)
    closed = factories.person("秦书文", unit=tree.south)
    factories.account(closed)
    User.objects.filter(person=closed).update(is_active=False, username="shuwen")
    factories.person("无号", unit=tree.south_1)
    wrong_passwords(wen.account)

    def names(query: str) -> list[str]:
        return [person.name for person in desk.get(f"/orgs/accounts/{query}").context["page"]]

    assert names("") == ["汤若华", "许文静", "秦书文", "无号"]
    assert (names("?q=文"), names("?q=SHUWEN"), names("?q=文&state=open")) == (
        ["许文静", "秦书文"],
        ["秦书文"],
        ["许文静"],
    )
    assert [names(f"?state={state}") for state in ("open", "none", "closed", "locked")] == [
        ["汤若华", "许文静"],
        ["无号"],
        ["秦书文"],
        ["许文静"],
    ]
    counts = {str(chip.word): chip.count for chip in desk.get("/orgs/accounts/").context["chips"]}
    assert counts == {"全部": 4, "有账号": 2, "无账号": 1, "已停用": 1, "被锁定": 1}


def test_the_list_ends_at_the_administrators_subtree(client, tree, wen):
    client.force_login(factories.account(factories.person("南", unit=tree.south, system_admin=tree.south)))

    assert [person.name for person in client.get("/orgs/accounts/").context["page"]] == ["南"]


def test_no_page_of_accounts_says_when_or_how_often_somebody_was_here(desk, wen):
    factories.account(wen, password=PASSWORD)
    Client().post("/orgs/log-in/", {"username": wen.account.username, "password": PASSWORD})

    page = desk.get(url("account", wen))

    assert page.context["story"] == [], "AF-3"
    assert "登录" not in desk.get("/orgs/accounts/").content.decode().split("<tbody>")[1]


@pytest.mark.parametrize("more", [0, 2])
def test_the_list_costs_the_same_with_one_and_three_people(desk, tree, django_assert_num_queries, more):
    for number in range(more):
        factories.account(factories.person(f"人员{number}", unit=tree.north))

    with django_assert_num_queries(7):
        answer = desk.get("/orgs/accounts/")

    assert len(answer.context["page"]) == 1 + more


def test_the_page_of_one_account_costs_a_fixed_number_of_queries(desk, wen, django_assert_num_queries):
    factories.account(wen)

    with django_assert_num_queries(8):
        desk.get(url("account", wen))


def test_only_the_system_administrator_opens_the_pages_and_finds_them_in_the_side_bar(client, tree, wen):
    for role in Role:
        client.force_login(
            factories.account(factories.person("某", unit=tree.committee, **{role.value: tree.committee}))
        )
        expected = (200, 200) if role == Role.SYSTEM_ADMIN else (403, 404)
        answers = client.get("/orgs/accounts/").status_code, client.get(url("account", wen)).status_code
        assert answers == expected, role
        assert ('href="/orgs/accounts/"' in client.get("/").content.decode()) is (role == Role.SYSTEM_ADMIN)
