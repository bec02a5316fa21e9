"""The units of the demonstration: who there is, how many members, in which organisations. Plain data, no database."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from duban.cli.demonstration import unit_names

UNITS = 110
MEMBERS = 2_740
DISTRICTS = ("东城", "西城", "南城", "北城", "江东", "江西", "河口", "云岭", "平湖", "临山")
OWN = "县直属机关工委"
"""The committee as a unit among the units: its officers are members of its branch."""
SHOWN = "县自然资源局"
"""The unit whose people can log in: large enough for a committee with several branches."""

LONG_NAMES = {
    "县住房保障中心": "县不动产登记和自然资源综合行政执法服务中心（县国土空间规划编制研究中心）",
    "县退役军人事务局": "县退役军人事务局（县军队离休退休干部休养服务所、县烈士纪念设施保护中心）",
}
RETIRED = "离退休干部"
"""In the name of a branch: its members have retired."""
CATEGORIES = ("党群综合类", "经济管理类", "执法司法类", "教科文卫类", "企业和园区")
_LAW = ("法院", "检察院", "公安", "司法", "执法", "消防", "应急", "市场监督", "城市管理")
_LEARNING = (
    "教育",
    "学校",
    "中学",
    "医院",
    "卫生",
    "疾病",
    "图书馆",
    "文化",
    "博物",
    "体育",
    "科学",
    "妇幼",
    "气象",
    "档案",
    "党校",
    "融媒体",
)
_FIRMS = ("园区", "产业园", "税务", "烟草", "供电", "电信", "邮政", "供销", "国有", "自来水", "污水", "公积金", "金融")
_PARTY = (
    "县委",
    "人大",
    "政协",
    "纪委",
    "总工会",
    "团县委",
    "妇联",
    "科协",
    "工商联",
    "残联",
    "红十字",
    "文联",
    "机关工委",
    "政府办公室",
)


@dataclass(frozen=True)
class Branch:
    """A branch and how many members it has."""

    name: str
    members: int


@dataclass(frozen=True)
class Place:
    """A unit, what holds its branches together ('' when there is only one), and its branches."""

    name: str
    short_name: str
    category: str
    committee_kind: str
    committee: str
    committee_word: str
    branches: list[Branch] = field(default_factory=list)

    @property
    def members(self) -> int:
        """All members of its branches."""
        return sum(branch.members for branch in self.branches)


def category_of(name: str) -> str:
    """The category that a unit of this name belongs to."""
    for words, category in ((_PARTY, 0), (_LAW, 2), (_LEARNING, 3), (_FIRMS, 4)):
        if any(word in name for word in words):
            return CATEGORIES[category]
    return CATEGORIES[1]


def sizes(dice: random.Random, names: list[str], total: int) -> list[int]:
    """Members of each unit: few large, many small, none below three, together exactly `total`."""
    found = [max(3, round(dice.lognormvariate(2.75, 0.75))) for _name in names]
    for place, name in enumerate(names):
        if name.endswith(SHOWN[1:]):
            found[place] = 118
        elif name.endswith(OWN[1:]):
            found[place] = max(16, found[place])
    place = 0
    while (rest := total - sum(found)) != 0:
        step = (rest > 0) - (rest < 0)
        if found[place] + step >= 3 and found[place] < 100:
            found[place] += step
        place = (place + 7) % len(found)
    return found


def of_itself(name: str) -> str:
    """How a unit calls itself inside the county: 自然资源局, but 县委办公室."""
    return name if name.startswith("县委") else name.removeprefix("县")


def branches(dice: random.Random, name: str, members: int) -> list[Branch]:
    """One branch below 50 members, otherwise one for about every 25."""
    short = of_itself(name.split("（")[0])
    if members < 50:
        return [Branch(f"{short}党支部", members)]
    many = max(3, members // 25)
    parts = [members // many + (n < members % many) for n in range(many)]
    # None reaches fifty, from which a general branch would be due.
    for n in range(many - 1):
        step = dice.randint(-4, 6)
        parts[n], parts[n + 1] = parts[n] + step, parts[n + 1] - step
    order = "一二三四五六七八九十"
    words = [f"第{order[n]}" if n < many - 1 else RETIRED for n in range(many)]
    # 政协机关 is no 政协机关机关, and a hospital or a school has no 机关.
    office = "" if category_of(name) in CATEGORIES[3:] else "机关"
    return [
        Branch(f"{short.removesuffix('机关')}{office}{word}党支部", part)
        for word, part in zip(words, parts, strict=True)
    ]


def places(dice: random.Random, *, district: str = "") -> Iterator[Place]:
    """The units of one county in establishment order."""
    short_names = unit_names(UNITS)
    members = sizes(dice, short_names, MEMBERS)
    for short_name, count in zip(short_names, members, strict=True):
        name = LONG_NAMES.get(short_name, short_name)
        if district:
            name, short_name = district + name.removeprefix("县"), district + short_name.removeprefix("县")
        kind = "primary_committee" if count >= 100 else "general_branch" if count >= 50 else ""
        word = {"primary_committee": "机关党委", "general_branch": "党总支", "": ""}[kind]
        yield Place(
            name=name,
            short_name=short_name,
            category=category_of(short_name),
            committee_kind=kind,
            committee=f"{of_itself(short_name)}{word.removeprefix('机关') if short_name.endswith('机关') else word}"
            if kind
            else "",
            committee_word=word,
            branches=branches(dice, name, count),
        )
