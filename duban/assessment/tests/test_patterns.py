"""Schemes of packs: sound when they come, moved to the year they are started for."""

from pathlib import Path

import pytest
import yaml

from duban.assessment.actions import rules_of
from duban.assessment.patterns import CONTENT, text_for
from duban.base.errors import BadInput

SHIPPED = Path(__file__).parents[3] / "packs" / "demonstration" / "schemes.yaml"


def shipped():
    return yaml.load(SHIPPED.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - texts only


def test_the_shipped_scheme_is_sound_and_moves_to_another_year():
    [item] = CONTENT.read(shipped(), SHIPPED.name)

    moved = rules_of(text_for(item.said, 2028))

    assert (moved.window.from_.year, moved.closes.year) == (2028, 2029)
    assert moved.title == "2028年度县直机关党建工作责任考核"


def test_an_unsound_scheme_is_refused_with_its_places():
    [entry] = shipped()["schemes"]
    entry["text"] = entry["text"].replace("rule: JUDGE", "rule: GUESS", 1)

    with pytest.raises(BadInput) as refused:
        CONTENT.read({"schemes": [entry]}, "schemes.yaml")

    assert refused.value.places != []
    assert {where[: len("schemes.yaml county-organs ")] for where, _found, _expected in refused.value.places} == {
        "schemes.yaml county-organs "
    }


def test_a_cited_document_keeps_its_year():
    """〔2014〕 is the year of a document that is; four years on there is none of that number."""
    text = "依据: 中发〔2014〕5号\n从: 2026-01-01\n截止: 2027-01-15\n序号: 120261\n"

    assert text_for({"year": "2026", "text": text}, 2030) == (
        "依据: 中发〔2014〕5号\n从: 2030-01-01\n截止: 2031-01-15\n序号: 120261\n"
    )
