"""The story of a branch's term: warned of, reminded, requested, approved, elected; the committee takes office; a seat is filled later."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from duban.documents.official.models import OfficialDocument
from duban.ledgers.terms import actions
from duban.ledgers.terms.models import Term
from duban.ledgers.terms.queries import waiting_for_posts
from duban.orgs.models import Post, UnitKind
from duban.orgs.tests import factories
from duban.packs.actions import install_folder
from duban.packs.folder import folder_named

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen", "browser_files")]

TODAY = datetime.date(2026, 11, 23)
VOTES = "丁一 17\n王二 16\n李三　15\n赵四 4"
MEETING = {
    "held_on": "2026-11-20", "eligible": 20, "present": 18, "issued": 18, "returned": 18, "valid": 18, "candidates": VOTES,
}  # fmt: skip


class Desk:
    """One person at a browser."""

    def __init__(self, name: str, **roles) -> None:
        (unit,) = roles.values()
        self.user = factories.account(factories.person(name, unit=unit, **roles))
        self.log_in()

    def log_in(self) -> None:
        self.client = Client()
        self.client.force_login(self.user)

    def page(self, url: str) -> str:
        return self.client.get(url).content.decode()

    def do(self, verb: str, term: Term, **said):
        return self.client.post(reverse(verb, args=[term.pk]), said)


@pytest.fixture
def world():
    tree = factories.tree()
    install_folder(folder_named("core"))
    tree.north_1.kind = UnitKind.objects.get(code="branch")
    tree.north_1.save()
    return tree


@pytest.fixture
def officer(world):
    return Desk("周敏", committee_admin=world.committee)


@pytest.fixture
def secretary(world):
    return Desk("许文静", branch_secretary=world.north_1)


@pytest.fixture
def term(world, officer):
    return actions.open_term(world.north_1, by=officer.user, starts_on=datetime.date(2024, 3, 1), number=4)


def warned(desk: Desk) -> list[str]:
    """What the list of warnings says to this person about terms."""
    groups = desk.client.get(reverse("warning_list") + "?group=terms").context["groups"]
    return [word for word, _count, lines in groups for line in lines if line.warning.about.startswith("terms.term")]


def test_from_the_reminder_to_the_next_committee_and_a_by_election_later(world, officer, secretary, term, frozen):
    # 1 March 2027 is the end; on 23 November 2026 the half year and the four months before it have begun.
    assert term.ends_on == datetime.date(2027, 3, 1)
    assert "按期换届" in officer.page("/")
    assert (warned(officer), warned(secretary)) == (["应报换届请示未报", "应提醒换届未提醒"], ["应报换届请示未报"])
    started = officer.client.post(reverse("start_paper", args=["terms.term", term.pk]), {"template": "term-reminder"})
    letter = OfficialDocument.objects.get(about=term.key)
    assert started.headers["Location"] == reverse("paper", args=[letter.pk])
    assert (letter.kind, letter.issuer) == ("reminder", world.committee)
    assert "将于2027年3月1日届满" in letter.body
    assert "换届请示应于2026年11月2日前报送（上级组织的换届工作程序）" in letter.body
    assert "［" not in letter.title + letter.body
    assert letter.title in officer.page(reverse("term", args=[term.pk]))
    assert officer.do("remind_term", term).status_code == 302
    assert warned(officer) == ["应报换届请示未报"]

    # The secretary asks, the officer answers; the warnings go as their causes are mended.
    assert "应报请示" in secretary.page(reverse("term_list"))
    assert (
        secretary.do(
            "request_election", term, symbol="自然资支〔2026〕3号", seats=3, requested_on="2026-11-02"
        ).status_code
        == 302
    )
    assert (warned(officer), warned(secretary)) == (["临近届满"], ["临近届满"])
    assert (
        officer.do(
            "approve_election", term, symbol="示直工委复〔2026〕9号", approved_on="2026-11-10", seats=3
        ).status_code
        == 302
    )

    # A meeting without its four fifths is refused with the rule, and nothing is kept.
    wrong = secretary.do(
        "record_election", term, **{**MEETING, "present": 15, "issued": 15, "returned": 15, "valid": 15}
    )
    assert wrong.status_code == 422
    assert "至少16（《中国共产党基层组织选举工作条例》）" in wrong.content.decode()
    assert term.elections.count() == 0

    # The meeting that holds, the committee's first session, and the answer to the result.
    assert secretary.do("record_election", term, **MEETING).status_code == 302
    assert secretary.do("approve_result", term, symbol="自批").status_code == 403
    assert officer.do("approve_result", term, symbol="示直工委复〔2026〕11号").status_code == 422
    session = {"held_on": "2026-11-20", "present": 3, "officers": "书记 丁一 3\n副书记 王二 2"}
    assert secretary.do("record_first_session", term, **session).status_code == 302
    assert "批复" in officer.page("/")
    assert officer.do("approve_result", term, symbol="示直工委复〔2026〕11号").status_code == 302

    term.refresh_from_db()
    election = term.elections.get()
    following = world.north_1.terms.latest("starts_on")
    assert [each.name for each in election.candidates.filter(is_elected=True)] == ["丁一", "王二", "李三"]
    assert (term.state, following.number) == ("result_approved", 5)
    assert (following.starts_on, following.ends_on) == (datetime.date(2026, 11, 20), datetime.date(2029, 11, 20))
    assert "没有符合条件的任期" in secretary.page(reverse("term_list") + "?only=soon")
    assert (warned(officer), warned(secretary)) == ([], [])

    # The committee becomes posts in one go, with people of the roll; the one before ends.
    people = {name: factories.person(name, unit=world.north_1) for name in ("丁一", "王二", "李三", "孙四")}
    Post.objects.create(person=people["孙四"], unit=world.north_1, title="书记", since_on=term.starts_on)
    form = next(form for name, _label, form in officer.client.get(reverse("term", args=[term.pk])).context["possible"] if name == "take_office")  # fmt: skip
    assert officer.do("take_office", term, **{field.name: field.initial for field in form.visible_fields()}).status_code == 302  # fmt: skip
    held = Post.objects.held(TODAY).filter(unit=world.north_1)
    assert sorted((post.person.name, post.title) for post in held) == [
        ("丁一", "支部书记"),
        ("李三", "支部委员"),
        ("王二", "支部副书记"),
    ]
    assert people["孙四"].posts.get().until_on == datetime.date(2026, 11, 19)

    # Half a year later a member leaves; the members' meeting fills the seat within the term.
    frozen.move_to(datetime.datetime(2027, 5, 20, 1, tzinfo=datetime.UTC))
    for desk in (officer, secretary):
        desk.log_in()
    meeting = {
        **MEETING,
        "held_on": "2027-05-18",
        "purpose": "by_election",
        "seats": 1,
        "candidates": "孙四 15\n赵五 2",
    }
    assert secretary.do("record_by_election", following, **{**meeting, "candidates": "孙四 15"}).status_code == 422
    assert secretary.do("record_by_election", following, **meeting).status_code == 302
    assert officer.do("approve_by_election", following, symbol="示直工委复〔2027〕4号").status_code == 302
    (waiting,) = waiting_for_posts(following)
    answer = officer.do(
        "take_office", following, **{f"person-{waiting.pk}": people["孙四"].pk, f"title-{waiting.pk}": "委员"}
    )
    assert answer.status_code == 302
    assert Post.objects.held(datetime.date(2027, 5, 20)).filter(unit=world.north_1).count() == 4
    following.refresh_from_db()
    assert following.state == "normal"


def test_an_overdue_term_stays_on_the_list_until_somebody_does_something(officer, secretary, term, frozen):
    Term.objects.update(ends_on=TODAY - datetime.timedelta(days=3))

    assert "逾期3天" in secretary.page(reverse("term_list") + "?only=late")
    late = secretary.do("request_extension", term, until_on="2027-11-21", reason="机构改革")
    assert (late.status_code, "2027-11-20" in late.content.decode()) == (422, True)
    assert secretary.do("request_extension", term, until_on="2027-11-20", reason="机构改革").status_code == 302
    # Asked for is not granted.
    assert "逾期3天" in secretary.page(reverse("term_list"))
    assert officer.do("approve_extension", term, symbol="示直工委复〔2026〕12号").status_code == 302

    assert "逾期" not in secretary.page(reverse("term_list") + "?only=").split("<tbody>")[1]


def test_steps_out_of_order_are_conflicts_and_another_unit_sees_nothing(world, officer, term):
    stranger = Desk("南", branch_secretary=world.south_1)

    assert officer.do("approve_election", term, symbol="一", approved_on="2026-11-10", seats=3).status_code == 409
    assert officer.do("approve_result", term, symbol="一").status_code == 409
    assert stranger.do("request_election", term, symbol="一", seats=3).status_code == 404
    assert stranger.client.get(reverse("term", args=[term.pk])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_terms_costs_the_same_however_many(world, officer, count, django_assert_num_queries):
    for number, unit in enumerate((world.north_1, world.north_2, world.south_1)[:count]):
        unit.kind = UnitKind.objects.get(code="branch")
        unit.save()
        actions.open_term(unit, by=officer.user, starts_on=datetime.date(2025, 1, 1 + number))
    officer.page(reverse("term_list"))

    with django_assert_num_queries(8):
        page = officer.page(reverse("term_list"))

    assert page.count('剩余天数">') == count


@pytest.mark.parametrize(
    ("held_on", "status"), [("2026-11-09", 422), ("2026-11-10", 302), ("2026-11-23", 302), ("2026-11-24", 422)]
)
def test_an_election_lies_between_its_approval_and_today(officer, secretary, term, held_on, status):
    secretary.do("request_election", term, symbol="一", seats=3, requested_on="2026-11-02")
    officer.do("approve_election", term, symbol="二", approved_on="2026-11-10", seats=3)

    assert secretary.do("record_election", term, **{**MEETING, "held_on": held_on}).status_code == status
    assert term.elections.count() == (status == 302)


@pytest.mark.parametrize(("approved_on", "status"), [("2026-11-01", 422), ("2026-11-02", 302), ("2026-11-24", 422)])
def test_an_approval_lies_after_its_request_and_not_ahead(officer, secretary, term, approved_on, status):
    secretary.do("request_election", term, symbol="一", seats=3, requested_on="2026-11-02")

    answer = officer.do("approve_election", term, symbol="二", approved_on=approved_on, seats=3)

    assert answer.status_code == status


def test_a_body_that_is_not_elected_is_offered_no_term(officer, world):
    assert "录入在任的一届" in officer.page(reverse("unit_terms", args=[world.north_1.pk]))
    assert "录入在任的一届" not in officer.page(reverse("unit_terms", args=[world.committee.pk]))
