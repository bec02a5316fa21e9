"""Getting in: first passwords, wrong passwords, time-outs; each at its boundary."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from duban.audit.models import Entry
from duban.orgs.models import User
from duban.orgs.tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
PASSWORD = "qing-quan-2026-chun"
LOG_IN = "/orgs/log-in/"


@pytest.fixture
def wen():
    unit = factories.unit("北局")
    return factories.account(factories.person("许文静", unit=unit, unit_cadre=unit), password=PASSWORD)


def try_in(client: Client, user: User, password: str, **extra):
    return client.post(LOG_IN, {"username": user.username, "password": password}, **extra)


def minutes(n: float) -> datetime.timedelta:
    return datetime.timedelta(minutes=n)


def test_log_in_leads_to_the_page_that_was_asked_for_but_never_to_another_site(client, wen):
    inside = client.post(LOG_IN, {"username": wen.username, "password": PASSWORD, "next": "/duties/tasks/"})
    client.post("/orgs/log-out/")
    outside = client.post(LOG_IN, {"username": wen.username, "password": PASSWORD, "next": "https://example.org/"})

    assert (inside.url, outside.url) == ("/duties/tasks/", "/")


def test_nothing_keeps_when_somebody_was_last_here():
    assert "last_login" not in {field.name for field in User._meta.get_fields()}, "AF-3"


def test_a_wrong_password_and_an_unknown_account_get_the_same_answer(client, wen):
    wrong = try_in(client, wen, "falsch-falsch-1")
    unknown = client.post(LOG_IN, {"username": "nobody", "password": "falsch-falsch-1"})

    assert wrong.status_code == unknown.status_code == 422
    assert wrong.context["form"].non_field_errors() == unknown.context["form"].non_field_errors()


def test_the_fifth_wrong_password_locks_the_account_for_this_address_only(client, wen):
    answers = [try_in(client, wen, "falsch-falsch-1").status_code for _attempt in range(5)]
    right, elsewhere = try_in(client, wen, PASSWORD), try_in(client, wen, PASSWORD, REMOTE_ADDR="10.0.0.9")

    assert answers == [422, 422, 422, 422, 429]
    assert (right.status_code, elsewhere.status_code) == (429, 302)
    assert "15分钟" in right.content.decode()


def test_a_colleague_behind_the_same_address_is_not_locked(client, wen):
    other = factories.account(factories.person("秦书文", unit=wen.person.unit), password=PASSWORD)
    for _attempt in range(6):
        try_in(client, wen, "falsch-falsch-1")

    assert try_in(client, other, PASSWORD).status_code == 302


def fail_from(client: Client, user: User, addresses: int, each: int) -> list[int]:
    """Wrong passwords for one account from several addresses; the statuses."""
    return [
        try_in(client, user, "falsch-falsch-1", REMOTE_ADDR=f"10.0.1.{address}").status_code
        for address in range(addresses)
        for _attempt in range(each)
    ]


def test_the_twentieth_wrong_password_locks_an_account_from_wherever_it_comes(client, wen):
    answers = fail_from(client, wen, addresses=5, each=4)
    elsewhere = try_in(client, wen, PASSWORD, REMOTE_ADDR="10.0.9.9")

    assert answers == [422] * 19 + [429]
    assert elsewhere.status_code == 429
    assert "几台" in elsewhere.content.decode()


def test_nineteen_leave_an_account_open_elsewhere(client, wen):
    fail_from(client, wen, addresses=4, each=4)
    fail_from(client, wen, addresses=3, each=1)

    assert try_in(client, wen, PASSWORD, REMOTE_ADDR="10.0.9.9").status_code == 302


def guess(client: Client, times: int) -> list[int]:
    """A wrong password for one name after another, all from one address."""
    return [
        client.post(LOG_IN, {"username": f"name{number}", "password": "falsch-falsch-1"}).status_code
        for number in range(times)
    ]


@pytest.mark.parametrize(("times", "status"), [(49, 302), (50, 429)])
def test_the_fiftieth_wrong_password_locks_an_address_for_every_account(client, wen, times, status):
    answers = guess(client, times)
    here, elsewhere = try_in(client, wen, PASSWORD), try_in(client, wen, PASSWORD, REMOTE_ADDR="10.0.9.9")

    assert answers == [422] * 49 + [429] * (times - 49)
    assert (here.status_code, elsewhere.status_code) == (status, 302)


def test_an_own_log_in_in_between_does_not_wash_the_address_clean(client, wen):
    guess(client, 49)
    try_in(Client(), wen, PASSWORD)

    assert guess(client, 1) == [429]


def test_a_locked_address_opens_again_after_a_quarter_of_an_hour(client, wen, frozen):
    guess(client, 50)
    frozen.shift(minutes(15.1))

    assert try_in(client, wen, PASSWORD).status_code == 302


def test_the_trail_tells_once_that_a_lock_began_however_often_it_is_tried(client, wen):
    for _attempt in range(9):
        try_in(client, wen, "falsch-falsch-1")

    assert list(Entry.objects.values_list("verb", flat=True)) == ["orgs.fail_log_in"] * 5 + ["orgs.lock_account"]


def test_the_trail_names_no_account_when_an_address_was_locked(client, wen):
    guess(client, 49)
    try_in(client, wen, "falsch-falsch-1")
    guess(client, 3)

    assert [entry.verb for entry in Entry.objects.all()] == ["orgs.fail_log_in"] * 50 + ["orgs.lock_address"]
    assert Entry.objects.last().subject == "orgs.user:?"


@pytest.mark.parametrize(
    ("noted", "origin"),
    [
        ("10.0.0.7", "10.0.0.7"),
        ("1.2.3.4, 10.0.0.7", "10.0.0.7"),
        ("2001:DB8::7", "2001:db8::7"),
        ("10.0.0.7, not-an-address", "127.0.0.1"),
        (None, "127.0.0.1"),
    ],
)
def test_behind_a_proxy_the_address_is_the_one_that_the_proxy_added(client, wen, settings, noted, origin):
    settings.BEHIND_PROXY = True
    try_in(client, wen, "falsch-falsch-1", headers={"X-Forwarded-For": noted} if noted else {})

    assert Entry.objects.get().origin == origin


def test_without_a_proxy_nobody_chooses_their_address(client, wen):
    try_in(client, wen, "falsch-falsch-1", headers={"X-Forwarded-For": "10.0.0.7"})

    assert Entry.objects.get().origin == "127.0.0.1"


def test_behind_a_proxy_the_lock_is_for_the_visitor_and_not_for_the_proxy(client, wen, settings):
    settings.BEHIND_PROXY = True
    for _attempt in range(5):
        try_in(client, wen, "falsch-falsch-1", headers={"X-Forwarded-For": "10.0.0.7"})

    here, elsewhere = (
        try_in(client, wen, PASSWORD, headers={"X-Forwarded-For": each}).status_code
        for each in ("10.0.0.7", "10.0.0.8")
    )
    assert (here, elsewhere) == (429, 302)


@pytest.mark.parametrize(("waited", "status"), [(14.9, 429), (15.1, 302)])
def test_the_lock_ends_after_a_quarter_of_an_hour(client, wen, frozen, waited, status):
    for _attempt in range(5):
        try_in(client, wen, "falsch-falsch-1")
    frozen.shift(minutes(waited))

    assert try_in(client, wen, PASSWORD).status_code == status


def test_getting_in_failing_and_leaving_stand_in_the_trail_without_what_was_typed(client, wen):
    client.post(LOG_IN, {"username": "my-secret-password", "password": "x"}, REMOTE_ADDR="10.0.0.7")
    try_in(client, wen, PASSWORD, REMOTE_ADDR="10.0.0.7")
    client.post("/orgs/log-out/", REMOTE_ADDR="10.0.0.7")

    entries = list(Entry.objects.values_list("verb", "subject", "origin"))
    assert entries == [
        ("orgs.fail_log_in", "orgs.user:?", "10.0.0.7"),
        ("orgs.log_in", wen.key, "10.0.0.7"),
        ("orgs.log_out", wen.key, "10.0.0.7"),
    ]


@pytest.mark.parametrize(("idle", "ended"), [(30, False), (30.1, True)])
def test_a_session_ends_after_half_an_hour_without_use(client, wen, frozen, idle, ended):
    try_in(client, wen, PASSWORD)
    frozen.shift(minutes(idle))

    answer = client.get("/duties/tasks/?state=overdue")

    assert answer.status_code == (302 if ended else 200)
    if ended:
        assert answer.url == "/orgs/log-in/?ended=idle&next=%2Fduties%2Ftasks%2F%3Fstate%3Doverdue"


@pytest.mark.parametrize(("minute", "ended"), [(479, False), (481, True)])
def test_a_session_ends_after_eight_hours_however_busy(client, wen, frozen, minute, ended):
    try_in(client, wen, PASSWORD)
    for _step in range(minute // 20):
        frozen.shift(minutes(20))
        client.get("/")
    frozen.shift(minutes(minute % 20))

    assert (client.get("/").status_code == 302) is ended


def test_a_session_that_ended_tells_htmx_to_go_to_the_log_in_page(client, wen, frozen):
    try_in(client, wen, PASSWORD)
    frozen.shift(minutes(31))

    answer = client.post("/duties/tasks/1/submit-task/", headers={"HX-Request": "true"})

    assert (answer.status_code, answer.headers["HX-Redirect"]) == (401, "/orgs/log-in/?ended=idle")


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["browser", "htmx"])
def test_whoever_is_not_logged_in_is_sent_to_the_log_in_page_and_to_no_panel(client, wen, headers):
    answer = client.get("/orgs/people/1/", headers=headers)

    # A fragment is no page to come back to.
    assert (answer.status_code, answer.headers.get("Location"), answer.headers.get("HX-Redirect")) == (
        (401, None, "/orgs/log-in/") if headers else (302, "/orgs/log-in/?next=%2Forgs%2Fpeople%2F1%2F", None)
    )


def test_after_the_log_in_one_comes_back_to_the_page_and_not_to_the_panel_in_it(client, wen):
    shown = {"HX-Request": "true", "HX-Current-URL": "http://testserver/orgs/people/?page=2"}

    answer = client.post("/duties/tasks/1/submit-task/", headers=shown)

    assert answer.headers["HX-Redirect"] == "/orgs/log-in/?next=%2Forgs%2Fpeople%2F%3Fpage%3D2"


def test_a_first_password_sends_the_whole_page_to_its_change(client, wen):
    User.objects.update(must_change_password=True)
    try_in(client, wen, PASSWORD)

    answer = client.get("/orgs/people/", headers={"HX-Request": "true"})

    assert (answer.status_code, answer.headers["HX-Redirect"]) == (401, "/orgs/change-password/")


def test_a_first_password_must_be_changed_before_anything_else(client, wen):
    User.objects.update(must_change_password=True)
    try_in(client, wen, PASSWORD)
    before = [client.get("/").url, client.post("/duties/tasks/1/submit-task/").url]

    changed = client.post(
        "/orgs/change-password/",
        {"old_password": PASSWORD, "new_password1": "shan-shui-2027-xia", "new_password2": "shan-shui-2027-xia"},
    )

    assert before == ["/orgs/change-password/"] * 2
    assert (changed.status_code, client.get("/").status_code) == (302, 200)


@pytest.mark.parametrize(
    "new",
    ["kurz-9abc", "12345678901234", "qingquanchunxia", "1234567890", PASSWORD, "password123"],
    ids=["short", "digits", "letters", "common digits", "same", "common"],
)
def test_a_weak_or_old_password_is_refused_with_a_reason(client, wen, new):
    try_in(client, wen, PASSWORD)

    answer = client.post(
        "/orgs/change-password/", {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    )

    assert answer.status_code == 422
    assert answer.context["form"].errors["new_password2"]
    assert User.objects.get().check_password(PASSWORD)


def test_changing_the_password_ends_every_other_session(client, wen):
    elsewhere = Client()
    try_in(elsewhere, wen, PASSWORD)
    try_in(client, wen, PASSWORD)

    client.post(
        "/orgs/change-password/",
        {"old_password": PASSWORD, "new_password1": "shan-shui-2027-xia", "new_password2": "shan-shui-2027-xia"},
    )

    assert (client.get("/").status_code, elsewhere.get("/").status_code) == (200, 302)


def test_pages_behind_the_log_in_carry_every_security_header_and_stay_in_no_cache(client, wen):
    try_in(client, wen, PASSWORD)

    headers = client.get("/").headers

    assert headers["Cache-Control"] == "no-store, private"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert (headers["X-Frame-Options"], headers["X-Content-Type-Options"]) == ("DENY", "nosniff")
    assert (headers["Referrer-Policy"], headers["Cross-Origin-Opener-Policy"]) == ("same-origin", "same-origin")
    assert headers["Permissions-Policy"] == "camera=(), geolocation=(), microphone=()"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_after_a_form_that_came_too_late_the_way_leads_back_to_its_page_not_to_its_verb(client):
    address = reverse("submit_task", args=[7])

    plain = client.post(address, {"statement": "一"}, headers={"Referer": "http://testserver/duties/tasks/7/"})
    elsewhere = client.post(address, {"statement": "一"}, headers={"Referer": "https://example.org/"})

    assert (plain.url, elsewhere.url) == ("/orgs/log-in/?next=%2Fduties%2Ftasks%2F7%2F", "/orgs/log-in/")
