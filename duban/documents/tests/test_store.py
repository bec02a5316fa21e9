"""The file store at its edges: what is on the disk when, and what a crash leaves behind."""

import os
import time

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from duban.base.signals import about_to_serve
from duban.documents import store


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.FILES = tmp_path / "files"
    return settings.FILES


def part_of_age(folder, name: str, seconds: float):
    folder.mkdir(exist_ok=True)
    part = folder / f"{store.PART}{name}"
    part.write_bytes(b"half")
    os.utime(part, (time.time() - seconds,) * 2)
    return part


@pytest.fixture
def settled(monkeypatch) -> list[int]:
    """What was brought to the disk, by its number in the file system, in order."""
    seen: list[int] = []
    bring = os.fsync

    def noted(handle: int) -> None:
        seen.append(os.fstat(handle).st_ino)
        bring(handle)

    monkeypatch.setattr(os, "fsync", noted)
    return seen


def test_what_is_kept_is_on_the_disk_with_its_name_and_the_folders_that_lead_to_it(files, settled):
    place = store.path_of(store.keep([b"ab", b"c"]).sha256)

    assert settled == [each.stat().st_ino for each in (place, place.parent, place.parent.parent, files)]


def test_in_a_folder_that_was_there_only_the_new_name_has_to_reach_the_disk(settled):
    place = store.path_of(store.keep([b"abc"]).sha256)
    settled.clear()
    store.keep([b"abc"])

    assert settled == [place.stat().st_ino, place.parent.stat().st_ino]


@pytest.mark.django_db
def test_before_the_server_answers_half_written_files_of_yesterday_and_ended_sessions_go(files):
    old, fresh = part_of_age(files, "a", 25 * 3600), part_of_age(files, "b", 60)
    day = timezone.timedelta(days=1)
    for key, ends in (("ended", timezone.now() - day), ("open", timezone.now() + day)):
        Session.objects.create(session_key=key, session_data="", expire_date=ends)

    about_to_serve.send(sender=None)

    assert (old.exists(), fresh.exists()) == (False, True)
    assert list(Session.objects.values_list("session_key", flat=True)) == ["open"]
