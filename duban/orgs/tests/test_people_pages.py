"""The pages about people: who sees which field, what a refused form keeps, what the list costs, what an export gives."""

import io

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from duban.audit.models import Entry
from duban.orgs import actions
from duban.orgs.models import Correction, Person, Post
from duban.orgs.tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


@pytest.fixture
def tree():
    return factories.tree()


@pytest.fixture
def cadre(tree):
    return factories.account(factories.person("许文静", unit=tree.north, unit_cadre=tree.north))


@pytest.fixture
def branch(tree):
    return factories.account(factories.person("韩立", unit=tree.north_1, branch_secretary=tree.north_1))


@pytest.fixture
def member(tree, cadre):
    made = actions.add_person(
        tree.north_1,
        by=cadre,
        name="单雄远",
        membership="full",
        sex="1",
        ethnic_group="羌族",
        born_in="1985-03",
        mobile="13000005678",
    )
    return Person.objects.get(pk=made.pk)


@pytest.fixture
def north(client, cadre):
    """The cadre of the northern unit at the desk."""
    client.force_login(cadre)
    return client


def url(name: str, of) -> str:
    return reverse(name, args=[of.pk])


def said(answer) -> str:
    return answer.content.decode()


def test_a_person_is_entered_on_a_page_and_a_refused_form_keeps_what_was_typed(north, tree):
    wrong = north.post(url("add_person", tree.north_1), {"name": "秦书文", "membership": "full", "born_in": "1985"})
    assert wrong.status_code == 422
    assert ('value="秦书文"' in said(wrong), Person.objects.filter(name="秦书文").exists()) == (True, False)

    done = north.post(url("add_person", tree.north_1), {"name": "秦书文", "membership": "full", "born_in": "1985-03"})

    person = Person.objects.get(name="秦书文")
    assert (done.status_code, done.url) == (302, url("person", person))
    assert "1985-03" in said(north.get(done.url))


def test_the_form_for_a_unit_of_others_is_not_there(north, tree):
    assert [north.get(url("new_person", unit)).status_code for unit in (tree.north_1, tree.south_1)] == [200, 404]


def test_who_sees_which_field_of_a_person(north, client, tree, member, branch):
    page = said(north.get(url("person", member)))
    assert all(word in page for word in ("羌族", "1985-03", "130****5678"))
    assert "13000005678" not in page

    client.force_login(branch)
    page = said(client.get(url("person", member)))
    assert "1985-03" in page
    assert not any(word in page for word in ("羌族", "5678", "查看完整号码"))


def test_lists_and_exports_have_no_sex_no_ethnic_group_and_no_numbers(north, member):
    page = said(north.get(reverse("person_list")))
    workbook = north.get(reverse("person_list") + "?as=xlsx&q=sxy")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(workbook.streaming_content))).get_sheet_by_index(0)

    assert "羌族" not in page
    assert "5678" not in page
    assert rows.to_python()[1:] == [["单雄远", "北局第一党支部", "", "正式党员"]]


def test_the_list_is_found_by_pinyin_and_shows_those_who_left_when_asked(north, cadre, member):
    def names(query):
        return [row.name for row in north.get(reverse("person_list") + query).context["page"]]

    assert names("?q=shanxiong") == names("?q=SXY") == ["单雄远"]
    actions.leave(member, by=cadre, left_on=Person.objects.get(pk=member.pk).created_at.date(), left_why="moved")
    Person.objects.filter(pk=member.pk).update(left_on="2026-11-20")
    assert (names("?q=sxy"), names("?q=sxy&left=1")) == ([], ["单雄远"])


def test_a_number_in_clear_stands_on_the_one_page_that_answers(north, member):
    page = north.post(url("show_sealed", member), {"field": "mobile", "reason": "通知开会"})

    assert (page.status_code, "13000005678" in said(page)) == (200, True)
    assert "13000005678" not in said(north.get(url("person", member)))
    assert Entry.objects.filter(verb="orgs.show_sealed", subject=member.key, reason="通知开会").count() == 1


def test_a_transfer_is_done_on_the_page_and_what_was_before_stands_there(north, tree, member):
    north.post(url("transfer_membership", member), {"unit": tree.north_2.pk, "since_on": "2026-06-01"})

    page = north.get(url("person", member))
    assert (page.context["person"].unit, [stay.unit for stay in page.context["stays"]]) == (
        tree.north_2,
        [tree.north_1],
    )
    found = said(north.get(url("person", member) + "?find=bjdyd&at=transfer_membership"))
    assert "北局第一党支部</option>" in found


def test_everybody_sees_what_is_kept_of_them_and_can_ask_for_a_correction(client, tree, cadre, member):
    client.force_login(factories.account(member))
    page = said(client.get(reverse("my_information")))
    assert all(word in page for word in ("羌族", "1985-03", "130****5678", "工作联系"))

    refused = client.post(reverse("my_information"), {"text": "手机应为13000005679"})
    done = client.post(reverse("my_information"), {"text": "学历应为研究生"})

    assert (refused.status_code, done.status_code, Correction.objects.count()) == (422, 302, 1)
    assert "学历应为研究生" in said(client.get(reverse("my_information")))
    client.force_login(cadre)
    assert "学历应为研究生" in said(client.get(url("person", member)))
    client.post(url("answer_correction", member), {"correction": Correction.objects.get().pk, "answer": "已改"})
    assert Correction.objects.get().answer == "已改"


def test_an_account_that_is_nobodys_sees_that_nothing_is_kept(client, tree):
    user = factories.account(factories.person("无", unit=tree.north))
    user.person = None
    user.save()
    client.force_login(user)

    assert client.get(reverse("my_information")).status_code == 200
    assert client.post(reverse("my_information"), {"text": "有误"}).status_code == 200
    assert Correction.objects.count() == 0


def test_a_request_of_another_person_cannot_be_answered_from_this_page(north, tree, member):
    stranger = factories.person("南", unit=tree.south)
    foreign = Correction.objects.create(person=stranger, text="学历不对")

    answer = north.post(url("answer_correction", member), {"correction": foreign.pk, "answer": "已改"})

    foreign.refresh_from_db()
    assert (answer.status_code, foreign.answer) == (422, "")


@pytest.mark.parametrize("n", [1, 3])
def test_the_list_of_people_costs_the_same_with_one_and_three(client, tree, n, django_assert_num_queries):
    client.force_login(factories.account(factories.person("周敏", unit=tree.committee, committee_admin=tree.committee)))
    for number in range(n):
        actions_of = Person.objects.create(name=f"党员{number}", unit=tree.south_1, membership="full")
        Post.objects.create(person=actions_of, unit=tree.south_1, title="委员", since_on="2026-01-01")
    client.get(reverse("person_list"))

    with django_assert_num_queries(8):
        client.get(reverse("person_list") + f"?unit={tree.south_1.pk}&q=dy")


@pytest.mark.parametrize("n", [1, 3])
def test_the_posts_of_a_unit_cost_the_same_with_one_and_three(north, tree, member, n, django_assert_num_queries):
    for number in range(n):
        Post.objects.create(person=member, unit=tree.north_1, title=f"委员{number}", since_on="2026-01-01")
    north.get(url("unit_posts", tree.north_1))

    with django_assert_num_queries(10):
        page = north.get(url("unit_posts", tree.north_1))
    assert len(page.context["held"]) == n


@pytest.mark.parametrize("n", [1, 3])
def test_my_information_costs_the_same_with_one_and_three_requests(client, member, n, django_assert_num_queries):
    client.force_login(factories.account(member))
    Correction.objects.bulk_create(Correction(person=member, text=f"有误{number}") for number in range(n))
    client.get(reverse("my_information"))

    with django_assert_num_queries(10):
        client.get(reverse("my_information"))


def test_what_somebody_else_entered_meanwhile_is_not_emptied(north, cadre, member):
    form = next(act.form for act in north.get(url("person", member)).context["acts"] if act.name == "change_person")
    opened = {name: value for name, value in form.initial.items() if value is not None}
    sent = {**opened, "ethnic_group": "藏族"}
    actions.change_person(member, by=cadre, education="20")

    late = north.post(url("change_person", member), sent)
    kept = Person.objects.get(pk=member.pk)
    form = next(act.form for act in north.get(url("person", member)).context["acts"] if act.name == "change_person")
    again = north.post(
        url("change_person", member), {**sent, "seen": form.initial["seen"], "education": kept.education}
    )

    assert (late.status_code, kept.education, kept.ethnic_group) == (409, "20", "羌族")
    kept.refresh_from_db()
    assert (again.status_code, kept.education, kept.ethnic_group) == (302, "20", "藏族")


def test_whole_initials_stand_before_those_of_a_given_name(north, tree):
    for name in ("许志岚", "赵立"):
        Person.objects.create(name=name, unit=tree.north_1)

    page = north.get(reverse("person_list"), {"q": "zl"}).context["page"]

    assert [person.name for person in page] == ["赵立", "许志岚"]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"name": "12345"}, "name"),
        ({"name": '=HYPERLINK("x")'}, "name"),
        ({"born_in": "1985-03", "joined_on": "2003-02-28"}, "joined_on"),
        ({"born_in": "1985-03", "joined_on": "2003-03-01"}, ""),
        ({"name": "阿依古丽·买买提"}, ""),
        ({"name": "秦书文2"}, ""),
    ],
)
def test_what_is_no_name_and_who_was_no_adult_is_said_at_the_field(north, tree, said, field):
    answer = north.post(url("add_person", tree.north_1), {"name": "秦书文", "membership": "full", **said})

    assert (answer.status_code, list(answer.context["form"].errors) if field else []) == (
        (422, [field]) if field else (302, [])
    )
