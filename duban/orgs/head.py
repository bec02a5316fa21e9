"""Who is at the desk: what the head bar says of the person."""

from typing import Any

from django.http import HttpRequest

from duban.orgs.models import Person, Unit
from duban.orgs.permits import grants_of, topmost


def head_of_person(request: HttpRequest) -> dict[str, Any]:
    """Name, unit, and the body at the top of their tree. Two queries at most, once a request."""
    user: Any = request.user
    person = Person.objects.select_related("unit").filter(pk=user.person_id).first() if user.person_id else None
    if person is None:
        return {"head_person": str(user)}
    # Somebody of a branch who acts for the whole unit stands here as the unit's.
    acts_for = next(iter(topmost(path for _role, path in grants_of(user))), person.unit.path)
    paths = {acts_for, acts_for[: Unit.steplen]}
    known = {person.unit.path: person.unit}
    if paths - set(known):
        known |= {unit.path: unit for unit in Unit.objects.filter(path__in=paths)}
    top, unit = known.get(acts_for[: Unit.steplen]), known.get(acts_for)
    return {"head_org": str(top or ""), "head_person": person.name, "head_unit": str(unit or person.unit)}
