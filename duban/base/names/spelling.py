"""Pinyin of names, and what is looked for when somebody types pinyin or initials."""

import re
import unicodedata
from functools import lru_cache
from typing import Any

from duban.base.names.readings import read_out

# Surnames that are not read as the character is elsewhere. Some have two readings that families use: both are found,
# the first is shown; people correct their own.
SURNAMES: dict[str, str] = {
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
_SYLLABLES: dict[str, tuple[str, ...]] = {
    "moqi": ("mo", "qi"), "yuchi": ("yu", "chi"), "chanyu": ("chan", "yu"), "zhangsun": ("zhang", "sun"),
}  # fmt: skip
_LETTERS = re.compile(r"[a-z]+")


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


@lru_cache(maxsize=20_000)
def _syllables(text: str) -> tuple[str, ...]:
    """One syllable for each character, letters and digits as they stand; everything else is left out."""
    letters: Any = lambda other: re.findall(r"[A-Za-z0-9]", other)  # noqa: E731 - its type says less than it may return
    said = read_out(_plain(text), errors=letters)
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


def spelling_of(name: str) -> str:
    """The pinyin of a person's name, surname first, as people read it: "shan xiongxin"."""
    syllables = _readings(name)[0]
    heads = 2 if name[:2] in SURNAMES and len(name) > 2 else 1
    return f"{''.join(syllables[:heads])} {''.join(syllables[heads:])}".strip()


def initials_of(name: str) -> str:
    """The first letters of a person's name: "sxx"."""
    return "".join(each[:1] for each in _readings(name)[0])


def spelled(name: str, *more: str, is_person: bool = False, corrected: str = "") -> str:
    """What a name is found by: blank, then each way to begin typing it, with a blank between; at most 900 characters.

    Of a person the pinyin from each syllable on and its initials; of an organisation the pinyin whole and its initials.

    Args:
        more: further names of the same thing.
        corrected: how the person says the name is spelled, syllables or words with blanks between.
    """
    ways: list[str] = []
    for each in filter(None, (name, *more)):
        readings = _readings(each) if is_person else [_syllables(each)]
        if corrected:
            readings = [tuple(_LETTERS.findall(_plain(corrected).lower()))]
        for syllables in readings:
            starts = range(len(syllables)) if is_person else range(1)
            ways += ["".join(syllables[start:]) for start in starts]
            ways += ["".join(syllable[:1] for syllable in syllables[start:]) for start in starts]
    return (" " + " ".join(dict.fromkeys(ways)))[:900]


def sounds(words: str) -> str:
    """The letters somebody typed to find a name by its spelling; '' when the words are not only letters."""
    typed = re.sub(r"[\s'’·]", "", _plain(words)).lower().replace("ü", "v")
    return typed if _LETTERS.fullmatch(typed) else ""
