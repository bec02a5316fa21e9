"""Steps of admission as a workbook: ways begin and go on by it, nobody becomes a member by it, and it can be taken back."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from duban.documents.exchange.tests.workbooks import brought_in, downloaded, faults, sent, verdicts, written
from duban.ledgers.admission.actions import record_decision, record_step
from duban.ledgers.admission.models import Admission, AdmissionStep, StepRecord
from duban.orgs.models import Grant, Person
from duban.orgs.tests import factories
from duban.packs.actions import install_folder
from duban.packs.folder import folder_named

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen", "browser_files")]

HEAD = ("姓名", "所在组织", "步骤", "日期", "截止日期", "应到人数", "赞成票", "学时")
BRANCH = "北局第一党支部"


@pytest.fixture
def tree(settings, tmp_path):
    settings.FILES = tmp_path / "files"
    found = factories.tree()
    install_folder(folder_named("core"))
    Person.objects.create(name="李三", unit=found.north_1, membership="none")
    return found


@pytest.fixture
def cadre(tree):
    client = Client()
    client.force_login(factories.account(factories.person("许文静", unit=tree.north, unit_cadre=tree.north)))
    return client


def name(code):
    return AdmissionStep.objects.get(code=code).name


def row(code, day, *more, who="李三"):
    return (who, BRANCH, name(code), datetime.date.fromisoformat(day), *more)


def codes():
    return list(AdmissionStep.objects.order_by("place").values_list("code", flat=True))


def test_a_way_begins_and_goes_on_by_a_workbook_and_is_taken_back_whole(cadre, tree):
    first, second, third = codes()[:3]
    book = written(发展党员=[HEAD, row(first, "2025-03-01"), row(second, "2025-03-20"), row(third, "2025-10-01")])

    batch = brought_in(cadre, sent(cadre, book))

    assert verdicts(batch) == [(2, "created"), (3, "created"), (4, "created")]
    way = Admission.objects.get()
    assert (way.person.name, way.unit) == ("李三", tree.north_1)
    assert way.stage == (AdmissionStep.objects.get(code=third).said.get("opens") or "applicant")
    assert way.records.count() == 3
    assert verdicts(sent(cadre, downloaded(cadre, "exchange_rows", "admission-steps"))) == [
        (2, "unchanged"), (3, "unchanged"), (4, "unchanged"),
    ]  # fmt: skip

    cadre.post(reverse("take_back", args=[batch.pk]))

    assert not StepRecord.objects.exists()
    assert not Admission.objects.exists()


def test_an_application_with_a_later_step_of_the_page_stays(cadre, tree):
    batch = brought_in(cadre, sent(cadre, written(发展党员=[HEAD, row("application", "2025-03-01")])))
    user = factories.account(factories.person("陆明", unit=tree.north_1, branch_secretary=tree.north_1))
    record_step(Admission.objects.get(), by=user, step=codes()[1], happened_on=datetime.date(2025, 3, 20))

    answer = cadre.post(reverse("take_back", args=[batch.pk]))

    assert answer.status_code == 422
    assert name(codes()[1]) in answer.content.decode()
    assert StepRecord.objects.count() == 2


def test_a_meeting_with_a_later_approval_of_the_page_stays_as_on_the_page(cadre, tree):
    brought_in(cadre, sent(cadre, written(发展党员=[HEAD, row("application", "2025-03-01")])))
    batch = brought_in(cadre, sent(cadre, written(发展党员=[HEAD, row("meeting", "2026-03-20")])))
    user = factories.account(factories.person("周敏", unit=tree.committee, committee_admin=tree.committee))
    record_decision(Admission.objects.get(), by=user, step="approval", happened_on=datetime.date(2026, 4, 20))

    answer = cadre.post(reverse("take_back", args=[batch.pk]))

    assert answer.status_code == 422
    assert name("approval") in answer.content.decode()
    assert StepRecord.objects.filter(step__code="meeting").exists()


def test_a_superiors_step_is_taken_back_by_those_only_who_record_it(tree):
    cadre = Client()
    cadre.force_login(factories.account(factories.person("陆明", unit=tree.north_1, unit_cadre=tree.north_1)))
    rows = [row("application", "2025-03-01"), row("filing", "2025-04-01")]
    batch = brought_in(cadre, sent(cadre, written(发展党员=[HEAD, *rows])))
    Grant.objects.update(role="branch_secretary")

    assert cadre.post(reverse("take_back", args=[batch.pk])).status_code == 422
    assert StepRecord.objects.count() == 2


@pytest.mark.parametrize("code", ["approval", "conversion_approval", "archive"])
def test_nobody_becomes_a_member_by_a_sheet(cadre, tree, code):
    batch = sent(cadre, written(发展党员=[HEAD, row("application", "2025-03-01"), row(code, "2026-03-01")]))

    assert verdicts(batch) == [(2, "created"), (3, "rejected")]
    assert faults(batch)[0][0] == "发展党员!C3"


def test_what_the_page_would_refuse_is_refused_cell_by_cell(cadre, tree):
    Person.objects.create(name="党员甲", unit=tree.north_1, membership="full")
    step = codes()[1]
    rows = [
        row(step, "2025-03-01"),  # before the application
        row("application", "2025-03-01", who="党员甲"),
        row("application", "2027-03-01"),
        row("application", "2025-03-01", "2025-04-01"),
        row("application", "2025-03-01"),
        row("application", "2025-03-02"),
        row(step, "2025-04-01"),
        row(step, "2025-04-02"),
        ("李三", BRANCH, "没有这一步", datetime.date(2025, 4, 1)),
    ]

    batch = sent(cadre, written(发展党员=[HEAD, *rows]))

    once = not AdmissionStep.objects.get(code=step).said.get("recurs")
    assert [verdict for _number, verdict in verdicts(batch)] == [
        "rejected", "rejected", "rejected", "rejected", "created", "rejected", "created",
        "rejected" if once else "created", "rejected",
    ]  # fmt: skip
    cells = [where for where, *_rest in faults(batch)]
    assert cells[:5] == ["发展党员!C2", "发展党员!A3", "发展党员!D4", "发展党员!E5", "发展党员!C7"]
    assert cells[-1] == "发展党员!C10"


def test_the_branch_does_not_record_what_its_superior_does(tree):
    superiors = next(s for s in AdmissionStep.objects.all() if s.said["decides"] == "superior" and s.code not in ("approval", "conversion_approval", "archive"))  # fmt: skip
    client = Client()
    client.force_login(factories.account(factories.person("陆明", unit=tree.north_1, branch_secretary=tree.north_1)))

    batch = sent(client, written(发展党员=[HEAD, row("application", "2025-03-01"), row(superiors.code, "2025-04-01")]))

    assert verdicts(batch) == [(2, "created"), (3, "rejected")]
    assert faults(batch)[0][0] == "发展党员!C3"
