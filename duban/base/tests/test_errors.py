"""Errors know their status and speak to the person."""

import pytest
from django.utils import translation

from duban.base.errors import BadInput, Conflict, DomainError, NotAllowed


@pytest.mark.parametrize(
    ("kind", "status", "sentence"),
    [
        (DomainError, 400, "所办事项不符合规则。"),
        (NotAllowed, 403, "你的职务不含此项权限，请联系本单位授权人员。"),
        (Conflict, 409, "打开本页之后，事项已有变动。请重新打开，看清后再办。"),
        (BadInput, 422, "所填内容不符合要求。"),
    ],
)
def test_an_error_has_a_status_and_a_sentence(kind, status, sentence):
    with translation.override("zh-hans"):
        assert (kind.status, str(kind())) == (status, sentence)


def test_an_own_sentence_replaces_the_kinds_sentence():
    assert str(Conflict("已经销号")) == "已经销号"


def test_bad_input_keeps_the_places():
    assert BadInput("有误", places=[("事实!B3", "十二", "数字")]).places == [("事实!B3", "十二", "数字")]
