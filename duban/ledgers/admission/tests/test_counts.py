"""Counts that may stand in public: small cells are hidden, and so are those from which they could be told."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.ledgers.admission.counts import band_of, shown_cells

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
def test_a_cell_below_ten_is_not_public(n, shown):
    assert shown_cells([[n]], 10) == [[shown]]


def test_one_that_could_be_told_from_the_sum_is_hidden_too():
    assert shown_cells([[3, 20, 30]], 10) == [[False, False, True]]
    assert shown_cells([[3, 20], [15, 40]], 10) == [[False, False], [False, False]]


@given(
    grid=st.lists(st.lists(st.integers(0, 40), min_size=5, max_size=5), min_size=1, max_size=6),
    least=st.integers(1, 12),
)
def test_nothing_small_is_public_and_nothing_hidden_is_alone(grid, least):
    shown = shown_cells(grid, least)

    for row, flags in zip(grid, shown, strict=True):
        assert all(n == 0 or n >= least for n, flag in zip(row, flags, strict=True) if flag)
    for cells, flags in [
        *zip(grid, shown, strict=True),
        *zip(zip(*grid, strict=True), zip(*shown, strict=True), strict=True),
    ]:
        hidden = [n for n, flag in zip(cells, flags, strict=True) if not flag]
        others = [n for n, flag in zip(cells, flags, strict=True) if flag and n]
        assert len(hidden) != 1 or not others
