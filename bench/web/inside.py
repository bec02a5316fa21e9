"""Runs inside the project: where the pages are, and how many SQL statements a warm request for each costs."""

import json
import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duban.settings")
django.setup()

from django.db import connection  # noqa: E402 - after the set-up
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402
from pages import PAGES  # noqa: E402

from duban.assessment.models import Period, Standing  # noqa: E402
from duban.cli.county.places import SHOWN  # noqa: E402
from duban.duties.models import Task  # noqa: E402
from duban.orgs.models import Person, Unit, User  # noqa: E402
from duban.orgs.session import BEGAN, SEEN  # noqa: E402


def addresses() -> dict[str, str]:
    """The address of each page, by its key."""
    unit = Unit.objects.filter(name__endswith=SHOWN[1:]).order_by("path")[0]
    standing, period = Standing.objects.get(unit=unit), Period.objects.get()
    return {
        **dict.fromkeys(("home_officer", "home_secretary", "home_branch"), reverse("home")),
        "standing": reverse("standing", args=[standing.pk]),
        "matrix": reverse("matrix", args=[period.pk]),
        "tasks": reverse("task_list"),
        "units": reverse("unit_list"),
        "unit": reverse("unit", args=[unit.pk]),
        "people": reverse("person_list"),
        "people_rows": reverse("person_list"),
        "chip": reverse("standing_chip", args=[unit.pk]),
        "log_in": reverse("log_in"),
    }


def client_of(who: str) -> Client:
    """A browser in which that account is logged in."""
    client = Client(SERVER_NAME="localhost")
    if who:
        client.force_login(User.objects.get(username=who), backend="django.contrib.auth.backends.ModelBackend")
        session = client.session
        session[BEGAN] = session[SEEN] = int(timezone.now().timestamp())
        session.save()
    return client


def cost(client: Client, address: str, *, fragment: bool) -> int:
    """SQL statements of the second request for that address."""
    statements = 0

    def count(execute, sql, params, many, context):
        nonlocal statements
        statements += 1
        return execute(sql, params, many, context)

    headers = {"HX-Request": "true"} if fragment else {}
    client.get(address, headers=headers)
    with connection.execute_wrapper(count):
        answer = client.get(address, headers=headers)
    assert answer.status_code == 200, f"{address}: {answer.status_code}"
    return statements


if __name__ == "__main__":
    where = addresses()
    costs = {page.key: cost(client_of(page.who), where[page.key], fragment=page.fragment) for page in PAGES}
    sizes = {"units": Unit, "people": Person, "tasks": Task, "standings": Standing}
    made = {name: model.objects.count() for name, model in sizes.items()}
    print(json.dumps({"addresses": where, "queries": costs, "made": made}))
