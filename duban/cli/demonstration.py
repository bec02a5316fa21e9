"""A workbook of facts for the demonstration: fictional units of a fictional county, the same for the same seed.

The gaps are meant: some units have not reported, one mark is missing, one piece waits for a ruling. So the result shows
what 缺报 and 待决 look like beside zero and full marks.
"""

import random
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import xlsxwriter

from duban.scoring.rows.sheets import FACTS, IMPORTS, MARKS, UNITS, sheets_for
from duban.scoring.scheme.model import Scheme
from duban.scoring.workbook.whole import written_whole

Row = dict[str, Any]

_NAMES = (
    "县委办公室 县人大常委会机关 县政府办公室 县政协机关 县纪委监委机关 县委组织部 县委宣传部 县委统战部 县委政法委 "
    "县委编办 县委巡察办 县委党校 县直属机关工委 县委老干部局 县档案馆 县融媒体中心 县总工会 团县委 县妇联 县科协 县工商联 "
    "县残联 县红十字会 县文联 县法院 县检察院 县发展和改革局 县教育局 县科学技术局 县工业和信息化局 县公安局 县民政局 "
    "县司法局 县财政局 县人力资源和社会保障局 县自然资源局 县生态环境局 县住房和城乡建设局 县交通运输局 县水利局 "
    "县农业农村局 县商务局 县文化和旅游局 县卫生健康局 县退役军人事务局 县应急管理局 县审计局 县市场监督管理局 县林业局 "
    "县统计局 县医疗保障局 县信访局 县城市管理局 县行政审批局 县乡村发展服务中心 县供销合作社 县粮食和物资储备中心 "
    "县畜牧水产中心 县水文中心 县水库移民中心 县河道管理站 县矿产资源管理局 县工业园区管委会 县高新产业园办公室 "
    "县公共资源交易中心 县政务服务中心 县大数据中心 县机关事务服务中心 县地方志编纂中心 县公路养护中心 县交通执法大队 "
    "县住房保障中心 县城市建设服务中心 县污水处理中心 县自来水服务中心 县国有林场 县森林防火中心 县疾病预防控制中心 "
    "县人民医院 县中医医院 县妇幼保健院 县第一中学 县职业技术学校 县教师进修学校 县图书馆 县文化馆 县博物馆 县体育中心 "
    "县气象局 县税务局 县邮政管理局 县烟草专卖局 县消防救援大队 县供电中心 县电信中心 县金融服务中心 县住房公积金中心 "
    "县就业服务中心 县社会保险中心 县农机中心 县农业技术推广中心 县动物疫病防控中心 县种子站 县农产品检测中心 县防汛中心 "
    "县水土保持中心 县渔政执法队 县地质环境站 县招商服务中心 县项目服务中心"
).split()

_KINDS = {
    "农粮局": ("县农业农村局", "县粮食和物资储备中心", "县渔政执法队", "县畜牧水产中心"),
    "水利局": ("县水利局", "县河道管理站", "县防汛中心", "县水土保持中心"),
    "工业园区": ("县工业园区管委会", "县高新产业园办公室"),
    "城建局": ("县住房和城乡建设局", "县城市管理局", "县污水处理中心", "县城市建设服务中心"),
    "林业局": ("县林业局", "县国有林场", "县森林防火中心"),
    "矿管局": ("县矿产资源管理局", "县地质环境站"),
    "组织部": ("县委组织部",),
}
_KIND_OF = {name: kind for kind, names in _KINDS.items() for name in names}
_OWN_MARK = {"农粮局": ("2A.2-1", 45), "水利局": ("2B.3-1", 50), "工业园区": ("2C.2-1", 20), "城建局": ("2D.2-1", 50),
             "林业局": ("2E.2-1", 40), "矿管局": ("2F.2-1", 40), "其他单位": ("2H.1-1", 60)}  # fmt: skip
_REMARKS = ("配合及时，台账清楚", "能按要求完成", "个别工作推进偏慢", "有两项没有按时报送", "协调主动，效果较好")


def unit_names(units: int) -> list[str]:
    """So many names in establishment order; beyond the county's own, numbered ones."""
    more = (f"第{n}服务中心" for n in range(1, units + 1))
    return [*_NAMES, *more][:units]


def write_demonstration(path: Path, scheme: Scheme, *, units: int, seed: str) -> None:
    """The workbook at ``path``, laid out as the scheme's template."""
    dice = random.Random(seed)  # noqa: S311 - a demonstration, not a secret
    rows: dict[str, list[Row]] = {UNITS: [], FACTS: [], MARKS: [], IMPORTS: []}
    for n, name in enumerate(unit_names(units)):
        kind = _KIND_OF.get(name, "其他单位")
        rows[UNITS].append({"单位": name, "类别": kind})
        rows[FACTS] += [{"单位": name, **fact} for fact in _facts(dice, n, kind, scheme.window.from_.year)]
        rows[MARKS] += [{"单位": name, **mark} for mark in _marks(dice, n, kind)]
        rows[IMPORTS] += [{"单位": name, **found} for found in _imports(dice)]
    with written_whole(path) as part:
        workbook = xlsxwriter.Workbook(str(part))
        # The day of making would change the file, and with it the fingerprint of what was read.
        workbook.set_properties({"created": datetime.combine(scheme.window.to, time())})
        head = workbook.add_format({"bold": True, "bg_color": "#F1EEEA"})
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        for sheet in sheets_for(scheme):
            page = workbook.add_worksheet(sheet.name)
            page.freeze_panes(1, 1)
            for i, column in enumerate(sheet.columns):
                page.set_column(i, i, column.width)
                page.write_string(0, i, column.heading, head)
            for r, row in enumerate(rows.get(sheet.name, []), start=1):
                for i, column in enumerate(sheet.columns):
                    value = row.get(column.heading)
                    if isinstance(value, date):
                        page.write_datetime(r, i, value, day)
                    elif value is not None:
                        page.write(r, i, value)
        workbook.close()


def _facts(dice: random.Random, n: int, kind: str, year: int) -> Iterator[Row]:
    def some_day(month: int | None = None) -> date:
        month = month or dice.randint(1, 12)
        return date(year, month, dice.randint(1, monthrange(year, month)[1]))

    def flag(tag: str, chance: float) -> Iterator[Row]:
        if n % 23 != 7:  # every 23rd unit has not reported its flags: 缺报, not 0 and not full marks
            yes = dice.random() < chance
            yield {"标签": tag, "日期": date(year, 3, 31), "数值": "是" if yes else "否", "来源": "上报表"}

    yield from flag("成立领导小组", 0.96)
    yield from flag("联络员已明确并入群", 0.93)
    yield from flag("抽调配合到位", 0.9)
    for _ in range(dice.choice((1, 2, 3, 3, 3, 4))):
        yield {"标签": "班子部署会", "日期": some_day(), "数值": 1, "来源": "会议纪要"}
    for month in range(1, 13):
        if dice.random() < 0.93:
            yield {"标签": "月报", "日期": some_day(month), "数值": 1, "来源": f"{month}月月报"}
    if dice.random() < 0.3:
        yield {"标签": "缺席会议", "日期": some_day(), "数值": dice.choice((1, 1, 2)), "来源": "会议到会名单"}
    for level, most in (("县级", 2), ("市级", 2), ("省级及以上", 1)):
        for _ in range(dice.randint(0, most)):
            if dice.random() < 0.45:
                yield {"标签": "信息推广", "日期": some_day(), "数值": 1, "级别": level, "来源": "简报"}
    yield from _own_facts(dice, kind, year, some_day)
    for tag, chance in (("书面表扬", 0.05), ("书面批评", 0.06)):
        if dice.random() < chance:
            number = f"〔{year}〕{dice.randint(1, 40)}号"
            level = dice.choice(("省", "市", "市"))
            yield {
                "标签": tag,
                "日期": some_day(),
                "数值": 1,
                "级别": level,
                "事项": "河湖治理",
                "来源": f"通报{number}",
            }


def _own_facts(dice: random.Random, kind: str, year: int, some_day: Any) -> Iterator[Row]:
    end = date(year, 12, 20)
    if kind == "农粮局":
        yield {"标签": "查办渔业案件", "日期": some_day(), "数值": dice.randint(5, 12), "来源": "办案台账"}
    elif kind == "水利局":
        yield {"标签": "人放天养完成比例", "日期": end, "数值": dice.choice((0.6, 0.85, 1)), "来源": "进度表"}
        yield {"标签": "侵占岸线未处理", "日期": some_day(), "数值": dice.choice((0, 0, 1, 2)), "来源": "巡查记录"}
    elif kind == "工业园区":
        yield {"标签": "园区污水工程完成比例", "日期": end, "数值": dice.choice((0.75, 0.9, 1)), "来源": "进度表"}
    elif kind == "城建局":
        yield {"标签": "污水处理率", "日期": end, "数值": dice.choice((0.78, 0.8, 0.86)), "来源": "统计数据"}
    elif kind == "林业局":
        yield {"标签": "破坏林地案件未处理", "日期": some_day(), "数值": dice.choice((0, 0, 1)), "来源": "案件台账"}
    elif kind == "矿管局":
        yield {"标签": "破坏矿产案件未处理", "日期": some_day(), "数值": dice.choice((0, 1)), "来源": "案件台账"}


def _marks(dice: random.Random, n: int, kind: str) -> Iterator[Row]:
    def mark(line: str, full: int) -> Row:
        points = round(full * dice.triangular(0.7, 1, 0.93) * 2) / 2
        return {"细则": line, "得分": min(points, full), "评分人": "县河长办", "理由": dice.choice(_REMARKS)}

    yield mark("1.1-1", 8)
    if n != 61:  # one unit waits for its mark
        yield mark("1.5-1", 10)
    if kind == "组织部":
        yield from (mark("2G.1-1", 40), mark("2G.2-1", 10), mark("2G.3-1", 10))
    else:
        yield mark(*_OWN_MARK[kind])


def _imports(dice: random.Random) -> Iterator[Row]:
    if dice.random() < 0.06:
        level = dice.choice(("3.1-省", "3.1-市"))
        yield {"细则": level, "数值": dice.randint(1, 3), "出处": "上级对口考核结果通报"}
    if dice.random() < 0.05:
        yield {"细则": "3.3-1", "数值": dice.choice((0.5, 1, 2)), "满分": 100, "出处": "上级对口考核结果通报"}
