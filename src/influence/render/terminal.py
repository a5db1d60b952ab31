"""The receipt for a person at a terminal, or at the end of a pipe.

Every row is laid out here to the cell, and rich only adds colour: its tables would cut a number before a label. A
table that does not fit the width becomes sentences. Colours are never essential.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, repeat, zip_longest

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.text import Text

from influence.render import bars, numbers, words
from influence.render.bars import Bar
from influence.render.numbers import clean, points
from influence.result import MeasuredLine, Network, Result, UnknownLine

_WIDEST = 88
"""In a wider table the eye loses the line between a name and its number."""

_BAR, _BAR_OF_WIDE_TABLES = 8, 16
"""A shorter bar says nothing."""

_NAME = 12
"""A network's name may be anything. Beside its numbers a terminal gives it this, or a quarter of the width."""

_LABEL = 24
"""A shorter label of a post is not recognised."""

_SENTENCES = 20
"""How many files, problems and the like are listed."""

_GAP = "  "

_HEADING, _HEADER, _SUM = "bold", "italic", "bold"
_SCORE, _NETWORK, _ALERT = "bold green", "bold cyan", "bold magenta"
_FILLED, _EMPTY, _NOTE = "cyan", "dim", "magenta"


def render(result: Result, console: Console, posts: int = 5) -> None:
    """Print the whole receipt: the score, the networks, their signals, the top `posts`, and what it was made from."""
    page = _Page(console)
    _headline(page, result)
    if result.networks:
        _networks(page, result)
        _signals(page, result)
    if posts:
        _posts(page, result, posts)
    _section(page, "Read, and not scored", map(words.unscored, result.unscored))
    _section(page, "Left out", map(words.left_out, result.left_out))
    _section(page, "Files", map(words.file_read, result.inputs))
    _section(page, "Made with", words.made_with(result))
    _section(page, "Could not be read", map(words.problem, result.problems), _ALERT)
    _section(page, "Warnings", map(clean, result.warnings), _ALERT)
    page.line()


class _Page:
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

    def heading(self, text: str, style: str = _HEADING) -> None:
        """Start a section."""
        self.line()
        self.fold((text, style), first="", rest="")

    def fold(self, *parts: str | tuple[str, str], first: str = _GAP, rest: str = _GAP * 2) -> None:
        """Print a text folded between words; `first` stands before its first line, `rest` before the others."""
        room = max(self.width - max(cell_len(first), cell_len(rest)), 1)
        lines = Text.assemble(*parts).wrap(self.console, room, overflow="fold")
        for before, line in zip(chain([first], repeat(rest)), lines, strict=False):
            self.line(before, line)

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

    def bar(self, bar: Bar, width: int) -> Text:
        """A bar in colour."""
        filled, empty = bar.draw(width, self.glyphs)
        return Text.assemble((filled, _FILLED), (empty, _EMPTY), " " * (width - len(filled) - len(empty)))


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of a ledger: a name and counts, a bar, and the sums that it adds to; or a name and a note."""

    left: Sequence[str]
    right: Sequence[str]
    bar: Bar = bars.NONE
    note: str = ""


class _Ledger:
    """Rows whose columns line up: names to the left, numbers to the right, a bar in the room between."""

    def __init__(self, page: _Page, rows: Sequence[_Row]) -> None:
        self.page = page
        self.left = _widths([row.left for row in rows])
        self.right = _widths([row.right for row in rows])
        natural = sum(len(_GAP) + width for width in self.left + self.right)
        self.fits = natural <= page.width
        self.bar = self._bar_width(natural + len(_GAP))

    def _bar_width(self, taken: int) -> int:
        room = max(min(self.page.width, _WIDEST) - taken, min(self.page.width - taken, _BAR_OF_WIDE_TABLES))
        return room if room >= _BAR else 0

    def print(self, header: _Row, rows: Sequence[_Row], total: _Row | None) -> None:
        """Print rows below their header, and what they sum up to."""
        self._row(header, _HEADER)
        for row in rows:
            self._row(row)
        if total:
            self._row(_Row([""] * len(self.left), [self.page.glyphs.rule * width for width in self.right]))
            self._row(total, _SUM)

    def _row(self, row: _Row, style: str = "") -> None:
        name = _left(row.left[0], self.left[0])
        if row.note:
            self.page.fold((row.note, _NOTE), first=f"{_GAP}{name}{_GAP}")
        else:
            self._cells([name, *map(_right, row.left[1:], self.left[1:])], row.bar, row.right, style)

    def _cells(self, left: Sequence[str], bar: Bar, right: Sequence[str], style: str) -> None:
        drawn = [self.page.bar(bar, self.bar)] if self.bar else []
        cells: list[str | Text] = [*left, *drawn, *map(_right, right, self.right)]
        line = Text.assemble(*chain.from_iterable((_GAP, cell) for cell in cells))
        line.stylize(style)
        self.page.line(line)


def _widths(rows: Sequence[Sequence[str]]) -> list[int]:
    return [max(map(cell_len, column)) for column in zip(*rows, strict=True)]


def _left(text: str, width: int) -> str:
    return text + " " * (width - cell_len(text))


def _right(text: str, width: int) -> str:
    return " " * (width - cell_len(text)) + text


def _headline(page: _Page, result: Result) -> None:
    unknown = words.nothing_measured(result)
    facts = [words.of_hundred(result.score), *words.headline(result)]
    page.line()
    if result.profile is not None:
        page.fold((clean(result.profile), _NETWORK))
    digits = [] if unknown else _big_score(page, result.score, max(map(cell_len, facts)))
    for digit, fact, style in zip_longest(digits, facts, [_SCORE], fillvalue=""):
        if digit:
            page.line(_GAP, (digit, _SCORE), _GAP * 2, (fact, style))
        else:
            page.fold((fact, style))


def _big_score(page: _Page, score: float, beside: int) -> list[str]:
    """Large digits, where a terminal has them and the room; a pipe is read by programs and ears too."""
    digits = bars.big(numbers.score(score))
    fits = len(digits[0]) + 3 * len(_GAP) + beside <= page.width
    return digits if page.is_terminal and page.glyphs is bars.UNICODE and fits else []


def _networks(page: _Page, result: Result) -> None:
    networks = words.by_contribution(result)
    several = len(networks) > 1
    legend = f": {page.glyphs.solid} contributes, {page.glyphs.shade} the rest of its own score" if several else ""
    page.heading(f"Networks{legend}")
    header = _Row(["network", "score"], ["contributes"])
    rows = [_network_row(page, network) for network in networks]
    total = _Row(["sum", ""], [points(result.points)])
    ledger = _Ledger(page, [header, *rows, total])
    if ledger.fits:
        ledger.print(header, rows, total if several else None)
    else:
        page.sentences(map(words.network, networks))


def _network_row(page: _Page, network: Network) -> _Row:
    return _Row(
        [page.cut(clean(network.network), max(page.width // 4, _NAME)), words.score(network)],
        [points(network.contributes)],
        bars.of_network(network),
    )


def _signals(page: _Page, result: Result) -> None:
    networks = words.by_contribution(result)
    most = max((line.of for network in networks for line in _measured(network)), default=0)
    tables = [_signal_rows(network, most) for network in networks]
    common = _Ledger(page, [*chain(*tables)])
    for network, (header, *rows, total) in zip(networks, tables, strict=True):
        # One network's vast numbers should not cost the others their tables.
        ledger = common if common.fits else _Ledger(page, [header, *rows, total])
        page.heading(words.voiced(network), _NETWORK)
        if ledger.fits and network.coverage:
            ledger.print(header, rows, total)
        else:
            page.sentences(words.signals(network))
        if network.coverage < 1:
            page.fold(f"{words.if_unknown(network.low, network.high)}, {words.coverage(network.coverage)}")


def _signal_rows(network: Network, most: int) -> list[_Row]:
    header = _Row(["signal", "count", "amount"], ["points of max", "contributes"])
    total = _Row(["sum", "", ""], [_points_of(network.points, 10_000), points(network.contributes)])
    return [header, *(_signal_row(line, most) for line in network.lines), total]


def _measured(network: Network) -> list[MeasuredLine]:
    return [line for line in network.lines if isinstance(line, MeasuredLine)]


def _signal_row(line: MeasuredLine | UnknownLine, most: int) -> _Row:
    if isinstance(line, UnknownLine):
        return _Row([line.kind, "", ""], ["", ""], note=words.not_in_exports(line))
    return _Row(
        [line.kind, numbers.count(line.count), numbers.amount(line.amount)],
        [_points_of(line.points, line.of), points(line.contributes)],
        bars.of_signal(line, most),
    )


def _points_of(earned: int, most: int) -> str:
    return f"{points(earned)} of {points(most):>6}"


def _posts(page: _Page, result: Result, most: int) -> None:
    shown, others = words.top_posts(result, most)
    if not shown and not others.posts:
        return
    page.heading("Posts that earned most")
    if page.width < _POST_COLUMNS + _LABEL:
        page.sentences(words.posts(shown, others))
        return
    page.line((_post_cells("contributes", "day", "post"), _HEADER))
    for post in shown:
        label = page.cut(words.label(post), page.width - _POST_COLUMNS)
        page.fold(label, first=_post_cells(points(post.contributes), words.day(post)), rest=" " * _POST_COLUMNS)
        page.fold(words.got(post), first=" " * _POST_COLUMNS, rest=" " * (_POST_COLUMNS + len(_GAP)))
    if others.posts:
        page.line(_post_cells(points(others.contributes), words.other_posts(others)))
    page.line(_post_cells(page.glyphs.rule * len("contributes")))
    page.line((_post_cells(points(result.points), "sum"), _SUM))


def _post_cells(contributes: str, day: str = "", label: str = "") -> str:
    return f"{_GAP}{contributes:>11}{_GAP}{day:<10}{_GAP}{label}"


_POST_COLUMNS = len(_post_cells(""))
"""The cells before a post's label."""


def _section(page: _Page, heading: str, sentences: Iterable[str], style: str = _HEADING) -> None:
    lines = words.at_most(list(sentences), _SENTENCES)
    if lines:
        page.heading(heading, style)
        page.sentences(lines)
