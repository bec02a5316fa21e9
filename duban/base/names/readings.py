"""How a character is read: the library's single characters, and the words of organs and places that read otherwise.

The library's own list of 47,000 phrases takes 45 MB in every worker and is made for running text. Names of people have a
table of surnames and corrections by hand; names of organs need the words below. Nothing is loaded before a name is
written: whoever only looks for one never pays for it.
"""

import os
from functools import cache
from typing import Any

WORDS = """
重庆 chong qing|重新 chong xin|重建 chong jian|重修 chong xiu|重阳 chong yang|双重 shuang chong
银行 yin hang|行业 hang ye|行长 hang zhang|商行 shang hang|分行 fen hang|支行 zhi hang|总行 zong hang
长沙 chang sha|长春 chang chun|长江 chang jiang|长城 chang cheng|长安 chang an|长寿 chang shou|长乐 chang le
长兴 chang xing|长治 chang zhi|长宁 chang ning|长青 chang qing|长街 chang jie|长征 chang zheng|长途 chang tu
成都 cheng du|首都 shou du|都市 du shi|都江堰 du jiang yan|都匀 du yun|厦门 xia men|西藏 xi zang|藏族 zang zu
会计 kuai ji|调解 tiao jie|调整 tiao zheng|协调 xie tiao|调节 tiao jie|调控 tiao kong|校对 jiao dui|音乐 yin yue
献血 xian xie|投降 tou xiang|朝阳 chao yang|六安 lu an|蚌埠 beng bu|番禺 pan yu|东阿 dong e|乐清 yue qing|乐亭 lao ting
铅山 yan shan|尉犁 yu li|泌阳 bi yang|犍为 qian wei|喀什 ka shi|枞阳 zong yang|蔚县 yu xian|中牟 zhong mu
黄陂 huang pi|绿林 lu lin|模具 mu ju
"""
"""A word and its syllables; where words overlap the library takes the longest."""


@cache
def _library() -> Any:
    # Read once, when the library is imported. Set here and not in the settings: nobody is to choose it.
    os.environ["PYPINYIN_NO_PHRASES"] = "1"
    import pypinyin  # noqa: PLC0415 - thirteen megabytes that only a name that is written needs

    words = (line.split(" ", 1) for line in WORDS.replace("\n", "|").split("|") if line)
    pypinyin.load_phrases_dict({word: [[each] for each in said.split()] for word, said in words})
    return pypinyin


def read_out(text: str, *, errors: Any = "default") -> list[str]:
    """One syllable for each character, without tones; `errors` says what becomes of what is no character."""
    said: list[str] = _library().lazy_pinyin(text, errors=errors)
    return said
