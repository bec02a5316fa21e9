"""The story of one candidate: applies, is talked to too late, is chosen, admitted, put on probation for longer, and converted."""

import datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from duban.audit.models import Entry
from duban.ledgers.admission.models import Admission
from duban.orgs.models import Person
from duban.orgs.tests import factories
from duban.packs.actions import install_folder
from duban.packs.folder import folder_named

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("browser_files")]


class Desk:
    """One person at a browser, who comes back on another day."""

    def __init__(self, name: str, **roles) -> None:
        (unit,) = roles.values()
        self.user = factories.account(factories.person(name, unit=unit, **roles))
        self.client = Client()

    def on(self, day: str) -> "Desk":
        self.client.force_login(self.user)
        return self

    def page(self, way: Admission) -> str:
        return self.client.get(reverse("admission", args=[way.pk])).content.decode()

    def do(self, verb: str, way: Admission, step: str, day: str, **said) -> int:
        form = {"step": step, "happened_on": day, "is_yes": "yes", **said}
        return self.client.post(reverse(verb, args=[way.pk]), form).status_code


def at(day: str):
    return time_machine.travel(datetime.datetime.fromisoformat(f"{day}T02:00:00+00:00"), tick=False)


def test_from_application_to_conversion_with_a_late_talk_and_an_extension():
    with at("2026-06-01"):
        tree = factories.tree()
        install_folder(folder_named("core"))
        secretary = Desk("许文静", branch_secretary=tree.north_1)
        cadre = Desk("赵立", unit_cadre=tree.north)
        secretary.on("2026-06-01").client.post(
            reverse("open_admission", args=[tree.north_1.pk]),
            {"applied_on": "2026-06-01", "name": "丁一", "born_in": "1998-03", "education": "20"},
        )
        way = Admission.objects.get()
        assert "党组织派人谈话，2026-07-01以前" in secretary.page(way)

    with at("2026-07-10"):
        # The to-do list has it among what is late; the talk is recorded as it happened, and says so ever after.
        assert (
            "登记北局第一党支部<b>丁一</b>的党组织派人谈话"
            in secretary.on("2026-07-10").client.get("/").content.decode()
        )
        assert secretary.do("record_step", way, "talk", "2026-07-10") == 302
        assert "办理于2026-07-10，最迟应为2026-07-01" in secretary.page(way)
        assert secretary.do("record_step", way, "activist", "2026-07-10") == 302
        assert (
            cadre.on("2026-07-10").do("record_decision", way, "filing", "2026-07-10", number="示党备〔2026〕4号") == 302
        )
        assert secretary.do("record_step", way, "contact", "2026-07-10") == 302

    with at("2027-07-20"):
        secretary.on("2027-07-20")
        cadre.on("2027-07-20")
        for day in ("2027-01-08", "2027-07-05"):
            assert secretary.do("record_step", way, "review", day) == 302
        assert secretary.do("record_step", way, "notice", "2027-07-05", until_on="2027-07-09") == 302
        # A year is over on 10 July 2027; nobody has confirmed the calendar of 2027, so days that rest on it are provisional.
        assert secretary.do("record_step", way, "target", "2027-07-12") == 302
        page = secretary.page(way)
        assert "最早应为2027-07-10" not in page
        assert "发展对象" in page

    with at("2027-11-01"):
        secretary.on("2027-11-01")
        cadre.on("2027-11-01")
        assert secretary.do("record_step", way, "political_review", "2027-08-01") == 302
        assert cadre.do("record_decision", way, "training", "2027-08-10", until_on="2027-08-12") == 302
        assert secretary.do("record_step", way, "committee_review", "2027-08-20") == 302
        assert cadre.do("record_decision", way, "pre_review", "2027-08-25", number="示党审〔2027〕2号") == 302
        assert secretary.do("record_step", way, "meeting", "2027-09-01", eligible_count=20, yes_count=18) == 302
        assert cadre.do("record_decision", way, "superior_talk", "2027-09-10") == 302
        # The secretary does not approve the own candidate.
        assert secretary.do("record_decision", way, "approval", "2027-10-20") == 403
        assert cadre.do("record_decision", way, "approval", "2027-10-20", number="示党批〔2027〕9号") == 302
        person = Person.objects.get(name="丁一")
        assert (person.membership, person.joined_on) == ("probationary", datetime.date(2027, 9, 1))
        assert secretary.do("record_step", way, "oath", "2027-10-30") == 302

    with at("2028-09-05"):
        cadre.on("2028-09-05")
        assert "支部党员大会讨论转正，2028-09-01以前" in cadre.page(way)
        assert cadre.do("record_decision", way, "extension", "2028-09-02", number="示党延〔2028〕1号", months=6) == 302
        assert "支部党员大会讨论转正，2029-03-01以前" in cadre.page(way)

    with at("2029-04-02"):
        secretary.on("2029-04-02")
        cadre.on("2029-04-02")
        assert secretary.do("record_step", way, "conversion_application", "2029-02-20") == 302
        assert (
            secretary.do("record_step", way, "conversion_meeting", "2029-03-05", eligible_count=20, yes_count=19) == 302
        )
        assert cadre.do("record_decision", way, "conversion_approval", "2029-04-01", number="示党转〔2029〕3号") == 302
        assert secretary.do("record_step", way, "archive", "2029-04-02") == 302
        person = Person.objects.get(name="丁一")
        way.refresh_from_db()
        page = secretary.page(way)

    assert (person.membership, person.joined_on, person.converted_on) == (
        "full", datetime.date(2027, 9, 1), datetime.date(2029, 3, 1),
    )  # fmt: skip
    assert (way.stage, way.ended_on) == ("full", datetime.date(2029, 4, 2))
    assert [(each.membership, str(each.until_on)) for each in person.stays.order_by("until_on")] == [
        ("none", "2027-08-31"), ("probationary", "2029-02-28"),
    ]  # fmt: skip
    # The late talk is the one thing that stands to the end; everything is in the trail.
    assert page.count('class="remark') == 1
    assert "办理于2026-07-10，最迟应为2026-07-01" in page
    assert Entry.objects.filter(subject=way.key).count() == way.records.count() - 1
