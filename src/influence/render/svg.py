"""Elements of an SVG picture, in which foreign text is text."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

from influence.render.numbers import clean

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML may hold, not even escaped."""


def text(foreign: str) -> str:
    """Text as XML shows it."""
    return escape(_NO_XML.sub("\N{REPLACEMENT CHARACTER}", clean(foreign)), {'"': "&quot;"})


def tag(name: str, *inside: str, **attributes: str | float | None) -> str:
    """An element around finished ones. `class_` and `text_anchor` are the attributes class and text-anchor; one that is
    None is left out."""
    given = ((key.rstrip("_").replace("_", "-"), value) for key, value in attributes.items() if value is not None)
    opened = "".join([name, *(f' {key}="{_value(value)}"' for key, value in given)])
    return f"<{opened}>{''.join(inside)}</{name}>" if inside else f"<{opened}/>"


def _value(value: str | float) -> str:
    return text(value) if isinstance(value, str) else f"{value:.6g}"


def picture(width: float, height: float, *inside: str, **attributes: str) -> str:
    """A whole SVG file, which is one image to a screen reader."""
    view = f"0 0 {width:.6g} {height:.6g}"
    size = {"xmlns": "http://www.w3.org/2000/svg", "width": width, "height": height, "viewBox": view, "role": "img"}
    return tag("svg", *inside, **size, **attributes) + "\n"
