"""What the burden ledger asks of records: which words are kept here already, and that no kind has a field for photos (AF-6)."""

import datetime
from collections.abc import Collection

from django.urls import reverse
from django.utils.translation import gettext as _

from duban.asks.burden.checks import Result
from duban.ledgers.kinds import current_kinds

PHOTOS = ("照片", "拍照", "截图", "打卡", "定位", "photo", "picture")


def kept_as_records(words: Collection[str]) -> dict[str, str]:
    """word → the kind of record under which it is kept. One query."""
    names = {tag: each.name for _kind, each in reversed(current_kinds()) for tag in (*each.tags, each.name)}
    return {word: names[word] for word in words if word in names}


def no_photos(day: datetime.date) -> Result:
    """AF-6: no kind of record in use asks for photos."""
    found = [
        f"{definition.name}·{field.name}"
        for _kind, definition in current_kinds()
        for field in definition.fields
        if any(word in f"{field.code} {field.name}" for word in PHOTOS)
    ]
    said = _("Fields for photos on records: %(n)s") % {"n": len(found)}
    return Result(not found, f"{said}（{'、'.join(found)}）" if found else said, reverse("record_list"))
