"""AF-4: sources that must not be scored. Refused in a live scheme, told in a historical one; the rule is cited."""

import re
from collections.abc import Iterator
from typing import Any

from duban.scoring.evaluation.plan import Plan
from duban.scoring.problems import Problem
from duban.scoring.scheme.model import SourceKind

_APP_RULE = "《政务移动互联网应用程序规范化管理办法》（国办函〔2026〕12号）"
_BURDEN_RULE = "《整治形式主义为基层减负若干规定》（2024年8月6日印发）"

FORBIDDEN: dict[SourceKind, tuple[str, str]] = {
    SourceKind.STUDY_TIME: ("学习时长", f"{_APP_RULE}：不得以学习时长作为考核评价依据"),
    SourceKind.LOGINS: ("登录次数或在线时长", f"{_APP_RULE}：不得强制登录、统计在线时长"),
    SourceKind.LIKES: ("点赞、转发、网络投票", f"{_APP_RULE}：不得以点赞量、网络投票数、转发量作为考核评价依据"),
    SourceKind.CHECK_INS: ("打卡签到", f"{_APP_RULE}：不得设置打卡签到、积分排名等强制功能"),
    SourceKind.PHOTOS: ("照片、截图", f"{_BURDEN_RULE}：不得以是否留存影像资料评判工作好坏"),
    SourceKind.ARTICLES: ("稿件、信息篇数", f"{_BURDEN_RULE}：不得把新闻宣传报道、经验材料等作为考核内容"),
    SourceKind.REMARKS: ("领导批示", f"{_BURDEN_RULE}：不得把领导批示作为考核内容"),
    SourceKind.MEETINGS: ("会议、发文、记录本身", f"{_BURDEN_RULE}：不得以是否开会发文、是否有学习笔记等评判工作好坏"),
}

_WORDS: tuple[tuple[str, SourceKind], ...] = (
    (r"学习时长|学时排名|学习积分|学习强国(活跃|积分|学分)", SourceKind.STUDY_TIME),
    (r"登录(次数|率|天数)|在线时长|活跃度|活跃率|日活|安装率|下载率|注册率", SourceKind.LOGINS),
    (r"点赞|转发(量|数|率)|网络投票|投票量|阅读量|关注量", SourceKind.LIKES),
    (r"打卡|扫码签到|签到率|积分排名", SourceKind.CHECK_INS),
    (r"照片|截图|影像|视频留痕", SourceKind.PHOTOS),
    (r"信息(篇数|条数|采用数|推广|上报数)|稿件|投稿|刊用|宣传报道|报道篇|发稿|媒体刊", SourceKind.ARTICLES),
    (r"(领导)?批示(数|次数|量)|获批示", SourceKind.REMARKS),
    (r"(会议|发文|文件|简报|笔记|心得)(次数|数量|篇数|页数|字数)", SourceKind.MEETINGS),
)


def forbidden(plan: Plan, places: Any) -> Iterator[Problem]:
    """Each tag whose source is forbidden, by its kind or by its name; each indicator named after one."""
    for name, tag in plan.scheme.tags.items():
        kind = tag.source_kind if tag.source_kind in FORBIDDEN else disguised(f"{name} {tag.note}")
        if kind is not None:
            what, rule = FORBIDDEN[kind]
            yield Problem(
                places.of(f"tags/{name}", "source_kind"),
                f"以“{what}”计分",
                "不用这个来源，改考工作结果",
                f"AF-4；{rule}",
            )
    for code, indicator_plan in plan.indicators.items():
        kind = disguised(indicator_plan.indicator.name)
        if kind is not None:
            what, rule = FORBIDDEN[kind]
            yield Problem(
                places.of(code, "name"),
                f"指标“{indicator_plan.indicator.name}”以“{what}”计分",
                "不用这个来源，改考工作结果",
                f"AF-4；{rule}",
            )


def disguised(text: str) -> SourceKind | None:
    """The forbidden source that a name gives away, whatever kind it claims."""
    for pattern, kind in _WORDS:
        if re.search(pattern, text):
            return kind
    return None
