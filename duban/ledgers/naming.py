"""People as others write them: by name, with the unit where two have the same name."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from duban.orgs.models import Person, Unit
from duban.orgs.permits import above_of, below


@dataclass(frozen=True)
class Named:
    """One entry of a list: the person, or what was found instead of one and what is expected."""

    text: str
    person: Person | None
    found: str = ""
    expected: str = ""


def people_written(texts: Sequence[str], within: Unit) -> list[Named]:
    """The person of each text, "name" or "name unit", among those of the unit and below it. Two queries at most.

    The words behind the name fit a unit by a part of its own name, or of one above it. Where a name is not shared they are
    looked at too: who is not of the unit that is written is not meant.
    """
    parts = [text.replace("\u3000", " ").split() for text in texts]
    names = {words[0] for words in parts if words}
    people = Person.objects.here().filter(below(within.path, "unit__path"), name__in=names)
    by_name: dict[str, list[Person]] = {}
    for person in people.select_related("unit").order_by("unit__path", "pk"):
        by_name.setdefault(person.name, []).append(person)
    ways = _ways_of(
        [person for same in by_name.values() for person in same], needed=any(len(words) > 1 for words in parts)
    )
    return [_named(text, words, by_name, ways) for text, words in zip(texts, parts, strict=True)]


def _ways_of(people: Sequence[Person], *, needed: bool) -> dict[str, str]:
    """Path of a unit → the names on the way down to it."""
    paths = {person.unit.path for person in people}
    if not needed or not paths:
        return {}
    wanted = paths | {above for path in paths for above in above_of(path)}
    names = {
        path: f"{name} {short}"
        for path, name, short in Unit.objects.filter(path__in=wanted).values_list("path", "name", "short_name")
    }
    return {path: " ".join(names[each] for each in (*above_of(path), path) if each in names) for path in paths}


def _named(text: str, words: list[str], by_name: dict[str, list[Person]], ways: dict[str, str]) -> Named:
    same = by_name.get(words[0], []) if words else []
    for word in words[1:]:
        same = [person for person in same if word in ways.get(person.unit.path, "")]
    if len(same) == 1:
        return Named(text, same[0])
    if not same:
        return Named(text, None, _("nobody of this name here"), _("a name of this organisation or below it"))
    units = "、".join(person.unit.name for person in same[:4])
    found = _("%(n)s of this name: add the unit (%(units)s)") % {"n": len(same), "units": units}
    return Named(text, None, found, _("name and organisation, one of: %(names)s") % {"names": units})
