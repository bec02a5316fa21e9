"""The shell, the switches, and what people see when something does not work."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.test import Client
from django.urls import include, path

from duban.base.errors import BadInput, Conflict, DomainError, NotAllowed
from duban.ui import error_pages, navigation, shell
from duban.ui.came_from import came_from
from duban.ui.navigation import NavEntry


class TooMany(DomainError):
    status, title = 429, "请稍后再试"


@login_not_required
def raise_error(request, kind):
    raise {
        "not-allowed": NotAllowed(),
        "conflict": Conflict("该问题已于11月20日销号。"),
        "bad-input": BadInput("有1处不符。", places=[("事实!B3", "十二", "数字")]),
        "too-many": TooMany("10分钟内试了5次，请12分钟后再试。"),
        "missing": Http404(),
        "broken": ZeroDivisionError(),
    }[kind]


urlpatterns = [path("", include("duban.ui.tests.gallery_urls")), path("raise/<slug:kind>/", raise_error)]
handler404, handler500 = error_pages.not_found, error_pages.server_error


@pytest.fixture(autouse=True)
def addresses(settings):
    settings.ROOT_URLCONF = __name__


@pytest.fixture
def entries(monkeypatch):
    """The side bar of this test, and nobody else's."""
    known: list[NavEntry] = []
    monkeypatch.setattr(navigation, "_entries", known)
    return known


@pytest.fixture
def wen(db):
    return get_user_model().objects.create_user("wen", password="not-asked-here-9")


def side_bar(response):
    return [
        (line.label, line.url, line.count, line.is_on) for group in response.context["nav_groups"] for line in group
    ]


def test_a_visitor_gets_a_whole_page_without_side_bar_and_the_database_is_asked_nothing(
    client, db, entries, django_assert_num_queries
):
    entries.append(NavEntry("待办", "gallery", "inbox", count=lambda request: 1 / 0))

    with django_assert_num_queries(0):
        response = client.get("/ui/")

    page = response.content.decode()
    assert page.lstrip().startswith("<!doctype html>")
    assert '<html lang="zh-Hans" data-bs-theme="light" data-size="std">' in page
    assert (side_bar(response), 'class="side"' in page, 'class="me"' in page) == ([], False, False)


def test_the_side_bar_holds_what_the_person_may_see_with_its_count(client, wen, entries):
    entries += [
        NavEntry("任务", "gallery", "list", group=1, count=lambda request: 7),
        NavEntry("管理", "specimen_panel", "settings", group=2, shown=lambda request: request.user.is_superuser),
        NavEntry("尚无此页", "no_such_address", "flag"),
    ]
    client.force_login(wen)

    response = client.get("/ui/")

    assert side_bar(response) == [("任务", "/ui/", 7, True)]


def test_a_page_below_an_entry_marks_the_nearest_one(client, wen, entries):
    entries += [NavEntry("任务", "gallery", "list"), NavEntry("单项", "specimen_panel", "list")]
    client.force_login(wen)

    assert [line[3] for line in side_bar(client.get("/ui/panel/"))] == [False, True]


def test_a_room_above_fills_the_head_bar(client, wen, monkeypatch):
    monkeypatch.setattr(shell, "_heads", [])
    shell.add_head(lambda request: {"head_person": "薛明远", "head_unit": "县自然资源和规划局", "log_out_url": "/out/"})
    visitor = client.get("/ui/").content.decode()
    client.force_login(wen)

    page = client.get("/ui/").content.decode()

    assert ("薛明远" in visitor, "薛明远" in page, 'method="post" action="/out/"' in page) == (False, True, True)


def test_a_head_that_nobody_draws_is_refused(rf, wen, monkeypatch):
    monkeypatch.setattr(shell, "_heads", [lambda request: {"head_persn": "薛明远"}])

    with pytest.raises(ValueError, match="found \\['head_persn'\\]"):
        shell.head_of(rf.get("/"))


def test_every_page_carries_a_policy_without_unsafe_sources(client, db):
    headers = client.get("/ui/").headers

    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    assert (headers["X-Content-Type-Options"], headers["X-Frame-Options"], headers["Referrer-Policy"]) == (
        "nosniff",
        "DENY",
        "same-origin",
    )


def test_healthz_answers_with_one_query(client, db, django_assert_num_queries):
    with django_assert_num_queries(1):
        response = client.get("/healthz")

    assert (response.status_code, response.json()) == (200, {"database": "ok"})


@pytest.mark.parametrize(
    ("name", "value", "seen"),
    [
        ("size", "large", 'data-size="large"'),
        ("theme", "dark", 'data-bs-theme="dark"'),
        ("language", "en", '<html lang="en"'),
    ],
)
def test_set_preference_is_kept_and_returns_to_the_page(client, db, name, value, seen):
    response = client.post("/set-preference/", {name: value, "back": "/?x=1"})

    assert (response.status_code, response.headers["Location"]) == (302, "/?x=1")
    assert seen in client.get("/ui/").content.decode()


def test_set_preference_never_leads_to_another_site(client, db):
    response = client.post("/set-preference/", {"size": "large", "back": "https://example.org/"})

    assert response.headers["Location"] == "/"


@pytest.mark.parametrize("data", [{}, {"size": "huge"}, {"colour": "red"}])
def test_set_preference_with_an_unknown_switch_is_bad_input(client, db, data):
    response = client.post("/set-preference/", data)

    assert (response.status_code, response.cookies.keys() & {"duban_size", "duban_theme"}) == (422, set())
    assert "没有这个选项。" in response.content.decode()


def test_set_preference_is_not_a_get(client, db):
    assert client.get("/set-preference/").status_code == 405


def test_an_unknown_cookie_value_counts_as_the_first_choice(client, db):
    client.cookies["duban_theme"] = '"><script>'

    assert 'data-bs-theme="light"' in client.get("/ui/").content.decode()


@pytest.mark.parametrize(
    ("kind", "status", "sentence"),
    [
        ("not-allowed", 403, "你的职务不含此项权限，请联系本单位授权人员。"),
        ("conflict", 409, "该问题已于11月20日销号。"),
        ("bad-input", 422, "：十二；应为数字"),
        ("too-many", 429, "10分钟内试了5次，请12分钟后再试。"),
        ("missing", 404, "页面已移走或删除，或者不在你的职务范围内。"),
        ("broken", 500, "问题已记录，此前保存的内容都在。"),
    ],
)
def test_an_error_is_a_readable_page_and_to_htmx_its_fragment(client, db, kind, status, sentence):
    client.raise_request_exception = False

    page = client.get(f"/raise/{kind}/")
    fragment = client.get(f"/raise/{kind}/", headers={"HX-Request": "true"})

    assert (page.status_code, fragment.status_code) == (status, status)
    assert sentence in page.content.decode()
    assert sentence in fragment.content.decode()
    assert "<html" in page.content.decode()
    assert "<html" not in fragment.content.decode()
    # To the head of the page, whatever was aimed at: the form with what was typed stays.
    assert fragment.headers["HX-Retarget"] == "#notice"


def test_a_broken_page_asks_no_room_for_anything(client, wen, monkeypatch, entries):
    entries.append(NavEntry("待办", "gallery", "inbox", count=lambda request: 1 / 0))
    client.force_login(wen)
    client.raise_request_exception = False

    response = client.get("/ui/")

    assert (response.status_code, "系统出错" in response.content.decode()) == (500, True)


def test_a_form_with_an_old_token_says_what_to_do(browser_files, db):
    response = Client(enforce_csrf_checks=True).post("/set-preference/", {"size": "large"})

    assert response.status_code == 403
    assert "请重新打开页面再提交" in response.content.decode()


def test_the_gallery_does_not_exist_outside_development(client, db, settings):
    settings.ROOT_URLCONF = "duban.urls"

    assert client.get("/ui/").status_code == 404


@pytest.mark.parametrize(
    ("headers", "back"),
    [
        ({"Referer": "http://testserver/duties/tasks/7/?page=2"}, "/duties/tasks/7/?page=2"),
        ({"HX-Current-URL": "http://testserver/duties/tasks/7/", "Referer": "http://testserver/"}, "/duties/tasks/7/"),
        ({"Referer": "https://example.org/duties/"}, ""),
        ({"Referer": "http://testserver/ui/refusal/conflict/"}, ""),
        ({"Referer": "javascript:alert(1)"}, ""),
        ({}, ""),
    ],
)
def test_an_error_leads_back_to_the_page_it_came_from_and_never_elsewhere(rf, headers, back):
    request = rf.post("/ui/refusal/conflict/", headers=headers)

    assert came_from(request) == back
