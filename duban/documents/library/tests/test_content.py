"""library.yaml: kinds and expected documents, with a preview like every other content."""

import pytest

from duban.base.errors import BadInput
from duban.documents.library.content import CONTENT
from duban.documents.library.models import DocumentKind, Slot
from duban.documents.library.tests import factories as library
from duban.orgs.tests import factories
from duban.packs.actions import install_folder
from duban.packs.folder import folder_named, read_folder
from duban.packs.models import Pack
from duban.packs.plan import Change, plan_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def test_the_shipped_frame_has_the_places_that_the_reports_name_and_no_texts():
    install_folder(folder_named("library"))

    codes = list(Slot.objects.values_list("code", flat=True))
    assert [sum(code.startswith(prefix) for code in codes) for prefix in ("handbook-", "guidance-", "method-")] == [
        8,
        8,
        2,
    ]
    assert Slot.objects.get(code="must-know").title == "三必知、四必管、五必报、六必谈"
    assert Slot.objects.get(code="knowledge-handbook").hint.startswith("应知应会知识内容84项")
    assert set(Slot.objects.filter(code__startswith="handbook-").values_list("title", flat=True)) == {
        f"标准化手册之{n}（待定名）" for n in "一二三四五六七八"
    }


def test_installing_again_changes_nothing():
    install_folder(folder_named("library"))

    assert plan_of("library", read_folder(folder_named("library"))).changes_nothing


def test_what_is_in_use_stays_when_the_pack_goes():
    install_folder(folder_named("library"))
    slot = Slot.objects.get(code="handbook-1")
    library.document(factories.tree().committee, "手册", "正文。", of=slot.kind, slot=slot)

    plan = plan_of("library", None)

    kept = {line.code for line in plan.lines if line.change is Change.KEEP_USED}
    assert kept == {"kind:handbook", "slot:handbook-1"}
    CONTENT.remove([line.code for line in plan.of(CONTENT, Change.REMOVE)])
    assert list(DocumentKind.objects.values_list("code", flat=True)) == ["handbook"]
    assert Pack.objects.count() == 1


@pytest.mark.parametrize(
    ("said", "wheres"),
    [
        ({}, ["f"]),
        ({"texts": []}, ["f"]),
        ({"kinds": "手册"}, ["f kinds"]),
        ({"kinds": [{"code": "a"}, "b"]}, ["f kinds 1 name", "f kinds 2"]),
        ({"kinds": [{"code": "A b", "name": "甲", "review_months": "0"}]}, ["f kinds 1 code", "f kinds 1 review_months"]),
        ({"kinds": [{"code": "a", "name": ["甲"], "x": "1"}]}, ["f kinds 1 x", "f kinds 1 name"]),
        ({"slots": [{"code": "s", "kind": "none", "title": "甲"}]}, ["f s kind"]),
        ({"slots": [{"code": "s", "kind": "a", "title": "甲" * 151}], "kinds": [{"code": "a", "name": "甲"}]}, ["f slots 1 title"]),
    ],
)  # fmt: skip
def test_every_place_that_does_not_hold_is_named(said, wheres):
    with pytest.raises(BadInput) as refused:
        CONTENT.read(said, "f")

    assert [where for where, _found, _expected in refused.value.places] == wheres
