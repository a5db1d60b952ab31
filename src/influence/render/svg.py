"""Pictures as SVG: one image to a screen reader, and foreign text in them is text."""

from __future__ import annotations

from collections.abc import Sequence

from influence.render.report.markup import Child, Markup, tag


def picture(width: float, height: float, title: str, *inside: Markup, description: Sequence[str] = ()) -> str:
    """A whole SVG file. Its title, and a longer description, say what it shows to those who cannot see it."""
    named = [tag("title", title, id="influence-title")]
    if description:
        named.append(tag("desc", *(f"{sentence}. " for sentence in description), id="influence-desc"))
    return tag(
        "svg",
        *(part for child in (*named, *inside) for part in (Markup("\n"), child)),
        Markup("\n"),
        xmlns="http://www.w3.org/2000/svg",
        width=_number(width),
        height=_number(height),
        viewBox=f"0 0 {_number(width)} {_number(height)}",
        role="img",
        aria_labelledby="influence-title influence-desc" if description else "influence-title",
    ) + Markup("\n")


def rect(x: float, y: float, width: float, height: float, **attributes: str | None) -> Markup:
    """A rectangle."""
    place = {"x": x, "y": y, "width": width, "height": height}
    return tag("rect", **{name: _number(value) for name, value in place.items()}, **attributes)


def write(x: float, y: float, *words: Child, **attributes: str | None) -> Markup:
    """Text, from its base line."""
    return tag("text", *words, x=_number(x), y=_number(y), **attributes)


def inside(x: float, y: float, width: float, height: float, *parts: Markup) -> Markup:
    """Parts, placed within a rectangle and cut at its edges."""
    place = {"x": x, "y": y, "width": width, "height": height}
    return tag("svg", *parts, **{name: _number(value) for name, value in place.items()})


def _number(value: float) -> str:
    return f"{value:.6g}"
