"""The library of the demonstration: a dozen short invented texts that explain the shipped rules in words of their own.

Each is marked as an example in its title and in its first line. No regulation's text is among them: those the installation
brings itself.
"""

import datetime
from typing import Any

import yaml

from duban.cli.say import PACKS
from duban.documents.library.actions import index_versions
from duban.documents.library.models import Audience, Document, DocumentKind, Slot, Version
from duban.orgs.models import Unit
from duban.packs.actions import install_folder

MARK = "（示例）"
ABOUT = "本文为演示用的示例文字，不是任何机关的正式文件。"
DAY = datetime.timedelta(days=1)
SINCE, BEFORE = 200, 700
"""Days since the newest version, and since the one before it."""


def grow_library(root: Unit, shown: Unit, *, today: datetime.date) -> int:
    """Install the frame and write the texts. `shown` is the unit that has one of its own. Returns how many."""
    install_folder(PACKS / "library")
    texts = yaml.safe_load((PACKS / "demonstration" / "library_texts.yaml").read_text(encoding="utf-8"))["texts"]
    kinds = {kind.code: kind for kind in DocumentKind.objects.all()}
    slots = {slot.code: slot for slot in Slot.objects.all()}
    versions: list[Version] = []
    for text in texts:
        unit = shown if text.get("below") else root
        review = text.get("review_days")
        document = Document.objects.create(
            unit=unit,
            kind=kinds[text["kind"]],
            slot=slots.get(text.get("slot")),
            title=text["title"] + MARK,
            issuer=unit.name,
            symbol=text.get("symbol", ""),
            review_on=today + review * DAY if review is not None else None,
            withdrawn_on=today - 60 * DAY if "withdrawn" in text else None,
            withdrawn_reason=text.get("withdrawn", ""),
        )
        sorts = {Audience.Sort.ROLE: text.get("roles", ()), Audience.Sort.UNIT: text.get("units", ())}
        Audience.objects.bulk_create(
            Audience(document=document, sort=sort, value=value) for sort, values in sorts.items() for value in values
        )
        versions += _versions(document, text, today)
    index_versions(versions)
    return len(texts)


def _versions(document: Document, text: dict[str, Any], today: datetime.date) -> list[Version]:
    whole = len(text["versions"])
    return [
        Version.objects.create(
            document=document,
            number=number,
            from_on=today + (30 if text.get("coming") else -SINCE if number == whole else -BEFORE) * DAY,
            until_on=None if number == whole else today - (SINCE + 1) * DAY,
            text=f"{ABOUT}\n{words.strip()}",
            note=text.get("note", "") if number == whole else "",
        )
        for number, words in enumerate(text["versions"], start=1)
    ]
