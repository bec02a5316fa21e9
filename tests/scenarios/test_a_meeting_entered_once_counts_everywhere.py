"""The story of one branch meeting: asked for on the first page, entered once with who was absent, and then it is evidence
of the unit's task, fulfils the rule of the month, and its decision is a task of somebody."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from duban.duties import actions
from duban.duties.models import Task
from duban.duties.tests import factories as duties
from duban.ledgers.models import LedgerRecord
from duban.ledgers.tests import factories as ledgers
from duban.orgs.tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen", "browser_files")]


class Desk:
    """One person at a browser."""

    def __init__(self, name: str, **roles) -> None:
        (unit,) = roles.values()
        self.user = factories.account(factories.person(name, unit=unit, **roles))
        self.client = Client()
        self.client.force_login(self.user)


@pytest.fixture
def tree():
    found = factories.tree()
    ledgers.core()
    return found


def test_a_meeting_entered_once_counts_everywhere(tree):
    secretary, cadre = Desk("许文静", branch_secretary=tree.north_1), Desk("许明", unit_cadre=tree.north)
    people = ledgers.members(tree.north_1, 9, committee=3)
    of_branch = duties.task(tree.north_1, issuer=tree.north, title="支部组织生活按规定开展")
    of_unit = duties.task(tree.north, issuer=tree.committee, title="支部组织生活按规定开展并形成决定")

    # The first page asks for it, and leads to the form.
    home = secretary.client.get(reverse("home"))
    assertContains(home, "支部党员大会")
    url = f"{reverse('new_record')}?unit={tree.north_1.pk}&kind=members_meeting"
    assertContains(home, url.replace("&", "&amp;"))

    # The form says what it will count for, and which open task it can serve.
    form = secretary.client.get(url)
    assertContains(form, "录入后完成")
    assertContains(form, of_branch.key)

    # One minute: theme, who was absent, what was decided, one tick.
    answer = secretary.client.post(
        reverse("enter_record", args=[tree.north_1.pk, "members_meeting"]),
        {
            "held_on": "2026-11-20", "theme": "讨论活动室维修", "absent": [people[8].pk], f"reason-{people[8].pk}": "trip",
            "listed": [person.pk for person in people],
            "decision_0": "修好活动室", "owner_0": people[1].name, "due_0": "2026-12-10", "serves": [of_branch.key],
        },
    )  # fmt: skip
    made = LedgerRecord.objects.get()
    assert answer.url == reverse("record", args=[made.pk])
    assert (made.eligible_count, made.present_count) == (9, 8)

    # It is evidence of the branch's task, which is handed in without another word.
    actions.submit_task(of_branch, by=secretary.user)
    assertContains(cadre.client.get(reverse("task", args=[of_branch.pk])), "讨论活动室维修")

    # The unit uses the same record for its own task.
    assertContains(cadre.client.get(reverse("task", args=[of_unit.pk])), "可用的记录")
    cadre.client.post(reverse("bind_record", args=[of_unit.pk]), {"record": made.pk})
    assert of_unit.bindings.get().evidence == of_branch.bindings.get().evidence

    # The rule of the quarter is done, and the first page does not ask any more.
    assertContains(secretary.client.get(reverse("unit_life", args=[tree.north_1.pk])), "✓1")
    assertNotContains(secretary.client.get(reverse("home")), url.replace("&", "&amp;"))

    # The decision is a task of the person who answers for it.
    decided = Task.objects.get(decision__isnull=False)
    assert (decided.owner, decided.due_on) == (people[1], datetime.date(2026, 12, 10))
    assertContains(secretary.client.get(reverse("task", args=[decided.pk])), "修好活动室")
