"""How people and units that are already there are found: by pinyin and initials. A copy of the spelling as it was then.

In batches; a second run writes the same. Nothing to undo: the column goes with the migration before.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Any

from django.db import migrations

BATCH = 1000
SURNAMES = {
    "单": "shan", "曾": "zeng", "区": "ou", "仇": "qiu", "解": "xie", "查": "zha", "盖": "ge gai", "翟": "zhai di",
    "朴": "piao", "折": "she", "种": "chong", "覃": "qin tan", "缪": "miao mou", "乐": "yue le", "员": "yun", "秘": "bi",
    "洗": "xian", "谌": "chen shen", "繁": "po", "祭": "zhai ji", "牟": "mou mu", "召": "shao", "黑": "he",
    "隗": "wei kui", "宓": "mi fu", "郇": "xun huan", "卜": "bu", "句": "gou", "长": "chang", "阚": "kan", "佴": "nai",
    "适": "kuo shi", "郗": "xi chi", "乜": "nie", "万俟": "moqi", "尉迟": "yuchi", "单于": "chanyu", "长孙": "zhangsun",
    "鲜于": "xianyu", "澹台": "tantai", "令狐": "linghu", "皇甫": "huangfu", "夏侯": "xiahou", "诸葛": "zhuge",
    "欧阳": "ouyang", "司马": "sima", "上官": "shangguan", "东方": "dongfang", "独孤": "dugu", "慕容": "murong",
    "宇文": "yuwen", "公孙": "gongsun", "轩辕": "xuanyuan", "端木": "duanmu", "闻人": "wenren", "赫连": "helian",
    "南宫": "nangong", "拓跋": "tuoba", "呼延": "huyan", "司徒": "situ", "司空": "sikong", "钟离": "zhongli", "濮阳": "puyang",
    "淳于": "chunyu", "太叔": "taishu", "申屠": "shentu", "仲孙": "zhongsun", "第五": "diwu", "百里": "baili",
    "东郭": "dongguo", "南门": "nanmen", "西门": "ximen", "左丘": "zuoqiu", "梁丘": "liangqiu", "谷梁": "guliang",
    "公冶": "gongye", "宗政": "zongzheng", "乐正": "yuezheng", "亓官": "qiguan", "巫马": "wuma", "漆雕": "qidiao",
    "壤驷": "rangsi",
}  # fmt: skip
_SYLLABLES = {
    "moqi": ("mo", "qi"), "yuchi": ("yu", "chi"), "chanyu": ("chan", "yu"), "zhangsun": ("zhang", "sun"),
}  # fmt: skip


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


@lru_cache(maxsize=20_000)
def _syllables(text: str) -> tuple[str, ...]:
    """One syllable for each character, letters and digits as they stand; everything else is left out."""
    letters: Any = lambda other: re.findall(r"[A-Za-z0-9]", other)  # noqa: E731 - its type says less than it may return
    # Here and not above: every start of the server reads its migrations, and the library is large.
    from pypinyin import lazy_pinyin  # noqa: PLC0415

    said = lazy_pinyin(_plain(text), errors=letters)
    return tuple(each.lower().replace("ü", "v") for each in said)


def _readings(name: str) -> list[tuple[str, ...]]:
    """The ways in which a person's name may be read, the usual one first."""
    name = _plain(name).replace(" ", "")
    double = name[:2] in SURNAMES and len(name) > 2
    head = name[:2] if double else name[:1]
    rest = _syllables(name[len(head) :])
    if head not in SURNAMES:
        return [(*_syllables(head), *rest)]
    if double:
        said = SURNAMES[head]
        return [(*(_SYLLABLES.get(said) or _cut(said, head)), *rest)]
    return [(reading, *rest) for reading in SURNAMES[head].split()]


def _cut(said: str, head: str) -> tuple[str, ...]:
    """A double surname's two syllables: cut where the second character begins as it is read elsewhere."""
    second = _syllables(head[1])[0]
    return (said[: -len(second)], second) if said.endswith(second) else (said,)


def _found_by(names, *, is_person):
    ways = []
    for each in filter(None, names):
        for syllables in _readings(each) if is_person else [_syllables(each)]:
            starts = range(len(syllables)) if is_person else range(1)
            ways += ["".join(syllables[start:]) for start in starts]
            ways += ["".join(syllable[:1] for syllable in syllables[start:]) for start in starts]
    return (" " + " ".join(dict.fromkeys(ways)))[:900]


def spell(apps, schema_editor):
    for kind, fields in (("Person", ("name",)), ("Unit", ("name", "short_name"))):
        model = apps.get_model("orgs", kind)
        last = 0
        while rows := list(
            model._base_manager.filter(pk__gt=last).order_by("pk").only("pk", "spelled", *fields)[:BATCH]
        ):
            for row in rows:
                row.spelled = _found_by([getattr(row, name) for name in fields], is_person=kind == "Person")
            model._base_manager.bulk_update(rows, ["spelled"])
            last = rows[-1].pk


class Migration(migrations.Migration):
    dependencies = [
        ("orgs", "0007_people_are_found_and_sealed"),
    ]

    operations = [migrations.RunPython(spell, migrations.RunPython.noop)]
