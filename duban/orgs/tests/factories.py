"""Small real things to test with."""

from duban.orgs.models import Unit, UnitKind


def unit_kind(code: str = "organ", name: str = "县直机关") -> UnitKind:
    """The kind with this code, made when it is not there."""
    return UnitKind.objects.get_or_create(code=code, defaults={"name": name})[0]


def unit(name: str, *, below: Unit | None = None) -> Unit:
    """A unit below another, or a root."""
    fields = {"name": name, "kind": unit_kind()}
    return Unit.objects.add_child(below, fields) if below else Unit.objects.add_root(fields)
