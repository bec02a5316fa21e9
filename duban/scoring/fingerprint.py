"""What a result was computed from, in 64 characters: scheme, facts, day and engine."""

import hashlib
import json
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any

from .facts import Book
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
    plain = scheme.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    text = json.dumps(_plain(plain), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_plain(v) for v in value]
    return value


def _row(row: Any) -> str:
    return "\x1e" + "\x1f".join(_text(getattr(row, f.name)) for f in fields(row))


def _text(value: Any) -> str:
    if value is None:
        return "\x00"
    if isinstance(value, Decimal):
        return f"d{value.normalize():f}" if value else "d0"
    if isinstance(value, bool):
        return f"b{int(value)}"
    if isinstance(value, str):
        return f"s{value}"
    if isinstance(value, date):
        return f"t{value.isoformat()}"
    return "{" + ",".join(f"{k}={_text(value[k])}" for k in sorted(value)) + "}"
