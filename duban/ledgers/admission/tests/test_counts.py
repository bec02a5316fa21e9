"""Counts that may stand in public: small cells are hidden, and so are those from which they could be told."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.ledgers.admission.counts import band_of, shown_cells, with_sums

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
