"""Whoever sends a form that shows what somebody changed meanwhile is told, and nothing is overwritten."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from duban.documents.library.models import Document
from duban.documents.library.tests import factories as library
from duban.ledgers.cadres import actions as cadres
from duban.ledgers.cadres.tests.factories import post
from duban.ledgers.dues.models import MonthlyDue
from duban.ledgers.dues.tests.factories import branch, month
from duban.orgs.models import Person, Unit, UnitCategory
from duban.orgs.tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen", "browser_files")]
APPROVAL = {"symbol": "县直工委〔2026〕12号", "approved_on": "2026-06-10", "holds_on": "2026-06-10"}


def rename(world):
    page, send = (
        reverse("unit_changes", args=[world.tree.north_1.pk]),
        reverse("rename_unit", args=[world.tree.north_1.pk]),
    )
    said = [{**APPROVAL, "name": name, "is_another": "on"} for name in ("北局机关党支部", "北局综合党支部")]
    return page, send, said, lambda: Unit.objects.get(pk=world.tree.north_1.pk).name


def classed(world):
    one = world.tree.north_1
    said = [
        {**APPROVAL, "kind": one.kind_id, "category": UnitCategory.objects.create(code=name, name=name, place=place).pk}
        for place, name in enumerate(("窗口服务类", "综合执法类"), start=90)
    ]
    page, send = reverse("unit_changes", args=[one.pk]), reverse("change_unit_kind", args=[one.pk])
    return page, send, said, lambda: Unit.objects.get(pk=one.pk).category_id


def order(world):
    above = world.tree.north_committee
    third = factories.unit("北局第三党支部", below=above, kind=world.tree.north_1.kind)
    names = [world.tree.north_1.name, world.tree.north_2.name, third.name]
    said = [{**APPROVAL, "order": "\n".join(names[place] for place in places)} for places in ((1, 0, 2), (0, 2, 1))]
    now = Unit.objects.filter(path__startswith=above.path, depth=above.depth + 1).order_by("path")
    return (
        reverse("unit_changes", args=[above.pk]),
        reverse("place_units", args=[above.pk]),
        said,
        lambda: list(now.values_list("name", flat=True)),
    )


def spelling(world):
    one = world.members[0]
    said = [{"spelling": "Ding Yi"}, {"spelling": "Zheng Yi"}]
    return (
        reverse("person", args=[one.pk]),
        reverse("correct_spelling", args=[one.pk]),
        said,
        lambda: Person.objects.get(pk=one.pk).spelling,
    )


def person(world):
    one = world.members[0]
    said = [{"name": "丁一", "ethnic_group": "羌族"}, {"name": "丁一", "born_in": "1985-03"}]
    return (
        reverse("person", args=[one.pk]),
        reverse("change_person", args=[one.pk]),
        said,
        lambda: Person.objects.values_list("ethnic_group", "born_in").get(pk=one.pk),
    )


def dues(world):
    said = [
        {"year": "2026", "effective_from": "2026-12", f"amount-{world.members[0].pk}": amount}
        for amount in ("21", "22")
    ]
    return (
        reverse("unit_due_list", args=[world.tree.north_1.pk]),
        reverse("fix_dues", args=[world.tree.north_1.pk]),
        said,
        lambda: list(MonthlyDue.objects.filter(effective_from=month(12)).values_list("amount", flat=True)),
    )


def points(world):
    giver = Person.objects.create(name="许文", unit=world.tree.north)
    held = post(giver, world.tree.north, "党建办主任", of="party_office_head", until_on=month(11))
    made = cadres.open_hand_over(held, by=world.user, taker=Person.objects.create(name="钱程", unit=world.tree.north))
    said = [
        {
            f"{name}-{line.place}": value
            for line in made.lines.all()
            for name, value in (("state", "handed"), ("note", word))
        }
        for word in ("一枚", "两枚")
    ]
    return (
        reverse("hand_over", args=[made.pk]),
        reverse("note_points", args=[made.pk]),
        said,
        lambda: set(made.lines.values_list("note", flat=True)),
    )


def head(world):
    made = library.document(world.tree.north, "值班制度", "每日两人。")
    said = [{"title": title, "kind": made.kind_id} for title in ("值班办法", "值班规定")]
    return (
        reverse("library_document", args=[made.pk]),
        reverse("change_document", args=[made.pk]),
        said,
        lambda: Document.objects.get(pk=made.pk).title,
    )


@pytest.mark.parametrize("case", [rename, classed, order, spelling, person, dues, points, head])
def test_what_somebody_changed_meanwhile_is_not_overwritten(case):
    world = branch()
    roles = (
        {"committee_admin": world.tree.committee}
        if case in (rename, classed, order)
        else {"unit_cadre": world.tree.north}
    )
    world.user = factories.account(factories.person("周敏", unit=world.tree.north, **roles))
    page, send, (first, second), now = case(world)
    desk = Client()
    desk.force_login(world.user)

    def seen():
        shown = desk.get(page).content.decode()
        return re.search(rf'action="{send}".*?name="seen" value="(\w+)"', shown, re.DOTALL)[1]

    both_saw = seen()
    assert desk.post(send, {**first, "seen": both_saw}).status_code == 302
    stands = now()
    assert desk.post(send, {**second, "seen": both_saw}).status_code == 409
    assert now() == stands

    assert seen() != both_saw
    assert desk.post(send, {**second, "seen": seen()}).status_code == 302
    assert now() != stands
