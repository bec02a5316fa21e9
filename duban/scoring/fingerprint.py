"""What a result was computed from, in 64 characters: scheme, facts, day and engine."""

import hashlib
from dataclasses import fields
from datetime import date
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from .facts import Book, Fact
from .scheme.model import Scheme


def fingerprint(scheme: Scheme, book: Book, as_of: date, engine: str) -> str:
    """SHA-256, the same for the same content in any order of rows (units keep theirs: it is the establishment's)."""
    digest = hashlib.sha256()
    digest.update(f"{engine}|{as_of.isoformat()}|{scheme_fingerprint(scheme)}|".encode())
    for unit in book.units:
        digest.update(_row(unit).encode())
    for kind in ("facts", "judgements", "ballots", "imports", "exemptions"):
        digest.update(f"|{kind}|".encode())
        for text in sorted(map(_row, getattr(book, kind))):
            digest.update(text.encode())
    return digest.hexdigest()


def scheme_fingerprint(scheme: Scheme) -> str:
    """SHA-256 of what the scheme means, however its text is laid out."""
    plain = scheme.model_dump(mode="python", by_alias=True, exclude_defaults=True)
    return hashlib.sha256(_text(plain).encode()).hexdigest()


@lru_cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(f.name for f in fields(kind) if f.name != "key")  # in which row it stands says nothing


@lru_cache(maxsize=4096)
def _day(day: date | None) -> str:
    return _text(day)


def _fact(fact: Fact) -> str:
    """A fact as ``_row`` writes any row. Facts are by far the most rows, so theirs is spelled out."""
    value = fact.value
    said = f"s{len(value)}:{value};" if isinstance(value, str) else _text(value)
    more = _text(fact.attributes) if fact.attributes else "{}"
    unit, tag = fact.unit, fact.tag
    return f"\x1es{len(unit)}:{unit};s{len(tag)}:{tag};{said}{_day(fact.on)}{_day(fact.due)}{more}"


def _row(row: Any) -> str:
    if row.__class__ is Fact:
        return _fact(row)
    parts = ["\x1e"]
    for name in _names(row.__class__):
        value = getattr(row, name)
        # Rows are many and mostly plain texts: these two need no further question.
        parts.append("n;" if value is None else f"s{len(value)}:{value};" if type(value) is str else _text(value))
    return "".join(parts)


def _text(value: Any) -> str:
    """A value in one way only: texts carry their length, so that no text can pass for another value's end."""
    if value is None:
        return "n;"
    if isinstance(value, bool):
        return f"b{int(value)};"
    if isinstance(value, int | Decimal):
        text = f"{Decimal(value):f}"
        if "." in text:
            text = text.rstrip("0").rstrip(".")
        return f"d{text if value else '0'};"
    if isinstance(value, str):
        return f"s{len(value)}:{value};"
    if isinstance(value, date):
        return f"t{value.isoformat()};"
    if isinstance(value, dict | MappingProxyType):
        return "{" + "".join(_text(str(key)) + _text(value[key]) for key in sorted(value, key=str)) + "}"
    return "[" + "".join(map(_text, value)) + "]"
