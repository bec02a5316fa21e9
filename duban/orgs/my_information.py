"""我的信息: what is kept of oneself, what for, who sees it, and what was asked to be corrected (个人信息保护法 art. 44–46)."""

from typing import Any

from duban.orgs.models import Person
from duban.orgs.person_fields import rows_of
from duban.orgs.person_forms import RequestCorrection


def my_page(user: Any, form: RequestCorrection) -> dict[str, Any]:
    """Everything the page shows; an account that is nobody's shows nothing. Six queries at most."""
    person = Person.objects.select_related("unit").filter(pk=user.person_id).first()
    if person is None:
        return {"person": None, "form": form}
    return {
        "person": person,
        "rows": rows_of(person),
        "posts": list(person.posts.select_related("unit")),
        "stays": list(person.stays.select_related("unit")),
        "grants": list(person.grants.in_force().select_related("unit")),
        "corrections": list(person.corrections.all()[:20]),
        "form": form,
    }
