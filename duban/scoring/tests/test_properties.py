"""What holds for every scheme and every book: shown on ones made by chance."""

import json
import os
from collections.abc import Callable
from dataclasses import asdict, fields, replace
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duban.scoring.evaluation.engine import Scoring
from duban.scoring.evaluation.indicator import clamped
from duban.scoring.evaluation.plan import tags_of
from duban.scoring.facts import Book
from duban.scoring.result import Result, State, add_up
from duban.scoring.scheme.model import Indicator, Scheme
from duban.scoring.score import result_of, score

from .made_books import cases, event, seeds
from .made_schemes import DEDUCTING

ROWS = ("facts", "judgements", "ballots", "imports", "exemptions")


DEEPER = int(os.environ.get("DUBAN_TEST_DEEPER", "0"))
"""Set it to look so many times longer, each time elsewhere; without it a run takes seconds and is always the same."""


def quick(examples: int) -> Callable[[Any], Any]:
    return settings(
        max_examples=examples * max(DEEPER, 1),
        deadline=None,
        derandomize=not DEEPER,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
    )


def told(result: Result) -> str:
    """All that a result says, as text."""
    return json.dumps(asdict(result), default=str, ensure_ascii=False, sort_keys=True)


def indicators_of(scheme: Scheme) -> dict[str, Indicator]:
    return {i.code: i for group in scheme.groups for i in group.indicators}


@quick(50)
@given(cases())
def test_points_stay_between_floor_and_ceiling(case: tuple[Scheme, Book]) -> None:
    scheme, book = case
    result = score(scheme, book)
    for unit in result.units:
        for indicator in unit.indicators:
            if indicator.state in (State.SCORED, State.MISSING):
                limit, full = indicators_of(scheme)[indicator.indicator].limit, indicator.max
                assert clamped(indicator.points, limit, full)[1] == ""
        for group in scheme.groups:
            found = next(g for g in unit.groups if g.group == group.code)
            if found.top:
                assert clamped(found.points, group.limit, group.max)[1] == ""
        assert clamped(unit.total, scheme.total.limit, scheme.total.max)[1] == ""


@quick(50)
@given(cases())
def test_the_ledger_adds_up_exactly(case: tuple[Scheme, Book]) -> None:
    scheme, book = case
    for unit in score(scheme, book).units:
        assert add_up(unit.entries) == unit.total
        assert add_up(reversed(unit.entries)) == unit.total
        for indicator in unit.indicators:
            assert add_up(indicator.entries) == indicator.points


@quick(50)
@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_rows_has_no_effect(case: tuple[Scheme, Book], random: Any) -> None:
    scheme, book = case
    shuffled = replace(
        book, **{kind: random.sample(list(getattr(book, kind)), len(getattr(book, kind))) for kind in ROWS}
    )
    assert told(score(scheme, shuffled)) == told(score(scheme, book))


@quick(50)
@given(cases())
def test_permuting_units_permutes_results(case: tuple[Scheme, Book]) -> None:
    scheme, book = case
    forward, backward = score(scheme, book), score(scheme, replace(book, units=list(reversed(book.units))))
    assert [u.unit for u in backward.units] == [u.unit for u in reversed(forward.units)]
    for unit in forward.units:
        assert backward.unit(unit.unit) == unit


@quick(50)
@given(cases(), st.data())
def test_a_blank_never_raises_a_total(case: tuple[Scheme, Book], data: st.DataObject) -> None:
    """A value left blank, a report that is lacking, a mark, ballots or a result not given: none of them is worth points."""
    scheme, book = case
    before = {u.unit: u.total for u in score(scheme, book).units}
    possible = blanks(scheme, book)
    for unit, blanked in data.draw(seeds).sample(possible, min(8, len(possible))):
        assert score(scheme, blanked).unit(unit).total <= before[unit]


def blanks(scheme: Scheme, book: Book) -> list[tuple[str, Book]]:
    """Every way of leaving something blank in a book, with the unit it concerns."""
    out: list[tuple[str, Book]] = []
    lines = [line for indicator in indicators_of(scheme).values() for line in indicator.lines]
    read = {tag for line in lines for tag in tags_of(line)}
    for fact in (f for f in book.facts if f.tag in read):
        others = [f for f in book.facts if f is not fact]
        out.append((fact.unit, replace(book, facts=[*others, replace(fact, value=None)])))
        if scheme.tags[fact.tag].kind not in ("event", "dated"):
            out.append((fact.unit, replace(book, facts=others)))
    for kind in ("judgements", "ballots", "imports"):
        rows = [r for r in getattr(book, kind) if getattr(r, "upheld", None) is None]
        for unit, line in sorted({(r.unit, r.line) for r in rows}):
            left = [r for r in getattr(book, kind) if (r.unit, r.line) != (unit, line)]
            out.append((unit, replace(book, **{kind: left})))
    return out


@quick(50)
@given(cases(), st.data())
def test_one_more_deduction_never_raises_a_total(case: tuple[Scheme, Book], data: st.DataObject) -> None:
    scheme, book = case
    unit = data.draw(st.sampled_from([u.name for u in book.units]))
    before = score(scheme, book).unit(unit).total
    for tag in DEDUCTING:
        added = event(data.draw(seeds), unit, tag, "事实/新增", least=1)
        more = replace(book, facts=[*book.facts, added])
        assert score(scheme, more).unit(unit).total <= before


@quick(50)
@given(cases(), st.data())
def test_the_fingerprint_is_stable_and_changes_with_any_value(case: tuple[Scheme, Book], data: st.DataObject) -> None:
    scheme, book = case
    first = score(scheme, book).fingerprint
    assert score(scheme, book).fingerprint == first
    kind = data.draw(st.sampled_from([k for k in ("facts", "judgements", "ballots", "imports") if getattr(book, k)]))
    rows = list(getattr(book, kind))
    n = data.draw(st.integers(0, len(rows) - 1))
    field = data.draw(st.sampled_from([f.name for f in fields(rows[n]) if f.name != "key"]))
    rows[n] = replace(rows[n], **{field: another(getattr(rows[n], field))})
    assert score(scheme, replace(book, **{kind: rows})).fingerprint != first
    assert score(scheme.model_copy(update={"title": "另一个方案"}), book).fingerprint != first


@quick(30)
@given(cases(), st.randoms(use_true_random=False))
def test_in_which_row_a_fact_stands_changes_neither_points_nor_fingerprint(
    case: tuple[Scheme, Book], dice: Any
) -> None:
    """A sheet sorted another way: the same facts under other row numbers."""
    scheme, book = case
    before = score(scheme, book)
    rows = list(book.facts)
    dice.shuffle(rows)
    moved = replace(book, facts=[replace(fact, key=f"事实!{n}") for n, fact in enumerate(rows, start=2)])

    after = score(scheme, moved)

    assert [(u.unit, u.total, u.grade) for u in after.units] == [(u.unit, u.total, u.grade) for u in before.units]
    assert after.fingerprint == before.fingerprint


def another(value: Any) -> Any:
    """A value of the same kind that is not the same."""
    if isinstance(value, bool) or value is None:
        return True if value is None else not value
    if isinstance(value, Decimal):
        return value + Decimal("0.01")
    if isinstance(value, str):
        return value + "二"
    if hasattr(value, "replace") and hasattr(value, "year"):
        return value.replace(year=value.year - 1)
    return {**value, "对象": "北村"}


@quick(50)
@given(cases(), st.data())
def test_replacing_one_unit_equals_scoring_from_scratch(case: tuple[Scheme, Book], data: st.DataObject) -> None:
    scheme, book = case
    scoring = Scoring(scheme, book)
    result_of(scoring, book)
    unit = data.draw(st.sampled_from([u.name for u in book.units]))
    changed = {kind: [r for r in getattr(book, kind) if r.unit == unit] for kind in ROWS}
    for kind in ROWS:
        if changed[kind] and data.draw(st.booleans()):
            changed[kind].pop(data.draw(st.integers(0, len(changed[kind]) - 1)))
    after = replace(book, **{k: [*(r for r in getattr(book, k) if r.unit != unit), *changed[k]] for k in ROWS})
    scoring.replace(unit, changed)
    assert told(result_of(scoring, after)) == told(score(scheme, after))


@quick(50)
@given(cases())
def test_four_states_and_no_points_without_one_that_gives_them(case: tuple[Scheme, Book]) -> None:
    scheme, book = case
    for unit in score(scheme, book).units:
        for indicator in unit.indicators:
            assert indicator.state in set(State)
            if indicator.state is State.NOT_YET:
                assert indicator.points == 0
                assert all(e.points == 0 for e in indicator.entries)
            if indicator.state is State.NOT_APPLICABLE:
                assert indicator.points == 0 or indicator.otherwise in ("full", "cohort_mean")
            for entry in indicator.entries:
                assert entry.reason, "every entry says why"
                if entry.state in (State.NOT_YET, State.NOT_APPLICABLE) and entry.rule != "APPLICABILITY":
                    assert entry.points == 0
                if entry.ask:
                    assert entry.state in (State.MISSING, State.NOT_APPLICABLE)
        asked = {(a.indicator, a.line) for a in unit.asks}
        assert asked >= {(i.indicator, e.line) for i in unit.indicators for e in i.entries if e.ask}


@quick(50)
@given(cases())
def test_nothing_is_better_than_what_is_called_the_best(case: tuple[Scheme, Book]) -> None:
    scheme, book = case
    for unit in score(scheme, book).units:
        assert unit.best is None or unit.best >= unit.total
        for indicator in unit.indicators:
            assert indicator.best is None or indicator.best >= indicator.points
