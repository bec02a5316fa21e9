"""Columns from models: a heading, where its value stands in the part, and how it is written into a cell."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel

from duban.scoring.problems import Problem
from duban.scoring.scheme.base import Limit, LineLimit, Rounding, Window
from duban.scoring.scheme.labels import labels_of, title_of
from duban.scoring.scheme.model import Applicability, Source, Total
from duban.scoring.scheme.rules import Baseline, Basis, Grace, PerLate, Side
from duban.scoring.scheme.shapes import models_in, parts_of

from .nested import bare, compact, in_chinese, in_english, parse, quoted

READ_BACK, REST = "读回", "其他"
YES, NO = "是", "否"
_FLAT = (
    Window, LineLimit, Limit, Rounding, Grace, PerLate, Baseline, Side, Basis, Applicability, Source, Total,
)  # fmt: skip
_JOIN = "、"
_QUOTED = re.compile(r'^"(?:[^"\\]|\\.)*"$')
_AMBIGUOUS = re.compile(r"^$|^\s|\s$|^[\"'\[{]|[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")

Cell = str | float | date | None


@dataclass(frozen=True)
class Column:
    """One parameter of a part. ``path`` are the keys from the part to the value."""

    heading: str
    path: tuple[str, ...]
    annotation: Any
    labels: dict[str, str]

    @property
    def _kinds(self) -> set[Any]:
        return {get_origin(p) or p for p in parts_of(self.annotation)}

    def choices(self) -> list[str]:
        """The words of a drop-down; empty where anything may be written."""
        if bool in self._kinds:
            return [YES, NO]
        open_ended = self._kinds - {Literal, type(None)}
        words = [p for p in open_ended if not (isinstance(p, type) and issubclass(p, str) and p is not str)]
        return list(self.labels.values()) if self.labels and not words else []

    def write(self, value: Any) -> Cell:
        """The cell for a value, from which ``read`` makes the same value."""
        if isinstance(value, bool):
            return YES if value else NO
        if isinstance(value, Decimal | int):
            return _number_cell(Decimal(value))
        if isinstance(value, date):
            return value if value.year >= 1901 else value.isoformat()
        if isinstance(value, str):
            return self.labels[value] if value in self.labels else self._text_cell(value)
        if isinstance(value, list | tuple):
            joined = self._joined(list(value))
            return joined if joined is not None else compact(in_chinese(self.annotation, list(value)))
        return bare(in_chinese(self.annotation, value))

    def _text_cell(self, text: str) -> str:
        apart = self._is_list_too() and _JOIN in text
        return quoted(text) if apart or _AMBIGUOUS.search(text) or text in self.labels.values() else text

    def _is_list_too(self) -> bool:
        return list in self._kinds or tuple in self._kinds

    def _element(self) -> Any:
        for part in parts_of(self.annotation):
            if get_origin(part) in (list, tuple):
                return next(p for p in parts_of(get_args(part)[0]))
        return None

    def _joined(self, values: list[Any]) -> str | None:
        """Plain words or numbers with 、 between them; None where that could be read otherwise."""
        if (len(values) < 2 and str in self._kinds) or not values:
            return None
        element = self._element()
        if element is Decimal and all(isinstance(v, Decimal) for v in values):
            texts = [format(v, "f") for v in values]
            return _JOIN.join(texts) if [str(Decimal(t)) for t in texts] == [str(v) for v in values] else None
        if element is str and all(isinstance(v, str) and _JOIN not in v and not _AMBIGUOUS.search(v) for v in values):
            return _JOIN.join(values)
        return None

    def read(self, value: Any, cell: str, problems: list[Problem]) -> Any:
        """The value of a cell; what does not fit stays as it is and is told by the models."""
        if isinstance(value, bool):
            return value
        if isinstance(value, int | float):
            return self._from_number(Decimal(repr(value)) if isinstance(value, float) else Decimal(value))
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        text = str(value)
        if _QUOTED.match(text):
            return parse(text, mapping=False, cell=cell, problems=problems)
        words = {label: word for word, label in self.labels.items()}
        if text.strip() in words:
            return words[text.strip()]
        return self._from_text(text, cell, problems)

    def _from_number(self, number: Decimal) -> Any:
        if number == number.to_integral_value():
            number = Decimal(int(number))
        kinds = self._kinds
        if kinds & {Decimal, int}:
            return number
        if list in kinds and self._element() is Decimal:
            return [number]
        if list in kinds and str not in kinds:
            return [str(number)]
        return str(number)

    def _from_text(self, text: str, cell: str, problems: list[Problem]) -> Any:
        kinds = self._kinds
        if bool in kinds and text.strip() in (YES, NO):
            return text.strip() == YES
        nested = bool(models_in(self.annotation)) or dict in kinds
        if nested and not ({date} & kinds and _day(text) is not None):
            return in_english(self.annotation, parse(text, mapping=True, cell=cell, problems=problems))
        if text.lstrip().startswith("[") and (list in kinds or tuple in kinds):
            return in_english(self.annotation, parse(text, mapping=False, cell=cell, problems=problems))
        if (list in kinds or tuple in kinds) and (_JOIN in text or str not in kinds):
            return [self._item(t.strip()) for t in text.split(_JOIN) if t.strip()]
        if kinds & {Decimal, int} and (number := _number(text)) is not None:
            return number
        if date in kinds and (day := _day(text)) is not None:
            return day
        return text

    def _item(self, text: str) -> Any:
        number = _number(text) if self._element() is Decimal else None
        return text if number is None else number


def _number_cell(number: Decimal) -> str | float:
    """A number where the workbook keeps every digit, else its digits as text."""
    short = float(number)
    kept = Decimal(repr(short))
    if kept == kept.to_integral_value() and abs(kept) < 2**53:
        kept = Decimal(int(kept))
    in_file = float(f"{short:.16G}")  # as many digits as the workbook's writer spends on a number
    return short if in_file == short and str(kept) == str(number) else str(number)


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text.strip().replace("−", "-")) if text.isascii() or "−" in text else None
    except InvalidOperation:
        return None
    return number if number is not None and number.is_finite() and "_" not in text else None


def _day(text: str) -> date | None:
    for form in ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日"):
        try:
            return datetime.strptime(text.strip(), form).date()  # noqa: DTZ007  # a day has no zone
        except ValueError:
            continue
    return None


def columns_of(model: type[BaseModel], skip: frozenset[str] = frozenset(), prefix: str = "") -> list[Column]:
    """The columns of a model; parts of it that are flat themselves become columns 名·名."""
    columns: list[Column] = []
    for name, field in model.model_fields.items():
        key = field.alias or name
        if name in skip or name == "rule":
            continue
        heading = prefix + title_of(model, name)
        flat = [m for m in models_in(field.annotation) if m in _FLAT]
        if flat:
            inner = columns_of(flat[0], prefix=f"{heading}·")
            columns += [Column(c.heading, (key, *c.path), c.annotation, c.labels) for c in inner]
        else:
            columns.append(Column(heading, (key,), field.annotation, labels_of(model, name)))
    return columns


def take(values: dict[str, Any], path: tuple[str, ...]) -> tuple[bool, Any]:
    """Take the value at a path out of a part; what holds nothing any more goes with it."""
    holder: Any = values
    holders = []
    for key in path[:-1]:
        holders.append((holder, key))
        holder = holder.get(key) if isinstance(holder, dict) else None
    if not isinstance(holder, dict) or path[-1] not in holder or holder[path[-1]] is None:
        return False, None
    value = holder.pop(path[-1])
    for outer, key in reversed(holders):
        if outer[key] == {}:
            del outer[key]
    return True, value


def put(values: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    for key in path[:-1]:
        values = values.setdefault(key, {})
    values[path[-1]] = value
