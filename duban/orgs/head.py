"""Who is at the desk: what the head bar says of the person."""

from typing import Any

from django.http import HttpRequest

from duban.orgs.models import Person, Unit


def head_of_person(request: HttpRequest) -> dict[str, Any]:
    """Name, unit, and the body at the top of their tree. Two queries at most, once a request."""
    user: Any = request.user
    person = Person.objects.select_related("unit").filter(pk=user.person_id).first() if user.person_id else None
    if person is None:
        return {"head_person": str(user)}
    top = person.unit if person.unit.depth == 1 else Unit.objects.filter(path=person.unit.path[: Unit.steplen]).first()
    return {"head_org": str(top or ""), "head_person": person.name, "head_unit": str(person.unit)}
