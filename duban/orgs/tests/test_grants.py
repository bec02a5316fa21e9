"""授权: who may give which role to whom and where; the three administrators stay apart, also against forged posts."""

import pytest
from django.urls import reverse

from duban.audit.models import Entry
from duban.base.errors import BadInput, NotAllowed
from duban.orgs import actions
from duban.orgs.models import ADMINISTRATORS, Grant, Person, Role, User
from duban.orgs.permits import grants_of
from duban.orgs.queries import units_for
from duban.orgs.tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def tree():
    return factories.tree()


@pytest.fixture
def security(tree):
    return factories.account(factories.person("蒋光", unit=tree.committee, security_admin=tree.committee))


@pytest.fixture
def wen(tree):
    """Somebody of the northern unit with an account and no role."""
    person = factories.person("许文静", unit=tree.north)
    factories.account(person)
    return person


@pytest.fixture
def desk(client, security):
    """The security administrator at the desk."""
    client.force_login(security)
    return client


def url(name: str, person: Person) -> str:
    return reverse(name, args=[person.pk])


def roles(person: Person) -> list[str]:
    return list(Grant.objects.in_force().filter(person=person).order_by("role").values_list("role", flat=True))


# ---------------------------------------------------------------- granting


def test_a_granted_role_holds_from_the_next_page_on(client, desk, tree, wen):
    answer = desk.post(url("grant_role", wen), {"role": "unit_cadre", "unit": tree.north.pk})

    assert (answer.status_code, answer.url, roles(wen)) == (302, url("person_grants", wen), ["unit_cadre"])
    client.force_login(wen.account)
    assert client.get(reverse("unit", args=[tree.north_1.pk])).status_code == 200
    assert client.get(reverse("unit", args=[tree.south.pk])).status_code == 404


def test_the_trail_says_who_gave_which_role_where(desk, security, tree, wen):
    desk.post(url("grant_role", wen), {"role": "unit_cadre", "unit": tree.north.pk}, REMOTE_ADDR="10.0.0.8")

    grant = Grant.objects.get(person=wen)
    entries = Entry.objects.filter(verb="orgs.grant_role").values_list("subject", "by", "origin", "detail")
    assert list(entries) == [
        (grant.key, security.pk, "10.0.0.8", {"role": [None, "unit_cadre"], "unit_id": [None, tree.north.pk]}),
        (wen.key, security.pk, "10.0.0.8", {"made": [None, grant.key]}),
    ]


def test_a_revoked_role_is_gone_today_and_stays_in_the_story(desk, tree, wen):
    grant = Grant.objects.create(person=wen, role=Role.UNIT_CADRE, unit=tree.north)

    answer = desk.post(url("revoke_role", wen), {"grant": grant.pk}, headers=HTMX)

    assert (answer.status_code, roles(wen)) == (200, [])
    told = [(str(event.label), event.reason) for event in desk.get(url("person_grants", wen)).context["story"]]
    assert told == [("收回授权", "单位党务干部，北局")]


def test_a_role_that_has_ended_is_not_made_longer_by_revoking_it(desk, tree, wen):
    grant = Grant.objects.create(person=wen, role=Role.UNIT_CADRE, unit=tree.north, until_on="2026-01-31")

    assert desk.post(url("revoke_role", wen), {"grant": grant.pk}).status_code == 409
    grant.refresh_from_db()
    assert str(grant.until_on) == "2026-01-31"


def test_the_same_role_again_is_refused_in_words(desk, tree, wen):
    desk.post(url("grant_role", wen), {"role": "unit_cadre", "unit": tree.north.pk})

    again = desk.post(url("grant_role", wen), {"role": "unit_cadre", "unit": tree.north.pk}, headers=HTMX)

    assert (again.status_code, len(roles(wen))) == (422, 1)
    assert "许文静在这里已有这个角色" in again.content.decode()


# ---------------------------------------------------------------- three administrators


@pytest.mark.parametrize("role", sorted(ADMINISTRATORS))
@pytest.mark.parametrize("held", [Role.UNIT_CADRE, *sorted(ADMINISTRATORS)])
def test_an_administrators_role_stands_beside_no_other(desk, tree, wen, role, held):
    Grant.objects.create(person=wen, role=held, unit=tree.north)

    answer = desk.post(url("grant_role", wen), {"role": role, "unit": tree.committee.pk}, headers=HTMX)

    if role == held:
        assert answer.status_code == 200
    else:
        assert (answer.status_code, roles(wen)) == (422, [held])
        assert "不能兼任其他角色" in answer.content.decode()
        assert str(Role(held).label) in answer.content.decode()


def test_an_administrator_gets_no_business_role(desk, tree, wen):
    Grant.objects.create(person=wen, role=Role.SYSTEM_ADMIN, unit=tree.committee)

    assert desk.post(url("grant_role", wen), {"role": "committee_admin", "unit": tree.committee.pk}).status_code == 422
    assert roles(wen) == ["system_admin"]


@pytest.mark.parametrize("role", Role.values)
def test_nobody_grants_to_themselves(desk, security, tree, role):
    answer = desk.post(url("grant_role", security.person), {"role": role, "unit": tree.committee.pk})

    assert (answer.status_code, roles(security.person)) == (403, ["security_admin"])
    assert desk.get(url("person_grants", security.person)).context["form"] is None


def test_nobody_revokes_their_own_role(desk, security):
    grant = Grant.objects.get(person=security.person)

    assert desk.post(url("revoke_role", security.person), {"grant": grant.pk}).status_code == 403
    assert roles(security.person) == ["security_admin"]


def test_the_last_administrator_of_a_kind_stays_until_there_is_another(desk, tree, wen):
    auditor = factories.person("吴永华", unit=tree.committee, audit_admin=tree.committee)
    grant = Grant.objects.get(person=auditor)
    refused = desk.post(url("revoke_role", auditor), {"grant": grant.pk}, headers=HTMX)

    desk.post(url("grant_role", wen), {"role": "audit_admin", "unit": tree.committee.pk})
    done = desk.post(url("revoke_role", auditor), {"grant": grant.pk}, headers=HTMX)

    assert (refused.status_code, "最后一名审计管理员" in refused.content.decode()) == (422, True)
    assert (done.status_code, roles(auditor), roles(wen)) == (200, [], ["audit_admin"])


@pytest.mark.parametrize("role", sorted(ADMINISTRATORS))
@pytest.mark.parametrize("account", ["none", "first password", "closed"])
def test_an_administrator_has_first_an_account_that_nobody_else_knows_the_password_of(desk, tree, wen, role, account):
    changes = {"first password": {"must_change_password": True}, "closed": {"is_active": False}}
    if account == "none":
        User.objects.filter(person=wen).delete()
    else:
        User.objects.filter(person=wen).update(**changes[account])

    answer = desk.post(url("grant_role", wen), {"role": role, "unit": tree.committee.pk}, headers=HTMX)

    assert (answer.status_code, roles(wen)) == (422, [])
    assert "先开通账号" in answer.content.decode()


def test_an_audit_administrator_is_one_of_the_topmost_unit(desk, tree, wen):
    answer = desk.post(url("grant_role", wen), {"role": "audit_admin", "unit": tree.north.pk}, headers=HTMX)

    assert (answer.status_code, roles(wen)) == (422, [])
    assert "不分单位" in answer.content.decode()


# ---------------------------------------------------------------- forged ids


@pytest.fixture
def northern(client, tree):
    """A security administrator of the northern unit alone, at the desk."""
    user = factories.account(factories.person("北", unit=tree.north, security_admin=tree.north))
    client.force_login(user)
    return user


def test_a_unit_outside_the_reach_is_refused_even_when_it_is_sent(client, northern, tree, wen):
    for unit in (tree.south, tree.committee):
        answer = client.post(url("grant_role", wen), {"role": "unit_cadre", "unit": unit.pk})
        assert answer.status_code == 422
        with pytest.raises(NotAllowed):
            actions.grant_role(wen, by=northern, role=Role.UNIT_CADRE, unit=unit)

    assert roles(wen) == []
    assert client.post(url("grant_role", wen), {"role": "unit_cadre", "unit": tree.north_1.pk}).status_code == 302


def test_a_person_outside_the_reach_is_not_there(client, northern, tree):
    stranger = factories.person("南", unit=tree.south, unit_cadre=tree.south)
    sent = {"role": "unit_cadre", "unit": tree.north.pk, "grant": Grant.objects.get(person=stranger).pk}

    answers = [client.post(url(verb, stranger), sent).status_code for verb in ("grant_role", "revoke_role")]

    assert (answers, client.get(url("person_grants", stranger)).status_code) == ([404, 404], 404)
    with pytest.raises(NotAllowed):
        actions.grant_role(stranger, by=northern, role=Role.UNIT_CADRE, unit=tree.north)
    assert roles(stranger) == ["unit_cadre"]


def test_the_grant_of_somebody_else_is_not_revoked_through_this_persons_page(desk, tree, wen):
    other = factories.person("秦书文", unit=tree.north, unit_cadre=tree.north)

    answer = desk.post(url("revoke_role", wen), {"grant": Grant.objects.get(person=other).pk})

    assert (answer.status_code, roles(other)) == (422, ["unit_cadre"])


def test_a_grant_above_the_reach_is_not_revoked_from_below(client, northern, tree, wen):
    grant = Grant.objects.create(person=wen, role=Role.COMMITTEE_ADMIN, unit=tree.committee)

    answer = client.post(url("revoke_role", wen), {"grant": grant.pk})

    assert (answer.status_code, roles(wen)) == (422, ["committee_admin"])
    with pytest.raises(NotAllowed):
        actions.revoke_role(grant, by=northern)


@pytest.mark.parametrize("role", ["", "root", "superuser"])
def test_a_role_that_does_not_exist_is_refused(desk, tree, wen, role):
    assert desk.post(url("grant_role", wen), {"role": role, "unit": tree.north.pk}).status_code == 422
    assert roles(wen) == []


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SECURITY_ADMIN])
def test_nobody_but_the_security_administrator_grants(client, tree, wen, role):
    person = factories.person("某", unit=tree.committee, **{role.value: tree.committee})
    client.force_login(factories.account(person))
    sent = {"role": "committee_admin", "unit": tree.committee.pk}

    answers = [client.post(url("grant_role", whom), sent).status_code for whom in (wen, person)]

    assert (answers, client.get("/orgs/grants/").status_code) == ([404, 404], 403)
    assert (roles(wen), roles(person)) == ([], [role])
    assert 'href="/orgs/grants/"' not in client.get("/").content.decode()


def test_the_security_administrator_opens_no_account_and_reads_no_trail(desk, tree):
    new = factories.person("新", unit=tree.north)

    assert desk.post(url("open_account", new), {"username": "xin"}).status_code == 404
    assert [desk.get(reverse(name)).status_code for name in ("account_list", "entry_list", "unit_list")] == [403] * 3
    assert not User.objects.filter(person=new).exists()


def test_two_people_at_the_same_time_do_not_make_one_person_two_administrators(security, tree, wen):
    actions.grant_role(wen, by=security, role=Role.SYSTEM_ADMIN, unit=tree.committee)

    with pytest.raises(BadInput):
        actions.grant_role(wen, by=security, role=Role.AUDIT_ADMIN, unit=tree.committee)


# ---------------------------------------------------------------- the pages


def test_the_form_offers_what_is_near_and_finds_the_rest_by_name(desk, tree, wen):
    def offered(query: str = "") -> list[str]:
        choices = desk.get(url("person_grants", wen) + query).context["form"].fields["unit"].choices
        return [str(label).strip("　") for value, label in choices if value]

    # Its own unit, the one beside it, then what stands above and below.
    assert offered() == ["北局", "南局", "县直机关工委", "北局机关党委", "北局第一党支部", "北局第二党支部"]
    assert offered("?find=南局") == ["南局", "南局党支部"]
    assert desk.post(url("grant_role", wen), {"role": "unit_cadre", "unit": tree.south.pk}).status_code == 302


def test_the_list_shows_who_has_which_role_where_and_finds_those_without(desk, tree, wen):
    factories.person("秦书文", unit=tree.north, unit_cadre=tree.north, branch_secretary=tree.north_1)
    factories.person("南", unit=tree.south, unit_cadre=tree.south)
    Grant.objects.create(person=wen, role=Role.ASSESSOR, unit=tree.north, until_on="2026-11-22")

    def rows(query: str) -> dict[str, list[str]]:
        page = desk.get(f"/orgs/grants/{query}").context["page"]
        return {person.name: [f"{grant.role} {grant.unit}" for grant in person.held_grants] for person in page}

    assert rows("") == {
        "蒋光": ["security_admin 县直机关工委"],
        "秦书文": ["unit_cadre 北局", "branch_secretary 北局第一党支部"],
        "南": ["unit_cadre 南局"],
    }
    assert list(rows("?role=branch_secretary")) == ["秦书文"]
    assert rows("?of=all&q=许") == {"许文静": []}


@pytest.mark.parametrize("more", [0, 2])
def test_the_list_costs_the_same_with_one_and_three_people(desk, tree, django_assert_num_queries, more):
    for number in range(more):
        factories.person(f"人员{number}", unit=tree.north, unit_cadre=tree.north, branch_secretary=tree.north_1)

    with django_assert_num_queries(7):
        answer = desk.get("/orgs/grants/")

    assert len(answer.context["page"]) == 1 + more


@pytest.mark.parametrize("held", [1, 3])
def test_a_persons_page_costs_the_same_with_one_and_three_roles(desk, tree, wen, django_assert_num_queries, held):
    for unit in (tree.north, tree.north_1, tree.north_2)[:held]:
        Grant.objects.create(person=wen, role=Role.UNIT_CADRE, unit=unit)

    with django_assert_num_queries(8):
        answer = desk.get(url("person_grants", wen))

    assert len(answer.context["held"]) == held


@pytest.mark.parametrize(("left_on", "kept"), [(None, 1), ("2026-11-23", 1), ("2026-11-22", 0)])
def test_whoever_has_left_has_no_role_from_the_day_after(tree, left_on, kept):
    cadre = factories.person("许文静", unit=tree.north, unit_cadre=tree.north)
    Person.objects.filter(pk=cadre.pk).update(left_on=left_on)

    user = User.objects.get(pk=factories.account(cadre).pk)

    assert len(grants_of(user)) == kept
    assert units_for(user).count() == (4 if kept else 0)
