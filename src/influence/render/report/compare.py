"""Two results side by side: what each signal adds in both, and the difference by cause."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from influence.answers import Cause, Difference
from influence.causes import CAUSES
from influence.render import numbers, words
from influence.render.numbers import clean
from influence.render.report import made
from influence.render.report.markup import Child, Markup, change, count, day, join, points, share, tag
from influence.render.report.parts import foot, mast, section
from influence.result import MeasuredLine, Network, Result


def title(found: Difference) -> str:
    """The title of the page."""
    before, after = numbers.points(found.before), numbers.points(found.after)
    return f"{before} to {after}, {numbers.difference(found.difference)} · influence"


def body(before: Result, after: Result, found: Difference) -> Markup:
    """Everything between <body> and the scripts."""
    return join(
        tag("a", "Skip to the receipt", class_="skip", href="#receipt"),
        mast(after.profile, "two results compared"),
        tag(
            "main",
            _glance(before, after, found),
            _receipt(before, after, found),
            tag("div", _why(found), _sides(before, after), _made(before, after), class_="rest"),
        ),
        foot(after),
    )


def _glance(before: Result, after: Result, found: Difference) -> Markup:
    return tag(
        "section",
        tag(
            "h1",
            tag("span", "Difference ", class_="eyebrow"),
            change(found.difference, class_="big"),
            id="score-heading",
        ),
        tag(
            "div",
            _side("Before", before),
            _side("After", after),
            class_="facts",
        ),
        class_="glance",
        aria_labelledby="score-heading",
    )


def _side(name: str, result: Result) -> Markup:
    unknown = words.nothing_measured(result)
    return tag(
        "section",
        tag("h2", name, " ", day(result.as_of) if result.as_of else None),
        tag("p", points(result.points), tag("small", "of 100"), class_="figure"),
        tag("div", class_="chart", data_side=name.lower(), hidden=True),
        tag(
            "small",
            unknown
            or join(points(round(result.low * 100)), " to ", points(round(result.high * 100)), " by what is unknown, "),
            None if unknown else join("coverage ", share(result.coverage)),
            class_="note",
        ),
        class_="fact",
    )


def _receipt(before: Result, after: Result, found: Difference) -> Markup:
    rows = [tag("tbody", _cause(name, parts)) for name, parts in _by_cause(found)]
    return tag(
        "aside",
        tag(
            "div",
            tag("h2", "Receipt", id="receipt-heading"),
            tag("p", _day(before), " to ", _day(after), class_="stub"),
            tag(
                "table",
                tag("caption", "The difference by cause", class_="unseen"),
                tag("thead", tag("tr", tag("th", "cause", scope="col"), tag("th", "points", scope="col"))),
                tag("tbody", tag("tr", tag("th", "before", scope="row"), tag("td", points(found.before)))),
                *rows,
                tag(
                    "tfoot",
                    tag("tr", tag("th", "after", scope="row"), tag("td", points(found.after)), class_="total"),
                ),
            ),
            class_="paper",
        ),
        id="receipt",
        class_="receipt",
        aria_labelledby="receipt-heading",
        tabindex=0,
    )


def _day(result: Result) -> Child:
    return day(result.as_of) if result.as_of else "no day"


def _by_cause(found: Difference) -> Iterator[tuple[str, list[Cause]]]:
    for name in CAUSES:
        parts = [cause for cause in found.causes if cause.cause == name]
        if parts:
            yield name, parts


def _cause(name: str, parts: Sequence[Cause]) -> Iterator[Markup]:
    yield tag(
        "tr",
        tag("th", name, scope="row"),
        tag("td", change(sum(part.points for part in parts))),
        class_="cause",
    )
    for part in parts:
        if where := _where(part):
            yield tag("tr", tag("th", tag("bdi", where), scope="row"), tag("td", change(part.points)), class_="unknown")


def _where(cause: Cause) -> str:
    return " ".join(clean(part) for part in (cause.network, cause.kind) if part)


def _why(found: Difference) -> Markup:
    if not found.causes:
        return section("why", "Why", tag("p", "Nothing moved the score."))
    rows = [tag("li", tag("b", name), f": {CAUSES[name]}") for name, _ in _by_cause(found)]
    return section(
        "why", "Why", tag("div", id="causes", class_="chart", hidden=True), tag("ul", rows, class_="plain meanings")
    )


def _sides(before: Result, after: Result) -> Markup:
    head = ["signal", "count before", "after", "adds before", "after", "difference"]
    names = sorted({one.network for result in (before, after) for one in result.networks})
    was, now = ({one.network: one for one in result.networks} for result in (before, after))
    return section(
        "sides",
        "Side by side",
        tag(
            "div",
            tag(
                "table",
                tag("caption", "What each signal adds in both results", class_="unseen"),
                tag("thead", tag("tr", *(tag("th", name, scope="col") for name in head))),
                *(_network(name, was.get(name), now.get(name)) for name in names),
                tag("tfoot", _numbers("Score", None, None, before.points, after.points, class_="total")),
                class_="numbers sides",
            ),
            class_="wide",
            tabindex=0,
            role="region",
            aria_label="What each signal adds in both results",
        ),
    )


def _network(name: str, was: Network | None, now: Network | None) -> Markup:
    old, new = _lines(was), _lines(now)
    rows = [_line(kind, old.get(kind), new.get(kind)) for kind in dict.fromkeys([*old, *new])]
    heading = tag("tr", tag("th", tag("bdi", name), scope="rowgroup", colspan=6), class_="name")
    total = _numbers(
        "sum", None, None, was.contributes if was else None, now.contributes if now else None, class_="sum"
    )
    return tag("tbody", heading, *rows, total)


def _lines(network: Network | None) -> dict[str, MeasuredLine]:
    return {line.kind: line for line in network.lines if isinstance(line, MeasuredLine)} if network else {}


def _line(kind: str, was: MeasuredLine | None, now: MeasuredLine | None) -> Markup:
    return _numbers(
        kind,
        was.count if was else None,
        now.count if now else None,
        was.contributes if was else None,
        now.contributes if now else None,
    )


def _numbers(
    name: str, was: int | None, now: int | None, before: int | None, after: int | None, class_: str | None = None
) -> Markup:
    """A row: what is None is unknown, and adds nothing."""
    counted = [tag("td", None if one is None else count(one)) for one in (was, now)]
    added = [tag("td", "unknown" if one is None else points(one)) for one in (before, after)]
    moved = tag("td", change((after or 0) - (before or 0)))
    return tag("tr", tag("th", name, scope="row"), *counted, *added, moved, class_=class_)


def _made(before: Result, after: Result) -> Markup:
    return section(
        "made",
        "Made from",
        tag("h3", "Before"),
        made.with_what(before),
        tag("h3", "After"),
        made.with_what(after),
    )
