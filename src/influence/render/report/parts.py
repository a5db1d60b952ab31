"""What every page of the report has: its head and foot, and its sections."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from influence.render import numbers, words
from influence.render.numbers import clean
from influence.render.report.markup import Child, Markup, tag
from influence.result import Result

_MOST = 40
"""No more of one kind of note: the JSON holds the others."""


def mast(profile: str | None, about: Child) -> Markup:
    """The line at the top: whose score, and of which days."""
    whose = tag("bdi", profile, class_="whose") if profile else None
    return tag("header", tag("p", "influence", class_="brand"), tag("p", whose, about), class_="mast")


def section(identifier: str, heading: str, *children: Child, hidden: bool = False) -> Markup:
    """A part of the page under its heading."""
    named = f"{identifier}-heading"
    return tag(
        "section",
        tag("h2", heading, id=named),
        *children,
        id=identifier,
        class_="part",
        aria_labelledby=named,
        hidden=hidden,
    )


def listed(sentences: Sequence[str]) -> Markup:
    """Sentences as a list."""
    return tag("ul", [tag("li", one) for one in words.at_most(list(sentences), _MOST)], class_="plain")


def figures(told: Iterable[tuple[Markup, str]]) -> Markup:
    """Figures, each over what it says."""
    return tag("dl", [tag("div", tag("dt", name), tag("dd", figure)) for figure, name in told], class_="figures")


def table(caption: str, head: Sequence[str], rows: Sequence[Sequence[Child]]) -> Markup | None:
    """A table of facts under its caption, nothing where there are none. A heading that begins with # is of numbers."""
    if not rows:
        return None
    aligned = ["n" if name.startswith("#") else None for name in head]
    shown = [_row(row, aligned) for row in rows[:_MOST]]
    if len(rows) > _MOST:
        more = f"{numbers.count(len(rows) - _MOST)} more; the JSON has them all"
        shown.append(tag("tr", tag("td", more, colspan=len(head))))
    names = [
        tag("th", name.lstrip("#"), scope="col", class_=class_) for name, class_ in zip(head, aligned, strict=True)
    ]
    return tag(
        "div",
        tag(
            "table",
            tag("caption", caption),
            tag("thead", tag("tr", names)),
            tag("tbody", shown),
            class_="told",
        ),
        class_="wide",
        tabindex=0,
        role="region",
        aria_label=caption,
    )


def _row(cells: Sequence[Child], aligned: Sequence[str | None]) -> Markup:
    rest = [tag("td", cell, class_=class_) for cell, class_ in zip(cells[1:], aligned[1:], strict=True)]
    return tag("tr", tag("th", cells[0], scope="row"), rest)


def foot(result: Result) -> Markup:
    """The line at the bottom."""
    made = f"influence {clean(result.version)}, method {result.method}."
    alone = "This page is one file: it asks nothing of any server, and holds the whole JSON that it was made from."
    return tag("footer", tag("p", f"{made} {alone}"), class_="foot")
