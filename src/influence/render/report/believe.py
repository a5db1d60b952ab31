"""How much of the number to believe: how much rests on few posts, people and days."""

from __future__ import annotations

from collections.abc import Iterable

from influence.render.report.markup import Child, Markup, change, count, day, join, number, points, share, tag
from influence.render.report.parts import figures, section, table
from influence.result import Fragility, Heavy, OddDay, Without

MOST = 5
"""So many of each list: the JSON holds the others."""

_WHOLE = Markup("the whole score")


def part(found: Fragility) -> Markup:
    """The fragility of a result."""
    within = join(points(found.low), tag("small", " to "), points(found.high))
    told = [
        (within, "what other posts of the same kind would have given (95 %)"),
        *map(_without, found.without),
        (count(found.h_index), "so many posts have at least so many interactions each (h-index)"),
    ]
    return section(
        "believe",
        "How much to believe",
        tag("p", "How much rests on a few posts, people and days. Facts, and no accusation.", class_="lead"),
        figures(told),
        _carried(found),
        _done(found),
        _odd_days(found.odd_days[:MOST]),
    )


def _without(one: Without) -> tuple[Markup, str]:
    posts = "the post that adds most" if one.posts == 1 else f"the {one.posts} posts that add most"
    return join(points(one.points), tag("small", change(one.difference))), f"without {posts}"


def _signal(one: Heavy) -> Markup:
    return join(tag("bdi", one.network), f" {one.kind}")


def _carried(found: Fragility) -> Markup | None:
    """What one post carries: of the whole score, and of the signals of which it carries most."""
    rows: list[list[Child]] = []
    if top := found.top_post:
        rows.append([_WHOLE, tag("bdi", top.label or top.post), share(top.share)])
    heaviest = sorted(found.heaviest, key=lambda one: -one.of_post)[: MOST - len(rows)]
    rows += [[_signal(one), tag("bdi", one.label or one.post or "a post"), share(one.of_post)] for one in heaviest]
    return table("Carried by one post", ["of", "post", "#its part"], rows)


def _done(found: Fragility) -> Markup | None:
    """What one person carries: of the whole score, and of each signal."""
    rows: list[list[Child]] = []
    if top := found.top_person:
        rows.append([_WHOLE, tag("bdi", top.person), share(top.share)])
    rows += [
        [_signal(one), tag("bdi", one.person), share(one.of_person)]
        for one in found.heaviest
        if one.person is not None and one.of_person is not None
    ]
    return table("Done by one person", ["of", "person", "#their part"], rows[:MOST])


def _odd_days(days: Iterable[OddDay]) -> Markup | None:
    rows: list[list[Child]] = [
        [tag("bdi", one.network), day(one.day), count(one.count), number(f"{one.usual:,.1f}", one.usual, "rate")]
        for one in days
    ]
    return table("Days that brought far more than usual", ["network", "day", "#received", "#usual"], rows)
