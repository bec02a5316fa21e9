"""Names: found by spelling, put in order by strokes. All names are invented."""

import subprocess
import sys

import pytest

from duban.base.names import by_strokes, in_stroke_order, initials_of, sounds, spelled, spelling_of


@pytest.mark.parametrize(
    ("name", "spelling", "initials"),
    [
        ("单雄远", "shan xiongyuan", "sxy"),
        ("曾国松", "zeng guosong", "zgs"),
        ("区小明", "ou xiaoming", "oxm"),
        ("仇和平", "qiu heping", "qhp"),
        ("解安", "xie an", "xa"),
        ("查文静", "zha wenjing", "zwj"),
        ("盖云", "ge yun", "gy"),
        ("翟青", "zhai qing", "zq"),
        ("任行之", "ren xingzhi", "rxz"),
        ("欧阳文远", "ouyang wenyuan", "oywy"),
        ("单于静", "chanyu jing", "cyj"),
        ("万俟安", "moqi an", "mqa"),
        ("尉迟恭平", "yuchi gongping", "ycgp"),
        ("阿依·古丽", "a yiguli", "aygl"),
        ("吕绿", "lv lv", "ll"),
    ],
)
def test_a_surname_is_spelled_as_the_family_says_it(name: str, spelling: str, initials: str) -> None:
    assert (spelling_of(name), initials_of(name)) == (spelling, initials)


@pytest.mark.parametrize("typed", ["shanxiongyuan", "shanxiong", "xiongyuan", "yuan", "sxy", "sx", "xy"])
def test_a_person_is_found_from_each_syllable_on(typed: str) -> None:
    assert f" {typed}" in spelled("单雄远", is_person=True)


def test_a_person_is_not_found_from_the_middle_of_a_syllable() -> None:
    assert " an" not in spelled("单雄远", is_person=True)


def test_a_surname_with_two_readings_is_found_by_both_and_a_corrected_one_by_its_own_only() -> None:
    assert {" qinyuan", " tanyuan"} <= {f" {way}" for way in spelled("覃远", is_person=True).split()}
    assert spelled("覃远", is_person=True, corrected="Tan Yuan") == " tanyuan yuan ty y"


def test_an_organisation_is_found_by_both_its_names() -> None:
    assert spelled("重庆路街道办事处", "重庆路街道") == (" chongqinglujiedaobanshichu cqljdbsc chongqinglujiedao cqljd")
    assert spelled("第2党支部") == " di2dangzhibu d2dzb"


def test_a_long_name_fits_its_column() -> None:
    assert len(spelled("庄" * 120, "窗" * 30)) == 900


@pytest.mark.parametrize(
    ("typed", "letters"),
    [("sxy", "sxy"), ("Shan Xiong", "shanxiong"), ("ＳＸ", "sx"), ("lü", "lv"), ("单", ""), ("第2", ""), ("", "")],
)
def test_letters_are_looked_for_by_sound_and_characters_are_not(typed: str, letters: str) -> None:
    assert sounds(typed) == letters


def test_fewer_strokes_come_first_then_the_kind_of_each_stroke() -> None:
    """The source of the order is GF 3003-1999: 横竖撇点折."""
    surnames = "欧阳 丁 王 于 马 刁 李 万 习 卜 张 刘"

    assert in_stroke_order(surnames.split()) == "丁 卜 刁 于 万 习 马 王 刘 李 张 欧阳".split()


def test_of_one_surname_the_next_character_decides_and_the_shorter_name_comes_first() -> None:
    assert in_stroke_order(["王正", "王小远", "王小", "王一平"]) == ["王一平", "王小", "王小远", "王正"]


def test_a_character_without_a_known_order_stands_behind_those_with_as_many_strokes_and_letters_last() -> None:
    assert in_stroke_order(["Ａ", "䶮安", "黄安", "胡安"]) == ["胡安", "䶮安", "黄安", "Ａ"]
    assert by_strokes("阿·依") == by_strokes("阿依")


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("人民调解委员会", "rmtjwyh"),
        ("工商银行成都分行", "gsyhcdfh"),
        ("行政审批局", "xzspj"),
        ("长街社区", "cjsq"),
        ("会计学会", "kjxh"),
        ("重点项目中心", "zdxmzx"),
        ("漯河路", "lhl"),
    ],
)
def test_words_of_organs_and_places_are_read_as_they_are_said(name: str, initials: str) -> None:
    assert spelled(name).split()[1] == initials


def test_who_writes_no_name_does_not_load_the_library() -> None:
    """It would stand in the memory of every worker."""
    asked = "import sys, duban.base.names as names; names.sounds('sxy'); print('pypinyin' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)

    assert said.stdout.strip() == "False"
