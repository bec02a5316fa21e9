"""The result as JSON: every exact number as text, the same bytes for the same result."""

import json
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from duban.scoring.result import Result


def to_json(result: Result) -> bytes:
    """The whole result; numbers are strings with all their digits."""
    return (json.dumps(plain(result), ensure_ascii=False, indent=1) + "\n").encode()


def plain(value: Any) -> Any:
    """A dataclass, list or scalar in JSON's own types."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal):
        return f"{value.normalize():f}" if value else "0"
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, dict):
        return {key: plain(child) for key, child in value.items()}
    if isinstance(value, list | tuple):
        return [plain(child) for child in value]
    return value
