"""How much of the number to believe: how much rests on few posts, people and days."""

from __future__ import annotations

from collections.abc import Iterable

from influence.render.report.markup import Child, Markup, change, count, day, join, number, points, share, tag
from influence.render.report.parts import figures, section, table
from influence.result import Fragility, Heavy, OddDay, Without

MOST = 5
"""So many of each list: the JSON holds the others."""


def part(found: Fragility) -> Markup:
    """The fragility of a result."""
    within = join(points(found.low), tag("small", " to "), points(found.high))
    told: list[tuple[Markup, Child]] = [
        (within, "what other posts of the same kind would have given (95 %)"),
        *_top(found),
        *map(_without, found.without),
        (count(found.h_index), "so many posts have at least so many interactions each (h-index)"),
    ]
    return section(
        "believe",
        "How much to believe",
        tag("p", "How much rests on a few posts, people and days. Facts, and no accusation.", class_="lead"),
        figures(told),
        _heaviest(sorted(found.heaviest, key=lambda one: -one.of_post)[:MOST]),
        _people([one for one in found.heaviest if one.person is not None][:MOST]),
        _odd_days(found.odd_days[:MOST]),
    )


def _top(found: Fragility) -> Iterable[tuple[Markup, Child]]:
    """What the top post and the top person carry of the whole score."""
    if top := found.top_post:
        yield share(top.share), join("of the score is one post's: ", tag("bdi", top.label or top.post))
    if one := found.top_person:
        told = join("of the score is one person's: ", tag("bdi", one.person), " on ", tag("bdi", one.network))
        yield share(one.share), told


def _without(one: Without) -> tuple[Markup, str]:
    posts = "the post that adds most" if one.posts == 1 else f"the {one.posts} posts that add most"
    return join(points(one.points), tag("small", change(one.difference))), f"without {posts}"


def _signal(one: Heavy) -> Markup:
    return join(tag("bdi", one.network), f" {one.kind}")


def _heaviest(heaviest: Iterable[Heavy]) -> Markup | None:
    rows: list[list[Child]] = [
        [_signal(one), tag("bdi", one.label or one.post or "a post"), share(one.of_post)] for one in heaviest
    ]
    return table("Carried by one post", ["signal", "post", "#its part"], rows)


def _people(heaviest: Iterable[Heavy]) -> Markup | None:
    rows: list[list[Child]] = [
        [_signal(one), tag("bdi", one.person or ""), share(one.of_person)]
        for one in heaviest
        if one.of_person is not None
    ]
    return table("Done by one person", ["signal", "person", "#their part"], rows)


def _odd_days(days: Iterable[OddDay]) -> Markup | None:
    rows: list[list[Child]] = [
        [tag("bdi", one.network), day(one.day), count(one.count), number(f"{one.usual:,.1f}", one.usual, "rate")]
        for one in days
    ]
    return table("Days that brought far more than usual", ["network", "day", "#received", "#usual"], rows)
