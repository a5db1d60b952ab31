"""The score as a small picture: an SVG card for a README or a slide. It asks for no font and runs no script."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from influence.render import numbers, words
from influence.render.svg import picture, tag, text
from influence.result import Network, Result

Theme = Literal["light", "dark", "auto"]


@dataclass(frozen=True, slots=True)
class _Colours:
    """One theme. `networks`: told apart by the colour-blind too, and no colour says good or bad."""

    paper: str
    edge: str
    ink: str
    soft: str
    faint: str
    networks: tuple[str, ...]


_LIGHT = _Colours(
    paper="#fffefb",
    edge="#d6d0c2",
    ink="#1f1c17",
    soft="#645e53",
    faint="#ece8dd",
    networks=("#2a62b8", "#c75b12", "#0f7a69", "#a33d7e", "#806a0c", "#4f6272"),
)
_DARK = _Colours(
    paper="#211f1b",
    edge="#3d3931",
    ink="#ece7dc",
    soft="#aaa395",
    faint="#332f29",
    networks=("#74a7f2", "#f0954e", "#43c1aa", "#e085be", "#d2b747", "#9fb3c3"),
)

_WIDTH, _MARGIN = 480, 24
_RIGHT = _WIDTH - _MARGIN
_SCALE = _WIDTH - 2 * _MARGIN
_OWN, _BAR_FROM, _BAR = 190, 202, 180
_ROWS_FROM, _ROW = 172, 27
_MOST_NETWORKS = 6
_NAME = 14
"""Letters of a network's name that there is room for."""

_LETTERS = """
text{font:400 13px ui-sans-serif,system-ui,-apple-system,"Segoe UI","Noto Sans",Helvetica,Arial,sans-serif;\
font-variant-numeric:tabular-nums}
.strong{font-weight:600}
.small{font-size:11.5px}
.big{font-size:58px;font-weight:650;letter-spacing:-2.5px}
.own{opacity:.32}
"""


def to_svg(result: Result, theme: Theme = "auto") -> str:
    """The card as SVG text. `theme` "auto" follows what the reader prefers, as far as the place it is shown in tells."""
    networks = _most(result)
    height = _ROWS_FROM + _ROW * max(len(networks), 1) + 50
    body = [
        tag("title", text(f"Influence: {_spoken(result)}"), id="influence-title"),
        tag("desc", text(_description(result)), id="influence-desc"),
        tag("style", _style(theme)),
        _rect(0.5, 0.5, _WIDTH - 1, height - 1, "paper", rx=9),
        *_head(result),
        *_scale(result, networks),
        *(_rows(networks) or [_write(_MARGIN, _ROWS_FROM + 18, words.nothing_measured(result), "soft")]),
        *_foot(result, height),
    ]
    lines = "".join(f"{part}\n" for part in body if part)
    return picture(_WIDTH, height, f"\n{lines}", aria_labelledby="influence-title influence-desc")


# Words


def _spoken(result: Result) -> str:
    return "unknown" if words.nothing_measured(result) else words.of_hundred(result.score)


def _description(result: Result) -> str:
    """All that the picture says, for those who cannot see it."""
    return ". ".join([*words.headline(result), *map(words.network, words.by_contribution(result))])


@dataclass(frozen=True, slots=True)
class _Row:
    """A network, or all that there is no room for: `score` in hundredths, None where they are several."""

    name: str
    score: int | None
    contributes: int
    colour: int


def _most(result: Result) -> list[_Row]:
    """The networks that contribute most, and the others as one row, so that it still adds up."""
    networks = [network for network in words.by_contribution(result) if network.coverage]
    shown = networks if len(networks) <= _MOST_NETWORKS else networks[: _MOST_NETWORKS - 1]
    rows = [_row(network, number) for number, network in enumerate(shown)]
    if others := networks[len(shown) :]:
        together = sum(network.contributes for network in others)
        rows.append(_Row(f"{len(others)} others", None, together, _MOST_NETWORKS - 1))
    return rows


def _row(network: Network, colour: int) -> _Row:
    return _Row(numbers.clean(network.network), network.points, network.contributes, colour)


# Parts of the picture


def _head(result: Result) -> Iterator[str]:
    who = numbers.clean(result.profile) if result.profile else ""
    yield _write(_MARGIN, 36, "influence", "soft strong")
    yield _inside(120, 0, _RIGHT - 120, 50, _write(_RIGHT - 120, 36, _cut(who, 40), "soft", anchor="end"))
    score = "?" if words.nothing_measured(result) else numbers.score(result.score)
    big, unit = tag("tspan", text(score), class_="ink big"), tag("tspan", "of 100", class_="soft", dx=8)
    yield tag("text", big, unit, x=_MARGIN - 3, y=100)
    if result.coverage < 1:
        span = f"{numbers.score(result.low)} to {numbers.score(result.high)}"
        yield _write(_RIGHT, 79, span, "ink", anchor="end")
        yield _write(_RIGHT, 98, "by what is unknown", "soft small", anchor="end")


def _scale(result: Result, rows: Sequence[_Row]) -> Iterator[str]:
    """From 0 to 100: what each network contributes, end to end, up to the score; below it, what the unknown leaves
    open."""
    top, thick = 118, 14
    yield _rect(_MARGIN, top, _SCALE, thick, "track")
    start = 0
    for row in rows:
        yield _rect(_on_scale(start), top, _length(row.contributes, _SCALE), thick, f"net-{row.colour}")
        start += row.contributes
    for ten in range(10, 100, 10):
        yield _rect(_on_scale(ten * 100) - 0.5, top, 1, thick, "notch")
    if result.coverage < 1:
        low, high = round(result.low * 100), round(result.high * 100)
        under = top + thick + 5
        yield _rect(_on_scale(low), under, max(_length(high - low, _SCALE), 1), 1.5, "span")
        for end in (low, high):
            yield _rect(min(_on_scale(end), _RIGHT - 1.5), under - 3, 1.5, 7.5, "span")


def _rows(rows: Iterable[_Row]) -> list[str]:
    """A line for each network: its own score, of which the solid part reaches the combined one."""
    lines = [part for place, row in enumerate(rows) for part in _line(row, _ROWS_FROM + _ROW * place)]
    named = ((_OWN, "score"), (_RIGHT, "contributes"))
    return [*(_write(x, _ROWS_FROM - 2, name, "soft small", anchor="end") for x, name in named if lines), *lines]


def _line(row: _Row, top: float) -> Iterator[str]:
    yield _inside(_MARGIN, top, _OWN - 50 - _MARGIN, _ROW, _write(0, 18, _cut(row.name, _NAME), "ink"))
    yield _rect(_BAR_FROM, top + 8, _BAR, 11, "track")
    if row.score is not None:
        yield _rect(_BAR_FROM, top + 8, _length(row.score, _BAR), 11, f"net-{row.colour} own")
    yield _rect(_BAR_FROM, top + 8, _length(row.contributes, _BAR), 11, f"net-{row.colour}")
    own = "" if row.score is None else numbers.points(row.score)
    yield _write(_OWN, top + 18, own, "soft", anchor="end")
    yield _write(_RIGHT, top + 18, numbers.points(row.contributes), "ink", anchor="end")


def _foot(result: Result, height: int) -> Iterator[str]:
    yield _rect(_MARGIN, height - 42, _SCALE, 1, "rule")
    made = f"{words.window(result)}, {words.coverage(result.coverage)}"
    yield _write(_MARGIN, height - 17, made, "soft small")
    yield _write(_RIGHT, height - 17, f"weights {numbers.clean(result.weights.sha256[:8])}", "soft small", anchor="end")


# SVG


def _on_scale(hundredths: int) -> float:
    return _MARGIN + _length(hundredths, _SCALE)


def _length(hundredths: int, full: int) -> float:
    return round(full * hundredths / 10_000, 2)


def _cut(words: str, most: int) -> str:
    return words if len(words) <= most else f"{words[: most - 1]}…"


def _write(x: float, y: float, words: str, kind: str, anchor: str | None = None) -> str:
    return tag("text", text(words), x=x, y=y, class_=kind, text_anchor=anchor) if words else ""


def _inside(x: float, y: float, width: float, height: float, part: str) -> str:
    """A part that is cut where its letters are wider than the room for them."""
    return tag("svg", part, x=x, y=y, width=width, height=height) if part else ""


def _rect(x: float, y: float, width: float, height: float, kind: str, rx: float | None = None) -> str:
    return tag("rect", x=x, y=y, width=width, height=height, class_=kind, rx=rx)


def _style(theme: Theme) -> str:
    plain = f"{_LETTERS}{_fills(_DARK if theme == 'dark' else _LIGHT)}"
    return f"{plain}\n@media (prefers-color-scheme:dark){{{_fills(_DARK)}}}\n" if theme == "auto" else f"{plain}\n"


def _fills(colours: _Colours) -> str:
    fills = {
        "ink": colours.ink,
        "soft": colours.soft,
        "rule": colours.edge,
        "span": colours.ink,
        "track": colours.faint,
        "notch": colours.paper,
        **{f"net-{number}": colour for number, colour in enumerate(colours.networks)},
    }
    paper = f".paper{{fill:{colours.paper};stroke:{colours.edge}}}"
    return paper + "".join(f".{name}{{fill:{colour}}}" for name, colour in fills.items())
