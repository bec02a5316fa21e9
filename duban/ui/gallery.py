"""Made-up data for the gallery: long names, empty places, every kind. In development only."""

import datetime
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest

from duban.ui.shapes import Band, Chip, Event, Fact, Link, Pair, Step, TreeNode

LONG = "县不动产登记和自然资源综合行政执法服务中心联合党支部委员会"

HEAT_ROWS = [
    (
        "县政府办公室",
        "done ✓3, done ✓1, done ✓4, done ✓2, none, done ✓5, done ✓2, done ✓1, done ✓4, late 逾1, soon 临1, wait 2",
    ),
    (LONG, "na —, na —, na —, na —, na —, na —, done ✓2, done ✓1, back 退1, done ✓3, doing 1/3, wait 2"),
]


class Specimen(forms.Form):
    """One field of each kind."""

    title = forms.CharField(label="事由", max_length=80, help_text="写清做了什么，便于审核人一眼看懂")
    unit = forms.ChoiceField(label="责任单位", choices=[("1", "县水务局"), ("2", LONG)])
    happened_on = forms.DateField(label="日期", widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    points = forms.DecimalField(label="得分", required=False, help_text="满分2分，可到半分")
    reason = forms.CharField(label="理由", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    grade = forms.ChoiceField(
        label="等次",
        widget=forms.RadioSelect,
        choices=[("a", "好"), ("b", "较好"), ("c", "一般"), ("d", "差")],
        help_text="等次只对本单位公布",
    )
    units = forms.MultipleChoiceField(
        label="报送单位",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("1", "县水务局"), ("2", LONG)],
    )
    upload = forms.FileField(label="文件", required=False, help_text="PDF、Word、Excel或图片，每份不超过20 MB")
    is_final = forms.BooleanField(label="不再补充，直接报送", required=False)


def specimens(_request: HttpRequest) -> dict[str, Any]:
    """What the gallery's page shows. Costs no query."""
    at = datetime.datetime(2026, 11, 19, 8, 20, tzinfo=datetime.UTC)
    wrong = Specimen({"points": "二", "title": ""}, prefix="wrong")
    wrong.add_error(None, "报送日期早于任务下达日期3月2日。")
    return {
        "long": LONG,
        "crumb": [Link("清单", "#"), Link("主体责任清单 2026", "#"), Link("第6项")],
        "form": Specimen(initial={"happened_on": datetime.date(2026, 11, 23), "title": "第11次党组会专题研究机关党建"}),
        "wrong": wrong,
        "page": Paginator(range(3000), 50).page(7),
        "chips": [
            Chip("全部", "#", True, 110),
            Chip("逾期", "#", count=12),
            Chip("退回", "#", count=9),
            Chip("7天内到期", "#", count=31),
        ],
        "whose": [Chip("我的", "#", True), Chip("本单位", "#")],
        "scope": [Chip("本级", "#"), Chip("本级及以下", "#", True)],
        "parts": [Chip("会议记录", "#", True, 6), Chip("整改台账", "#", count=23), Chip("自评", "#")],
        "nodes": [
            TreeNode("示例县直属机关工委", "#", 0, is_open=True, count=1136),
            TreeNode("经济管理类", "#", 1, is_open=True, count=268),
            TreeNode("县自然资源和规划局", "#", 2, is_on=True, is_open=True, count=10),
            TreeNode("局机关第一党支部", "#", 3),
            TreeNode("土地储备中心党支部", "#", 3, late=1),
            TreeNode(LONG, "#", 2, is_open=False, count=3),
            TreeNode("党群综合类", "#", 1, is_open=False, count=214, late=2),
        ],
        "facts": [
            Fact("责任单位", "县自然资源和规划局", is_wide=True),
            Fact("第一责任人", "党组书记 蒲志远"),
            Fact("直接责任人", "机关党委专职副书记 龚晓梅"),
            Fact("经办", ""),
            Fact("时限", "11月30日，余7天"),
            Fact("为什么要报", "示直工委〔2026〕3号 附件第6项", url="#", is_wide=True),
        ],
        "chain": [
            Link("责任：专题研究机关党建", "#"),
            Link("任务 2026-06-027", is_here=True),
            Link("问题：1个整改中", "#"),
            Link("督办单：无", is_none=True),
        ],
        "steps": [
            Step("已下达", "3月2日 工委", "done"),
            Step("已确认", "3月5日 许文静", "done"),
            Step("已报送", "11月12日 许文静", "done"),
            Step("退回待补充", "11月19日 工委 周敏", "late"),
            Step("通过", "11月30日前"),
            Step("计入考核", "指标1.3 计2分"),
        ],
        "events": [
            Event("到期", on=datetime.date(2026, 11, 30), reason="未报的列入预警问题清单", is_plan=True),
            Event("退回", "工委 周敏", at, reason="缺研究议题和决定事项两页", is_wrong=True),
            Event("报送", "许文静", at - datetime.timedelta(days=7), reason="佐证2件"),
            Event("下达", "县直机关工委", on=datetime.date(2026, 3, 2)),
        ],
        "said_at": at,
        "bands": [Band(0, "差"), Band(60, "一般"), Band(70, "较好"), Band(90, "好")],
        "pairs": [
            Pair("一 责任落实", 87, 80, 90),
            Pair("二 组织建设", 74, 91, 88),
            Pair("三 党建与业务融合", 91, 78, 82),
            Pair("四 述职和测评", None, 85),
        ],
        "months": [3, 1, 4, 2, None, 5, 2, 1, 4, 2, 3, None],
        "heat_rows": [(name, [cell.split() for cell in cells.split(", ")]) for name, cells in HEAT_ROWS],
        "heat_months": [(number, number == 11) for number in range(1, 13)],
    }
