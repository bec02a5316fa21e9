"""The sheets of a facts workbook: their names, headings, and what each heading means. One definition for all uses."""

from dataclasses import dataclass

from duban.scoring.scheme.model import Scheme


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, whether it must be there, and the hint a template shows."""

    heading: str
    required: bool = False
    hint: str = ""
    width: int = 12


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet and its columns in order."""

    name: str
    columns: tuple[Column, ...]
    required: bool = False


UNITS, FACTS, MARKS, BALLOTS, IMPORTS, EXEMPTIONS = "单位", "事实", "评分", "测评", "引用", "不适用"

_UNIT = (
    Column("单位", True, "按序列顺序，一行一个，名称不重复", 30),
    Column("类别", False, "方案里的单位类别", 14),
    Column("上级", False, "需要按下级汇总时填", 20),
)
_FACT = (
    Column("单位", True, "与“单位”表一致", 30),
    Column("标签", True, "方案里的标签", 22),
    Column("日期", False, "发生或办结的日期", 12),
    Column("数值", False, "次数、数字、是/否、档次；没有发生写0，不知道就不要填这一行", 10),
    Column("级别", False, "标签有级别时填", 10),
    Column("事项", False, "同一件事用同一个名称", 22),
    Column("对象", False, "抽查到的单位或地方", 14),
    Column("状态", False, "方案用到时填", 10),
    Column("应办日期", False, "有时限的事填", 12),
    Column("来源", False, "文号、台账页码等，方便核对", 22),
)
_MARK = (
    Column("单位", True, "与“单位”表一致", 30),
    Column("细则", True, "细则编码，或门槛编码", 10),
    Column("得分", False, "评分；扣分写负数", 8),
    Column("裁定", False, "对门槛：成立、不成立", 8),
    Column("评分人", True, "谁评的，写职务或机构", 18),
    Column("理由", False, "为什么这样评", 30),
    Column("会议记录", False, "须会议研究的写记录编号", 18),
    Column("事项", False, "逐件评分时写", 18),
)
_BALLOT = (
    Column("单位", True, "被评单位", 30),
    Column("细则", True, "测评细则编码", 10),
    Column("评价主体", True, "方案里的评价主体", 16),
    Column("测评项", False, "方案分项时填", 14),
    Column("选项", False, "票面选项；打分的不填", 12),
    Column("票数", False, "这一选项几张票；打分的可不填，按1张", 8),
    Column("得分", False, "打分的填分数", 8),
    Column("评委", False, "按名次合成时填评委编号，不写姓名", 10),
)
_IMPORT = (
    Column("单位", True, "与“单位”表一致", 30),
    Column("细则", True, "引用细则编码", 10),
    Column("数值", False, "得分、扣分或名次", 10),
    Column("满分", False, "对方的满分，折算时用", 8),
    Column("等次", False, "引用等次时填", 10),
    Column("出处", False, "通报或文件的名称文号", 30),
)
_EXEMPTION = (
    Column("单位", True, "与“单位”表一致", 30),
    Column("指标", True, "指标编码；整个单位不参评写“参评”", 12),
    Column("理由", True, "为什么不适用", 36),
)


def sheets_for(scheme: Scheme) -> tuple[Sheet, ...]:
    """The sheets of a workbook for this scheme, its own attributes as further columns."""
    unit = _UNIT + tuple(Column(name, False, _hint(form), 10) for name, form in scheme.unit_attributes.items())
    known = {c.heading for c in _FACT}
    fact = _FACT + tuple(
        Column(name, False, _hint(form), 10) for name, form in scheme.fact_attributes.items() if name not in known
    )
    return (
        Sheet(UNITS, unit, required=True),
        Sheet(FACTS, fact, required=True),
        Sheet(MARKS, _MARK),
        Sheet(BALLOTS, _BALLOT),
        Sheet(IMPORTS, _IMPORT),
        Sheet(EXEMPTIONS, _EXEMPTION),
    )


def _hint(form: str | list[str]) -> str:
    if isinstance(form, list):
        return "、".join(form)
    return "数字" if form == "number" else "文字"
