"""The Chinese is complete, and nothing is translated that no catalogue could hold."""

import importlib.util
from collections import defaultdict
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def messages():
    spec = importlib.util.spec_from_file_location("messages", ROOT / "tools" / "messages.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_text_is_translated_and_none_is_left_over(messages):
    assert [room.name for room in messages.rooms()] != []
    assert messages.check() == []


def test_no_f_string_stands_in_a_translation_call(messages):
    assert messages.f_strings() == []


def test_every_room_with_texts_has_a_catalogue(messages):
    without = [
        room.name
        for room in sorted((ROOT / "duban").iterdir())
        if room.is_dir()
        and room not in messages.rooms()
        and any(messages.template_of(room))
        and any(message.id for message in messages.template_of(room))
    ]

    assert without == []


def test_no_text_has_two_translations(messages):
    """All catalogues become one: a text that two rooms translate differently would read wrongly in one of them."""
    said = defaultdict(dict)
    for room in messages.rooms():
        for message in messages.read(room):
            if message.id:
                said[message.id, message.context][room.name] = message.string

    assert {text: rooms for text, rooms in said.items() if len(set(map(str, rooms.values()))) > 1} == {}


def test_the_check_finds_what_it_is_for(messages, tmp_path, monkeypatch):
    """A catalogue with a gap, a lost placeholder, a stale text, and a text that is only in the code."""
    room = tmp_path / "duban" / "room"
    po = room / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
    po.parent.mkdir(parents=True)
    (room / "code.py").write_text('_("gap"); _("Page %(n)s"); _("new"); _(f"x{1}")', encoding="utf-8")
    po.write_text(
        messages.HEADER + 'msgid "gap"\nmsgstr ""\n\nmsgid "Page %(n)s"\nmsgstr "页"\n\nmsgid "old"\nmsgstr "旧"\n',
        encoding="utf-8",
    )
    monkeypatch.setattr(messages, "ROOT", tmp_path)

    assert messages.check() == [
        "room: 'gap' is not translated",
        "room: 'Page %(n)s' loses or adds a placeholder",
        "room: 'old' is not in the code any more",
        "room: 'new' is not in the catalogue",
    ]
    assert messages.f_strings() == ["duban/room/code.py:1: f-string in _()"]
