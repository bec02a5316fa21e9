"""What no text may hold. Numbers here are made up: places and days that fit, no person's."""

import pytest
from django import forms
from django.core.exceptions import ValidationError

from duban.base.errors import BadInput
from duban.base.privacy import (
    Kind,
    describes_somebody,
    guard_texts,
    masked,
    no_personal_numbers,
    personal_numbers,
    refuse_personal_numbers,
)

NUMBER = "11010519491231002X"  # the worked example of GB 11643-1999


@pytest.mark.parametrize(
    "text",
    [
        NUMBER,
        f"身份证号：{NUMBER}。",
        NUMBER.lower(),
        "11010519491231002Ｘ",
        "１１０１０５１９４９１２３１００２Ｘ",
        "110105 19491231 002X",
        "110105-1949-12-31-002X",
        "110105194912310020",  # a wrong check digit: a slip of the pen in somebody's number
    ],
)
def test_an_identity_number_is_found_however_it_is_written(text: str) -> None:
    assert [each.kind for each in personal_numbers(text)] == [Kind.IDENTITY]


@pytest.mark.parametrize(
    "text",
    ["13800001234", "电话138-0000-1234", "138 0000 1234", "+86 13800001234", "8613800001234", "１３８００００１２３４"],
)
def test_a_mobile_number_is_found_however_it_is_written(text: str) -> None:
    assert [str(each.shown) for each in personal_numbers(text)] == ["138****1234"]


@pytest.mark.parametrize(
    "text",
    [
        "示工委〔2026〕12号",
        "2026-11-23 09:00",
        "0817-6230000",  # an office telephone
        "12800001234",  # no mobile number begins so
        "1380000123",  # ten digits
        "138000012345",  # twelve
        "91510000MA6200000X",  # a code of an organisation, GB 32100
        "110105194913310027",  # no thirteenth month
        "110105194912320027",  # no thirty-second day
        masked(NUMBER),
    ],
)
def test_other_numbers_pass(text: str) -> None:
    assert personal_numbers(text) == []


def test_a_masked_number_shows_three_and_four() -> None:
    assert masked(NUMBER) == "110***********002X"
    assert masked("13800001234") == "138****1234"
    assert masked("1234567") == "*******"


@pytest.mark.parametrize("text", ["赵某某，男，43岁，本县人", "钱某（女，汉族，1985年3月出生）", "孙某, 男, 六十岁"])
def test_a_description_of_somebody_is_seen(text: str) -> None:
    assert describes_somebody(text) != ""


@pytest.mark.parametrize("text", ["参加活动的男职工20人、女职工18人", "走访困难党员3户", "平均年龄43岁", ""])
def test_what_describes_nobody_passes(text: str) -> None:
    assert describes_somebody(text) == ""


def test_the_refusal_does_not_repeat_the_number() -> None:
    with pytest.raises(ValidationError) as refused:
        no_personal_numbers(f"见{NUMBER}")

    assert NUMBER not in refused.value.message
    assert "110***********002X" in refused.value.message


def test_a_verb_names_all_places_at_once() -> None:
    with pytest.raises(BadInput) as refused:
        refuse_personal_numbers({"标题": NUMBER, "内容": "来电13800001234", "地点": "会议室"})

    assert [(where, found[-4:]) for where, found, _expected in refused.value.places] == [
        ("标题", "002X"),
        ("内容", "1234"),
    ]


def test_a_form_guards_its_texts_but_those_made_for_a_number() -> None:
    class Card(forms.Form):
        title = forms.CharField()
        mobile = forms.CharField()

        def __init__(self, *args: object, **kwargs: object) -> None:
            super().__init__(*args, **kwargs)  # type: ignore[arg-type]
            guard_texts(self, but=("mobile",))

    assert Card({"title": "联系人", "mobile": "13800001234"}).is_valid()
    assert list(Card({"title": "联系13800001234", "mobile": "13800001234"}).errors) == ["title"]
