"""Bars and big digits out of characters; in ASCII too, for terminals that know nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from influence.result import MeasuredLine, Network

_DIGITS = {
    "0": ("┏━┓", "┃ ┃", "┗━┛"),
    "1": ("╺┓ ", " ┃ ", "╺┻╸"),
    "2": ("╺━┓", "┏━┛", "┗━╸"),
    "3": ("╺━┓", "╺━┫", "╺━┛"),
    "4": ("╻ ╻", "┗━┫", "  ╹"),
    "5": ("┏━╸", "┗━┓", "╺━┛"),
    "6": ("┏━╸", "┣━┓", "┗━┛"),
    "7": ("╺━┓", "  ┃", "  ╹"),
    "8": ("┏━┓", "┣━┫", "┗━┛"),
    "9": ("┏━┓", "┗━┫", "╺━┛"),
    ".": (" ", " ", "╹"),
}


@dataclass(frozen=True, slots=True)
class Glyphs:
    """The characters that a bar, a rule and a cut are drawn with."""

    solid: str
    shade: str
    track: str
    rule: str
    cut: str
    axis: str


UNICODE = Glyphs(solid="█", shade="▒", track="·", rule="─", cut="…", axis="│")
ASCII = Glyphs(solid="#", shade="=", track=".", rule="-", cut="...", axis="|")


def cells(part: float, whole: float, width: int) -> int:
    """How many of `width` cells `part` fills. Where there is room to tell, something is at least one cell, and less
    than all never fills all."""
    if part <= 0 or whole <= 0:
        return 0
    nearest = round(width * min(part / whole, 1))
    return nearest if part >= whole or width < 2 else min(max(nearest, 1), width - 1)


def big(number: str) -> list[str]:
    """A number as three lines of large digits."""
    return [" ".join(_DIGITS[character][line] for character in number) for line in range(3)]


class Drawn(Protocol):
    """What a row of a ledger can show between its names and its numbers."""

    def draw(self, width: int, glyphs: Glyphs) -> tuple[str, str]:
        """The filled and the empty part, together at most `width` characters."""
        ...


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar on a scale: `track` of `whole` long, filled up to `reach`, and solid up to `solid`."""

    solid: int
    reach: int
    track: int
    whole: int

    def draw(self, width: int, glyphs: Glyphs) -> tuple[str, str]:
        """The filled and the empty part of the bar, together at most `width` characters."""
        track = cells(self.track, self.whole, width)
        reach = cells(self.reach, self.track, track)
        solid = min(cells(self.solid, self.track, track), reach)
        return glyphs.solid * solid + glyphs.shade * (reach - solid), glyphs.track * (track - reach)


@dataclass(frozen=True, slots=True)
class Swing:
    """Two differences from an axis in the middle: `up` solid and `down` shaded, on a scale of `most` to each side.
    Where both lie on one side, the longer one covers the other."""

    down: int
    up: int
    most: int

    def draw(self, width: int, glyphs: Glyphs) -> tuple[str, str]:
        """The bar around its axis, and nothing empty after it."""
        half = (width - 1) // 2
        left, right = self._side(-1, half, glyphs), self._side(1, half, glyphs)
        return f"{left:>{half}}{glyphs.axis}{right}", ""

    def _side(self, sign: int, half: int, glyphs: Glyphs) -> str:
        down, up = sign * self.down, sign * self.up
        return (glyphs.solid if up > down else glyphs.shade) * cells(max(down, up, 0), self.most, half)


NONE = Bar(solid=0, reach=0, track=0, whole=0)


def of_network(network: Network) -> Bar:
    """A network's score on a scale of 100, of which solid is what it contributes to the combined score."""
    return Bar(solid=network.contributes, reach=network.points, track=10_000, whole=10_000)


def of_signal(line: MeasuredLine, most: int) -> Bar:
    """A signal's points of its maximum, beside a signal whose maximum is `most`."""
    return Bar(solid=line.points, reach=line.points, track=line.of, whole=most)
