"""Every address, every role, inside and outside the subtree: what the permission table says is what the server answers."""

import datetime
from dataclasses import dataclass

import pytest
from django.db import connection
from django.test import Client
from django.urls import get_resolver, reverse

from duban.asks.burden.tests import factories as burdens
from duban.assessment.tests import factories as assessment
from duban.documents.library.tests import factories as library
from duban.documents.models import File, FileVersion
from duban.documents.official.tests import factories as official
from duban.duties.issues.tests import factories as issues
from duban.duties.models import Campaign
from duban.duties.supervision.tests import factories as supervision
from duban.duties.tests import factories as duties
from duban.ledgers.admission.models import Admission
from duban.ledgers.cadres.tests import factories as cadres
from duban.ledgers.models import LedgerRecord, RecordKind
from duban.ledgers.terms.models import Term
from duban.ledgers.weak.models import WeakEntry
from duban.orgs.models import Person, Role, User
from duban.orgs.permits import PERMITS
from duban.orgs.session import OPEN
from duban.orgs.tests import factories
from duban.packs.actions import install_folder
from duban.packs.folder import folder_named

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]

OWN = {
    "home", "cadre_list", "staffing_list", "cultivation", "filing_list", "hand_over_list", "training_list",
    "training_gaps", "my_training", "my_duty_record", "objection_list", "secondment_list", "warning_list",
    "warning_digest", "reminder_list", "bell", "weak_list", "issue_register",
    "make_suggestion", "suggestion_list", "my_dues", "admission_list",
    "export_admissions", "term_list", "list_list", "task_list", "control_plan", "chosen_tasks", "campaign_list", "person_list",
    "my_information", "my_standing", "period_list", "scheme_list", "record_list", "life_list", "new_record",
    "library", "paper_list",
    "notice_register", "measure_register", "conference_list",
}  # fmt: skip
"""Pages of one's own: everybody may open them; what stands there is what the permits leave."""
WITH_PERMIT = {
    "unit_list": ("orgs.view_unit", {200}),
    "tree_on_day": ("orgs.view_unit", {200}),
    "account_list": ("orgs.view_account", {200}),
    "grant_list": ("orgs.view_grant", {200}),
    "entry_list": ("orgs.view_trail", {200}),
    "preview_campaign": ("duties.issue_campaign", {200}),
    "import_list": ("duties.import_list", {200}),
    "import_list_template": ("duties.import_list", {200}),
    "rule_list": ("packs.view_rule", {200}),
    **{name: ("burden.view_burden", {200}) for name in ("burden_ledger", "demand_list", "request_list")},
    "burden_report": ("burden.view_report", {200}),
    "self_check": ("burden.view_self_check", {200}),
    "channel_list": ("channels.view_channel", {200}),
    "job_list": ("background.view_job", {200}),
    "calendar_year_list": ("packs.view_rule", {200}),
    "reckon_dues": ("packs.view_rule", {200}),
    "dues_list": ("dues.view_totals", {200}),
    "admission_counts": ("admission.view_counts", {200}),
    "pack_list": ("packs.view_pack", {200}),
    "add_document": ("library.add_document", {200}),
    "new_paper": ("official.start_document", {200}),
    # Without the note of an upload there is nothing to look at.
    "preview_list": ("duties.import_list", {422}),
    "exchange_list": ("exchange.view_batch", {200}),
}
"""Pages about no object, for those who have the permit somewhere: what it answers them."""
OF_PACKS = {
    "pack": ("packs.view_pack", "get", {"code": "core"}),
    "calendar_year": ("packs.view_rule", "get", {"year": 2026}),
    "install_pack": ("packs.install_pack", "post", {"code": "core"}),
    "uninstall_pack": ("packs.uninstall_pack", "post", {"code": "core"}),
    "confirm_calendar_year": ("packs.confirm_calendar_year", "post", {}),
    "start_list": ("duties.start_list", "post", {}),
    "issue_campaign": ("duties.issue_campaign", "post", {}),
}
"""Addresses of packs and years, which belong to no unit: (permit, method, words of the address)."""
OF_WARNINGS = {"warning", "note_warning", "enter_weak", "raise_issue", "draft_notice", "set_up_conference"}
"""Addresses of one warning, by its key, and a form on a page of its own; whom they answer stands in the rooms' own tests."""
OF_JOBS = {"run_again", "reminder", "add_channel", "stop_channel", "test_channel"}
"""Groups that are told, one run of background work, which belongs to no unit, and a person's own reminder; their own tests say whom they answer."""
OF_SHEETS = {
    "exchange_template": ("orgs.change_person", {"code": "people"}),
    "exchange_rows": ("orgs.view_person", {"code": "people"}),
}
"""Workbooks of one kind of rows: (permit, words of the address)."""
OF_BATCHES = {"batch", "compare_batch", "batch_progress", "decide", "bring_in", "take_back", "batch_verdicts"}
"""A workbook that came in is seen by the one who sent it; duban.documents.exchange tests it."""
OF_PAPERS = {"approve_step", "return_step", "start_paper", "download_paper_pdf"}
"""A post's word is that of the very role; another room's object has its own permit; PDF needs a program. Tested in their room."""
SESSION = OPEN | {"log_out", "change_password"}
DEVELOPMENT = {"gallery", "specimen_panel", "refusal"}
DAY = datetime.date(2026, 11, 20)
DONE = {200, 302, 409, 422}


@dataclass(frozen=True)
class Address:
    """An address: the permit to see its object, the permit for what it does, the key of the object."""

    name: str
    view: str
    verb: str = ""
    of: str = "task"


ADDRESSES = [
    *(Address(verb, "duties.view_task", f"duties.{verb}") for verb in (
        "submit_task", "return_task", "accept_task", "waive_task", "assign_task", "split_task", "add_evidence",
        "bind_evidence", "bind_record", "unbind_evidence", "remind_task", "extend_task",
    )),
    Address("campaign", "duties.view_campaign", of="campaign"),
    Address("plan_of_unit", "orgs.view_unit", of="unit"),
    Address("task", "duties.view_task"),
    Address("responsibility_list", "duties.view_list", of="list"),
    Address("export_list", "duties.view_list", of="list"),
    Address("issue_list", "duties.view_list", "duties.issue_list", of="list"),
    Address("duty", "duties.view_list", of="duty"),
    Address("unit", "orgs.view_unit", of="unit"),
    Address("unit_about", "orgs.view_unit", of="unit"),
    *(Address(verb, "orgs.view_unit", f"orgs.{verb}", of="unit") for verb in (
        "found_unit", "rename_unit", "change_unit_kind", "place_units", "move_unit", "merge_units", "split_unit",
        "dissolve_unit", "re_set_branches", "set_relation",
    )),
    # Its permit is about a relation; whoever sets one for the unit may end it.
    Address("end_relation", "orgs.view_unit", "orgs.set_relation", of="unit"),
    Address("unit_changes", "orgs.rename_unit", of="unit"),
    Address("re_setting", "orgs.re_set_branches", of="unit"),
    Address("person", "orgs.view_person", of="person"),
    *(Address(verb, "orgs.view_person", f"orgs.{verb}", of="person") for verb in ("appoint", "end_post")),
    Address("account", "orgs.view_account", of="person"),
    *(Address(verb, "orgs.view_account", f"orgs.{verb}", of="person") for verb in (
        "open_account", "issue_first_password", "close_account", "reopen_account", "unlock_account",
    )),
    Address("person_grants", "orgs.view_grant", of="person"),
    *(Address(verb, "orgs.view_person", f"orgs.{verb}", of="person") for verb in (
        "change_person", "correct_spelling", "change_membership", "transfer_membership", "leave", "re_enter",
        "take_back_step", "show_sealed",
    )),
    Address("answer_correction", "orgs.view_person", "orgs.change_person", of="person"),
    Address("new_person", "orgs.add_person", of="unit"),
    Address("add_person", "orgs.view_unit", "orgs.add_person", of="unit"),
    Address("unit_posts", "orgs.view_unit", of="unit"),
    *(Address(verb, "orgs.view_grant", f"orgs.{verb}", of="person") for verb in ("grant_role", "revoke_role")),
    Address("download_file_version", "documents.view_file", of="version"),
    Address("exchange_pack", "orgs.view_unit", of="unit"),
    Address("standing", "assessment.view_standing", of="standing"),
    Address("standing_indicator", "assessment.view_standing", of="standing"),
    Address("standing_chip", "orgs.view_unit", of="unit"),
    Address("matrix", "assessment.view_matrix", of="period"),
    Address("scheme", "assessment.view_scheme", of="scheme"),
    *(Address(page, "dues.view_dues", of="unit") for page in ("unit_dues", "unit_due_list", "dues_notice", "export_dues")),
    *(Address(verb, "dues.view_dues", f"dues.{verb}", of="unit") for verb in (
        "record_dues", "fix_dues", "carry_over_dues", "transfer_dues", "publish_dues_notice",
        "strike_transfer",
    )),
    Address("unit_admissions", "admission.view_unit_admissions", of="unit"),
    Address("open_admission", "admission.view_unit_admissions", "admission.open_admission", of="unit"),
    *(Address(page, "admission.view_admission", of="admission") for page in ("admission", "admission_sheet")),
    *(Address(verb, "admission.view_admission", f"admission.{verb}", of="admission") for verb in (
        "record_step", "record_decision", "strike_step", "end_admission", "resume_admission",
    )),
    Address("member_dues", "dues.view_member_dues", of="person"),
    *(Address(verb, "dues.view_member_dues", f"dues.{verb}", of="person") for verb in ("reduce_due", "record_voluntary", "strike_voluntary", "strike_reduction", "end_reduction")),
    Address("library_document", "library.view_document", of="library_document"),
    Address("new_version", "library.publish_version", of="library_document"),
    Address("library_changes", "library.view_document", of="library_version"),
    Address("download_library_text", "library.view_document", of="library_version"),
    Address("download_library_file", "library.view_document", of="library_file"),
    *(Address(verb, "library.view_document", f"library.{verb}", of="library_document") for verb in (
        "publish_version", "change_document", "review_document", "withdraw_document", "restore_document",
    )),
    Address("preview_version", "library.view_document", "library.publish_version", of="library_document"),
    Address("issue", "issues.view_issue", of="issue"),
    *(Address(verb, "issues.view_issue", f"issues.{verb}", of="issue") for verb in (
        "plan_issue", "rectify_issue", "return_issue", "close_issue", "recheck_issue", "withdraw_issue",
    )),
    *(Address(*row) for row in official.ROWS),
    Address("request", "burden.view_request", of="request"),
    Address("sign_request", "burden.view_request", "burden.sign_request", of="request"),
    Address("answer_suggestion", "burden.answer_suggestion", "burden.answer_suggestion", of="suggestion"),
    Address("supervision_notice", "supervision.view_notice", of="notice"),
    *(Address(verb, "supervision.view_notice", f"supervision.{verb}", of="notice") for verb in (
        "change_notice", "issue_notice", "sign_notice", "feed_back_notice", "return_notice", "close_notice",
        "withdraw_notice", "ask_delay",
    )),
    *(Address(verb, "supervision.view_extension", f"supervision.{verb}", of="extension") for verb in (
        "second_delay", "approve_delay", "refuse_delay",
    )),
    Address("matter_measures", "supervision.view_notice", of="notice"),
    Address("conference", "supervision.view_conference", of="conference"),
    *(Address(verb, "supervision.view_conference", f"supervision.{verb}", of="conference") for verb in (
        "seat_member", "unseat_member", "pass_decision",
    )),
    *(Address(verb, "supervision.view_notice", f"supervision.{verb}", of="notice") for verb in ("remind_unit", "take_measure")),
    *(Address(verb, "supervision.view_measure", f"supervision.{verb}", of="measure") for verb in ("answer_measure", "lift_measure")),
    Address("weak_entry", "weak.view_weak", of="weak"),
    *(Address(verb, "weak.view_weak", f"weak.{verb}", of="weak") for verb in ("set_plan", "lift_weak")),
    Address("unit_warnings", "asks.view_warning", of="unit"),
    Address("unit_terms", "orgs.view_unit", of="unit"),
    Address("open_term", "orgs.view_unit", "terms.open_term", of="unit"),
    Address("enter_record", "orgs.view_unit", "ledgers.enter_record", of="unit"),
    Address("record_counting", "ledgers.enter_record", of="unit"),
    Address("record", "ledgers.view_record", of="record"),
    *(Address(page, "ledgers.view_life", of="unit") for page in ("unit_life", "life_cell", "record_calendar")),
    Address("correction", "ledgers.correct_record", of="record"),
    *(Address(verb, "ledgers.view_record", f"ledgers.{verb}", of="record") for verb in (
        "correct_record", "withdraw_record", "attach_file",
    )),
    Address("term", "terms.view_term", of="term"),
    *(Address(verb, "terms.view_term", f"terms.{verb}", of="term") for verb in (
        "remind_term", "request_election", "approve_election", "record_election", "approve_result",
        "request_extension", "approve_extension", "record_first_session", "record_by_election", "approve_by_election",
        "take_office", "withdraw_request", "revoke_approval",
    )),
    *(Address(*row) for row in cadres.ROWS),
]  # fmt: skip


def library_objects(unit):
    """A document with a version that has a text and a file."""
    made = library.document(unit, "手册", "第一条　正文。")
    file = FileVersion.objects.create(
        file=File.objects.create(unit=unit, title="手册"), name="手册.txt", media_type="text/plain", size_bytes=1, sha256="0" * 64
    )  # fmt: skip
    version = made.versions.get()
    version.file = file
    version.save()
    return {"library_document": made, "library_version": version, "library_file": version}


class World:
    """Two units with the same things in each; somebody in every role, unit roles in the northern one."""

    def __init__(self) -> None:
        self.tree = tree = factories.tree()
        install_folder(folder_named("core"))
        where = {Role.UNIT_CADRE: tree.north, Role.UNIT_SECRETARY: tree.north, Role.BRANCH_SECRETARY: tree.north_1}
        self.users: dict[str, User] = {
            role: factories.account(
                factories.person(f"{role.label}", unit=where.get(role, tree.committee), **{role.value: where.get(role, tree.committee)})
            )
            for role in Role
        }  # fmt: skip
        listed = duties.responsibility_list(tree.committee)
        duty = duties.duty(listed)
        campaign = Campaign.objects.create(unit=tree.committee, title="整顿", basis="一", starts_on=DAY, ends_on=DAY)
        self.objects: dict[str, dict[str, object]] = {"inside": {}, "outside": {}}
        for side, unit in (("inside", tree.north), ("outside", tree.south)):
            file = File.objects.create(unit=unit, title="纪要")
            self.objects[side] = {
                "task": duties.task(unit, issuer=tree.committee, of=duty),
                "list": listed,
                "duty": duty,
                "campaign": campaign,
                "unit": unit,
                "admission": Admission.objects.create(
                    person=Person.objects.create(name="申请人", unit=unit), unit=unit
                ),
                "person": Person.objects.create(name="某某", unit=unit),
                "record": LedgerRecord.objects.create(
                    unit=unit, kind=RecordKind.objects.get(code="training_class"), held_on=DAY, title="培训班"
                ),
                **library_objects(unit),
                "issue": issues.issue(unit, issuer=tree.committee),
                "request": burdens.sent(unit, unit, sent_at=None),
                "suggestion": burdens.suggestion(unit),
                **official.one_of_each(unit),
                **supervision.one_of_each(unit, tree.committee),
                "weak": WeakEntry.objects.create(unit=unit, entered_on=DAY, entry_symbol="一", reason="示例"),
                "term": Term.objects.create(unit=unit, starts_on=DAY, ends_on=DAY.replace(year=2029)),
                "version": FileVersion.objects.create(
                    file=file, name="纪要.txt", media_type="text/plain", size_bytes=1, sha256="0" * 64
                ),
            }
            self.objects[side] |= cadres.one_of_each(unit, self.objects[side]["person"])
        period = assessment.period(tree.committee, by=self.users[Role.COMMITTEE_ADMIN])
        for side in self.objects:
            self.objects[side] |= {
                "standing": period.standings.get(unit=self.objects[side]["unit"]),
                "period": period,
                "scheme": period.scheme,
            }

    def url(self, address: Address, side: str) -> str:
        more = {"code": "d01"} if address.name == "standing_indicator" else {}
        if address.name in ("enter_record", "record_counting"):
            more = {"kind": "training_class"}
        if address.name in ("matter_measures", "remind_unit", "take_measure"):
            more = {"kind": "notice"}
        if address.name == "life_cell":
            more = {"rule": "life.theme_day.per_month", "day": DAY}
        return reverse(address.name, kwargs={"pk": self.objects[side][address.of].pk, **more})


@pytest.fixture
def world():
    return World()


class Looker(Client):
    """Looks at pages. A page is read as of one moment (duban.base.moment), where it must not write: only the session does."""

    def get(self, *args, **kwargs):
        with connection.execute_wrapper(self.only_reads):
            return super().get(*args, **kwargs)

    @staticmethod
    def only_reads(execute, sql, params, many, context):
        assert "django_session" in sql or sql.split()[0] not in {"INSERT", "UPDATE", "DELETE"}, sql
        assert "FOR UPDATE" not in sql, sql
        return execute(sql, params, many, context)


def names():
    return {name for name in get_resolver().reverse_dict if isinstance(name, str)}


def test_every_address_is_in_the_table():
    tested = {
        *(address.name for address in ADDRESSES), *OWN, *SESSION, *DEVELOPMENT, *WITH_PERMIT, *OF_PACKS,
        "suggestion", "want_signature", *OF_WARNINGS, *OF_JOBS, *OF_SHEETS, *OF_BATCHES, *OF_PAPERS, "hold_workbook",
    }  # fmt: skip

    assert names() - tested == set()


@pytest.mark.parametrize("side", ["inside", "outside"])
@pytest.mark.parametrize("role", Role.values)
def test_the_server_answers_what_the_permits_say(world, role, side, browser_files):
    user, client = world.users[role], Looker()
    client.force_login(user)

    for address in ADDRESSES:
        # A duty is seen with its list.
        obj, url = world.objects[side][address.of.replace("duty", "list")], world.url(address, side)
        about = obj.unit if address.view == "official.view_profile" and address.of != "unit" else obj
        seen = PERMITS[address.view].allows(user, about)
        if address.verb:
            allowed = PERMITS[address.verb].allows(user, obj)
            expected = DONE if seen and allowed else {403} if seen else {404}
            answer = client.post(url).status_code
            assert client.get(url).status_code == 405
        else:
            # The file of this world has no content: it may be seen, and is missing.
            expected = {404} if address.of in {"version", "library_file", "office_file"} or not seen else {200}
            answer = client.get(url).status_code
        assert answer in expected, (role, side, address.name)


@pytest.mark.parametrize("role", Role.values)
def test_pages_of_ones_own_open_for_everybody(world, role, browser_files):
    client = Looker()
    client.force_login(world.users[role])

    answers = {name: client.get(reverse(name)).status_code for name in OWN}

    assert set(answers.values()) <= {200, 302}, answers


@pytest.mark.parametrize("name", WITH_PERMIT)
@pytest.mark.parametrize("role", Role.values)
def test_pages_about_no_object_open_for_those_who_have_the_permit(world, role, name, browser_files):
    permit, answers = WITH_PERMIT[name]
    client = Looker()
    client.force_login(world.users[role])

    answer = client.get(reverse(name)).status_code

    assert answer in (answers if PERMITS[permit].reach(world.users[role]) else {403})


def named(patterns):
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from named(pattern.url_patterns)
        elif pattern.name:
            yield pattern.name


def test_no_two_addresses_have_one_name():
    """Django keeps the last one only: links to the other would lead to it without a word."""
    found = list(named(get_resolver().url_patterns))

    assert sorted(name for name in set(found) if found.count(name) > 1) == []
