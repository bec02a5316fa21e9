"""Counts that may stand in public: small cells are hidden, and so are those from which they could be told."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.ledgers.admission.counts import band_of, shown_cells, shown_together, with_sums

DAY = datetime.date(2026, 11, 23)


@pytest.mark.parametrize(
    ("born_in", "band"),
    [
        ("", ""),
        ("2001-11", "18–25"),
        ("2000-12", "18–25"),
        ("2000-11", "26–35"),
        ("1991-01", "26–35"),
        ("1960-01", "56+"),
        ("2009-01", "<18"),
    ],
)
def test_bands_of_age(born_in, band):
    assert band_of(born_in, DAY) == band


@pytest.mark.parametrize(("n", "shown"), [(0, True), (1, False), (9, False), (10, True)])
def test_a_cell_below_ten_is_not_public_nor_the_sums_that_are_the_same(n, shown):
    """privacy.cell_min; domain rules, section 14.2."""
    assert shown_cells(with_sums([[n]]), 10) == [[shown, shown], [shown, shown]]


def test_one_that_could_be_told_from_the_sum_is_hidden_too():
    # The row: 3 alone could be told from 53, so 20 goes too; each column has one number, so its sum goes with it.
    assert shown_cells(with_sums([[3, 20, 30]]), 10) == [[False, False, True, True], [False, False, True, True]]


def test_a_sum_that_gives_a_single_one_away_is_hidden():
    # 12 stands alone among zeros: with its row's sum it would tell the 2 below it.
    whole = with_sums([[0, 12, 0], [15, 2, 20]])

    shown = shown_cells(whole, 10)

    assert not shown[1][1]
    assert not shown[0][1]
    assert not shown[0][3]


@given(
    grid=st.lists(st.lists(st.integers(0, 40), min_size=5, max_size=5), min_size=1, max_size=6),
    least=st.integers(1, 12),
)
def test_nothing_small_is_public_and_nothing_hidden_is_alone_in_its_line(grid, least):
    whole = with_sums(grid)
    shown = shown_cells(whole, least)

    for row, flags in zip(whole, shown, strict=True):
        assert all(n == 0 or n >= least for n, flag in zip(row, flags, strict=True) if flag)
    lines = [*zip(whole, shown, strict=True), *zip(zip(*whole, strict=True), zip(*shown, strict=True), strict=True)]
    assert all(list(flags).count(False) != 1 for _numbers, flags in lines)
    assert all(
        flag for row, flags in zip(whole, shown, strict=True) for n, flag in zip(row, flags, strict=True) if n == 0
    )


def test_tables_of_the_same_people_hide_the_same_sums():
    """One table of the page would show the sum that another hides: the feet of both are the same people."""
    one_line, two_lines = with_sums([[12, 30]]), with_sums([[10, 30], [2, 0]])
    assert shown_cells(one_line, 10)[-1] == [True, True, True]

    shown = shown_together([one_line, two_lines], 10)

    assert [each[-1] for each in shown] == [shown[1][-1]] * 2
    assert not shown[1][1][0]


@given(
    grids=st.lists(
        st.lists(st.lists(st.integers(0, 40), min_size=5, max_size=5), min_size=1, max_size=4), min_size=1, max_size=3
    ),
    least=st.integers(1, 12),
)
def test_what_is_hidden_in_one_table_is_hidden_in_all(grids, least):
    wholes = [with_sums(grid) for grid in grids]
    # The same people counted in other ways: every table ends with the sums of the first.
    for whole in wholes[1:]:
        whole[-2] = [a + b - c for a, b, c in zip(whole[-2], wholes[0][-1], whole[-1], strict=True)]
        whole[-1] = wholes[0][-1]
    if any(n < 0 for whole in wholes for row in whole for n in row):
        return

    shown = shown_together(wholes, least)

    assert len({tuple(each[-1]) for each in shown}) == 1
    for whole, flags in zip(wholes, shown, strict=True):
        lines = [*zip(*flags, strict=True), *flags]
        assert all(list(line).count(False) != 1 for line in lines), whole
