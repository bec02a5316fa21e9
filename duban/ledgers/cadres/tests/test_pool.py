"""The pool: kinds are said and never guessed, bands open, small numbers do not leave the unit, over and short per unit."""

import datetime
import io

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from duban.base import clock
from duban.base.errors import BadInput, NotAllowed
from duban.ledgers.cadres import actions
from duban.ledgers.cadres.models import Band, CadrePost, PostKind
from duban.ledgers.cadres.pages import pool as pages
from duban.ledgers.cadres.pool import (
    Axis,
    Row,
    bands_by_axis,
    hidden_below,
    pool_for,
    staffing_for,
    structure_of,
    suggested,
)
from duban.ledgers.cadres.tests.factories import post
from duban.orgs.models import Person
from duban.orgs.tests import factories
from duban.packs.actions import install_folder
from duban.packs.folder import folder_named
from duban.packs.rules import rulebook

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen", "browser_files")]


@pytest.fixture
def tree():
    install_folder(folder_named("core"))
    return factories.tree()


@pytest.fixture
def cadre(tree):
    return factories.account(factories.person("周敏", unit=tree.north, unit_cadre=tree.north))


@pytest.fixture
def officer(tree):
    return factories.account(factories.person("孙立", unit=tree.committee, committee_admin=tree.committee))


def at(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("专职副书记", "full_time_deputy_secretary"), ("副书记", "deputy_secretary"), ("机关党委专职副书记", "full_time_deputy_secretary"),
        ("支部书记", "secretary"), ("机关纪委书记", "discipline_secretary"), ("党建办主任", "party_office_head"),
        ("组织委员", "organisation_member"), ("团支部书记", "league_secretary"), ("书记", None), ("工会主席", None), ("", None),
    ],
)  # fmt: skip
def test_a_title_suggests_the_kind_with_the_longest_words(tree, title, code):
    found = suggested(title, PostKind.objects.all())

    assert (found.code if found else None) == code


def test_nobody_is_in_the_pool_before_somebody_says_of_which_kind_their_post_is(tree, cadre):
    held = post(cadre.person, tree.north, "专职副书记", full_time=True)
    assert pool_for(cadre, clock.today()) == []

    actions.sort_posts(tree.north, by=cadre, kinds={held: PostKind.objects.get(code="full_time_deputy_secretary")})

    assert [each.person.name for each in pool_for(cadre, clock.today())] == ["周敏"]


def test_sort_posts_of_another_unit_is_refused(tree, cadre):
    held = post(factories.person("南", unit=tree.south), tree.south)
    kinds = {held: PostKind.objects.get(code="party_affairs_worker")}

    with pytest.raises(NotAllowed):
        actions.sort_posts(tree.north, by=cadre, kinds=kinds)
    with pytest.raises(NotAllowed):
        actions.sort_posts(tree.south, by=cadre, kinds=kinds)
    assert CadrePost.objects.count() == 0


def test_sort_posts_without_a_choice_says_so(tree, cadre):
    with pytest.raises(BadInput):
        actions.sort_posts(tree.north, by=cadre, kinds={})


def test_the_page_sorts_as_chosen_and_takes_suggestions_only_when_asked(tree, cadre):
    first = post(cadre.person, tree.north, "专职副书记")
    second = post(cadre.person, tree.north, "保密员")
    page = reverse("unsorted_posts", args=[tree.north.pk])
    assert "专职副书记" in at(cadre).get(page).content.decode()

    chosen = {f"kind-{second.pk}": "party_affairs_worker"}
    assert at(cadre).post(reverse("sort_posts", args=[tree.north.pk]), chosen).status_code == 302
    assert not CadrePost.objects.filter(post=first).exists()

    seen = {f"kind-{first.pk}": "", "suggested": "1"}
    assert at(cadre).post(reverse("sort_posts", args=[tree.north.pk]), seen).status_code == 302
    assert CadrePost.objects.get(post=first).kind.code == "full_time_deputy_secretary"


def test_suggestions_are_taken_for_the_posts_the_page_showed_and_for_no_others(tree, cadre, monkeypatch):
    monkeypatch.setattr(pages, "SORTED_AT_ONCE", 1)
    later = post(factories.person("后来", unit=tree.north), tree.north, "专职副书记")
    seen = post(cadre.person, tree.north_1, "组织委员")

    answer = at(cadre).post(reverse("sort_posts", args=[tree.north.pk]), {f"kind-{seen.pk}": "", "suggested": "1"})

    assert answer.status_code == 302
    assert CadrePost.objects.get(post=seen).kind.code == "organisation_member"
    assert not CadrePost.objects.filter(post=later).exists()


def test_bands_of_age_experience_profession_and_education(tree, cadre):
    person = cadre.person
    Person.objects.filter(pk=person.pk).update(born_in="1985-11", education="20")
    post(
        person,
        tree.north,
        of="party_affairs_worker",
        since_on=datetime.date(2016, 11, 20),
        until_on=datetime.date(2020, 1, 1),
    )
    post(person, tree.north, of="secretary", since_on=datetime.date(2024, 1, 1))
    actions.enter_profession(person, by=cadre, profession=Band.objects.get(code="profession_law"))

    (found,) = pool_for(cadre, clock.today())

    assert found.bands == {
        "age": "age_35_44", "experience": "experience_3_9", "profession": "profession_law", "education": "20", "time": "part",
    }  # fmt: skip
    assert found.years == 6


@pytest.mark.parametrize(
    ("since", "until", "band"),
    [
        ("2025-01-01", "2025-12-31", "experience_1_2"),
        ("2025-01-02", "2025-12-31", "experience_below_1"),
        ("2021-01-01", "2023-12-31", "experience_3_9"),
        ("2021-01-02", "2023-12-31", "experience_1_2"),
    ],
)
def test_whole_calendar_years_are_whole_years_of_experience(tree, cadre, since, until, band):
    first, last = datetime.date.fromisoformat(since), datetime.date.fromisoformat(until)
    post(cadre.person, tree.north, of=PostKind.objects.get(code="secretary"), since_on=first, until_on=last)
    post(cadre.person, tree.north, of=PostKind.objects.get(code="league_worker"))

    assert [each.bands["experience"] for each in pool_for(cadre, clock.today())] == [band]


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_one_person_reads_no_others(tree, cadre, django_assert_num_queries, count):
    post(cadre.person, tree.north, of="party_affairs_worker")
    for number in range(count):
        post(factories.person(f"甲{number}", unit=tree.north), tree.north, of="party_affairs_worker")

    with django_assert_num_queries(5) as asked:
        (found,) = pool_for(cadre, clock.today(), person=cadre.person)
    assert found.person == cadre.person
    assert all(f'"person_id" = {cadre.person_id}' in each["sql"] for each in asked.captured_queries[1:2])


def test_what_is_not_entered_is_a_row_of_its_own(tree, cadre):
    post(cadre.person, tree.north, of="party_affairs_worker")

    tables = {
        axis.name: {row.code: row.count for row in axis.rows}
        for axis in structure_of(pool_for(cadre, clock.today()), bands_by_axis())
    }

    assert (tables["age"]["missing"], tables["age"]["age_below_35"]) == (1, 0)
    assert tables["time"] == {"full": 0, "part": 1}


def test_each_number_of_the_structure_opens_to_its_rows(tree, cadre):
    for number in range(3):
        post(factories.person(f"许文静{number}", unit=tree.north_1), tree.north_1, of="secretary")
    page = at(cadre).get(reverse("cadre_structure", args=[tree.north.pk])).content.decode()
    opened = f"{reverse('cadre_list')}?unit={tree.north.pk}&amp;age=missing"

    assert f'<a href="{opened}">3</a>' in page
    rows = at(cadre).get(opened.replace("&amp;", "&")).content.decode()
    assert [rows.count(f"许文静{number}</a>") for number in range(3)] == [1, 1, 1]


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ([12, 11, 10], []),
        ([12, 0, 10], []),
        ([30, 12, 9], [1, 2]),
        ([30, 9, 9], [1, 2]),
        ([30, 12, 1], [1, 2]),
        ([5, 0, 0], [0]),
        ([9, 10, 0], [0, 1]),
    ],
)
def test_small_numbers_are_hidden_and_never_alone(counts, hidden):
    axis = Axis("age", "年龄", [Row(str(place), str(place), count) for place, count in enumerate(counts)])

    assert [place for place, row in enumerate(hidden_below(axis, 10).rows) if row.is_hidden] == hidden


def test_the_export_says_fewer_than_ten_and_no_small_number(tree, cadre):
    for number in range(11):
        post(factories.person(f"许文静{number}", unit=tree.north_1), tree.north_1, of="secretary")
    post(factories.person("全职", unit=tree.north_1), tree.north_1, of="party_affairs_worker", full_time=True)

    answer = at(cadre).get(reverse("export_cadre_structure", args=[tree.north.pk]))
    rows = list(openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active.values)

    assert ("专兼职", "专职", "少于10人") in rows
    assert ("专兼职", "兼职", "不公布") in rows
    assert ("年龄", "没有录入", 12) in rows
    assert all(
        value is None or not isinstance(value, int) or value == 0 or value >= 10 for row in rows for value in row
    )


def test_staffing_counts_dedicated_people_once_and_only_full_time(tree, officer):
    tree.north.staff_count = 150
    tree.north.save()
    worker = factories.person("甲", unit=tree.north)
    post(worker, tree.north, of=PostKind.objects.get(code="party_affairs_worker"), full_time=True)
    post(worker, tree.north_committee, of=PostKind.objects.get(code="full_time_deputy_secretary"), full_time=True)
    post(factories.person("乙", unit=tree.north), tree.north, of=PostKind.objects.get(code="party_affairs_worker"))
    post(
        factories.person("丙", unit=tree.north_1),
        tree.north_1,
        of=PostKind.objects.get(code="secretary"),
        full_time=True,
    )

    found = {
        each.unit.name: (each.check.kind, each.check.dedicated, each.check.differs_by)
        for each in staffing_for(officer, clock.today(), rulebook())
    }

    assert found == {"北局": ("below", 1, -1), "南局": ("missing", 0, None)}


def test_the_number_of_dedicated_people_opens_to_just_them(tree, officer):
    below = factories.unit("北局中心", below=tree.north)
    below.staff_count = 20
    below.save()
    worker = PostKind.objects.get(code="party_affairs_worker")
    post(factories.person("甲某", unit=tree.north), tree.north, of=worker, full_time=True)
    post(factories.person("乙某", unit=below), below, of=worker, full_time=True)
    post(
        factories.person("丙某", unit=tree.north), tree.north, of=PostKind.objects.get(code="secretary"), full_time=True
    )

    page = at(officer).get(reverse("staffing_list")).content.decode()
    opened = f"{reverse('cadre_list')}?unit={tree.north.pk}&amp;only=dedicated"
    rows = at(officer).get(opened.replace("&amp;", "&")).content.decode()

    assert f'<a href="{opened}">1</a>' in page
    assert [name in rows for name in ("甲某", "乙某", "丙某")] == [True, False, False]


def test_an_institution_with_a_staff_of_its_own_is_not_counted_for_its_organ(tree, officer):
    below = factories.unit("北局中心", below=tree.north)
    below.staff_count = 20
    below.save()
    post(
        factories.person("甲", unit=below), below, of=PostKind.objects.get(code="party_affairs_worker"), full_time=True
    )

    found = {each.unit.name: each.check.dedicated for each in staffing_for(officer, clock.today(), rulebook())}

    assert found == {"北局": 0, "北局中心": 1, "南局": 0}


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("cadre_list", 10), ("staffing_list", 8)])
def test_lists_cost_the_same_with_one_and_with_three(tree, officer, django_assert_num_queries, count, name, queries):
    for number in range(count):
        unit = factories.unit(f"单位{number}", below=tree.committee)
        post(factories.person(f"甲{number}", unit=unit), unit, of="party_affairs_worker")
    client = at(officer)
    client.get(reverse(name))

    with django_assert_num_queries(queries):
        assert client.get(reverse(name)).status_code == 200


def test_a_cadre_sees_the_own_unit_only(tree, cadre):
    post(factories.person("北一", unit=tree.north_1), tree.north_1, of="secretary")
    post(factories.person("南一", unit=tree.south_1), tree.south_1, of="secretary")

    rows = at(cadre).get(reverse("cadre_list")).content.decode()

    assert ("北一" in rows, "南一" in rows) == (True, False)
