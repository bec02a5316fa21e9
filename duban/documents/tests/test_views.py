"""Downloads: to whom the permit gives them, as a file with its name, never as a page of ours."""

import hashlib
from types import SimpleNamespace
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from duban.audit.models import Entry
from duban.documents.actions import hold_upload, keep_upload
from duban.documents.models import FileVersion
from duban.documents.store import path_of
from duban.orgs.tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("browser_files")]
CONTENT = "11月20日党组会研究，分工4项。".encode()


def of(name, unit, **roles) -> Client:
    client = Client()
    client.force_login(factories.account(factories.person(name, unit=unit, **roles)))
    return client


@pytest.fixture
def world(tmp_path, settings):
    settings.FILES = tmp_path / "files"
    tree = factories.tree()
    kept = keep_upload(SimpleUploadedFile("纪要.txt", CONTENT), unit=tree.north, title="纪要", by=None)
    return SimpleNamespace(
        tree=tree, kept=kept, url=reverse("download_file_version", args=[kept.pk]),
        cadre=of("许文静", tree.north, unit_cadre=tree.north),
    )  # fmt: skip


def got(client: Client, url: str):
    """The answer and its content; read to its end, the file behind it is closed."""
    answer = client.get(url)
    return answer, b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_a_download_is_the_content_with_its_name_and_its_digest(world):
    answer, content = got(world.cadre, world.url)

    assert (answer.status_code, content, hashlib.sha256(content).hexdigest()) == (200, CONTENT, world.kept.sha256)
    assert answer["Content-Disposition"] == f"attachment; filename*=utf-8''{quote('纪要.txt')}"
    assert (answer["Content-Type"], answer["Content-Length"]) == ("text/plain", str(len(CONTENT)))
    assert answer["ETag"] == f'"{world.kept.sha256}"'


def test_a_download_never_runs_in_our_pages_whatever_it_contains(world):
    """Even if a page got in as text: it is saved, not shown, not sniffed, not framed, and runs nothing."""
    FileVersion.objects.update(media_type="text/html", name="页面.html")

    answer, _content = got(world.cadre, world.url)

    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert (answer["X-Frame-Options"], answer["Cross-Origin-Resource-Policy"]) == ("DENY", "same-origin")
    assert answer["Cache-Control"] == "no-store, private"


@pytest.mark.parametrize(
    ("role", "where", "is_theirs"),
    [
        ("committee_admin", "committee", True),
        ("unit_secretary", "north", True),
        ("branch_secretary", "north_1", False),
        ("unit_cadre", "south", False),
        ("assessor", "committee", False),
        ("system_admin", "committee", False),
        ("audit_admin", "committee", False),
    ],
)
def test_a_download_needs_the_permit_for_the_units_files(world, role, where, is_theirs):
    client = of("某人", getattr(world.tree, where), **{role: getattr(world.tree, where)})

    answer, _content = got(client, world.url)

    assert answer.status_code == (200 if is_theirs else 404)


def test_a_visitor_gets_no_file(world, client):
    assert client.get(world.url).url.startswith(reverse("log_in"))


def test_a_download_is_read_only_and_leaves_no_trace_of_who_looked(world):
    before = Entry.objects.count()

    got(world.cadre, world.url)

    assert [getattr(world.cadre, verb)(world.url).status_code for verb in ("post", "put", "delete")] == [405, 405, 405]
    assert Entry.objects.count() == before


def test_a_content_that_is_missing_is_said_to_be_missing(world, caplog):
    path_of(world.kept.sha256).unlink()

    answer = world.cadre.get(world.url)

    assert (answer.status_code, [record.levelname for record in caplog.records][:1]) == (404, ["ERROR"])


def test_two_versions_of_one_file_are_both_there(world):
    again = keep_upload(
        SimpleUploadedFile("纪要.txt", b"new"), unit=world.tree.north, title="纪要", by=None, file=world.kept.file
    )

    urls = [reverse("download_file_version", args=[pk]) for pk in (world.kept.pk, again.pk)]
    contents = [got(world.cadre, url)[1] for url in urls]

    assert (again.number, contents) == (2, [CONTENT, b"new"])


def test_what_is_held_without_a_row_has_no_address(world):
    held = hold_upload(SimpleUploadedFile("清单.txt", b"held"))

    assert path_of(held.sha256).read_bytes() == b"held"
    assert not FileVersion.objects.filter(sha256=held.sha256).exists()
    assert world.cadre.get(f"/documents/files/{held.sha256}/").status_code == 404


@pytest.mark.parametrize("versions", [1, 3])
def test_a_download_costs_the_same_queries_whatever_the_versions(world, versions, django_assert_num_queries):
    for number in range(1, versions):
        keep_upload(
            SimpleUploadedFile("纪要.txt", str(number).encode()), unit=world.tree.north, title="纪要", by=None,
            file=world.kept.file,
        )  # fmt: skip

    with django_assert_num_queries(4):
        got(world.cadre, world.url)
