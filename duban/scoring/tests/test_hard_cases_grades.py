"""Hard cases 20 and 21 of published schemes: how many may have a grade, and a line and a quota together."""

from decimal import Decimal

from duban.scoring.evaluation.grade import seats_of
from duban.scoring.result import Result
from duban.scoring.scheme.model import Quota

from .worked import published, scheme_of, scored

D = Decimal
LINE = "- {rule: IMPORT, from: 统计, kind: score, provenance_required: false}"


def graded(points: list[str], grades: str, tags: str = "", facts: str = "") -> Result:
    """Units named by their place, with these totals, under these grades."""
    scheme = scheme_of(LINE, max="100", more=f"grades: {grades}", tags=tags)
    names = [f"单位{n}" for n in range(1, len(points) + 1)]
    marks = "单位 | 细则 | 数值\n" + "\n".join(f"{name} | 1-1 | {p}" for name, p in zip(names, points, strict=True))
    sheets = {"单位": "单位\n" + "\n".join(names), "引用": marks}
    return scored(scheme, **(sheets | {"事实": facts} if facts else sheets))


def grades_of(result: Result) -> list[str]:
    return [unit.grade for unit in result.units]


# --- 20 ---------------------------------------------------------------------------------------------------------


def test_hard_case_20_shares_of_47_units_are_rounded_as_the_scheme_says() -> None:
    """36: 10, 40 and 30 per cent of 47 units are 4.7, 18.8 and 14.1."""
    for rounding, expected in (("floor", (4, 18, 14)), ("round", (5, 19, 14)), ("ceil", (5, 19, 15))):
        shares = (D("0.1"), D("0.4"), D("0.3"))
        quotas = [Quota(grade="星", share=share, rounding=rounding) for share in shares]  # type: ignore[arg-type]
        assert tuple(seats_of(q, 47) for q in quotas) == expected, rounding


def test_hard_case_20_a_whole_share_needs_no_rounding_and_half_a_place_is_rounded_up() -> None:
    quota = Quota(grade="星", share=D("0.1"), rounding="round")

    assert [seats_of(quota, n) for n in (0, 4, 5, 10, 14, 15, 50)] == [0, 0, 1, 1, 1, 2, 5]


def test_hard_case_20_places_are_given_best_grade_first_and_the_rest_stays_without() -> None:
    quotas = "{quota: [{grade: 五星, share: 0.1, rounding: floor}, {grade: 四星, share: 0.4, rounding: floor}]}"
    result = graded(["70", "95", "90", "60", "85", "80", "75", "65", "55", "50"], quotas)

    expected = {"五星": [1], "四星": [2, 4, 5, 6], "不定等次": [0, 3, 7, 8, 9]}
    assert {name: [i for i, g in enumerate(grades_of(result)) if g == name] for name in expected} == expected


def test_hard_case_20_whether_direct_recognition_takes_a_place_is_a_parameter() -> None:
    tags = "表彰: {kind: event, source_kind: circular, absent: none}"
    facts = "单位 | 标签 | 数值\n单位3 | 表彰 | 1"
    for counts, second in (("true", "不定等次"), ("false", "五星")):
        quotas = (
            f"{{quota: [{{grade: 五星, count: 1, rounding: floor, counts_direct: {counts}}}], "
            "direct: [{when: {source: 表彰, at_least: 1}, grade: 五星}]}"
        )
        assert grades_of(graded(["90", "80", "70"], quotas, tags, facts)) == [second, "不定等次", "五星"], counts


def test_hard_case_20_the_published_scheme_gives_four_eighteen_and_fourteen() -> None:
    scheme = published("36")
    names = "单位\n" + "\n".join(f"支部{n}" for n in range(47))

    assert next(iter(scored(scheme, 单位=names).seats.values())) == {"五星": 4, "四星": 18, "三星": 14}


# --- 21 ---------------------------------------------------------------------------------------------------------

BOTH = (
    "{bands: [{grade: 优秀, at_least: 90}, {grade: 良好, at_least: 80}, {grade: 一般}], "
    "quota: [{grade: 优秀, count: 2, rounding: floor}]}"
)


def test_hard_case_21_the_line_must_be_reached_and_unfilled_places_stay_empty() -> None:
    assert grades_of(graded(["90", "89.99", "85"], BOTH)) == ["优秀", "良好", "良好"]


def test_hard_case_21_who_reaches_the_line_beyond_the_places_falls_to_the_next_grade() -> None:
    assert grades_of(graded(["97", "96", "95", "79"], BOTH)) == ["优秀", "优秀", "良好", "一般"]


def test_hard_case_21_a_tie_across_the_last_place_goes_to_a_person() -> None:
    result = graded(["97", "95", "95", "80"], BOTH)

    assert grades_of(result) == ["优秀", "待决", "待决", "良好"]
    assert result.unit("单位2").asks[-1].question == "2个单位在“优秀”名额线上并列，剩1个名额"


def test_hard_case_21_a_tie_inside_the_places_is_no_question() -> None:
    assert grades_of(graded(["95", "95", "94"], BOTH)) == ["优秀", "优秀", "良好"]
