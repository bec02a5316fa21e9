"""What is known here already, and that no kind of record asks for photos."""

import json

import pytest

from duban.ledgers.in_burden import kept_as_records, no_photos
from duban.ledgers.models import RecordKind
from duban.packs.actions import install_folder
from duban.packs.folder import folder_named

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def kind(*fields: str, tags: tuple[str, ...] = ()) -> None:
    said = {"code": "visit", "name": "走访", "group": "活动", "tags": list(tags)}
    rows = [{"code": f"f{place}", "name": name} for place, name in enumerate(fields)]
    text = json.dumps({**said, "fields": rows}, ensure_ascii=False)
    RecordKind.objects.create(code="visit", name="走访", group="活动", definition=text)


def test_what_a_kind_is_called_or_tagged_is_known():
    kind(tags=("走访慰问",))

    assert kept_as_records(["走访", "走访慰问", "专题研究"]) == {"走访": "走访", "走访慰问": "走访"}


def test_a_field_for_photos_breaks_the_rule():
    install_folder(folder_named("core"))
    assert no_photos(None).is_kept
    kind("现场照片")

    assert not no_photos(None).is_kept
