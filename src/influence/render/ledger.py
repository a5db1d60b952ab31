"""Tables for a terminal or a pipe: names to the left, numbers that add up to the right, bars between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from rich.cells import cell_len
from rich.text import Text

from influence.render import bars
from influence.render.bars import Drawn
from influence.render.page import GAP, HEADER, NOTE, Page

_WIDEST = 88
"""In a wider table the eye loses the line between a name and its number."""

_BAR, _BAR_OF_WIDE_TABLES = 8, 16
"""A shorter bar says nothing."""

SUM = "bold"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a ledger: a name and counts, a bar, and the sums that it adds to; or a name and a note."""

    left: Sequence[str]
    right: Sequence[str]
    bar: Drawn = bars.NONE
    note: str = ""


class Ledger:
    """Rows whose columns line up: names left, numbers right, a bar in the room between if it is `drawn`."""

    def __init__(self, page: Page, rows: Sequence[Row], drawn: bool = True) -> None:
        self.page = page
        self.left = _widths([row.left for row in rows])
        self.right = _widths([row.right for row in rows])
        natural = sum(len(GAP) + width for width in self.left + self.right)
        self.fits = natural <= page.width
        self.bar = self._bar_width(natural + len(GAP)) if drawn else 0

    def _bar_width(self, taken: int) -> int:
        room = max(min(self.page.width, _WIDEST) - taken, min(self.page.width - taken, _BAR_OF_WIDE_TABLES))
        return room if room >= _BAR else 0

    def print(self, header: Row, rows: Sequence[Row], total: Row | None) -> None:
        """Print rows below their header, and what they sum up to."""
        self._row(header, HEADER)
        for row in rows:
            self._row(row)
        if total:
            self._row(Row([""] * len(self.left), [self.page.glyphs.rule * width for width in self.right]))
            self._row(total, SUM)

    def _row(self, row: Row, style: str = "") -> None:
        name = _left(row.left[0], self.left[0])
        if row.note:
            self.page.fold((row.note, NOTE), first=f"{GAP}{name}{GAP}")
        else:
            self._cells([name, *map(_right, row.left[1:], self.left[1:])], row.bar, row.right, style)

    def _cells(self, left: Sequence[str], bar: Drawn, right: Sequence[str], style: str) -> None:
        drawn = [self.page.bar(bar, self.bar)] if self.bar else []
        cells: list[str | Text] = [*left, *drawn, *map(_right, right, self.right)]
        line = Text.assemble(*chain.from_iterable((GAP, cell) for cell in cells))
        line.stylize(style)
        self.page.line(line)


def _widths(rows: Sequence[Sequence[str]]) -> list[int]:
    return [max(map(cell_len, column)) for column in zip(*rows, strict=True)]


def _left(text: str, width: int) -> str:
    return text + " " * (width - cell_len(text))


def _right(text: str, width: int) -> str:
    return " " * (width - cell_len(text)) + text
