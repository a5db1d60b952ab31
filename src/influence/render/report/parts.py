"""What every page of the report has: its head and foot, and its sections."""

from __future__ import annotations

from collections.abc import Sequence

from influence.render import words
from influence.render.numbers import clean
from influence.render.report.markup import Child, Markup, tag
from influence.result import Result

_SENTENCES = 40
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
    return tag("ul", [tag("li", one) for one in words.at_most(list(sentences), _SENTENCES)], class_="plain")


def foot(result: Result) -> Markup:
    """The line at the bottom."""
    made = f"influence {clean(result.version)}, method {result.method}."
    alone = "This page is one file: it asks nothing of any server, and holds the whole JSON that it was made from."
    return tag("footer", tag("p", f"{made} {alone}"), class_="foot")
