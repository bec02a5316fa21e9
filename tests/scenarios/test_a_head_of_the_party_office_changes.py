"""A head of the party office changes: the choice is filed in three steps, the old head hands over with the tasks in hand, the
duty record shows it all, and an objection to a line is answered.

Seed mechanisms S3.24, S3.8 (its lawful substitute), S5.27; pain point P10.
"""

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from duban.duties import actions as duties_actions
from duban.duties.tests import factories as duties
from duban.ledgers.cadres.models import CadrePost, Filing, HandOver, Objection
from duban.orgs import actions as orgs
from duban.orgs.models import Post
from duban.orgs.tests import factories
from duban.packs.actions import install_folder
from duban.packs.folder import folder_named

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen", "browser_files")]
TODAY = datetime.date(2026, 11, 23)
TITLE = "党建办主任"


class Desk:
    """One person at a browser."""

    def __init__(self, name: str, unit, **roles) -> None:
        self.user = factories.account(factories.person(name, unit=unit, **roles))
        self.person = self.user.person
        self.client = Client()
        self.client.force_login(self.user)

    def page(self, name: str, *args) -> str:
        return self.client.get(reverse(name, args=args)).content.decode()

    def do(self, verb: str, *args, **said) -> int:
        return self.client.post(reverse(verb, args=args), said).status_code


@pytest.fixture
def tree():
    install_folder(folder_named("core"))
    return factories.tree()


@pytest.fixture
def secretary(tree):
    return Desk("周敏", tree.north, unit_secretary=tree.north)


@pytest.fixture
def officer(tree):
    return Desk("孙立", tree.committee, committee_admin=tree.committee)


@pytest.fixture
def old(tree):
    return Desk("许文静", tree.north, unit_cadre=tree.north)


@pytest.fixture
def new(tree):
    return Desk("钱程", tree.north)


def test_from_the_choice_to_an_answered_objection(tree, secretary, officer, old, new):
    # The old head holds the post, with a task in hand and one that was accepted.
    held = Post.objects.create(person=old.person, unit=tree.north, title=TITLE, kind="full_time", since_on="2023-03-01")
    assert secretary.do("sort_posts", tree.north.pk, **{f"kind-{held.pk}": "", "suggested": "1"}) == 302
    assert CadrePost.objects.get(post=held).kind.code == "party_office_head"
    done, open_one = (
        duties.task(tree.north, issuer=tree.committee, owner=old.person, title=title)
        for title in ("年度计划", "民主评议")
    )
    duties_actions.submit_task(done, by=old.user, statement="已报")
    duties_actions.accept_task(done, by=officer.user)

    # The choice: opinion, decision, filing; the order is kept and each step is a line of work.
    assert secretary.do("open_filing", tree.north.pk, person="钱程", title=TITLE) == 302
    filing = Filing.objects.get()
    assert "登记纪检对<b>钱程</b>人选的意见" in secretary.page("home")
    assert secretary.do("record_group_decision", filing.pk, symbol="党组纪要〔2026〕21号", on="2026-11-20") == 409
    assert secretary.do("record_opinion", filing.pk, symbol="示纪函〔2026〕5号", on="2026-11-16") == 302
    assert secretary.do("record_group_decision", filing.pk, symbol="党组纪要〔2026〕21号", on="2026-11-15") == 422
    assert secretary.do("record_group_decision", filing.pk, symbol="党组纪要〔2026〕21号", on="2026-11-20") == 302
    assert secretary.do("record_filing", filing.pk, symbol="示组备〔2026〕8号", on="2026-11-23") == 302
    assert "已备案" in officer.page("filing", filing.pk)

    # The post changes hands: the old one ends, the new one begins, a hand-over is offered.
    orgs.end_post(held, by=secretary.user, until_on=TODAY)
    orgs.appoint(new.person, by=secretary.user, unit=tree.north, title=TITLE, kind=Post.Kind.FULL_TIME, since_on=TODAY)
    assert "免去的“党建办主任”岗位办理交接" in secretary.page("home")
    assert secretary.do("open_hand_over", held.pk, taker="钱程") == 302
    hand_over = HandOver.objects.get()

    # What is not complete is said at once; then the points, the work, and both say so.
    assert old.do("confirm_giving", hand_over.pk) == 422
    said = {f"state-{line.place}": "handed" for line in hand_over.lines.all()}
    assert old.do("note_points", hand_over.pk, **said) == 302
    assert "民主评议" in old.page("hand_over", hand_over.pk)
    assert secretary.do("pass_on_work", hand_over.pk) == 302
    open_one.refresh_from_db()
    done.refresh_from_db()
    assert (open_one.owner, done.owner) == (new.person, old.person)
    assert old.do("confirm_giving", hand_over.pk) == 302
    assert "接收“党建办主任”岗位" in new.page("home")
    assert new.do("confirm_taking", hand_over.pk) == 302
    hand_over.refresh_from_db()
    assert hand_over.is_done()

    # The duty record shows the post and the accepted task, to the old head, the secretary and the committee.
    for desk in (old, secretary, officer):
        record = desk.page("duty_record", old.person.pk)
        assert ("党建办主任，北局" in record, "年度计划" in record, "民主评议" in record) == (True, True, False)
    assert new.client.get(reverse("duty_record", args=[old.person.pk])).status_code == 404

    # An objection goes to who keeps the line; objection and answer stay, and the certificate can be printed.
    assert old.do("object_to_line", old.person.pk, line=held.key, text="任职应从2022年9月起") == 302
    objection = Objection.objects.get()
    assert "答复<b>许文静</b>对履职纪实的异议" in secretary.page("home")
    assert secretary.do("answer_objection", objection.pk, text="已核对任职文件，确为2023年3月") == 302
    record = old.page("duty_record", old.person.pk)
    assert ("任职应从2022年9月起" in record, "确为2023年3月" in record) == (True, True)
    assert "党务工作经历证明" in old.page("experience_certificate", old.person.pk)
