"""Trend, posts, response and fragility for a person, and as CSV and Markdown."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence

from rich.cells import cell_len
from rich.console import Console

from influence.insights import Posts, PostStanding, Trend
from influence.render import markdown, numbers
from influence.render.numbers import clean, points
from influence.render.page import GAP, HEADER, NOTE, Page
from influence.render.plot import braille, sparkline
from influence.render.words import BASES, COUNTED_WHEN

_PLOT_HEIGHT, _PLOT_WIDTH, _PIPED_WIDTH = 8, 100, 68
_LEAST_PLOT = 30
_LABEL = 60
"""With less room beside the numbers, a post's label goes below them."""

_BELOW = GAP * 3


def trend(found: Trend, console: Console) -> None:
    """Print a plot of the score where there is room, and a sparkline of it and of each network."""
    page = Page(console)
    all_points = [day.points for day in found.days]
    page.line()
    page.fold(f"The score by {found.every}, {found.days[0].as_of} to {found.days[-1].as_of}", first="", rest=GAP)
    if page.glyphs.solid == "█" and page.width >= _LEAST_PLOT + 10 and len(all_points) > 1:
        _plot(page, all_points)
    names = sorted({name for day in found.days for name in day.networks})
    series = {"score": all_points} | {name: [day.networks.get(name, 0) for day in found.days] for name in names}
    width = max(cell_len(clean(name)) for name in series)
    room = max(page.width - width - 24, 8)
    page.line()
    for name, values in series.items():
        line = sparkline(values, room, max(values), page.glyphs.solid != "█")
        label = clean(name) + " " * (width - cell_len(clean(name)))
        page.line(f"{GAP}{label}{GAP}{points(values[0]):>6}{GAP}{line}{GAP}{points(values[-1]):>6}")
    page.fold((COUNTED_WHEN, NOTE))


def _plot(page: Page, values: Sequence[int]) -> None:
    low, high = min(values), max(values)
    page.line()
    width = min(page.width - 12, _PLOT_WIDTH if page.is_terminal else _PIPED_WIDTH)
    lines = braille(values, width, _PLOT_HEIGHT, low, high)
    for row, line in enumerate(lines):
        scale = points(high) if row == 0 else points(low) if row == len(lines) - 1 else ""
        page.line(f"{GAP}{scale:>6}{GAP}{line}")


def trend_csv(found: Trend) -> str:
    """One row a day: as_of, points, and the points of each network, in whole hundredths."""
    names = sorted({name for day in found.days for name in day.networks})
    rows = [[day.as_of, day.points, *(day.networks.get(name) for name in names)] for day in found.days]
    return _csv(["as_of", "points", *(f"{name}_points" for name in names)], rows)


_POST_COLUMNS: dict[str, Callable[[PostStanding], object]] = {
    "network": lambda post: post.network,
    "post": lambda post: post.post,
    "time": lambda post: post.time,
    "contributes": lambda post: post.contributes,
    "interactions": lambda post: post.interactions,
    "usual": lambda post: post.usual,
    "times_usual": lambda post: post.times_usual,
    "response": lambda post: post.response,
    "base": lambda post: post.base,
    "settled": lambda post: post.settled,
    "url": lambda post: post.url,
    "label": lambda post: post.label,
}


def posts_csv(found: Posts) -> str:
    """One row a post, the columns as in the JSON."""
    return _csv(list(_POST_COLUMNS), [[_safe(of(post)) for of in _POST_COLUMNS.values()] for post in found.posts])


def posts_markdown(found: Posts) -> str:
    """The posts as a Markdown table, and what its columns mean."""
    header = ["contributes", "day", "network", "interactions", "response", "usual", "post"]
    rows = []
    for post in found.posts:
        earned, day, *others = map(markdown.escape, _post_cells(post))
        label = markdown.linked(clean(post.label or post.post), post.url)
        rows.append([earned, day, markdown.escape(clean(post.network)), *others, label])
    notes = [f"- {markdown.escape(note)}" for note in _post_notes(found)]
    return "\n".join([markdown.table(header, "rllrrrl", rows), "", *notes, ""])


def posts(found: Posts, console: Console) -> None:
    """Print the posts, best first."""
    page = Page(console)
    page.line()
    header = ["contributes", "day", "interactions", "response", "usual"]
    rows = [_post_cells(post) for post in found.posts]
    widths = [max(map(len, column)) for column in zip(header, *rows, strict=True)]
    column = len(_row(header, widths)) + len(GAP)
    beside = page.width - column >= _LABEL
    if page.width > len(_row(header, widths)):
        page.line((_row(header, widths) + (f"{GAP}post" if beside else ""), HEADER))
    for post, cells in zip(found.posts, rows, strict=True):
        label = f"{clean(post.network)}: {clean(post.label or post.post)}"
        if beside:
            page.line(_row(cells, widths), GAP, page.cut(label, page.width - column))
        else:
            _numbers(page, header, cells, widths)
            page.line(_BELOW, page.cut(label, page.width - len(_BELOW)))
        if post.url:  # in one piece, so that a terminal opens it
            page.line(" " * column if beside else _BELOW, clean(post.url))
    page.line()
    for note in _post_notes(found):
        page.fold((note, NOTE))


def _numbers(page: Page, header: Sequence[str], cells: Sequence[str], widths: Sequence[int]) -> None:
    """A post's numbers in columns, or named one after the other where these do not fit."""
    if page.width > len(_row(header, widths)):
        page.line(_row(cells, widths))
    else:
        page.fold(", ".join(f"{name} {cell}" for name, cell in zip(header, cells, strict=True) if cell))


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "".join(f"{GAP}{cell:>{width}}" for cell, width in zip(cells, widths, strict=True))


def _post_cells(post: PostStanding) -> list[str]:
    usual = f"{post.times_usual:.1f}x" if post.times_usual is not None else "too young" if not post.settled else ""
    return [
        points(post.contributes),
        (post.time or "")[:10],
        numbers.count(post.interactions),
        "" if post.response is None else f"{post.response:,.1f}",
        usual,
    ]


def _post_notes(found: Posts) -> Iterator[str]:
    bases = sorted({(post.network, post.base) for post in found.posts if post.base})
    for network, base in bases:
        yield f"response on {clean(network)}: interactions per thousand {BASES[base or 'view']}"
    yield (
        "usual: against the mean of the middle half of your last 100 posts on the network that are at least "
        f"{found.settle_days} days old"
    )


def _csv(header: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()


def _safe(value: object) -> object:
    """A text that no spreadsheet runs as a formula."""
    if isinstance(value, str):
        value = clean(value)
        return f"'{value}" if value.startswith(("=", "+", "-", "@")) else value
    return value
