"""What is laid out line by line for a terminal or a pipe: what fits the width, and what is folded or cut.

rich only adds colour: its tables would cut a number before a label. Colours are never essential.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, repeat

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.text import Text

from influence.render import bars
from influence.render.bars import Drawn

GAP = "  "
HEADING, HEADER = "bold", "italic"
NETWORK, NOTE, SCORE = "bold cyan", "magenta", "bold green"
_FILLED, _EMPTY = "cyan", "dim"

_TEXT = 24
"""A narrower column of text cannot be read."""


class Page:
    """A console and what fits on it."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.width = console.width
        self.is_terminal = console.is_terminal
        self.glyphs = bars.ASCII if console.options.ascii_only else bars.UNICODE

    def line(self, *parts: str | Text | tuple[str, str]) -> None:
        """Print one line that is laid out already."""
        text = Text.assemble(*parts)
        text.rstrip()
        self.console.print(text, soft_wrap=True)

    def heading(self, text: str, style: str = HEADING) -> None:
        """Start a section."""
        self.line()
        self.fold((text, style), first="", rest="")

    def fold(self, *parts: str | tuple[str, str], first: str = GAP, rest: str = GAP * 2) -> None:
        """Print a text folded between words; `first` stands before its first line, `rest` before the others."""
        room = max(self.width - max(cell_len(first), cell_len(rest)), 1)
        lines = Text.assemble(*parts).wrap(self.console, room, overflow="fold")
        for before, line in zip(chain([first], repeat(rest)), lines, strict=False):
            self.line(before, line)

    def beside(self, cells: str, *parts: str | tuple[str, str]) -> None:
        """Print a text beside cells that are laid out already, or below them where that leaves it no room."""
        column = cell_len(cells)
        if self.width - column >= _TEXT:
            self.fold(*parts, first=cells, rest=" " * column)
        else:
            self.line(cells)
            self.fold(*parts, first=GAP * 3, rest=GAP * 3)

    def sentences(self, texts: Iterable[str]) -> None:
        """Print each text folded."""
        for text in texts:
            self.fold(text)

    def cut(self, text: str, width: int) -> str:
        """A label no wider than `width` on a terminal; elsewhere nothing is ever cut."""
        if not self.is_terminal or cell_len(text) <= width:
            return text
        mark = self.glyphs.cut
        return set_cell_size(text, width - len(mark)).rstrip() + mark

    def bar(self, bar: Drawn, width: int) -> Text:
        """A bar in colour."""
        filled, empty = bar.draw(width, self.glyphs)
        return Text.assemble((filled, _FILLED), (empty, _EMPTY), " " * (width - len(filled) - len(empty)))
