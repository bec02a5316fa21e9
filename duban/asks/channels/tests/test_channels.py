"""Each channel against a server that behaves as its documentation says: signatures, limits, errors; retries without doubles."""

import datetime
import email
from email import policy

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from duban.asks.channels import actions, robots, sending
from duban.asks.channels.jobs import tell_groups
from duban.asks.channels.models import Channel, Push
from duban.asks.channels.outcome import Fate
from duban.asks.channels.places import wrong_with
from duban.asks.channels.tests.stand_ins import KEY, LIMIT, SECRET, MailServer, Robot, running
from duban.asks.reminders.actions import remind
from duban.audit.models import Entry
from duban.base.errors import BadInput
from duban.orgs.models import Person, Role
from duban.orgs.tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
Kind, State = Channel.Kind, Push.State
PATHS = {
    Kind.WECOM: f"/cgi-bin/webhook/send?key={KEY}",
    Kind.DINGTALK: f"/robot/send?access_token={KEY}",
    Kind.FEISHU: f"/open-apis/bot/v2/hook/{KEY}",
}
ROBOTS = list(PATHS)


@pytest.fixture
def service(settings, monkeypatch):
    # The services read the clock of the machine, which the tests hold still.
    monkeypatch.setattr("duban.asks.channels.tests.stand_ins.time.time", lambda: timezone.now().timestamp())
    with running(Robot()) as server:
        settings.CHANNEL_HOSTS = [server.origin]
        settings.ADDRESS = "https://duban.example.cn"
        yield server


@pytest.fixture
def mail(settings):
    with running(MailServer()) as server:
        settings.MAIL, settings.MAIL_FROM = ("127.0.0.1", server.server_address[1], "none", "", ""), "duban@example.cn"
        yield server


@pytest.fixture
def world():
    tree = factories.tree()
    admin = factories.account(factories.person("汤若华", unit=tree.committee, system_admin=tree.committee))
    people = [factories.person(name, unit=tree.north_1) for name in ("秦书文", "许文静", "周敏")]
    return tree, admin, people


def channel(world, service, kind, *, secret: str = SECRET, path: str = "") -> Channel:
    tree, admin, _people = world
    target = "dangwu@example.cn" if kind == Kind.MAIL else f"{service.origin}{path or PATHS[kind]}"
    return actions.add_channel(tree.north, by=admin, kind=kind, name="党建工作群", target=target, secret=secret)


def push_for(made: Channel) -> Push:
    return Push.objects.create(channel=made, period="2026-11-23", total=3, late=1, next_at=timezone.now())


def fate(world, service, kind, **more) -> tuple[Fate | None, Push]:
    push = push_for(channel(world, service, kind, **more))
    found = sending.deliver(push)
    push.refresh_from_db()
    return found, push


# --- what the services answer ------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ROBOTS)
def test_a_robot_takes_a_message_with_counts_and_the_way_and_nothing_else(world, service, kind):
    found, push = fate(world, service, kind)
    ((path, body),) = service.taken
    said = body.get("text", body.get("content"))

    assert (found, push.state, push.error) == (Fate.SENT, State.SENT, "")
    assert path == PATHS[kind].split("?")[0]
    assert next(iter(said.values())) == (
        "【督办】北局 11月23日：新提醒3件，其中逾期1件。请登录查看：https://duban.example.cn/reminders/"
    )
    assert not {"mentioned_list", "mentioned_mobile_list", "atMobiles"} & set(str(body))


@pytest.mark.parametrize(
    ("kind", "more", "code"),
    [
        (Kind.WECOM, {"path": "/cgi-bin/webhook/send?key=wrong"}, "93000"),
        (Kind.DINGTALK, {"path": "/robot/send?access_token=wrong"}, "300001"),
        (Kind.DINGTALK, {"secret": "another"}, "310000"),
        (Kind.DINGTALK, {"secret": ""}, "310000"),
        (Kind.FEISHU, {"path": "/open-apis/bot/v2/hook/wrong"}, "19001"),
        (Kind.FEISHU, {"secret": "another"}, "19021"),
        (Kind.FEISHU, {"secret": ""}, "19021"),
    ],
)
def test_what_a_robot_refuses_is_said_with_its_code_and_not_tried_again(world, service, kind, more, code):
    found, push = fate(world, service, kind, **more)

    assert (found, push.state, push.error.split(" ")[0]) == (Fate.REFUSED, State.FAILED, code)
    assert sending.send_waiting() == (0, 0)
    assert service.taken == []


@pytest.mark.parametrize(
    ("kind", "code", "wait"), [(Kind.WECOM, 45009, 15), (Kind.DINGTALK, 130101, 15), (Kind.FEISHU, 11232, 15)]
)
def test_over_the_limit_it_waits_and_arrives_once(frozen, world, service, kind, code, wait):
    service.times = [timezone.now().timestamp()] * LIMIT
    found, push = fate(world, service, kind)
    assert (found, push.state, push.error.split(" ")[0]) == (Fate.LATER, State.WAITING, str(code))
    frozen.shift(datetime.timedelta(minutes=wait) - datetime.timedelta(seconds=1))
    assert sending.send_waiting() == (0, 0)
    frozen.shift(1)

    assert sending.send_waiting() == (1, 0)
    assert sending.send_waiting() == (0, 0)
    assert len(service.taken) == 1


def test_a_clock_that_is_wrong_by_an_hour_is_refused(frozen, world, service, monkeypatch):
    ahead = timezone.now().timestamp() + 3601
    monkeypatch.setattr("duban.asks.channels.tests.stand_ins.time.time", lambda: ahead)

    assert [fate(world, service, kind)[1].error.split(" ")[0] for kind in (Kind.DINGTALK, Kind.FEISHU)] == [
        "310000",
        "19021",
    ]


def test_the_signatures_are_those_of_the_documentation(frozen):
    url, _body = robots.BUILD[Kind.DINGTALK](
        "https://oapi.dingtalk.com/robot/send?access_token=x", "this is secret", ""
    )
    _url, body = robots.BUILD[Kind.FEISHU]("https://open.feishu.cn/open-apis/bot/v2/hook/x", "this is secret", "")

    assert url.split("&")[1:] == ["timestamp=1795395600000", f"sign={url.split('sign=')[1]}"]
    assert "+" not in url.split("sign=")[1], "base64 is quoted in an address"
    assert body["timestamp"] == "1795395600"
    assert len(body["sign"]) == 44


# --- doubles -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", ["hang up after", "hang up before", "status 500", "status 502"])
def test_what_may_have_arrived_is_not_sent_again(frozen, world, service, fault):
    service.faults = [fault]
    found, push = fate(world, service, Kind.WECOM)
    frozen.shift(datetime.timedelta(days=1))
    remind_and_tell = sending.send_waiting()

    assert (found, push.state, remind_and_tell) == (Fate.UNKNOWN, State.UNKNOWN, (0, 0))
    assert len(service.taken) == (fault == "hang up after")


@pytest.mark.parametrize(
    ("fault", "expected"), [("status 429", Fate.LATER), ("status 302", Fate.REFUSED), ("status 404", Fate.REFUSED)]
)
def test_other_answers(world, service, fault, expected):
    service.faults = [fault]

    assert fate(world, service, Kind.WECOM)[0] is expected
    assert service.taken == [], "no redirect is followed"


def test_a_server_that_is_not_there_is_tried_four_times(frozen, world, settings):
    settings.CHANNEL_HOSTS = ["http://127.0.0.1:9"]
    tree, admin, _people = world
    made = actions.add_channel(
        tree.north, by=admin, kind=Kind.WECOM, name="群", target=f"http://127.0.0.1:9{PATHS[Kind.WECOM]}"
    )
    push = push_for(made)
    for _try in range(6):
        sending.send_waiting()
        frozen.shift(datetime.timedelta(minutes=15))
    push.refresh_from_db()

    assert (push.state, push.tries, push.error) == (State.FAILED, 4, "连接不上：ConnectionRefusedError")


def test_a_process_that_died_while_sending_leaves_a_mark_and_nobody_is_told_twice(frozen, world, service, monkeypatch):
    push = push_for(channel(world, service, Kind.WECOM))
    monkeypatch.setattr(sending, "_handed_over", lambda push: (_ for _ in ()).throw(SystemExit))
    with pytest.raises(SystemExit):
        sending.deliver(push)
    monkeypatch.undo()
    assert Push.objects.get().state == State.SENDING
    frozen.shift(datetime.timedelta(minutes=16))
    sending.send_waiting()

    assert (Push.objects.get().state, service.taken) == (State.UNKNOWN, [])


# --- e-mail ------------------------------------------------------------------------------------------------------


def test_a_letter_to_the_mailbox_of_the_unit(world, service, mail):
    found, push = fate(world, service, Kind.MAIL)
    letter = email.message_from_bytes(mail.taken[0], policy=policy.default)

    assert (found, letter["To"], letter["Subject"]) == (Fate.SENT, "dangwu@example.cn", "督办：新提醒")
    assert letter["Message-ID"] == f"<duban-{push.pk}@example.cn>"
    assert letter.get_content().startswith("【督办】北局 11月23日：新提醒3件，其中逾期1件。")


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"RCPT": "550 no such mailbox"}, Fate.REFUSED),
        ({"RCPT": "450 try again later"}, Fate.LATER),
        ({"MAIL": "421 too many"}, Fate.LATER),
        ({"DATA": "554 no"}, Fate.REFUSED),
        ({"END": "552 too large"}, Fate.REFUSED),
        ({"END": "451 not now"}, Fate.LATER),
        ({"RCPT": "hang up"}, Fate.LATER),
        ({"END": "hang up"}, Fate.UNKNOWN),
        ({"QUIT": "hang up"}, Fate.SENT),
        ({"QUIT": "500 no"}, Fate.SENT),
    ],
    ids=str,
)
def test_what_a_mail_server_answers(world, service, mail, answers, expected):
    mail.answers = answers
    found, push = fate(world, service, Kind.MAIL)

    assert found is expected
    assert "dangwu" not in push.error


def test_without_a_mail_server_it_is_said(world, service, settings):
    settings.MAIL = None

    assert fate(world, service, Kind.MAIL)[1].error == "没有设置邮件服务器（DUBAN_MAIL_URL）。"


# --- when --------------------------------------------------------------------------------------------------------


def test_a_group_is_told_once_a_day_what_is_new_since_the_last_time_and_nothing_when_nothing_is(frozen, world, service):
    _tree, _admin, people = world
    channel(world, service, Kind.WECOM)
    frozen.shift(60)
    tell_groups(None)
    assert service.taken == []
    remind(people, "a", text="清单下达", url="/")
    frozen.shift(60)
    assert tell_groups(None) == "新拟1条，发出1条，没有发出0条"
    remind(people[:1], "b", text="任务退回", url="/")
    frozen.shift(60)
    tell_groups(None)
    Person.objects.filter(pk=people[1].pk).update(left_on=timezone.localdate())
    frozen.shift(datetime.timedelta(days=1))
    remind(people[1:], "c", text="又一件", url="/")
    frozen.shift(60)
    tell_groups(None)

    texts = [body["text"]["content"] for _path, body in service.taken]
    assert [text.split("，")[0] for text in texts] == [
        "【督办】北局 11月23日：新提醒3件",
        "【督办】北局 11月24日：新提醒2件",
    ]


def test_what_is_not_sent_on_its_day_is_counted_into_the_next(frozen, world, service):
    _tree, _admin, people = world
    channel(world, service, Kind.WECOM)
    frozen.shift(60)
    remind(people, "a", text="清单下达", url="/")
    frozen.shift(60)
    service.faults = ["status 429"]
    tell_groups(None)
    frozen.shift(datetime.timedelta(days=1))
    tell_groups(None)

    assert [(push.period, push.state, push.total) for push in Push.objects.order_by("pk")] == [
        ("2026-11-23", "failed", 3),
        ("2026-11-24", "sent", 3),
    ]
    assert len(service.taken) == 1


# --- where, and who ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=x",
        "https://qyapi.weixin.qq.com.evil.cn/cgi-bin/webhook/send?key=x",
        "https://qyapi.weixin.qq.com@127.0.0.1/cgi-bin/webhook/send?key=x",
        "https://qyapi.weixin.qq.com:8443/cgi-bin/webhook/send?key=x",
        "https://127.0.0.1/cgi-bin/webhook/send?key=x",
        "http://169.254.169.254/latest/meta-data/",
        "file:///etc/passwd",
        "https://qyapi.weixin.qq.com/cgi-bin/gettoken?key=x",
        "https://qyapi.weixin.qq.com/cgi-bin/webhook/send",
        "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=x\r\nHost: a",
        "https://[bad/cgi-bin/webhook/send?key=x",
    ],
)
def test_only_the_documented_places_are_asked(world, url, settings):
    tree, admin, _people = world
    settings.CHANNEL_HOSTS = []
    assert wrong_with(Kind.WECOM, url)
    with pytest.raises(BadInput):
        actions.add_channel(tree.north, by=admin, kind=Kind.WECOM, name="群", target=url)
    assert wrong_with(Kind.WECOM, "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=x") == ""


def test_a_host_that_the_settings_name_no_more_is_not_asked_any_more(world, service, settings):
    made = channel(world, service, Kind.FEISHU)
    settings.CHANNEL_HOSTS = []

    assert sending.deliver(push_for(made)) is Fate.REFUSED
    assert service.taken == []


def test_key_and_secret_stand_in_no_table_trail_or_page_in_clear(world, service, browser_files):
    made = channel(world, service, Kind.DINGTALK)
    _tree, admin, _people = world
    browser = Client()
    browser.force_login(admin)
    page = browser.get(reverse("channel_list")).content.decode()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM channels_channel")
        row = repr(cursor.fetchall())
    trail = repr(list(Entry.objects.values_list("detail", "reason")))

    assert service.origin.removeprefix("http://") in page
    for secret in (KEY, SECRET):
        assert secret not in page + row + trail
    actions.stop_channel(made, by=admin)
    made.refresh_from_db()
    assert (made.target, made.secret) == ("", "")


def test_the_administrator_adds_tries_and_stops_and_nobody_else_does(world, service, browser_files):
    tree, admin, _people = world
    said = {
        "unit": tree.north.pk,
        "kind": "wecom",
        "name": "党建工作群",
        "target": f"{service.origin}{PATHS[Kind.WECOM]}",
        "secret": "",
    }
    browser = Client()
    browser.force_login(admin)
    wrong = browser.post(reverse("add_channel"), {**said, "target": "https://example.org/"})
    assert (wrong.status_code, "这类消息只发往" in wrong.content.decode()) == (422, True)
    assert browser.post(reverse("add_channel"), said).status_code == 302
    made = Channel.objects.get()
    assert browser.post(reverse("test_channel", args=[made.pk])).status_code == 302
    assert service.taken[0][1]["text"]["content"] == "【督办】北局：这是一条试发的消息。"
    for role in set(Role) - {Role.SYSTEM_ADMIN}:
        other = Client()
        other.force_login(
            factories.account(factories.person(str(role.label), unit=tree.committee, **{role.value: tree.committee}))
        )
        assert other.get(reverse("channel_list")).status_code == 403
        assert other.post(reverse("stop_channel", args=[made.pk])).status_code == 404
        assert other.post(reverse("add_channel"), said).status_code in (403, 422)
    assert browser.post(reverse("stop_channel", args=[made.pk])).status_code == 302
    assert browser.post(reverse("test_channel", args=[made.pk])).status_code == 409
    assert Channel.objects.count() == 1
