"""The receipt for a person at a terminal, or at the end of a pipe.

Every row is laid out here to the cell. A table that does not fit the width becomes sentences.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, zip_longest

from rich.cells import cell_len
from rich.console import Console

from influence.render import bars, numbers, words
from influence.render.ledger import SUM, Ledger, Row
from influence.render.numbers import clean, points
from influence.render.page import GAP, HEADER, HEADING, NETWORK, SCORE, Page
from influence.result import MeasuredLine, Network, Result, UnknownLine

_NAME = 12
"""A network's name may be anything. Beside its numbers a terminal gives it this, or a quarter of the width."""

_LABEL = 24
"""A shorter label of a post is not recognised."""

_SENTENCES = 20
"""How many files, problems and the like are listed."""

_ALERT = "bold magenta"


def render(result: Result, console: Console, posts: int = 5) -> None:
    """Print the whole receipt: the score, the networks, their signals, the top `posts`, and what it was made from."""
    page = Page(console)
    _headline(page, result)
    if result.networks:
        _networks(page, result)
        _signals(page, result)
    _section(page, "Response", map(words.response, result.response or []))
    _section(page, "How much to believe", words.fragility(result.fragility))
    if posts:
        _posts(page, result, posts)
    _section(page, "Read, and not scored", map(words.unscored, result.unscored))
    _section(page, "Left out", map(words.left_out, result.left_out))
    _section(page, "Files", map(words.file_read, result.inputs))
    _section(page, "Made with", words.made_with(result))
    _section(page, "Could not be read", map(words.problem, result.problems), _ALERT)
    _section(page, "Warnings", map(clean, result.warnings), _ALERT)
    page.line()


def _headline(page: Page, result: Result) -> None:
    unknown = words.nothing_measured(result)
    facts = [words.of_hundred(result.score), *words.headline(result)]
    page.line()
    if result.profile is not None:
        page.fold((clean(result.profile), NETWORK))
    digits = [] if unknown else _big_score(page, result.score, max(map(cell_len, facts)))
    for digit, fact, style in zip_longest(digits, facts, [SCORE], fillvalue=""):
        if digit:
            page.line(GAP, (digit, SCORE), GAP * 2, (fact, style))
        else:
            page.fold((fact, style))


def _big_score(page: Page, score: float, beside: int) -> list[str]:
    """Large digits, where a terminal has them and the room; a pipe is read by programs and ears too."""
    digits = bars.big(numbers.score(score))
    fits = len(digits[0]) + 3 * len(GAP) + beside <= page.width
    return digits if page.is_terminal and page.glyphs is bars.UNICODE and fits else []


def _networks(page: Page, result: Result) -> None:
    networks = words.by_contribution(result)
    several = len(networks) > 1
    legend = f": {page.glyphs.solid} contributes, {page.glyphs.shade} the rest of its own score" if several else ""
    page.heading(f"Networks{legend}")
    header = Row(["network", "score"], ["contributes"])
    rows = [_network_row(page, network) for network in networks]
    total = Row(["sum", ""], [points(result.points)])
    ledger = Ledger(page, [header, *rows, total])
    if ledger.fits:
        ledger.print(header, rows, total if several else None)
    else:
        page.sentences(map(words.network, networks))


def _network_row(page: Page, network: Network) -> Row:
    return Row(
        [page.cut(clean(network.network), max(page.width // 4, _NAME)), words.score(network)],
        [points(network.contributes)],
        bars.of_network(network),
    )


def _signals(page: Page, result: Result) -> None:
    networks = words.by_contribution(result)
    most = max((line.of for network in networks for line in _measured(network)), default=0)
    tables = [_signal_rows(network, most) for network in networks]
    common = Ledger(page, [*chain(*tables)])
    for network, (header, *rows, total) in zip(networks, tables, strict=True):
        # One network's vast numbers should not cost the others their tables.
        ledger = common if common.fits else Ledger(page, [header, *rows, total])
        page.heading(words.voiced(network), NETWORK)
        if ledger.fits and network.coverage:
            ledger.print(header, rows, total)
        else:
            page.sentences(words.signals(network))
        if network.coverage < 1:
            page.fold(f"{words.if_unknown(network.low, network.high)}, {words.coverage(network.coverage)}")


def _signal_rows(network: Network, most: int) -> list[Row]:
    header = Row(["signal", "count", "amount"], ["points of max", "contributes"])
    total = Row(["sum", "", ""], [_points_of(network.points, 10_000), points(network.contributes)])
    return [header, *(_signal_row(line, most) for line in network.lines), total]


def _measured(network: Network) -> list[MeasuredLine]:
    return [line for line in network.lines if isinstance(line, MeasuredLine)]


def _signal_row(line: MeasuredLine | UnknownLine, most: int) -> Row:
    if isinstance(line, UnknownLine):
        return Row([line.kind, "", ""], ["", ""], note=words.not_in_exports(line))
    return Row(
        [line.kind, numbers.count(line.count), numbers.amount(line.amount)],
        [_points_of(line.points, line.of), points(line.contributes)],
        bars.of_signal(line, most),
    )


def _points_of(earned: int, most: int) -> str:
    return f"{points(earned)} of {points(most):>6}"


def _posts(page: Page, result: Result, most: int) -> None:
    shown, others = words.top_posts(result, most)
    if not shown and not others.posts:
        return
    page.heading("Posts that earned most")
    if page.width < _POST_COLUMNS + _LABEL:
        page.sentences(words.posts(shown, others))
        return
    page.line((_post_cells("contributes", "day", "post"), HEADER))
    for post in shown:
        label = page.cut(words.label(post), page.width - _POST_COLUMNS)
        page.fold(label, first=_post_cells(points(post.contributes), words.day(post)), rest=" " * _POST_COLUMNS)
        page.fold(words.got(post), first=" " * _POST_COLUMNS, rest=" " * (_POST_COLUMNS + len(GAP)))
    if others.posts:
        page.line(_post_cells(points(others.contributes), words.other_posts(others)))
    page.line(_post_cells(page.glyphs.rule * len("contributes")))
    page.line((_post_cells(points(result.points), "sum"), SUM))


def _post_cells(contributes: str, day: str = "", label: str = "") -> str:
    return f"{GAP}{contributes:>11}{GAP}{day:<10}{GAP}{label}"


_POST_COLUMNS = len(_post_cells(""))
"""The cells before a post's label."""


def _section(page: Page, heading: str, sentences: Iterable[str], style: str = HEADING) -> None:
    lines = words.at_most(list(sentences), _SENTENCES)
    if lines:
        page.heading(heading, style)
        page.sentences(lines)
