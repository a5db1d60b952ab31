"""The head of a ranking, for a person at a terminal or at the end of a pipe."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console

from influence.ranking.ranking import Ranked, Standings
from influence.render import numbers
from influence.render.ledger import Ledger, Row
from influence.render.numbers import clean, points
from influence.render.page import Page

_NAME = 34
"""What a terminal gives the name of a profile beside the numbers."""


def render(ranking: Standings, top: int, console: Console) -> None:
    """Print the first so many profiles, as much of their numbers as fits."""
    page = Page(console)
    page.line()
    page.fold(_what(ranking))
    page.line()
    shown = list(ranking.top(top))
    networks = list(ranking.networks)
    ledger = _ledger(page, shown, networks)
    while networks and not ledger.fits:
        networks.pop()
        ledger = _ledger(page, shown, networks)
    ledger.print(_header(shown, networks), _rows(page, shown, networks), None)
    if more := ranking.profiles - len(shown):
        page.fold(f"{numbers.count(more)} more; --top N shows others, --to csv -o FILE writes all")
    if missing := ranking.networks[len(networks) :]:
        page.fold(f"Not shown for want of room: {', '.join(map(clean, missing))}")
    page.line()


def _what(ranking: Standings) -> str:
    day = f" as of {ranking.as_of}" if ranking.as_of else ""
    return f"{numbers.count(ranking.profiles)} profiles{day}, from {numbers.count(ranking.rows)} rows"


def _ledger(page: Page, shown: Sequence[Ranked], networks: Sequence[str]) -> Ledger:
    return Ledger(page, [_header(shown, networks), *_rows(page, shown, networks)], drawn=False)


def _header(shown: Sequence[Ranked], networks: Sequence[str]) -> Row:
    return Row([" " * _places(shown) + "  profile"], ["score", "percentile", "coverage", *map(clean, networks)])


def _rows(page: Page, shown: Sequence[Ranked], networks: Sequence[str]) -> list[Row]:
    width = _places(shown)
    return [
        Row(
            [f"{numbers.count(one.position):>{width}}  {page.cut(clean(one.profile), _NAME)}"],
            [
                points(one.points),
                f"{one.percentile:.2f}",
                numbers.percent(one.coverage),
                *(points(one.networks[name]) if name in one.networks else "" for name in networks),
            ],
        )
        for one in shown
    ]


def _places(shown: Sequence[Ranked]) -> int:
    """How wide the positions are."""
    return max((len(numbers.count(one.position)) for one in shown), default=0)
