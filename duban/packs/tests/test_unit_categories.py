"""Categories of a pack: the same as one of that name here, and refused where code and name are those of two."""

import pytest

from duban.base.errors import BadInput
from duban.orgs.models import UnitCategory
from duban.packs.contents import Item
from duban.packs.unit_kinds import CATEGORIES

pytestmark = pytest.mark.django_db


def write(code, name):
    CATEGORIES.write([Item(code, name, {"code": code, "name": name, "place": "3"})])


def test_one_that_was_entered_here_under_the_same_name_gets_the_code():
    UnitCategory.objects.create(code="own", name="窗口服务类")

    write("window", "窗口服务类")
    assert list(UnitCategory.objects.values_list("code", "name")) == [("window", "窗口服务类")]


def test_a_code_of_one_and_a_name_of_another_is_refused_in_words():
    UnitCategory.objects.create(code="window", name="窗口服务类")
    UnitCategory.objects.create(code="own", name="综合执法类")

    with pytest.raises(BadInput) as refused:
        write("window", "综合执法类")
    assert refused.value.places[0][1] == "本系统中window是“窗口服务类”，“综合执法类”的编码是own"
