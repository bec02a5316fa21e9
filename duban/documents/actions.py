"""Writes of this room. Called inside the actions of rooms above, in their transaction."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile

from duban.documents.models import File, FileVersion
from duban.documents.store import Kept, forget, keep
from duban.documents.uploads import clean_upload
from duban.orgs.models import Unit


def hold_upload(uploaded: UploadedFile) -> Kept:
    """Keep the content of what somebody uploaded without a row for it, until it is settled what it is for.

    What is never settled stays under its digest, where no address leads, and is found again when the same content comes.

    Raises:
        BadInput: the content is not one that is accepted.
    """
    clean_upload(uploaded)
    return keep(uploaded.chunks())


def release_upload(sha256: str) -> None:
    """The content that was only held is not needed any more. It goes, unless it is the content of a file too."""
    if not FileVersion.objects.filter(sha256=sha256).exists():
        forget(sha256)


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
