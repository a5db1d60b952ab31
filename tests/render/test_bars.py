from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from influence.render import bars
from influence.render.bars import Bar

HUNDREDTHS = st.integers(0, 10_000)


@given(HUNDREDTHS, st.integers(1, 10_000), st.integers(2, 100))
def test_something_shows_and_less_than_all_is_not_full(part: int, whole: int, width: int) -> None:
    filled = bars.cells(part, whole, width)
    assert 0 <= filled <= width
    assert (filled > 0) == (part > 0)
    assert (filled == width) == (part >= whole)


def test_a_single_cell_is_the_nearest_to_the_truth() -> None:
    assert [bars.cells(part, 10, 1) for part in (0, 1, 9, 10, 11)] == [0, 0, 1, 1, 1]
    assert bars.cells(5, 10, 0) == 0


@given(HUNDREDTHS, HUNDREDTHS, HUNDREDTHS, HUNDREDTHS, st.integers(0, 100))
def test_a_bar_stays_in_its_width(solid: int, reach: int, track: int, whole: int, width: int) -> None:
    filled, empty = Bar(solid, reach, track, whole).draw(width, bars.ASCII)
    assert len(filled) + len(empty) <= width
    assert set(filled) <= {"#", "="}
    assert set(empty) <= {"."}


def test_contribution_is_solid_and_the_rest_of_the_score_shaded() -> None:
    assert Bar(solid=2000, reach=5000, track=10_000, whole=10_000).draw(10, bars.UNICODE) == ("██▒▒▒", "·····")


def test_a_contribution_above_the_score_does_not_lengthen_the_bar() -> None:
    assert Bar(solid=6000, reach=5000, track=10_000, whole=10_000).draw(10, bars.ASCII) == ("#####", ".....")


def test_big_digits() -> None:
    assert bars.big("40.15") == [
        "╻ ╻ ┏━┓   ╺┓  ┏━╸",
        "┗━┫ ┃ ┃    ┃  ┗━┓",
        "  ╹ ┗━┛ ╹ ╺┻╸ ╺━┛",
    ]
    assert all(len({len(line) for line in bars.big(digit)}) == 1 for digit in "0123456789.")
