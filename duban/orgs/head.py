"""Who is at the desk: what the head bar says of the person."""

from typing import Any

from django.http import HttpRequest

from duban.orgs.models import Person, Unit
from duban.orgs.permits import grants_of, topmost

SAID = ("path", "short_name", "name")
"""What is asked of a unit here."""


def head_of_person(request: HttpRequest) -> dict[str, Any]:
    """Name, unit, and the body at the top of their tree. Two queries at most, once a request."""
    user: Any = request.user
    if not user.person_id:
        return {"head_person": str(user)}
    person = (
        Person.objects.select_related("unit").only("name", *(f"unit__{name}" for name in SAID)).get(pk=user.person_id)
    )
    # Somebody of a branch who acts for the whole unit stands here as the unit's.
    acts_for = next(iter(topmost(path for _role, path in grants_of(user))), person.unit.path)
    paths = {acts_for, acts_for[: Unit.steplen]}
    known = {person.unit.path: person.unit}
    if paths - set(known):
        known |= {unit.path: unit for unit in Unit.objects.only(*SAID).filter(path__in=paths).order_by()}
    top, unit = known.get(acts_for[: Unit.steplen]), known.get(acts_for)
    return {"head_org": str(top or ""), "head_person": person.name, "head_unit": str(unit or person.unit)}
