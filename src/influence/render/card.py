"""The score as a small picture: an SVG card for a README or a slide. It asks for no font and runs no script."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from influence.render import numbers, words
from influence.render.report.markup import Markup, tag
from influence.render.report.receipt import colour
from influence.render.svg import inside, picture, rect, write
from influence.result import Network, Result

Theme = Literal["auto", "light", "dark"]


@dataclass(frozen=True, slots=True)
class _Colours:
    """One theme, the report's. `networks`: told apart by the colour-blind too, and no colour says good or bad."""

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
    networks=("#2a62b8", "#c75b12", "#0f7a69", "#a33d7e", "#806a0c", "#5a55c2", "#4f6272", "#94432b"),
)
_DARK = _Colours(
    paper="#211f1b",
    edge="#3d3931",
    ink="#ece7dc",
    soft="#aaa395",
    faint="#332f29",
    networks=("#74a7f2", "#f0954e", "#43c1aa", "#e085be", "#d2b747", "#a9a4f4", "#9fb3c3", "#d99078"),
)

_WIDTH, _MARGIN = 480, 24
_RIGHT, _SCALE = _WIDTH - _MARGIN, _WIDTH - 2 * _MARGIN
_OWN, _BAR_FROM, _BAR = 190, 202, 180
_TOP, _THICK = 118, 14
_ROWS_FROM, _ROW = 172, 27
_MOST_NETWORKS = 6

_LETTERS = """
text{font:400 13px ui-sans-serif,system-ui,-apple-system,"Segoe UI","Noto Sans",Helvetica,Arial,sans-serif;
font-variant-numeric:tabular-nums}
.strong{font-weight:600}
.small{font-size:11px}
.big{font-size:58px;font-weight:650;letter-spacing:-2.5px}
.end{text-anchor:end}
.own{opacity:.32}
"""


def to_svg(result: Result, theme: Theme = "auto") -> str:
    """The card as SVG text. `theme` "auto" is dark where its reader prefers that."""
    rows = _most(result)
    height = _ROWS_FROM + _ROW * max(len(rows), 1) + 50
    unknown = words.nothing_measured(result)
    return picture(
        _WIDTH,
        height,
        f"Influence: {'unknown' if unknown else words.of_hundred(result.score)}",
        tag("style", Markup(_style(theme))),
        rect(0.5, 0.5, _WIDTH - 1, height - 1, class_="paper", rx="9"),
        *_head(result, unknown),
        *_scale(result, rows),
        *_rows(rows),
        *([] if rows else [write(_MARGIN, _ROWS_FROM + 18, unknown, class_="soft")]),
        *_foot(result, height),
        description=[*words.headline(result), *map(words.network, words.by_contribution(result))],
    )


@dataclass(frozen=True, slots=True)
class _Row:
    """A network, or all that there is no room for: `own` is its score in hundredths, None where they are several;
    `colour` what it is filled with."""

    name: str
    own: int | None
    contributes: int
    colour: str


def _most(result: Result) -> list[_Row]:
    """The networks that contribute most, and the others as one row, so that it still adds up."""
    networks = [network for network in words.by_contribution(result) if network.coverage]
    shown = networks if len(networks) <= _MOST_NETWORKS else networks[: _MOST_NETWORKS - 1]
    rows = [_row(network, f"net-{colour(result, network.network)}") for network in shown]
    if others := networks[len(shown) :]:
        together = sum(network.contributes for network in others)
        rows.append(_Row(f"{len(others)} others", None, together, "soft"))
    return rows


def _row(network: Network, colour: str) -> _Row:
    return _Row(numbers.clean(network.network), network.points, network.contributes, colour)


def _head(result: Result, unknown: str) -> Iterator[Markup]:
    who = write(_RIGHT - 120, 36, _cut(numbers.clean(result.profile or ""), 40), class_="soft end")
    big = tag("tspan", "?" if unknown else numbers.score(result.score), class_="ink big")
    yield write(_MARGIN, 36, "influence", class_="soft strong")
    yield inside(120, 0, _RIGHT - 120, 50, who)
    yield write(_MARGIN - 3, 100, big, tag("tspan", "of 100", class_="soft", dx="8"))
    if result.coverage < 1:
        span = f"{numbers.score(result.low)} to {numbers.score(result.high)}"
        yield write(_RIGHT, 79, span, class_="ink end")
        yield write(_RIGHT, 98, "by what is unknown", class_="soft small end")


def _scale(result: Result, rows: Sequence[_Row]) -> Iterator[Markup]:
    """From 0 to 100: what each network contributes, end to end, up to the score; below it, what the unknown leaves
    open."""
    yield rect(_MARGIN, _TOP, _SCALE, _THICK, class_="track")
    start = 0
    for row in rows:
        yield rect(_on_scale(start), _TOP, _length(row.contributes, _SCALE), _THICK, class_=row.colour)
        start += row.contributes
    for ten in range(1, 10):
        yield rect(_on_scale(1000 * ten) - 0.5, _TOP, 1, _THICK, class_="notch")
    if result.coverage < 1:
        yield from _span(round(result.low * 100), round(result.high * 100))


def _span(low: int, high: int) -> Iterator[Markup]:
    under = _TOP + _THICK + 5
    yield rect(_on_scale(low), under, _length(high - low, _SCALE), 1.5, class_="ink")
    for end in (low, high):
        yield rect(min(_on_scale(end), _RIGHT - 1.5), under - 3, 1.5, 7.5, class_="ink")


def _rows(rows: Sequence[_Row]) -> Iterator[Markup]:
    """A line for each network: its own score, of which the solid part reaches the combined one."""
    for x, name in ((_OWN, "score"), (_RIGHT, "contributes")) if rows else ():
        yield write(x, _ROWS_FROM - 2, name, class_="soft small end")
    for place, row in enumerate(rows):
        yield from _line(row, _ROWS_FROM + _ROW * place)


def _line(row: _Row, top: float) -> Iterator[Markup]:
    base = top + 18
    yield inside(_MARGIN, top, _OWN - 50 - _MARGIN, _ROW, write(0, 18, _cut(row.name, 15), class_="ink"))
    yield rect(_BAR_FROM, top + 8, _BAR, 11, class_="track")
    if row.own is not None:
        yield write(_OWN, base, numbers.points(row.own), class_="soft end")
        yield rect(_BAR_FROM, top + 8, _length(row.own, _BAR), 11, class_=f"{row.colour} own")
    yield rect(_BAR_FROM, top + 8, _length(row.contributes, _BAR), 11, class_=row.colour)
    yield write(_RIGHT, base, numbers.points(row.contributes), class_="ink end")


def _foot(result: Result, height: int) -> Iterator[Markup]:
    made = f"{words.window(result).removeprefix('the ')}, {words.coverage(result.coverage)}"
    changed = f", {len(result.weights.settings)} set" if result.weights.settings else ""
    yield rect(_MARGIN, height - 42, _SCALE, 1, class_="rule")
    yield write(_MARGIN, height - 17, made, class_="soft small")
    yield write(_RIGHT, height - 17, f"weights {result.weights.sha256[:8]}{changed}", class_="soft small end")


def _on_scale(hundredths: int) -> float:
    return _MARGIN + _length(hundredths, _SCALE)


def _length(hundredths: int, full: int) -> float:
    return round(full * hundredths / 10_000, 2)


def _cut(words: str, most: int) -> str:
    return words if len(words) <= most else f"{words[: most - 1]}…"


def _style(theme: Theme) -> str:
    plain = _LETTERS + _fills(_DARK if theme == "dark" else _LIGHT)
    return plain if theme != "auto" else f"{plain}@media (prefers-color-scheme:dark){{\n{_fills(_DARK)}}}\n"


def _fills(colours: _Colours) -> str:
    fills = {"ink": colours.ink, "soft": colours.soft, "rule": colours.edge, "track": colours.faint}
    fills |= {"notch": colours.paper, **{f"net-{place}": one for place, one in enumerate(colours.networks, 1)}}
    paper = f".paper{{fill:{colours.paper};stroke:{colours.edge}}}"
    return paper + "".join(f".{name}{{fill:{colour}}}" for name, colour in fills.items()) + "\n"
