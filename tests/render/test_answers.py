"""What people see of each answer: at 80 columns to the letter, at any width whole, with and without colour."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pytest
from rich.cells import cell_len
from rich.console import Console

import influence
from influence.render import answers, difference, insights
from influence.render.console import console

Snapshot = Callable[[str, str], None]
Shown = Callable[[Console], None]

EXAMPLES = Path(__file__).parents[2] / "examples"
WEIGHTS = EXAMPLES / "worked" / "weights.yaml"
SEEN = ("whatif", "sensitivity", "next", "trend", "posts", "diff", "version")
WIDTHS = (40, 60, 80, 100, 200)
COLOURS = re.compile("\x1b\\[[0-9;]*m")


@pytest.fixture(scope="module")
def shown() -> dict[str, Shown]:
    """How each answer about the demo is shown."""
    with influence.read(EXAMPLES / "demo") as events:
        whatif = influence.whatif(events, weights=WEIGHTS, set=["default.like.weight=30"], add=["x.comment=+50"])
        sensitivity = influence.sensitivity(events, weights=WEIGHTS)
        further = influence.next_point(events, weights=WEIGHTS)
        trend = influence.trend(events, weights=WEIGHTS, every="week")
        posts = influence.posts(events, weights=WEIGHTS, by="usual", most=5)
        old = influence.score(events, weights=WEIGHTS, as_of="2026-11-01")
        diff = influence.diff(old, influence.score(events, weights=WEIGHTS, set=["half_life_days=30"]))
    return {
        "whatif": lambda to: answers.render_whatif(whatif, to),
        "sensitivity": lambda to: answers.render_sensitivity(sensitivity, to),
        "next": lambda to: answers.render_next(further, to),
        "trend": lambda to: insights.trend(trend, to),
        "posts": lambda to: insights.posts(posts, to),
        "diff": lambda to: difference.render(diff, to),
        "version": lambda to: answers.render_version(whatif.scenarios[0], whatif.before.points, to),
    }


def on_terminal(show: Shown, width: int, colour: Literal["standard"] | None = None) -> str:
    stream = io.StringIO()
    show(Console(file=stream, width=width, height=40, force_terminal=True, color_system=colour, legacy_windows=False))
    return stream.getvalue()


def piped(show: Shown) -> str:
    stream = io.StringIO()
    show(console(stream, {}))
    return stream.getvalue()


@pytest.mark.parametrize("name", SEEN)
def test_snapshot_at_80_columns(name: str, shown: dict[str, Shown], snapshot: Snapshot) -> None:
    snapshot(f"{name}.80.txt", on_terminal(shown[name], 80))


@pytest.mark.parametrize("name", SEEN)
@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_is_wider_than_the_terminal(name: str, width: int, shown: dict[str, Shown]) -> None:
    lines = on_terminal(shown[name], width).splitlines()
    addresses = [line for line in lines if "https://" in line]  # in one piece, so that a terminal opens them
    assert all(cell_len(line) <= width for line in lines if line not in addresses)


@pytest.mark.parametrize("name", SEEN)
def test_colour_is_never_essential(name: str, shown: dict[str, Shown]) -> None:
    coloured = on_terminal(shown[name], 80, "standard")
    assert COLOURS.sub("", coloured) == on_terminal(shown[name], 80)


@pytest.mark.parametrize("name", SEEN)
def test_a_pipe_has_no_colour_and_nothing_cut(name: str, shown: dict[str, Shown]) -> None:
    text = piped(shown[name])
    assert "\x1b" not in text
    assert "…" not in text
    numbers = re.findall(r"[-+]?\d[\d,.]*\d", on_terminal(shown[name], 80))
    assert set(numbers) <= set(re.findall(r"[-+]?\d[\d,.]*\d", text))
