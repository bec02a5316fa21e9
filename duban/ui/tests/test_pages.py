"""The first page, the switches, and what people see when something does not work."""

import pytest
from django.http import Http404
from django.test import Client, override_settings
from django.urls import include, path

from duban.base.errors import BadInput, Conflict, NotAllowed
from duban.ui import error_pages


def raise_error(request, kind):
    raise {
        "not-allowed": NotAllowed(),
        "conflict": Conflict("该问题已于11月20日销号。"),
        "bad-input": BadInput("有1处不符。", places=[("事实!B3", "十二", "数字")]),
        "missing": Http404(),
        "broken": ZeroDivisionError(),
    }[kind]


urlpatterns = [path("", include("duban.ui.urls")), path("raise/<slug:kind>/", raise_error)]
handler404, handler500 = error_pages.not_found, error_pages.server_error


def test_home_is_a_whole_page_and_asks_the_database_nothing(client, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/")

    page = response.content.decode()
    assert response.status_code == 200
    assert page.lstrip().startswith("<!doctype html>")
    assert '<html lang="zh-Hans" data-bs-theme="light" data-size="std">' in page
    assert "按公布的考核方案，给一份事实工作簿评分。每一分都有来由，空白从不当作零。" in page


def test_home_lists_only_navigation_entries_that_answer(client, db):
    groups = client.get("/").context["nav_groups"]

    assert [entry.url_name for group in groups for entry in group] == ["home"]


def test_every_page_carries_a_policy_without_unsafe_sources(client, db):
    headers = client.get("/").headers

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
    assert seen in client.get("/").content.decode()


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

    assert 'data-bs-theme="light"' in client.get("/").content.decode()


def test_english_is_complete_on_the_first_page(client, db):
    client.cookies["django_language"] = "en"

    page = client.get("/").content.decode()

    assert "What can be done today" in page
    assert {word for word in ("督办", "方案", "标准", "总表") if word in page} == set()


@pytest.mark.parametrize(
    ("kind", "status", "sentence"),
    [
        ("not-allowed", 403, "你的职务不含此项权限，请联系本单位授权人员。"),
        ("conflict", 409, "该问题已于11月20日销号。"),
        ("bad-input", 422, "填的是十二，应为数字"),
        ("missing", 404, "页面已移走或删除，或者不在你的职务范围内。"),
        ("broken", 500, "问题已记录，此前保存的内容都在。"),
    ],
)
@override_settings(ROOT_URLCONF=__name__)
def test_an_error_is_a_readable_page_and_to_htmx_its_fragment(client, db, kind, status, sentence):
    client.raise_request_exception = False

    page = client.get(f"/raise/{kind}/")
    fragment = client.get(f"/raise/{kind}/", headers={"HX-Request": "true"})

    assert (page.status_code, fragment.status_code) == (status, status)
    assert sentence in page.content.decode()
    assert sentence in fragment.content.decode()
    assert "<html" in page.content.decode()
    assert "<html" not in fragment.content.decode()


def test_a_form_with_an_old_token_says_what_to_do(browser_files, db):
    response = Client(enforce_csrf_checks=True).post("/set-preference/", {"size": "large"})

    assert response.status_code == 403
    assert "请重新打开页面再提交" in response.content.decode()


def test_the_gallery_does_not_exist_outside_development(client, db):
    assert client.get("/ui/").status_code == 404
