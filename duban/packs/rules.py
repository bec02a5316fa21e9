"""Rule parameters: read from packs, asked by day. The numbers of the regulations stand here and nowhere in the code."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.base.errors import BadInput, DomainError
from duban.packs.contents import Content, Item, Said
from duban.packs.models import RuleParameter, number_of
from duban.packs.writing import put

FIELDS = ("code", "title", "value", "unit", "basis", "article", "from", "to", "local")


class MissingRule(DomainError):
    """A rule is asked for that no pack has brought, or that does not hold on that day."""

    status = 409
    title = gettext_lazy("A rule parameter is missing")


class Rulebook:
    """Every rule with its versions. A rule that changes in the middle of a year applies from its date."""

    def __init__(self, parameters: Iterable[RuleParameter]) -> None:
        self._versions: dict[str, list[RuleParameter]] = defaultdict(list)
        for parameter in sorted(parameters, key=lambda each: each.from_on or datetime.date.min):
            self._versions[parameter.code].append(parameter)

    def at(self, code: str, day: datetime.date) -> RuleParameter:
        """The version that holds on that day.

        Raises:
            MissingRule: there is none.
        """
        found = self.find(code, day)
        if found is None:
            raise MissingRule(
                _("No rule %(code)s holds on %(day)s. Install the pack that brings it.") % {"code": code, "day": day}
            )
        return found

    def find(self, code: str, day: datetime.date) -> RuleParameter | None:
        """The version that holds on that day; None when there is none. The latest beginning counts."""
        held = (
            version
            for version in reversed(self._versions[code])
            if (version.from_on is None or version.from_on <= day)
            and (version.until_on is None or day <= version.until_on)
        )
        return next(held, None)

    def below(self, prefix: str, day: datetime.date) -> list[RuleParameter]:
        """The versions that hold on that day of all rules whose code begins so, by code."""
        codes = sorted(code for code in self._versions if code.startswith(prefix))
        return [rule for code in codes if (rule := self.find(code, day))]

    def number(self, code: str, day: datetime.date) -> Fraction:
        """The value on that day, exact."""
        return self.at(code, day).number

    def whole(self, code: str, day: datetime.date) -> int:
        """The value on that day as a whole number.

        Raises:
            MissingRule: there is none, or it is no whole number.
        """
        number = self.number(code, day)
        if number.denominator != 1:
            raise MissingRule(_("Rule %(code)s must be a whole number.") % {"code": code})
        return int(number)

    def is_on(self, code: str, day: datetime.date) -> bool:
        """Whether a rule of the kind yes/no says yes on that day."""
        return self.number(code, day) != 0


def rulebook() -> Rulebook:
    """All rules of this installation. One query."""
    return Rulebook(RuleParameter.objects.all())


# ---------------------------------------------------------------- as content of packs


def _read(document: Any, where: str) -> list[Item]:
    rows = document.get("rules") if isinstance(document, dict) else None
    if not isinstance(rows, list):
        raise BadInput(_("The pack does not hold."), places=[(where, _("no list"), "rules: […]")])
    faults: list[tuple[str, str, str]] = []
    items = []
    for number, row in enumerate(rows, start=1):
        place = f"{where} {row.get('code') or number}" if isinstance(row, dict) else f"{where} {number}"
        found = list(_faults(place, row))
        faults += found
        if not found:
            said = {name: str(row.get(name, "")) for name in FIELDS}
            said["local"] = "true" if said["local"] == "true" else ""
            items.append(Item(f"{said['code']}@{said['from']}", said["title"], said))
    if faults:
        raise BadInput(_("The pack does not hold."), places=faults)
    return items


def _faults(place: str, row: Any) -> Iterator[tuple[str, str, str]]:
    if not isinstance(row, dict):
        yield place, str(row), "{code: …, title: …, value: …, basis: …}"
        return
    for name in ("code", "title", "value", "basis"):
        if not row.get(name):
            yield f"{place} {name}", _("not given"), _("a text")
    for name in sorted(set(row) - set(FIELDS)):
        yield f"{place} {name}", _("not known here"), "、".join(FIELDS)
    try:
        number_of(str(row.get("value", "0")))
    except (ValueError, ZeroDivisionError):
        yield f"{place} value", str(row["value"]), _("a number, a fraction such as 1/3, 是 or 否")
    for name in ("from", "to"):
        if row.get(name) and _day(str(row[name])) is None:
            yield f"{place} {name}", str(row[name]), "2026-05-18"


def _day(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None


def _said(parameter: RuleParameter) -> Said:
    return {
        "code": parameter.code,
        "title": parameter.title,
        "value": parameter.value,
        "unit": parameter.unit,
        "basis": parameter.basis,
        "article": parameter.article,
        "from": str(parameter.from_on or ""),
        "to": str(parameter.until_on or ""),
        "local": "true" if parameter.is_local else "",
    }


def _present(codes: Collection[str]) -> dict[str, Said]:
    names = {code.split("@")[0] for code in codes}
    found = {f"{p.code}@{p.from_on or ''}": _said(p) for p in RuleParameter.objects.filter(code__in=names)}
    return {code: said for code, said in found.items() if code in codes}


def _write(items: Sequence[Item]) -> None:
    texts = ("code", "title", "value", "unit", "basis", "article")
    rows = [
        {
            **{name: item.said[name] for name in texts},
            "from_on": _day(item.said["from"]),
            "until_on": _day(item.said["to"]),
            "is_local": bool(item.said["local"]),
        }
        for item in items
    ]
    put(RuleParameter, ("code", "from_on"), rows)


def _remove(codes: Collection[str]) -> None:
    for code in codes:
        name, _at, day = code.partition("@")
        RuleParameter.objects.filter(code=name, from_on=_day(day)).delete()


_needed: dict[str, str | Any] = {}


def need(room: str | Any, *codes: str) -> None:
    """A room cannot work without these rules: they stay when the pack that brought them goes."""
    _needed.update(dict.fromkeys(codes, room))


def _in_use(codes: Collection[str]) -> dict[str, str]:
    return {code: str(_needed[name]) for code in codes if (name := code.split("@")[0]) in _needed}


CONTENT = Content(
    name="rules",
    label=gettext_lazy("rule parameters"),
    read=_read,
    present=_present,
    write=_write,
    remove=_remove,
    in_use=_in_use,
    place=10,
)
