"""The ethnic groups as the statistics know them (GB/T 3304), and how they are chosen and read."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from duban.base.workbook.cells import Wrong, narrow, quoted
from duban.base.workbook.kinds import Words

ETHNIC_GROUPS = (
    *("汉族 蒙古族 回族 藏族 维吾尔族 苗族 彝族 壮族 布依族 朝鲜族 满族 侗族 瑶族 白族 土家族 哈尼族 哈萨克族 傣族 黎族".split()),
    *("傈僳族 佤族 畲族 高山族 拉祜族 水族 东乡族 纳西族 景颇族 柯尔克孜族 土族 达斡尔族 仫佬族 羌族 布朗族 撒拉族".split()),
    *("毛南族 仡佬族 锡伯族 阿昌族 普米族 塔吉克族 怒族 乌孜别克族 俄罗斯族 鄂温克族 德昂族 保安族 裕固族 京族".split()),
    *("塔塔尔族 独龙族 鄂伦春族 赫哲族 门巴族 珞巴族 基诺族".split()),
)  # fmt: skip
"""Fifty-six, in the order of the standard."""
OTHERS = ("其他", "外国血统中国籍人士")
"""Two more words of the standard."""


def ethnic_group_of(text: str) -> str | None:
    """The group by its full name, with or without 族; "" of "", None when it is none of them."""
    word = narrow(text).replace(" ", "")
    found = (word, f"{word}族") if word else ("",)
    return next((each for each in found if each in ("", *ETHNIC_GROUPS, *OTHERS)), None)


@dataclass(frozen=True)
class EthnicGroup(Words):
    """One of them in a cell."""

    def read(self, value: object) -> str:
        """The full name.

        Raises:
            Wrong: no such group, or what no text may hold.
        """
        text = super().read(value)
        found = ethnic_group_of(text)
        if found is None:
            raise Wrong(quoted(text), self.form)
        return found

    @property
    def form(self) -> str:
        """How to fill it in."""
        return _("one of the 56 ethnic groups, as 汉族")
