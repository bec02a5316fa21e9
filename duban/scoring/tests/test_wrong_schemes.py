"""Wrong schemes, each with its exact message: the line, the path, what was found, what it should be."""

import time

import pytest

from duban.scoring.problems import Refused
from duban.scoring.reading.load import load_text
from duban.scoring.scheme.model import Scheme

SOUND = """\
scheme: local-2026
title: 某县机关党建考核方案
plan_number: 某办〔2026〕1号
filing_number: 备2026-07
window: {from: 2026-01-01, to: 2026-12-31}
categories: [局, 开发区]
tags:
  专题研究会: {kind: event, unit: 次, source_kind: record, absent: none}
  办结率: {kind: number, unit: 比例, source_kind: statistics, at_least: 0, at_most: 1}
  标准化等级: {kind: label, source_kind: inspection, levels: [好, 中, 差]}
  问题: {kind: event, unit: 件, source_kind: inspection, absent: none}
total: {max: 100}
sets: {差异: 30}
groups:
- code: "1"
  name: 组织建设
  max: 40
  indicators:
  - code: "1.1"
    name: 专题研究
    max: 10
    basis: 某办发〔2025〕3号第二条
    limit: {base: max}
    lines:
    - rule: TALLY
      mode: per_shortfall
      source: 专题研究会
      need: 4
      points: -2.5
  - code: "1.2"
    name: 办结
    max: 20
    basis: 同上第三条
    lines:
    - rule: TABLE
      key: number
      source: 办结率
      rows:
      - {from: 0.9, points: 20}
      - {from: 0.6, to: 0.9, points: 10}
      - {to: 0.6, points: 0}
  - code: "1.3"
    name: 等级
    max: 10
    basis: 同上第四条
    lines:
    - {rule: TABLE, key: label, source: 标准化等级, rows: [{is: 好, points: 10}, {is: [中, 差], points: 0}]}
- code: "2"
  name: 比较
  max: 30
  indicators:
  - code: "2.1"
    name: 名次
    max: 30
    basis: 同上第五条
    lines:
    - rule: COHORT
      of: {source: 办结率}
      function: rank_step
      first: 30
      step: 1
      ties: skip
- code: 3A
  name: 局的差异项目
  max: 30
  for: {类别: 局}
  set: 差异
  indicators:
  - code: 3A.1
    name: 问题整改
    max: 30
    basis: 同上第六条
    limit: {base: max}
    applies:
      opt_out: true
      otherwise: ask
    lines:
    - {rule: TALLY, mode: per_event, source: 问题, points: -5, unit: 件}
- code: 3B
  name: 开发区的差异项目
  max: 30
  for: {类别: 开发区}
  set: 差异
  indicators:
  - code: 3B.1
    name: 评定
    max: 30
    basis: 同上第七条
    lines:
    - {rule: JUDGE, min: 0, max: 30, who: 考核办}
gates:
- {code: v1, name: 问题多, condition: {source: 问题, at_least: 3}, effect: cap_grade, grade: 良好, basis: 同上第八条}
grades:
  bands: [{grade: 优秀, at_least: 90}, {grade: 良好, at_least: 60}, {grade: 一般}]
"""
APP = "《政务移动互联网应用程序规范化管理办法》（国办函〔2026〕12号）"
BURDEN = "《整治形式主义为基层减负若干规定》（2024年8月6日印发）"
PLAN = "AF-7；《整治形式主义为基层减负若干规定》：督查检查考核实行计划和备案管理"
RULES = "TALLY、TABLE、DEADLINE、JUDGE、PANEL、IMPORT、SLOPE、COHORT、ROLLUP、SAMPLE"

WRONG: dict[str, tuple[list[tuple[str, str]], list[str]]] = {
    "sum is not the total": (
        [("total: {max: 100}", "total: {max: 90}")],
        ["第12行 total/max：各组满分之和100；应为等于总分90"],
    ),
    "sum is not the group": (
        [("    name: 专题研究\n    max: 10", "    name: 专题研究\n    max: 8")],
        ["第17行 1/max：各项满分之和38；应为等于本组满分40"],
    ),
    "gap between bands": (
        [("{from: 0.6, to: 0.9, points: 10}", "{from: 0.6, to: 0.8, points: 10}")],
        ["第39行 1.2-1/rows[1]：0.8与0.9之间没有档；应为各档相连，或写明 otherwise"],
    ),
    "a number that belongs to no band": (
        [("{from: 0.9, points: 20}", "{from: 0.9, points: 20, closed: right}")],
        ["第39行 1.2-1/rows[1]：0.9不属于任何一档；应为用 closed 写明含哪一端"],
    ),
    "bands that overlap": (
        [("{from: 0.6, to: 0.9, points: 10}", "{from: 0.6, to: 0.95, points: 10}")],
        ["第39行 1.2-1/rows[1]：“0.6至0.95（不含）”与“0.9以上”重叠；应为各档不重叠；有意重叠时写 match: highest"],
    ),
    "a number that belongs to two bands": (
        [("{to: 0.6, points: 0}", "{to: 0.6, points: 0, closed: both}")],
        ["第40行 1.2-1/rows[2]：0.6同时属于两档；应为用 closed 写明含哪一端"],
    ),
    "nothing below the lowest band": (
        [("      - {to: 0.6, points: 0}\n", ""), ("{from: 0.9, points: 20}", "{from: 0.9, to: 1, points: 20}")],
        ["第39行 1.2-1/rows：最低档以下、最高档以上没有写；应为写明 otherwise，或让首尾两档敞开"],
    ),
    "top band below full marks": (
        [("{from: 0.9, points: 20}", "{from: 0.9, points: 18}")],
        ["第32行 1.2/max：最高一档只有18分，满分20分得不到；应为改满分，或补足细则；从满分往下扣的写 limit: {base: max}"],
    ),
    "indicator set is not its share": (
        [("    name: 评定\n    max: 30", "    name: 评定\n    max: 25"), ("  name: 开发区的差异项目\n  max: 30", "  name: 开发区的差异项目\n  max: 25"),
         ("min: 0, max: 30, who", "min: 0, max: 25, who")],
        ["第79行 3B：“开发区的差异项目”各项之和25；应为项目集“差异”的30分"],
    ),
    "unknown tag": (
        [("      source: 专题研究会\n", "      source: 专题会\n")],
        ["第27行 1.1-1/source：没有标签“专题会”；应为tags 里的标签：专题研究会、办结率、标准化等级、问题"],
    ),
    "rule that is never reached": (
        [("{is: [中, 差], points: 0}", "{is: [中, 差], points: 0}, {is: 好, points: 5}")],
        ["第47行 1.3-1/rows[3]：“好”前面已经有一档，这一档用不到；应为每个档次只写一次"],
    ),
    "row for a level that cannot be registered": (
        [("{is: [中, 差], points: 0}", "{is: [中, 很差], points: 0}")],
        ["第47行 1.3-1/rows[2]/is：档次“很差”没有登记的可能；应为好、中、差"],
    ),
    "line that can never move its indicator": (
        [("      points: -2.5\n", "      points: 0\n")],
        ["第25行 1.1-1：这条细则怎样都不加不扣；应为写明分值，或删去"],
    ),
    "condition that no unit meets": (
        [("for: {类别: 开发区}", "for: {类别: 园区}")],
        ["第82行 3B/for：类别“园区”没有登记的可能；应为局、开发区"],
    ),
    "parameter without effect": (
        [("points: -5, unit: 件}", "points: -5, unit: 件, need: 4}")],
        ["第78行 3A.1-1/need：“按次”时用不到“应有”，写了也不起作用；应为删去"],
    ),
    "no rule for ties": (
        [("      ties: skip\n", "")],
        ["第57行 2.1-1/ties：没有填写；应为并列怎样赋分：skip、dense、average 或 ask（没有默认值）"],
    ),
    "no policy for what does not apply": (
        [("      opt_out: true\n      otherwise: ask\n", "      opt_out: true\n")],
        ["第75行 groups[3A]/indicators[3A.1]/applies/otherwise：没有填写；应为不适用时，必填"],
    ),
    "forbidden source by its kind": (
        [("inspection, levels: [好, 中, 差]", "study_time, levels: [好, 中, 差]")],
        [f"第10行 tags/标准化等级/source_kind：以“学习时长”计分；应为不用这个来源，改考工作结果（依据：AF-4；{APP}：不得以学习时长作为考核评价依据）"],
    ),
    "forbidden source under another name": (
        [("  问题: {", "  信息采用数: {"), ("source: 问题, points", "source: 信息采用数, points"), ("{source: 问题, at_least", "{source: 信息采用数, at_least")],
        [f"第11行 tags/信息采用数/source_kind：以“稿件、信息篇数”计分；应为不用这个来源，改考工作结果（依据：AF-4；{BURDEN}：不得把新闻宣传报道、经验材料等作为考核内容）"],
    ),
    "indicator named after a forbidden source": (
        [("    name: 办结\n", "    name: 领导批示数量\n")],
        [f"第31行 1.2/name：指标“领导批示数量”以“领导批示”计分；应为不用这个来源，改考工作结果（依据：AF-4；{BURDEN}：不得把领导批示作为考核内容）"],
    ),
    "code used twice": (
        [('  - code: "1.2"', '  - code: "1.1"')],
        ["第19行 1.1/code：编码“1.1”用了2次（第19行、第30行）；应为每个分组、指标、细则、门槛各用自己的编码",
         "第25行 1.1-1/code：编码“1.1-1”用了2次（第25行、第35行）；应为每个分组、指标、细则、门槛各用自己的编码"],
    ),
    "indicators that need each other": (
        [
            ("      of: {source: 办结率}\n", "      of: {indicator: 3B.1}\n"),
            ("max: 30, who: 考核办}", 'max: 30, who: 考核办, exempt_when: {indicator: "2.1", over: 29}}'),
        ],
        ["第52行 2.1：指标互相引用成了圈：2.1 → 3B.1 → 2.1；应为单向引用"],
    ),
    "live scheme without plan and filing": (
        [("plan_number: 某办〔2026〕1号\nfiling_number: 备2026-07\n", "")],
        [f"第1行 plan_number：没有年度督查检查考核计划文号；应为计划批复的文号（依据：{PLAN}）",
         f"第1行 filing_number：没有备案号；应为备案登记的编号（依据：{PLAN}）"],
    ),
    "live indicator without a basis": (
        [("    basis: 同上第三条\n", "")],
        ["第30行 1.2/basis：没有写依据；应为党内法规、上级文件或本级规定的名称和条款"],
    ),
    "not YAML": ([("categories: [局, 开发区]", "categories: [局, 开发区")], ["第7行第5列：不是合格的 YAML 文本（多为缩进、冒号或引号有误）；应为检查这一行和上一行"]),
    "key written twice": ([("      need: 4\n", "      need: 4\n      need: 3\n")], ["第29行：“need”写了两次；应为每个名称只写一次"]),
    "word in a number": (
        [("      points: -2.5\n", "      points: 扣2.5\n")],
        ["第29行 groups[1]/indicators[1.1]/lines[1.1-1]/points：“扣2.5”；应为数字 或 all（本项不得分）"],
    ),
    "yes for a number": ([("      need: 4\n", "      need: yes\n")], ["第28行 groups[1]/indicators[1.1]/lines[1.1-1]/need：“true”；应为数字"]),
    "unknown parameter, misspelt": (
        [("      need: 4\n", "      ned: 4\n")],
        ["第28行 groups[1]/indicators[1.1]/lines[1.1-1]/ned：没有这个参数；应为need"],
    ),
    "unknown choice": (
        [("mode: per_event, source: 问题", "mode: each_event, source: 问题")],
        ["第78行 groups[3A]/indicators[3A.1]/lines[3A.1-1]/mode：“each_event”；应为per_event（按次）、per_shortfall（按缺数）、if_true（是否）、parts（分步）"],
    ),
    "unknown rule": ([("{rule: JUDGE,", "{rule: FORMULA,")], [f"第90行 groups[3B]/indicators[3B.1]/lines[3B.1-1]：没有“FORMULA”这种规则；应为{RULES}"]),
    "no rule at all": ([("    - rule: COHORT\n      of:", "    - of:")], [f"第57行 groups[2]/indicators[2.1]/lines[2.1-1]：没有写 rule；应为{RULES}"]),
    "due day that is none": (
        [("{rule: JUDGE, min: 0, max: 30, who: 考核办}", "{rule: DEADLINE, source: 问题, due: 月底, points: -1}")],
        ["第90行 groups[3B]/indicators[3B.1]/lines[3B.1-1]/due：“月底”；应为日期，如 2026-12-31 或 名称: 内容 或 fact（各自的应办日期）"],
    ),
    "due rule with a wrong part": (
        [("{rule: JUDGE, min: 0, max: 30, who: 考核办}", "{rule: DEADLINE, source: 问题, due: {day: 32}, points: -1}")],
        ["第90行 groups[3B]/indicators[3B.1]/lines[3B.1-1]/due/day：“32”；应为不大于 31"],
    ),
    "unknown grade in a gate": ([("grade: 良好, basis", "grade: 较好, basis")], ["第92行 v1/grade：没有等次“较好”；应为优秀、良好、一般、不定等次"]),
    "unknown tag in a gate": (
        [("{source: 问题, at_least: 3}", "{source: 重大问题, at_least: 3}")],
        ["第92行 v1/condition：没有标签“重大问题”；应为tags 里的标签：专题研究会、办结率、标准化等级、问题"],
    ),
    "event without a word on absence": (
        [("  问题: {kind: event, unit: 件, source_kind: inspection, absent: none}", "  问题: {kind: event, unit: 件, source_kind: inspection}")],
        ["第11行 tags/问题/absent：没有填写；应为none（没有登记即没有发生）或 missing（没有登记即缺报）"],
    ),
    "grade lines out of order": ([("at_least: 60", "at_least: 95")], ["第94行 grades/bands：分数线没有从高到低；应为最好的等次写在最前，线各不相同"]),
    "window that ends before it begins": (
        [("to: 2026-12-31}", "to: 2025-12-31}")],
        ["第5行 window/to：2025-12-31，早于开始的2026-01-01；应为不早于开始的日期"],
    ),
    "scheme code that leads elsewhere": (
        [("scheme: local-2026", "scheme: ../local")],
        ["第1行 scheme：“../local”；应为文字、数字、- 和 _ 组成的代码，中间可以有一个点"],
    ),
    "unknown top key": (
        [("sets: {差异: 30}", "sets: {差异: 30}\nformula: a+b")],
        [f"第14行 formula：没有这个参数；应为这里的参数：{'、'.join(f.alias or n for n, f in Scheme.model_fields.items())}"],
    ),
    "mark beyond the indicator": (
        [("min: 0, max: 30, who", "min: 0, max: 31, who")],
        ["第90行 3B.1-1/max：评分最高31分，超过指标的上限30分；应为不超过30"],
    ),
    "bonus of nothing": (
        [("{rule: JUDGE, min: 0, max: 30, who: 考核办}", "{rule: JUDGE, min: 0, max: 30, who: 考核办}\n    - {rule: TALLY, mode: per_event, source: 问题, points: 0}")],
        ["第91行 3B.1-2：这条细则怎样都不加不扣；应为写明分值，或删去"],
    ),
    "tab in the indentation": ([("  name: 比较\n", "\tname: 比较\n")], ["第49行：缩进里有制表符（Tab）；应为缩进只用空格"]),
    "character that nobody sees": ([("某县机关", "某县\x00机关")], ["第2行：有看不见的控制字符（U+0000）；应为删去这个字符"]),
    "reference": ([("total: {max: 100}", "total: *full")], ["第12行：用了引用符号 & 或 *；应为把内容写全；文字里有这些符号的加引号"]),
    "mark of a type": (
        [("total: {max: 100}", "total: !!python/object {max: 100}")],
        ["第12行：用了类型标记 python/object；应为不写以 ! 开头的标记；文字里有的加引号"],
    ),
    "full-width digits": (
        [("      need: 4\n", "      need: ４\n")],
        ["第28行 groups[1]/indicators[1.1]/lines[1.1-1]/need：“４”；应为数字"],
    ),
    "list for a number": (
        [("      need: 4\n", "      need: [{to: 2.0}, true]\n")],
        ["第28行 groups[1]/indicators[1.1]/lines[1.1-1]/need：“[{to: 2.0}, true]”；应为数字"],
    ),
    "number too small": (
        [("total: {max: 100}", "total: {max: -1}")],
        ["第12行 total/max：“-1”；应为不小于 0"],
    ),
    "empty file": ([(SOUND, "")], ["全文：空文件；应为一个考核方案"]),
    "a list instead of a scheme": ([(SOUND, "- 1\n")], ["第1行：不是一个考核方案；应为从 scheme: 方案代码 写起的 YAML 文本"]),
}  # fmt: skip


def faults(text: str, *, live: bool = True) -> list[str]:
    with pytest.raises(Refused) as refused:
        load_text(text, live=live)
    return [str(problem) for problem in refused.value.problems]


def test_the_sound_scheme_is_accepted_for_a_live_period() -> None:
    assert load_text(SOUND, live=True).warnings == ()


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_scheme_is_told_exactly(name: str) -> None:
    changes, expected = WRONG[name]
    text = SOUND
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    assert faults(text) == expected


@pytest.mark.parametrize("text", ["[" * 20_000, "{a: " * 5_000, "- " * 20_000, "- - " * 100 + "1"])
def test_deep_nesting_is_refused_at_once(text: str) -> None:
    began = time.perf_counter()
    assert faults(text) == ["第1行：层次过深；应为不超过 40 层"]
    assert time.perf_counter() - began < 2


def test_too_long_a_text_is_not_read() -> None:
    assert faults("#" * 1_000_001) == ["全文：1000001 个字符；应为不超过 1000000 个字符"]


def test_several_faults_are_told_at_once() -> None:
    text = (
        SOUND.replace("need: 4", "need: 四").replace("first: 30", "first: 三十").replace("who: 考核办", "whom: 考核办")
    )
    assert faults(text) == [
        "第28行 groups[1]/indicators[1.1]/lines[1.1-1]/need：“四”；应为数字",
        "第60行 groups[2]/indicators[2.1]/lines[2.1-1]/first：“三十”；应为数字",
        "第90行 groups[3B]/indicators[3B.1]/lines[3B.1-1]/who：没有填写；应为评分人，必填",
        "第90行 groups[3B]/indicators[3B.1]/lines[3B.1-1]/whom：没有这个参数；应为who",
    ]


def test_a_historical_scheme_warns_where_a_live_one_is_refused() -> None:
    text = SOUND.replace("title: ", "historical: true\ntitle: ").replace("inspection, levels", "study_time, levels")
    warnings = load_text(text).warnings
    assert [w.where for w in warnings] == ["第11行 tags/标准化等级/source_kind"]
    assert all(w.warning for w in warnings)


def test_a_historical_scheme_is_refused_for_a_live_period() -> None:
    text = SOUND.replace("title: ", "historical: true\ntitle: ")
    assert load_text(text).scheme.historical
    assert faults(text) == ["第2行 historical：是历史方案，只能试算和研究；应为现行方案；可复制后按现行规定修改"]
