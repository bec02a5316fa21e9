"""The published JSON Schema is the one of the models, takes every published scheme, and refuses what the models refuse."""

import copy
import json
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from duban.scoring.reading.yaml_text import read_yaml
from duban.scoring.scheme.json_schema import json_schema, json_schema_text

PACK = Path(__file__).parents[3] / "packs" / "schemes"
SCHEMES = sorted(PACK.glob("*.yaml"))
REMAKE = "python -m duban.scoring.scheme.json_schema packs/schemes/scheme.schema.json"


def as_json(value: Any) -> Any:
    """A document as another program hands it over: numbers as numbers, days as text."""
    if isinstance(value, dict):
        return {k: as_json(v) for k, v in value.items()}
    if isinstance(value, list):
        return [as_json(v) for v in value]
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else float(value)
    return value.isoformat() if isinstance(value, date) else value


@cache
def validator() -> Any:
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    return jsonschema.Draft202012Validator(schema, format_checker=checker)


def test_the_published_file_is_current() -> None:
    assert (PACK / "scheme.schema.json").read_text(encoding="utf-8") == json_schema_text(), f"make it anew: {REMAKE}"


@pytest.mark.parametrize("path", SCHEMES, ids=lambda p: p.stem)
def test_every_published_scheme_is_valid(path: Path) -> None:
    document, _, problems = read_yaml(path.read_text(encoding="utf-8"))
    assert problems == []
    assert [error.json_path for error in validator().iter_errors(as_json(document))] == []


def _sample() -> dict[str, Any]:
    document = as_json(read_yaml((PACK / "15-shicheng-river-2018.yaml").read_text(encoding="utf-8"))[0])
    assert isinstance(document, dict)
    return document


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda d: d["total"].update(max="100"), "$.total.max"),
        (lambda d: d["total"].update(max=-1), "$.total.max"),
        (lambda d: d.update(window={"from": "2018-01-01"}), "$.window"),
        (lambda d: d["window"].update(to="年底"), "$.window.to"),
        (lambda d: d.update(formula="a+b"), "$"),
        (lambda d: d["groups"][0]["indicators"][0]["lines"][0].update(rule="FORMULA"), "$.groups[0].indicators[0].lines[0]"),
        (lambda d: d["tags"]["月报"].update(kind="count"), "$.tags.月报.kind"),
        (lambda d: d["groups"][0]["indicators"][0].pop("lines"), "$.groups[0].indicators[0]"),
    ],
)  # fmt: skip
def test_wrong_documents_are_refused_where_they_are_wrong(change: Any, place: str) -> None:
    document = copy.deepcopy(_sample())
    change(document)
    assert place in {error.json_path.replace("['月报']", ".月报") for error in validator().iter_errors(document)}


def test_every_parameter_has_its_chinese_heading() -> None:
    def walk(value: Any, path: str) -> None:
        if isinstance(value, dict):
            for name, shape in value.get("properties", {}).items() if "properties" in value else ():
                words = shape.get("title", "")
                assert not words.isascii(), f"{path}/{name}: {words}"
            for key, inner in value.items():
                walk(inner, f"{path}/{key}")

    walk(json.loads(json_schema_text()), "")
