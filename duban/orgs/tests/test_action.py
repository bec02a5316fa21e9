"""The decorator that every write stands under, tried on a verb of its own: permission, lock, state, trail, or nothing."""

import threading
import time

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection

from duban.audit.models import Entry
from duban.audit.queries import verify
from duban.base.errors import BadInput, Conflict, NotAllowed
from duban.orgs.action import action, tell
from duban.orgs.models import Grant, Person, User
from duban.orgs.permits import PERMITS
from duban.orgs.tests import factories

pytestmark = [pytest.mark.django_db]
CODE = "orgs.admit_somebody"


@pytest.fixture
def verb():
    """Admit a person to probation: for cadres of the unit, while the person is no member."""

    @action(CODE, "admitted", roles={"unit_cadre"}, when=lambda person, by: person.membership == "none")
    def admit_somebody(person, *, by, reason="", rename="", fails=None, makes=None, waits=0.0):
        if rename:
            person.name = rename
        person.membership = Person.Membership.PROBATIONARY
        person.save()
        time.sleep(waits)
        if fails:
            raise fails
        return makes(person) if makes else None

    yield admit_somebody
    del PERMITS[CODE]


@pytest.fixture
def tree():
    return factories.tree()


@pytest.fixture
def cadre(tree):
    return factories.account(factories.person("许文静", unit=tree.north, unit_cadre=tree.north))


@pytest.fixture
def zhao(tree):
    return factories.person("赵立", unit=tree.north_1)


def stands(person: Person) -> tuple[str, str]:
    return Person.objects.values_list("name", "membership").get(pk=person.pk)


# --- who may, and when ------------------------------------------------------------------------------------------


def test_a_verb_is_done_by_those_who_may(verb, cadre, zhao):
    done = verb(zhao, by=cadre)

    assert (done, stands(zhao)) == (zhao, ("赵立", "probationary"))


@pytest.mark.parametrize("moved_on", [False, True], ids=["state fits", "state has moved on"])
def test_permission_comes_before_state_so_that_a_stranger_learns_nothing(verb, tree, zhao, moved_on):
    stranger = factories.account(factories.person("南某", unit=tree.south, unit_cadre=tree.south))
    Person.objects.filter(pk=zhao.pk).update(membership="full" if moved_on else "none")

    with pytest.raises(NotAllowed):
        verb(zhao, by=stranger)

    assert Entry.objects.count() == 0


@pytest.mark.parametrize(
    "by",
    [lambda tree: AnonymousUser(), lambda tree: User(username="nobody"), lambda tree: User(
        person=factories.person("书记", unit=tree.north, unit_secretary=tree.north)
    )],
    ids=["not logged in", "no person", "another role"],
)  # fmt: skip
def test_others_may_not(verb, tree, zhao, by):
    with pytest.raises(NotAllowed):
        verb(zhao, by=by(tree))

    assert stands(zhao) == ("赵立", "none")


def test_permission_is_asked_of_where_the_row_stands_now(verb, tree, cadre, zhao):
    Person.objects.filter(pk=zhao.pk).update(unit=tree.south_1)

    with pytest.raises(NotAllowed):
        verb(zhao, by=cadre)


def test_a_grant_that_ended_yesterday_is_none(verb, cadre, zhao, frozen):
    Grant.objects.filter(person=cadre.person).update(until_on="2026-11-22")

    with pytest.raises(NotAllowed):
        verb(zhao, by=cadre)

    Grant.objects.filter(person=cadre.person).update(until_on="2026-11-23")
    assert verb(zhao, by=User.objects.get(pk=cadre.pk)).membership == "probationary"


# --- the fresh row ----------------------------------------------------------------------------------------------


def test_a_row_that_moved_on_since_it_was_read_is_a_conflict(verb, cadre, zhao):
    Person.objects.filter(pk=zhao.pk).update(membership="full")

    with pytest.raises(Conflict):
        verb(zhao, by=cadre)

    assert (zhao.membership, stands(zhao)) == ("none", ("赵立", "full"))


def test_a_row_that_is_gone_is_a_conflict(verb, cadre, zhao):
    Person.objects.filter(pk=zhao.pk).delete()

    with pytest.raises(Conflict):
        verb(zhao, by=cadre)


def test_doing_it_twice_is_a_conflict_also_with_the_old_copy(verb, cadre, zhao):
    verb(zhao, by=cadre)

    with pytest.raises(Conflict):
        verb(zhao, by=cadre)

    assert Entry.objects.count() == 1


def test_the_verb_works_on_the_fresh_row_and_not_on_what_somebody_changed_in_memory(verb, cadre, zhao):
    Person.objects.filter(pk=zhao.pk).update(name="赵立新")
    zhao.name = "写错的"

    done = verb(zhao, by=cadre)

    assert (done.name, stands(zhao)) == ("赵立新", ("赵立新", "probationary"))
    assert zhao.membership == "none", "the copy in hand is not touched"


# --- the trail --------------------------------------------------------------------------------------------------


def test_the_entry_says_who_what_why_and_each_field_that_changed(verb, cadre, zhao, frozen):
    verb(zhao, by=cadre, reason="支部大会通过", rename="赵立新")

    entry = Entry.objects.get()
    assert (entry.verb, entry.subject, entry.by, entry.by_name, entry.reason) == (
        CODE, zhao.key, cadre, "许文静", "支部大会通过",
    )  # fmt: skip
    assert entry.detail == {"name": ["赵立", "赵立新"], "membership": ["none", "probationary"]}


def test_the_entry_names_what_the_verb_made(verb, cadre, zhao):
    made = verb(zhao, by=cadre, makes=lambda person: Person.objects.create(name="介绍人", unit=person.unit))

    assert Entry.objects.get().detail == {"membership": ["none", "probationary"], "made": [None, made.key]}


def test_nothing_is_said_outside_of_a_verb():
    with pytest.raises(LookupError):
        tell(rest=[1, 2])


# --- or nothing -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "error", [BadInput("不行"), Conflict(), RuntimeError("power cut")], ids=["bad", "conflict", "bug"]
)
def test_an_error_in_the_verb_leaves_no_row_and_no_entry(verb, cadre, zhao, error):
    with pytest.raises(type(error)):
        verb(zhao, by=cadre, fails=error)

    assert (stands(zhao), Entry.objects.count(), verify().holds) == (("赵立", "none"), 0, True)


def test_an_entry_that_cannot_be_written_undoes_the_verb(verb, cadre, zhao):
    def says_a_float(person):
        tell(points=[None, 2.5])

    with pytest.raises(TypeError):
        verb(zhao, by=cadre, makes=says_a_float)

    assert (stands(zhao), Entry.objects.count(), verify().holds) == (("赵立", "none"), 0, True)


# --- two at once ------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", range(3))
def test_of_two_at_the_same_moment_exactly_one_wins_and_the_other_gets_a_conflict(verb, cadre, zhao, turn):
    start, ended = threading.Barrier(2), []

    def do(reason: str) -> None:
        try:
            row, by = Person.objects.get(pk=zhao.pk), User.objects.get(pk=cadre.pk)
            start.wait(timeout=10)
            ended.append(("won", verb(row, by=by, reason=reason, waits=0.1).membership))
        except Conflict:
            ended.append(("conflict", ""))
        finally:
            connection.close()

    threads = [threading.Thread(target=do, args=(reason,)) for reason in ("甲", "乙")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    assert sorted(ended) == [("conflict", ""), ("won", "probationary")]
    assert (stands(zhao), Entry.objects.count(), verify().holds) == (("赵立", "probationary"), 1, True)


@pytest.mark.django_db(transaction=True)
def test_of_eight_at_the_same_moment_on_two_rows_each_row_has_one_winner(verb, tree, cadre, zhao):
    other = factories.person("钱进", unit=tree.north_2)
    start, ended = threading.Barrier(8), []

    def do(pk: int) -> None:
        try:
            row, by = Person.objects.get(pk=pk), User.objects.get(pk=cadre.pk)
            start.wait(timeout=10)
            verb(row, by=by, waits=0.02)
            ended.append((pk, "won"))
        except Conflict:
            ended.append((pk, "conflict"))
        finally:
            connection.close()

    threads = [threading.Thread(target=do, args=(pk,)) for pk in (zhao.pk, other.pk) * 4]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert sorted(ended) == sorted((pk, end) for pk in (zhao.pk, other.pk) for end in ["won", *["conflict"] * 3])
    assert (Entry.objects.count(), verify().faults) == (2, [])
