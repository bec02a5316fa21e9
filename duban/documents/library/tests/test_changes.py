"""What changed between two texts."""

import time

import pytest

from duban.documents.library.changes import changes_between


def kinds(before, after):
    return [row.kind for row in changes_between(before, after).rows]


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("甲。\n乙。", "甲。\n乙。", ["gap"]),
        ("甲。", "甲。\n新的一段。", ["same", "added"]),
        ("甲。\n去掉的一段。", "甲。", ["same", "removed"]),
        ("支部每季度开会一次。", "支部每月开会一次。", ["changed"]),
        ("完全不同的话语", "毫无共通之处", ["removed", "added"]),
        ("", "第一个版本。", ["added"]),
        ("\n\n甲。\n", "  甲。", ["same"]),
    ],
)
def test_each_paragraph_is_same_added_removed_or_changed(before, after, found):
    assert kinds(before, after) == found


def test_inside_a_paragraph_the_signs_that_differ_are_told_apart():
    [row] = changes_between("支部每季度开会一次。", "支部每月开会一次。").rows

    assert [piece.text for piece in row.before if piece.is_found] == ["季度"]
    assert [piece.text for piece in row.after if piece.is_found] == ["月"]


def test_what_stays_is_not_shown_at_length():
    before = "\n".join(f"第{n}段。" for n in range(100))

    changes = changes_between(before, before.replace("第50段。", "第五十段，改过。"))

    assert [row.count for row in changes.rows if row.kind == "gap"] == [49, 48]
    assert len(changes.rows) == 5


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("一样的。\n" * 30_000, "一样的。\n" * 29_000 + "不一样。\n" * 1000),
        ("\n".join(f"{n}甲乙丙丁" * 20 for n in range(3_000)), "\n".join(f"{n}丁丙乙甲" * 20 for n in range(3_000))),
        ("甲" * 150_000, "甲乙" * 75_000),
    ],
    ids=["repeated", "all-different", "one-paragraph"],
)
def test_a_text_made_to_be_slow_is_compared_in_seconds(before, after):
    began = time.process_time()

    assert not changes_between(before, after).is_same
    assert time.process_time() - began < 10
