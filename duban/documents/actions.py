"""Writes of this room. Called inside the actions of rooms above, in their transaction."""

import datetime
from collections.abc import Collection
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from duban.documents.models import File, FileVersion
from duban.documents.store import Kept, forget, forget_older, held, keep, note_held, note_settled
from duban.documents.uploads import clean_upload
from duban.orgs.models import Unit

PREVIEW = datetime.timedelta(days=2)


def hold_upload(uploaded: UploadedFile) -> Kept:
    """Keep the content of what somebody uploaded without a row for it, until it is settled what it is for.

    What is never settled stays under its digest, where no address leads, until `release_held` finds it.

    Raises:
        BadInput: the content is not one that is accepted.
    """
    clean_upload(uploaded)
    kept = keep(uploaded.chunks())
    note_held(kept.sha256)
    return kept


def release_upload(sha256: str) -> None:
    """The content that was only held is not needed any more. It goes, unless it is the content of a file too."""
    if not FileVersion.objects.filter(sha256=sha256).exists():
        forget(sha256)
    note_settled(sha256)


def release_held(kept: datetime.timedelta, *, but: Collection[str]) -> int:
    """Remove every held content that came longer ago and is neither that of a file nor one of these; returns how many.

    A preview holds for a day: what is younger stays, whatever the rule says.
    """
    released = 0
    for sha256 in list(held()):
        if FileVersion.objects.filter(sha256=sha256).exists():
            note_settled(sha256)
        elif sha256 not in but:
            released += forget_older(sha256, max(kept, PREVIEW))
    return released


def keep_upload(uploaded: UploadedFile, *, unit: Unit, title: str, by: Any, file: File | None = None) -> FileVersion:
    """Keep what somebody uploaded as the first version of a new file, or as the next version of `file`.

    Raises:
        BadInput: the content is not one that is accepted.
    """
    clean = clean_upload(uploaded)
    kept = keep(uploaded.chunks())
    file = file or File.objects.create(unit=unit, title=title)
    number = file.versions.count() + 1
    return FileVersion.objects.create(
        file=file,
        number=number,
        name=clean.name,
        media_type=clean.media_type,
        size_bytes=kept.size_bytes,
        sha256=kept.sha256,
        added_by=by,
    )
