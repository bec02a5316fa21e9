"""What a field of a scheme may hold, read off its annotation."""

from collections.abc import Iterator
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel

from .labels import field_of


def parts_of(annotation: Any) -> Iterator[Any]:
    """The members of a union, annotations peeled off."""
    origin = get_origin(annotation)
    if origin in (list, dict, tuple, Literal) or not get_args(annotation):
        yield annotation
        return
    for part in get_args(annotation):
        if isinstance(part, type) or get_args(part):
            yield from parts_of(part)


def models_in(annotation: Any) -> list[type[BaseModel]]:
    return [p for p in parts_of(annotation) if isinstance(p, type) and issubclass(p, BaseModel)]


def model_for(annotation: Any, value: dict[str, Any]) -> type[BaseModel] | None:
    """The model of a union that knows the most of these keys."""

    def known(model: type[BaseModel]) -> int:
        words = {w for n, f in model.model_fields.items() for w in (n, f.alias, f.title) if w}
        rule = getattr(model.model_fields.get("rule"), "annotation", None)
        named = value.get("rule", value.get("规则"))
        return len(words & set(value)) + (100 if rule is not None and named in get_args(rule) else 0)

    models = models_in(annotation)
    return max(models, key=known) if models else None


def inner_of(annotation: Any, kind: type, place: int) -> Any:
    """What a list or a dict of this type holds (``place`` 1: the values of a dict)."""
    for part in parts_of(annotation):
        if get_origin(part) is kind:
            return get_args(part)[place]
        if get_origin(part) is tuple and kind is list:
            return get_args(part)[0]
    return Any


def field_at(model: type[BaseModel], document: Any, path: tuple[str | int, ...]) -> tuple[type[BaseModel] | None, str]:
    """(the model that has the field at this path, the key of the field); (None, "") where no model speaks of it."""
    annotation: Any = model
    owner: type[BaseModel] | None = None
    key = ""
    for step in path:
        here = model_for(annotation, document) if isinstance(document, dict) else None
        if isinstance(step, int):
            annotation, document = inner_of(annotation, list, 0), _at(document, step)
        elif here is not None:
            owner, key = here, step
            name = field_of(here, step)
            annotation = here.model_fields[name].annotation if name is not None else Any
            document = _at(document, step)
        else:
            owner, key = None, ""
            annotation, document = inner_of(annotation, dict, 1), _at(document, step)
    return owner, key


def _at(value: Any, step: str | int) -> Any:
    try:
        return value[step]
    except (KeyError, IndexError, TypeError):
        return None
