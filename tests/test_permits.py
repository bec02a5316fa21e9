"""Permits: one declaration answers for a row and for a list, and the printed table is what the code says."""

import itertools
from dataclasses import replace
from pathlib import Path

import pytest

import duban.urls  # noqa: F401 - every room's permits are declared once its addresses are known
from duban.asks.burden.models import Demand, Request, Suggestion
from duban.asks.burden.tests import factories as burdens
from duban.asks.channels.models import Channel
from duban.assessment.models import Period, Scheme, Standing
from duban.base import clock
from duban.documents.exchange.models import Batch
from duban.documents.library.models import Document
from duban.documents.library.tests import factories as library
from duban.documents.models import File, FileVersion
from duban.documents.official.models import Approval, OfficeTemplate, OfficialDocument
from duban.documents.official.tests import factories as official
from duban.duties.issues.models import Issue
from duban.duties.models import Campaign, ResponsibilityList, Task
from duban.duties.supervision.models import Extension, JointConference, Measure, SupervisionNotice
from duban.duties.tests import factories as duties
from duban.ledgers.admission.models import Admission, StepRecord
from duban.ledgers.cadres.models import CadrePost, Filing, HandOver, Objection, PlannedClass, Secondment
from duban.ledgers.cadres.tests import factories as cadres
from duban.ledgers.dues.models import MonthlyDue
from duban.ledgers.models import LedgerRecord, RecordKind
from duban.ledgers.terms.models import Term
from duban.ledgers.weak.models import WeakEntry
from duban.orgs.models import ADMINISTRATORS, Correction, Grant, Person, Post, Relation, Role, Unit, User
from duban.orgs.permission_table import permission_table
from duban.orgs.permits import PERMITS
from duban.orgs.tests import factories

ROOT = Path(__file__).resolve().parent.parent


def rows_of(name: str):
    """The kind of object that a permit is about, all rows of it."""
    kinds = {
        "orgs.view_unit": Unit, "orgs.view_person": Person, "orgs.grant_role": Person, "orgs.open_account": Person,
        "orgs.issue_first_password": Person, "orgs.close_account": Person, "orgs.appoint": Person,
        "orgs.view_account": Person, "orgs.end_post": Post, "orgs.revoke_role": Grant,
        "orgs.view_grant": Person, "orgs.unlock_account": Person, "orgs.reopen_account": Person, "orgs.view_trail": Unit,
        "orgs.add_person": Unit, "orgs.answer_correction": Correction,
        **dict.fromkeys((
            "orgs.change_person", "orgs.correct_spelling", "orgs.change_membership", "orgs.transfer_membership",
            "orgs.leave", "orgs.re_enter", "orgs.take_back_step", "orgs.show_sealed",
        ), Person),
        "packs.view_rule": Unit, "packs.view_pack": Unit, "packs.install_pack": Unit, "packs.uninstall_pack": Unit,
        "packs.confirm_calendar_year": Unit, "asks.view_warning": Unit, "asks.note_warning": Unit,
        "channels.view_channel": Channel, "channels.add_channel": Unit, "channels.stop_channel": Channel,
        "channels.test_channel": Channel, "background.view_job": Unit, "background.run_again": Unit,
        "issues.raise_issue": Unit,
        "burden.view_burden": Demand, "burden.view_request": Request, "burden.sign_request": Request,
        "burden.want_signature": Unit, "burden.view_report": Unit, "burden.view_self_check": Unit,
        "burden.view_suggestion": Suggestion, "burden.answer_suggestion": Suggestion,
        **dict.fromkeys((f"issues.{verb}" for verb in (
            "view_issue", "plan_issue", "rectify_issue", "return_issue", "close_issue", "recheck_issue", "withdraw_issue",
        )), Issue),
        "supervision.draft_notice": Unit, "supervision.set_up_conference": Unit,
        **dict.fromkeys((f"supervision.{verb}" for verb in (
            "view_conference", "seat_member", "unseat_member", "pass_decision",
        )), JointConference),
        **dict.fromkeys((f"supervision.{verb}" for verb in (
            "view_notice", "view_notice_draft", "change_notice", "issue_notice", "sign_notice", "feed_back_notice",
            "return_notice", "close_notice", "withdraw_notice", "ask_delay", "remind_unit", "take_measure",
        )), SupervisionNotice),
        **dict.fromkeys((f"supervision.{verb}" for verb in (
            "view_extension", "second_delay", "approve_delay", "refuse_delay",
        )), Extension),
        **dict.fromkeys((f"supervision.{verb}" for verb in ("view_measure", "answer_measure", "lift_measure")), Measure),
        "weak.view_weak": WeakEntry, "weak.enter_weak": Unit, "weak.set_plan": WeakEntry, "weak.lift_weak": WeakEntry, "terms.open_term": Unit,
        "library.add_document": Unit,
        "official.start_document": Unit, "official.view_profile": Unit, "official.set_profile": Unit,
        "official.set_chain": Unit, "official.note_outside_numbers": Unit, "official.add_office_template": Unit,
        "official.retire_office_template": OfficeTemplate,
        "official.approve_step": Approval, "official.return_step": Approval,
        "dues.view_totals": Unit, "dues.view_dues": Unit, "dues.view_member_dues": Person, "dues.record_dues": Unit,
        "dues.view_monthly_due": MonthlyDue, "admission.view_steps": StepRecord,
        "dues.fix_dues": Unit, "dues.carry_over_dues": Unit, "dues.reduce_due": Person, "dues.record_voluntary": Person,
        "dues.transfer_dues": Unit, "dues.strike_transfer": Unit, "dues.strike_voluntary": Person,
        "dues.strike_reduction": Person, "dues.end_reduction": Person, "dues.publish_dues_notice": Unit,
        "ledgers.view_life": Unit, "ledgers.enter_record": Unit, "ledgers.view_record": LedgerRecord,
        "ledgers.correct_record": LedgerRecord, "ledgers.withdraw_record": LedgerRecord,
        "ledgers.attach_file": LedgerRecord,
        "orgs.end_relation": Relation, **dict.fromkeys((f"orgs.{verb}" for verb in (
            "found_unit", "rename_unit", "change_unit_kind", "place_units", "move_unit", "merge_units", "split_unit",
            "dissolve_unit", "re_set_branches", "set_relation",
        )), Unit),
        "admission.view_counts": Unit, "admission.view_unit_admissions": Unit, "admission.open_admission": Unit,
        "admission.view_admission": Admission, "admission.record_step": Admission, "admission.record_decision": Admission,
        "admission.strike_step": Admission, "admission.end_admission": Admission, "admission.resume_admission": Admission,
        "orgs.bring_in_unit": Unit, "orgs.found_by_sheet": Unit,
        "exchange.hold_workbook": Unit,
        "documents.view_file": FileVersion, "duties.view_list": ResponsibilityList,
        "duties.view_draft": ResponsibilityList, "duties.issue_list": ResponsibilityList, "duties.import_list": Unit,
        "duties.issue_campaign": Unit, "duties.view_campaign": Campaign, "duties.start_list": Unit,
        "assessment.view_scheme": Scheme, "assessment.publish_scheme": Scheme, "assessment.open_period": Unit,
        "assessment.view_matrix": Period, "assessment.view_standing": Standing,
        "cadres.view_cadre": CadrePost, "cadres.view_gaps": CadrePost, "cadres.view_staffing": Unit,
        "cadres.view_filing": Filing, "cadres.view_hand_over": HandOver, "cadres.view_training": PlannedClass,
        "cadres.view_duty_record": Person, "cadres.view_objection": Objection, "cadres.view_secondment": Secondment,
        "cadres.sort_posts": Unit, "cadres.enter_profession": Person, "cadres.open_filing": Unit,
        "cadres.record_opinion": Filing, "cadres.record_group_decision": Filing, "cadres.record_filing": Filing,
        "cadres.withdraw_filing": Filing, "cadres.open_hand_over": Post, "cadres.name_taker": HandOver,
        "cadres.note_points": HandOver, "cadres.pass_on_work": HandOver, "cadres.confirm_giving": HandOver,
        "cadres.confirm_taking": HandOver, "cadres.plan_class": Unit, "cadres.match_class": PlannedClass,
        "cadres.write_comment": Person, "cadres.object_to_line": Person, "cadres.answer_objection": Objection,
        "cadres.register_secondment": Person,
    }  # fmt: skip
    if name.startswith("exchange.") and name not in kinds:
        return Batch.objects.all()
    of_room = {"terms": Term, "library": Document, "official": OfficialDocument}
    return kinds.get(name, of_room.get(name.split(".")[0], Task)).objects.all()


@pytest.fixture
def world(db):
    """Everybody's known tree with one object of each kind in each unit."""
    tree = factories.tree()
    meeting = RecordKind.objects.create(code="meeting", name="会议", group="会议", definition="{}")
    for number, unit in enumerate(Unit.objects.all(), start=1):
        person = factories.person(f"人员{number}", unit=unit, branch_secretary=unit)
        Channel.objects.create(unit=unit, kind="mail", name="邮箱", counted_until=clock.now())
        Correction.objects.create(person=person, text="出生年月不对")
        Post.objects.create(person=person, unit=unit, title="委员", since_on=duties.DUE)
        Admission.objects.create(person=person, unit=unit)
        duties.responsibility_list(unit)
        library.document(unit, "手册", "正文。")
        official.one_of_each(unit)
        WeakEntry.objects.create(unit=unit, entered_on=duties.DUE, entry_symbol="一", reason="示例")
        Term.objects.create(unit=unit, starts_on=duties.DUE, ends_on=duties.DUE.replace(year=2030))
        duties.task(unit, issuer=tree.committee)
        burdens.sent(unit, unit, sent_at=None)
        burdens.suggestion(unit)
        LedgerRecord.objects.create(unit=unit, kind=meeting, held_on=duties.DUE, title="会议")
        cadres.one_of_each(unit, person)
        file = File.objects.create(unit=unit, title="纪要")
        FileVersion.objects.create(file=file, name="纪要.txt", media_type="text/plain", size_bytes=1, sha256="0" * 64)
        sender = User.objects.create(username=f"sender-{number}")
        Batch.objects.create(unit=unit, account=sender, name="台账.xlsx", sha256="0" * 64)
        scheme = Scheme.objects.create(unit=unit, name="方案", version="1", text="")
        period = Period.objects.create(
            unit=unit, year=2026, name="2026", scheme=scheme, starts_on=duties.DUE, ends_on=duties.DUE, closes_on=duties.DUE
        )  # fmt: skip
        Standing.objects.create(
            period=period, unit=unit, as_of=duties.DUE, total=0, due=0, fingerprint="", cells={}, account={}
        )
    return tree


@pytest.mark.parametrize("name", sorted(PERMITS))
def test_the_list_and_the_object_give_the_same_answer(world, name):
    permit, rows = PERMITS[name], rows_of(name)

    for role, unit in itertools.product(Role, (world.committee, world.north, world.north_2, world.south_1)):
        user = User(person=factories.person("查", unit=unit, **{role.value: unit}))
        listed = set(permit.scope(user, rows).values_list("pk", flat=True))
        allowed = {row.pk for row in rows.all() if permit.allows(user, row)}

        assert listed == allowed, (role, unit)
        # One's own is one's own in every role.
        assert replace(permit, own=()).scope(user, rows).exists() <= (role in permit.roles)


@pytest.mark.parametrize("name", sorted(PERMITS))
def test_nobody_without_a_grant_has_any_permit(world, name):
    nobody = User(person=factories.person("无", unit=world.north))

    permit = replace(PERMITS[name], own=())
    assert not permit.scope(nobody, rows_of(name)).exists()
    assert not any(permit.allows(nobody, row) for row in rows_of(name))


@pytest.mark.parametrize("name", sorted(name for name, permit in PERMITS.items() if permit.own))
def test_what_is_about_somebody_is_theirs_without_any_grant_and_nobody_elses(world, name):
    other = User(person=factories.person("无", unit=world.north))
    way = PERMITS[name].own[0].removesuffix("_id")
    row = rows_of(name).filter(**{f"{way}__isnull": False}).first()
    theirs = User(person=row if way == "pk" else getattr(row, way))
    rows = rows_of(name).filter(**{way: theirs.person_id})
    Grant.objects.filter(person=theirs.person).delete()

    assert rows.exists()
    assert set(PERMITS[name].scope(theirs, rows_of(name))) == set(rows)
    assert not set(PERMITS[name].scope(other, rows_of(name)).filter(pk__in=rows))


def test_a_grant_that_has_ended_gives_nothing(world, frozen):
    user = factories.account(factories.person("旧", unit=world.north, unit_cadre=world.north))
    Grant.objects.filter(person=user.person).update(until_on="2026-11-22")

    assert not PERMITS["duties.view_task"].scope(user, Task.objects.all()).exists()


def test_administrators_have_no_business_permit():
    """Accounts and roles, background work and the robots of groups are theirs: no content of anybody's work stands there.

    What everybody reads, they read too: the self-check of the rules, and suggestions with their answers.
    """
    open_to_all = {"burden.view_self_check", "burden.view_suggestion"}
    business = {name for name in PERMITS if not name.startswith(("orgs.", "background.", "channels."))} - open_to_all

    assert {name for name in business if PERMITS[name].roles & ADMINISTRATORS} == set()


def test_the_printed_table_is_what_the_code_says():
    printed = (ROOT / "docs" / "run" / "permissions.md").read_text(encoding="utf-8")

    assert printed == permission_table(), "run: python manage.py permission_table > docs/run/permissions.md"
