"""The columns of the sheet 清单, once for reading, writing and the guide: a heading belongs to the format, in any language."""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from duban.duties.models import Duty

SHEET, GUIDE = "清单", "填表说明"
NAMES = ("、", ",", "，", ";", "；", "\n")
"""What parts the names of several categories in one cell."""
WHOLE = frozenset({"全部", "全部单位", "所有单位"})
"""Words by which a cell says that a duty is for everybody."""


@dataclass(frozen=True)
class Column:
    """One column: the field of DutyDraft, its heading and width, and what the guide says of it."""

    field: str
    heading: str
    width: int
    reason: str | Promise
    form: str | Promise
    example: str
    is_needed: bool = True

    @property
    def most(self) -> int:
        """How many characters it may have; 0 where that is not limited."""
        field = None if self.field in {"days", "categories"} else Duty._meta.get_field(self.field)
        return (field.max_length or 0) if isinstance(field, models.CharField) else 0


_WORDS = _("words, at most %(most)s characters")

COLUMNS = (
    Column(
        "number", "序号", 7, _("Tasks are numbered by it, as 2026-03-1"), _("a whole number from 1, each once"), "3"
    ),
    Column(
        "code", "指标编码", 11, _("The indicator of the assessment scheme that it serves"),
        _("as the scheme writes it, each once; the column is text, so that 1.10 stays 1.10"), "1.3",
    ),
    Column("tag", "事实标签", 13, _("The word by which the scheme counts what was done"), _WORDS, "专题研究"),
    Column("group", "类别", 14, _("The heading under which it stands; it may be merged over its rows"), _WORDS, "责任落实"),
    Column("title", "责任事项", 36, _("The thing: what is to be done"), _WORDS, "党组专题研究机关党建并作出决定"),
    Column(
        "standard", "验收标准", 36, _("By what everybody sees that it is done"), _WORDS,
        "每次有决定事项、有责任人",
    ),
    Column("responsible", "责任岗位", 18, _("The post that answers for it; a post, not a name"), _WORDS, "党组书记"),
    Column("basis", "依据", 16, _("Where the document orders it"), _WORDS, "附件第3项"),
    Column(
        "evidence_hint", "佐证提示", 26, _("What suffices to show it, so that nobody collects more"), _WORDS,
        "决定事项一句话即可", is_needed=False,
    ),
    Column(
        "is_split", "分解到支部", 11, _("Whether branches do it, each its part"), _("是 or 否; empty is 否"), "否",
        is_needed=False,
    ),
    Column(
        "categories", "适用单位类别", 20, _("Units of other categories get no task"),
        _("names of categories, 、 between them; empty: all units"), "党群综合类、经济管理类", is_needed=False,
    ),
    Column(
        "days", "时限", 32, _("The day: a task for each of them"),
        _("3月31日、6月30日, or with a word for each: 一季度=3月31日; 每月25日、每季度末月20日; a day of the next year with its year"),
        "上半年=6月30日、下半年=12月10日",
    ),
)  # fmt: skip
BY_HEADING = {column.heading: column for column in COLUMNS}
