"""The score as a badge: label and value, flat and 20 pixels high, as badges in a README usually are."""

from __future__ import annotations

import json

from influence.render import numbers, words
from influence.render.report.markup import Markup, tag
from influence.render.svg import picture, rect, write
from influence.result import Result

_LABEL = "influence"
_GREY, _INK_BLUE, _PALE = "#555", "#2f5d8a", "#6f6f6f"
"""One colour whatever the score: no number of influence is good or bad. Pale where it is unknown."""

_EM = 2048
_VERDANA = {
    **dict.fromkeys("0123456789", 1302), ".": 745, "c": 1067, "e": 1220, "f": 720, "i": 562, "k": 1212, "l": 562,
    "n": 1296, "o": 1243, "u": 1296, "w": 1676,
}  # fmt: skip
"""How wide Verdana, the usual letters of badges, is; the picture holds other letters to the same width."""

_SIZE, _PADDING, _HEIGHT = 11, 6, 20


def to_badge(result: Result) -> str:
    """The badge as SVG text."""
    message = _message(result)
    left, right = _width(_LABEL) + 2 * _PADDING, _width(message) + 2 * _PADDING
    corners = tag("clipPath", rect(0, 0, left + right, _HEIGHT, rx="3"), id="influence-corners")
    halves = (rect(0, 0, left, _HEIGHT, fill=_GREY), rect(left, 0, right, _HEIGHT, fill=_colour(result)))
    letters = (_words(_LABEL, _PADDING), _words(message, left + _PADDING))
    return picture(
        left + right,
        _HEIGHT,
        f"{_LABEL}: {message}",
        corners,
        tag("g", *halves, clip_path="url(#influence-corners)"),
        tag("g", *letters, font_family="Verdana,Geneva,DejaVu Sans,sans-serif", font_size=_SIZE, fill="#fff"),
    )


def to_endpoint(result: Result) -> str:
    """The badge as the JSON that a badge service draws one from (schema version 1 of shields.io's endpoint)."""
    badge = {
        "schemaVersion": 1,
        "label": _LABEL,
        "message": _message(result),
        "color": _colour(result).removeprefix("#"),
    }
    return json.dumps(badge) + "\n"


def _message(result: Result) -> str:
    return "unknown" if words.nothing_measured(result) else numbers.score(result.score)


def _colour(result: Result) -> str:
    return _PALE if words.nothing_measured(result) else _INK_BLUE


def _width(message: str) -> int:
    return round(sum(_VERDANA[letter] for letter in message) * _SIZE / _EM)


def _words(message: str, x: float) -> Markup:
    return write(x, 14, message, textLength=str(_width(message)))
