"""The receipt as one tidy CSV table, for spreadsheets and notebooks.

`level` says what a row is, and the rows of each level but `combined` sum up to the level above it:

- `combined`: the score.
- `network`: one row for each network.
- `signal`: one row for each kind that the weights score, measured or unknown.
- `post`: one row for each kind of each post; an empty `post` is activity without a post.
- `other_posts`: what the posts that are not listed contribute, with how many they are as `count`.

A column means what it means in the JSON: `points`, `of` and `contributes` are whole hundredths. An empty cell is
unknown or does not apply; it is never 0.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from influence.render.numbers import clean
from influence.result import Network, Post, Result

Row = dict[str, Any]

COLUMNS = (
    "level",
    "network",
    "kind",
    "post",
    "time",
    "label",
    "status",
    "count",
    "amount",
    "value",
    "weight",
    "curve",
    "full",
    "median",
    "p90",
    "of",
    "points",
    "contributes",
    "score",
    "low",
    "high",
    "coverage",
    "voice",
)
"""The columns, in their order."""

_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
"""What a text begins with when a spreadsheet would run it."""


def to_csv(result: Result) -> str:
    """The receipt as CSV text with a header, its columns and levels as this module describes them."""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    for row in _rows(result):
        writer.writerow({column: _cell(value) for column, value in row.items()})
    return buffer.getvalue()


def _rows(result: Result) -> Iterator[Row]:
    yield _combined(result)
    for network in result.networks:
        yield _network(network)
    for network in result.networks:
        yield from _signals(network)
    for post in result.posts:
        yield from _post(post)
    if result.other_posts.posts:
        others = result.other_posts
        yield {"level": "other_posts", "count": others.posts, "contributes": others.contributes}


def _combined(result: Result) -> Row:
    return {"level": "combined", "points": result.points} | _pick(result, "score", "low", "high", "coverage")


def _network(network: Network) -> Row:
    names = ("network", "points", "contributes", "score", "low", "high", "coverage", "voice")
    return {"level": "network"} | _pick(network, *names)


def _signals(network: Network) -> Iterator[Row]:
    for line in network.lines:
        yield {"level": "signal", "network": network.network} | _pick(line, *_SIGNAL_COLUMNS)


_SIGNAL_COLUMNS = ("kind", *COLUMNS[COLUMNS.index("status") : COLUMNS.index("score")])


def _post(post: Post) -> Iterator[Row]:
    for line in post.lines:
        names = _pick(post, "network", "post", "time", "label")
        yield {"level": "post"} | names | _pick(line, "kind", "count", "contributes")


def _pick(source: object, *names: str) -> Row:
    return {name: getattr(source, name) for name in names if hasattr(source, name)}


def _cell(value: str | float | None) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return _text(value)
    return repr(value).removesuffix(".0")


def _text(value: str) -> str:
    """Foreign text that prints safely and that no spreadsheet runs, whatever cleaning may have uncovered."""
    text = clean(value)
    return f"'{text}" if value.startswith(_FORMULA) or text.startswith(_FORMULA) else text
