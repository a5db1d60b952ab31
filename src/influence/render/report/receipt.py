"""The receipt, as the strip of paper it is: every signal of every network, and sums that add up."""

from __future__ import annotations

from influence.render import numbers, words
from influence.render.numbers import clean
from influence.render.report.markup import Markup, count, day, join, number, points, share, tag
from influence.result import MeasuredLine, Network, Result, UnknownLine

COLOURS = 8
"""So many networks have a colour of their own."""


def colour(result: Result, network: str) -> int:
    """Which colour is a network's: its place in the result, which is alphabetical."""
    return next(place for place, one in enumerate(result.networks) if one.network == network) % COLOURS + 1


def place(result: Result, network: Network, number: str, kind: str = "") -> str:
    """What the scripts call a number of the receipt: "0/like/points", and "0//points" for the network itself."""
    return f"{result.networks.index(network)}/{kind}/{number}"


def voiced(result: Result, network: Network) -> Markup:
    """A network's name, and its voice; the style hides the usual one."""
    voice = number(numbers.plain(network.voice), network.voice, "plain", data_at=place(result, network, "voice"))
    return join(tag("bdi", network.network), tag("small", ", voice ", voice, class_="voice"))


def strip(result: Result) -> Markup:
    """The receipt at the side of the page."""
    return tag(
        "aside",
        tag(
            "div",
            tag("h2", "Receipt", id="receipt-heading"),
            _head(result),
            _table(result),
            tag("p", "coverage ", share(result.coverage, data_at="//coverage"), class_="stub"),
            tag(
                "p",
                f"weights {clean(result.weights.sha256[:12])}",
                tag("span", ", changed here", class_="stamp"),
                class_="stub",
            ),
            class_="paper",
        ),
        id="receipt",
        class_="receipt",
        aria_labelledby="receipt-heading",
        tabindex=0,
    )


def _head(result: Result) -> Markup:
    return tag(
        "p",
        join(tag("bdi", result.profile), tag("br")) if result.profile else None,
        day(result.as_of) if result.as_of else "totals without days",
        class_="stub",
    )


def _table(result: Result) -> Markup:
    header = tag(
        "tr",
        tag("th", "signal", scope="col"),
        tag("th", "count", scope="col"),
        tag("th", "points of max", scope="col"),
        tag("th", "adds", scope="col"),
    )
    total = tag(
        "tr",
        tag("th", "Score", scope="row", colspan=3),
        tag("td", points(result.points, data_at="//points")),
        class_="total",
    )
    return tag(
        "table",
        tag("caption", "What each signal adds to the score", class_="unseen"),
        tag("thead", header),
        *(_network(result, one) for one in words.by_contribution(result)),
        tag("tfoot", total),
    )


def _network(result: Result, one: Network) -> Markup:
    name = tag(
        "tr",
        tag("th", voiced(result, one), scope="rowgroup", colspan=4, data_net=colour(result, one.network)),
        class_="name",
    )
    total = tag(
        "tr",
        tag("th", "sum", scope="row", colspan=2),
        tag("td", points(one.points, data_at=place(result, one, "points")), _of(points(10_000))),
        tag("td", points(one.contributes, data_at=place(result, one, "contributes"))),
        class_="sum",
    )
    unknown = tag("tr", tag("th", "sum", scope="row"), tag("td", "unknown", colspan=3), class_="sum")
    return tag(
        "tbody",
        name,
        *(_line(place(result, one, "", line.kind), line) for line in one.lines),
        total if one.coverage else unknown,
    )


def _line(at: str, line: MeasuredLine | UnknownLine) -> Markup:
    if isinstance(line, UnknownLine):
        weight = number(numbers.plain(line.weight), line.weight, "plain", data_at=f"{at}weight")
        why = tag("td", "not in these exports, weight ", weight, colspan=3)
        return tag("tr", tag("th", line.kind, scope="row"), why, class_="unknown")
    return tag(
        "tr",
        tag("th", line.kind, scope="row"),
        tag("td", count(line.count, data_at=f"{at}count")),
        tag("td", points(line.points, data_at=f"{at}points"), _of(points(line.of, data_at=f"{at}of"))),
        tag("td", points(line.contributes, data_at=f"{at}contributes")),
    )


def _of(most: Markup) -> Markup:
    return tag("small", " of ", most)
