"""Where a part of a scheme stands, asked by its code and the name of a parameter."""

import re
from collections import defaultdict
from typing import Any

from .yaml_text import Path, Places


class NamedPlaces:
    """Code (or the name of a top part) and parameter → “第12行 1.1-1/points”, or the cell of a sheet."""

    def __init__(self, document: Any, places: Places):
        self._document, self._places = document, places
        self._paths: dict[str, list[Path]] = defaultdict(list)
        self._walk(document, ())
        for key in document if isinstance(document, dict) else ():
            self._paths[str(key)].append((key,))
        for name in (document.get("tags") or {}) if isinstance(document, dict) else ():
            self._paths[f"tags/{name}"].append(("tags", name))

    def _walk(self, value: Any, path: Path) -> None:
        if isinstance(value, dict):
            code = value.get("code")
            if code not in (None, "") and "checks" not in path:
                self._paths[str(code)].append(path)
            for key, child in value.items():
                self._walk(child, (*path, key))
        elif isinstance(value, list):
            for i, child in enumerate(value):
                self._walk(child, (*path, i))

    def of(self, code: str, parameter: str = "") -> str:
        """The place of a parameter, or of the nearest thing that holds it."""
        paths = self._paths.get(code)
        where = self._places.of(self._below(paths[0], parameter)) if paths else self._places.of(())
        if self._places.in_cells:
            return where
        return f"{where} {code}{'/' + parameter if parameter else ''}"

    def all_of(self, code: str) -> list[str]:
        """Every place that has this code, in the order of the text."""
        return [self._places.of((*path, "code")) for path in self._paths.get(code, [])]

    def _below(self, path: Path, parameter: str) -> Path:
        here = self._document
        for step in path:
            here = here[step]
        for name in parameter.split("/") if parameter else ():
            key, label = re.fullmatch(r"([^\[]*)(?:\[(.*)\])?", name).groups()  # type: ignore[union-attr]
            if key:
                path = (*path, key)
                here = here.get(key) if isinstance(here, dict) else None
            if label is not None and isinstance(here, list):
                place = next((i for i, v in enumerate(here) if self._labelled(v, i, label)), None)
                if place is None:
                    return path
                path, here = (*path, place), here[place]
        return path

    @staticmethod
    def _labelled(value: Any, place: int, label: str) -> bool:
        return str(place + 1) == label or (isinstance(value, dict) and label in (value.get("grade"), value.get("name")))
