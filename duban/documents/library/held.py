"""Between what was typed for a new version and its publishing: the differences are looked at first.

A file lies in the store under its digest; the page of the differences carries a signed note of everything, and to publish is
to send that note back. Nothing can be published that was not looked at, and nothing waits in a table.
"""

import datetime
from dataclasses import asdict, dataclass
from typing import Any

from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from duban.base.errors import BadInput
from duban.documents.actions import hold_upload
from duban.documents.library.models import Document
from duban.documents.store import Kept
from duban.documents.uploads import Clean

SALT = "library.publish_version"
HOLDS_SECONDS = 24 * 3600


@dataclass(frozen=True)
class Note:
    """A version as it was previewed: by which account, of which document after which version."""

    account: int
    document: int
    after: int
    from_on: str
    until_on: str
    review_on: str
    text: str
    note: str
    sha256: str = ""
    size_bytes: int = 0
    name: str = ""
    media_type: str = ""
    is_read: bool = False
    """Whether the text came out of the file."""


def held(
    user: Any,
    document: Document,
    *,
    after: int,
    from_on: datetime.date,
    until_on: datetime.date | None,
    review_on: datetime.date | None,
    text: str,
    note: str,
    upload: tuple[UploadedFile, Clean, str] | None,
) -> Note:
    """Keep the file; its words are the text when none was typed."""
    is_read = False
    kept, name, media_type = Kept("", 0), "", ""
    if upload is not None:
        uploaded, clean, words = upload
        kept, name, media_type = hold_upload(uploaded), clean.name, clean.media_type
        if not text.strip():
            text, is_read = words, bool(words)
    return Note(
        account=user.pk,
        document=document.pk,
        after=after,
        from_on=str(from_on),
        until_on=str(until_on or ""),
        review_on=str(review_on or ""),
        text=text,
        note=note,
        sha256=kept.sha256,
        size_bytes=kept.size_bytes,
        name=name,
        media_type=media_type,
        is_read=is_read,
    )


def signed(note: Note) -> str:
    """The note as the page carries it."""
    return signing.dumps(asdict(note), salt=SALT, compress=True)


def note_of(user: Any, document: Document, text: str) -> Note:
    """The note that was signed for this account and this document.

    Raises:
        BadInput: it was changed, belongs to something else, or is older than a day.
    """
    try:
        note = Note(**signing.loads(text, salt=SALT, max_age=HOLDS_SECONDS))
    except signing.BadSignature:
        note = None
    if note is None or (note.account, note.document) != (user.pk, document.pk):
        raise BadInput(_("This preview has run out. Enter the version once more; nothing was published."))
    return note


def arguments(note: Note) -> dict[str, Any]:
    """The arguments of the verb: exactly what was looked at."""
    file = (Kept(note.sha256, note.size_bytes), note.name, note.media_type) if note.sha256 else None
    days = {name: _day(getattr(note, name)) for name in ("from_on", "until_on", "review_on")}
    return {"text": note.text, "note": note.note, "file": file, "after": note.after, **days}


def _day(text: str) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None
