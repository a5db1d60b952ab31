"""What a result was made from: files, what of them does not score and why, and the numbers it was made with."""

from __future__ import annotations

from influence.render import numbers, words
from influence.render.numbers import clean
from influence.render.report.markup import Child, Markup, count, day, join, number, tag
from influence.render.report.parts import listed, section, table
from influence.result import Input, LeftOut, Result


def part(result: Result) -> Markup:
    """All of it, what went wrong first."""
    return section(
        "made",
        "Made from",
        _sentences("Could not be read", [words.problem(one) for one in result.problems]),
        _sentences("Warnings", result.warnings),
        _files(result.inputs),
        _unscored(result),
        _left_out(result.left_out),
        tag("h3", "Made with"),
        with_what(result),
    )


def _sentences(heading: str, sentences: list[str]) -> Markup | None:
    return join(tag("h3", heading), listed(sentences)) if sentences else None


def _files(inputs: list[Input]) -> Markup | None:
    rows: list[list[Child]] = [
        [
            tag("bdi", one.source, class_="path"),
            tag("span", one.format),
            _days(one.first, one.last),
            count(one.rows),
            _rest(one),
        ]
        for one in inputs
    ]
    return table("Files", ["file", "format", "days", "#rows", "not counted"], rows)


def _days(first: str | None, last: str | None) -> Markup:
    if not (first and last):
        return tag("span", "none")
    return day(first) if first == last else join(day(first), " to ", day(last))


def _rest(one: Input) -> Child:
    own = ", ".join(words.counted(many, clean(kind)) for kind, many in one.made.items())
    columns = ", ".join(map(clean, one.unknown_columns))
    return "; ".join(
        filter(None, (f"your own: {own}" if own else "", f"columns not understood: {columns}" if columns else ""))
    )


def _unscored(result: Result) -> Markup | None:
    rows: list[list[Child]] = [
        [tag("bdi", one.network), tag("span", one.kind), count(one.count), one.why] for one in result.unscored
    ]
    return table("Not scored", ["network", "kind", "#count", "why"], rows)


def _left_out(lines: list[LeftOut]) -> Markup | None:
    rows: list[list[Child]] = [
        [tag("bdi", one.what), count(one.count), one.why, tag("bdi", one.source or "", class_="path")] for one in lines
    ]
    return table("Left out", ["what", "#count", "why", "file"], rows)


def with_what(result: Result) -> Markup:
    """The days, the weights and the program that a score was made with."""
    half_life = result.weights.values.get("half_life_days")
    facts: list[tuple[str, Child]] = [
        ("window", _window(result)),
        ("half-life", number(numbers.plain(half_life), half_life, "plain") if half_life else "none"),
        ("activity", _days(result.first, result.last)),
        ("weights", words.weights(result.weights)),
        ("program", f"influence {clean(result.version)}, method {result.method}"),
    ]
    return tag("dl", *(join(tag("dt", name), tag("dd", told)) for name, told in facts))


def _window(result: Result) -> Child:
    if result.as_of is None:
        return words.window(result)
    return join(count(result.window_days), " days up to ", day(result.as_of))
