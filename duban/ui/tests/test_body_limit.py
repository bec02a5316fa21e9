"""What a request may carry: refused by its length, before a byte of it is on the disk."""

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.test import Client

from duban.ui import body_limit

pytestmark = pytest.mark.django_db
LOG_IN = "/orgs/log-in/"
KB = 1024


@pytest.fixture
def wen(db):
    return get_user_model().objects.create_user("wen", password="not-asked-here-9")


@pytest.fixture
def written(monkeypatch) -> list[str]:
    """The names of files that began to go to the disk."""
    seen: list[str] = []
    begin = TemporaryFileUploadHandler.new_file

    def noted(self, *args, **kwargs):
        seen.append(args[1])
        begin(self, *args, **kwargs)

    monkeypatch.setattr(TemporaryFileUploadHandler, "new_file", noted)
    return seen


def carrying(client: Client, size: int, address: str = LOG_IN, **extra):
    """A form with a file, `size` bytes in all."""
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.bin"\r\n\r\n'
    end = b"\r\n--x--\r\n"
    body = head + b"0" * (size - len(head) - len(end)) + end
    return client.post(address, body, content_type="multipart/form-data; boundary=x", **extra)


@pytest.fixture
def visitor(db, browser_files):
    """Somebody who opened the log-in page: with its cookie the form is read in search of its token."""
    client = Client(enforce_csrf_checks=True)
    client.get(LOG_IN)
    return client


def test_a_visitor_may_send_what_the_log_in_page_needs_and_not_a_byte_more(visitor, written, settings):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1
    at_most, more = carrying(visitor, body_limit.VISITOR_BYTES), carrying(visitor, body_limit.VISITOR_BYTES + 1)

    assert (at_most.status_code, more.status_code) == (403, 413)
    assert written == ["a.bin"], "only that of the first"
    assert "内容太大" in more.content.decode()


def test_a_cookie_that_was_made_up_makes_nobody_known(visitor):
    visitor.cookies["sessionid"] = "k" * 32

    assert carrying(visitor, 100 * KB).status_code == 413


def test_whoever_is_logged_in_may_hand_in_a_file_of_the_limit_with_its_form(client, wen, settings, written):
    settings.UPLOAD_BYTES = 3 * 1024 * KB
    client.force_login(wen)
    limit = settings.UPLOAD_BYTES + body_limit.FIELDS_BYTES
    address = "/orgs/change-password/"

    at_most, more = carrying(client, limit, address), carrying(client, limit + 1, address)

    assert (at_most.status_code, more.status_code) == (200, 413)
    assert "3MB" in more.content.decode().replace(" ", "")
    assert len(written) == 1


def test_htmx_gets_the_notice_alone(client, wen, settings):
    settings.UPLOAD_BYTES = KB
    client.force_login(wen)

    answer = carrying(client, 3 * 1024 * KB, headers={"HX-Request": "true"})

    assert (answer.status_code, answer.headers.get("HX-Retarget")) == (413, "#notice")
    assert "<html" not in answer.content.decode()


def test_a_body_without_its_length_is_refused(client):
    answer = client.post(LOG_IN, {}, headers={"Transfer-Encoding": "chunked"})

    assert answer.status_code == 411
    assert "Content-Length" in answer.content.decode()
