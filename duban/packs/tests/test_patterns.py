"""Patterns come, change and go with their pack like any other content."""

import pytest

from duban.base.errors import BadInput
from duban.packs.models import Pattern
from duban.packs.patterns import pattern_content

pytestmark = pytest.mark.django_db


def content():
    return pattern_content("letters", "函件范本", lambda entry, where: iter(()))


def test_what_is_written_reads_back_in_the_same_words_and_goes():
    [item] = content().read({"letters": [{"code": "remind", "title": "换届提醒函", "text": "你支部…"}]}, "letters.yaml")

    content().write([item])
    assert content().present(["remind"]) == {"remind": item.said}

    content().remove(["remind"])
    assert content().present(["remind"]) == {}


def test_codes_of_two_kinds_of_content_do_not_meet():
    Pattern.objects.create(content="schemes", code="remind", title="方案", text="{}")

    assert content().present(["remind"]) == {}


@pytest.mark.parametrize(
    "wrong", [{"code": ["remind"]}, {"title": {"a": "b"}}, {"code": "长" * 81}, {"title": "长" * 201}]
)
def test_what_no_column_holds_is_refused_at_its_place(wrong):
    entry = {"code": "长" * 80, "title": "长" * 200}
    assert len(content().read({"letters": [entry]}, "letters.yaml")) == 1

    with pytest.raises(BadInput) as refused:
        content().read({"letters": [{**entry, **wrong}]}, "letters.yaml")

    assert [where.split()[-1] for where, _found, _expected in refused.value.places] == list(wrong)
