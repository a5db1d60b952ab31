"""Curves out of characters: a sparkline in one line, a plot of braille dots where there is room."""

from __future__ import annotations

from collections.abc import Sequence

_STEPS = "▁▂▃▄▅▆▇█"
_ASCII_STEPS = "_.-=+*%#"
_DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
"""The bit of each dot of a braille character, by row and column."""


def sparkline(values: Sequence[float], width: int, most: float, ascii_only: bool = False) -> str:
    """Values from 0 to `most` as one line of at most `width` characters."""
    steps = _ASCII_STEPS if ascii_only else _STEPS
    scale = (len(steps) - 1) / most if most else 0
    return "".join(steps[min(round(value * scale), len(steps) - 1)] for value in thinned(values, width))


def thinned(values: Sequence[float], width: int) -> Sequence[float]:
    """At most `width` of the values, evenly, with the first and the last."""
    if len(values) <= width:
        return values
    if width < 2:
        return values[-1:]
    return [values[round(place * (len(values) - 1) / (width - 1))] for place in range(width)]


def braille(values: Sequence[float], width: int, height: int, low: float, high: float) -> list[str]:
    """A curve through values, on a canvas of `width` times `height` characters between `low` and `high`."""
    rows, columns = 4 * height, 2 * width
    span = (high - low) or 1
    cells = [[0] * width for _ in range(height)]
    before: int | None = None
    for column in range(columns):
        value = _between(values, column / max(columns - 1, 1))
        row = min(max(round((high - value) / span * (rows - 1)), 0), rows - 1)
        first, last = sorted((row, row if before is None else before))
        for dot in range(first, last + 1):
            cells[dot // 4][column // 2] |= _DOTS[dot % 4][column % 2]
        before = row
    return ["".join(chr(0x2800 + cell) for cell in line).rstrip("\u2800") for line in cells]


def _between(values: Sequence[float], part: float) -> float:
    """The value at a part of the way from the first to the last, on the straight line between its neighbours."""
    place = part * (len(values) - 1)
    index = min(int(place), len(values) - 2)
    if index < 0:
        return values[0]
    return values[index] + (values[index + 1] - values[index]) * (place - index)
