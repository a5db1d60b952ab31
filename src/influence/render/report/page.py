"""What a report says without JavaScript: the score at a glance, the receipt, the posts, and what it was made from."""

from __future__ import annotations

from collections.abc import Sequence

from influence.insights import Report
from influence.render import numbers, words
from influence.render.numbers import clean
from influence.render.report import believe, made, posts, receipt
from influence.render.report.markup import Child, Markup, change, day, join, number, points, share, tag, text
from influence.render.report.parts import foot, mast, section
from influence.result import Network, Response, Result, UnknownLine


def title(result: Result) -> str:
    """The title of the page."""
    whose = "" if result.profile is None else f" · {clean(result.profile)}"
    return f"{numbers.score(result.score)} of 100{whose} · influence"


def body(report: Report) -> Markup:
    """Everything between <body> and the scripts."""
    result = report.result
    return join(
        tag("a", "Skip to the receipt", class_="skip", href="#receipt"),
        mast(result.profile, _window(result)),
        tag(
            "main",
            _glance(report),
            receipt.strip(result),
            tag(
                "div",
                *(_prepared(*one) for one in _PREPARED if result.networks),
                posts.section(report),
                believe.part(result.fragility) if result.fragility and posts.named(result) else None,
                made.part(result),
                class_="rest",
            ),
        ),
        foot(result),
    )


_PREPARED = (("flow", "Where it comes from"), ("calculator", "What if you weighed it differently"))
"""Sections that only a script can fill: their id and heading."""


def _prepared(identifier: str, heading: str) -> Markup:
    return section(identifier, heading, hidden=True)


def _window(result: Result) -> Markup:
    if result.as_of is None:
        return Markup(text(words.window(result)))
    return join(words.window(result).removesuffix(clean(result.as_of)), day(result.as_of))


def _glance(report: Report) -> Markup:
    result = report.result
    return tag(
        "section",
        tag(
            "h1",
            tag("span", "Influence score ", class_="eyebrow"),
            points(result.points, class_="big", data_at="//points"),
            tag("span", " of 100", class_="of"),
            id="score-heading",
        ),
        tag("p", words.nothing_measured(result), class_="lead") if words.nothing_measured(result) else None,
        _range(result),
        tag("div", id="scale", class_="chart", hidden=True),
        tag(
            "div",
            _fact("Networks", _networks(result)),
            _fact("Response", _response(result.response)),
            _fact("Trend", _trend(report)),
            _fact("Not known", _unknown(result)),
            class_="facts",
        ),
        class_="glance",
        aria_labelledby="score-heading",
    )


def _range(result: Result) -> Markup | None:
    if not result.networks:
        return None
    if result.coverage == 1:
        return tag("p", "Everything that the weights score is in these exports.", class_="lead")
    return tag(
        "p",
        number(numbers.score(result.low), round(result.low * 100), "points", data_at="//low"),
        " if everything unknown were nothing, ",
        number(numbers.score(result.high), round(result.high * 100), "points", data_at="//high"),
        " if it were full: these exports measure ",
        share(result.coverage, data_at="//coverage"),
        " of what the weights score.",
        class_="lead",
    )


def _fact(heading: str, content: Child) -> Markup:
    return tag("section", tag("h2", heading), content, class_="fact", data_fact=heading.lower().replace(" ", "-"))


def _networks(result: Result) -> Markup:
    rows = [
        tag(
            "li",
            tag("span", receipt.voiced(result, one), class_="name", data_net=receipt.colour(result, one.network)),
            tag(
                "span",
                points(one.contributes, data_at=receipt.place(result, one, "contributes")),
                tag("small", *_own_score(result, one)),
                class_="figure",
            ),
        )
        for one in words.by_contribution(result)
    ]
    return tag("ol", rows, class_="ranked") if rows else tag("p", "none")


def _own_score(result: Result, one: Network) -> list[Child]:
    if not one.coverage:
        return ["unknown"]
    return ["of its ", points(one.points, data_at=receipt.place(result, one, "points"))]


def _response(found: Sequence[Response] | None) -> Markup:
    if found is None:
        return tag("p", "This result does not say it: ", tag("code", "influence score --response"), " does.")
    if not found:
        return tag("p", "These exports do not say how many people a post reached.")
    note = "Interactions per thousand; in what range by chance of the posts."
    return join(tag("ul", [_rate(one) for one in found], class_="ranked"), tag("small", note, class_="note"))


def _rate(one: Response) -> Markup:
    within = tag(
        "small", number(f"{one.low:,.1f}", one.low, "rate"), " to ", number(f"{one.high:,.1f}", one.high, "rate")
    )
    return tag(
        "li",
        tag("span", tag("bdi", one.network), tag("small", words.BASES[one.base]), class_="name"),
        tag("span", number(f"{one.rate:,.1f}", one.rate, "rate"), within, class_="figure"),
        _moved(one.rate - one.before) if one.before is not None else None,
    )


def _moved(by: float) -> Markup:
    return tag("small", number(f"{by:+,.1f}", by, "moved"), " against the window before", class_="note")


def _trend(report: Report) -> Markup:
    found = report.trend
    if report.result.first is None:
        return tag("p", "These exports hold totals without days.")
    if found is None:
        return tag("p", "A saved result is one day. Made from exports, a report knows the days before.")
    if len(found.days) < 2:
        return tag("p", "One day is no trend yet.")
    last, earlier = found.days[-1], found.days[max(len(found.days) - 1 - _BACK[found.every], 0)]
    return join(
        tag("p", change(last.points - earlier.points), tag("small", "since ", day(earlier.as_of)), class_="figure"),
        tag("div", id="trend", class_="chart", hidden=True),
        tag("small", words.COUNTED_WHEN, class_="note"),
    )


_BACK = {"day": 28, "week": 4, "month": 1}
"""The trend is told against the score so many steps ago."""


def _unknown(result: Result) -> Markup:
    rows = [
        tag("li", tag("bdi", one.network), ": ", ", ".join(line.kind for line in unknown))
        for one in result.networks
        if (unknown := [line for line in one.lines if isinstance(line, UnknownLine)])
    ]
    if not rows:
        return tag("p", "Nothing: every signal of every network is measured.")
    note = tag("small", "Not in these exports. Unknown is not zero: the weight goes to what is known.", class_="note")
    return join(tag("ul", rows, class_="plain"), note)
