"""`influence score --watch`: the score again at each save of the weights."""

from __future__ import annotations

import gc
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event
from typing import TYPE_CHECKING, Any

import click

from influence.errors import ConfigError, ExitCode, UsageError
from influence.saves import Saves
from influence.weights import HERE, chosen_path, load

if TYPE_CHECKING:
    from influence.answers import Alternative

_PATIENCE = 0.25
"""Seconds that a file may stay broken: an editor that empties it first, or moves it away, is still saving."""


def watch(exports: tuple[str, ...], weights: str | None, settings: tuple[str, ...], **how: Any) -> int:
    """Show the score, and again with what changed at each save of the weights, until Ctrl-C. The exports are read
    once."""
    from influence import api
    from influence.render import console, terminal

    gc.enable()  # this may be a long run
    place = str(chosen_path(weights) or HERE)
    with _until_ctrl_c() as stopped:
        saves = Saves(place, stopped)
        with api.versions(*exports, weights=load(weights, settings), **how) as (result, versions):
            terminal.render(result, console.consoles().out, len(result.posts))
            _say(f"Watching {place}; Ctrl-C ends.")
            _again(saves, lambda: versions.put(load(place, settings)), result.points)
    return ExitCode.OK


def _again(saves: Saves, score: Callable[[], Alternative], points: int) -> None:
    """The score at each save. A file that stays broken shows why, once, and the score before stays the last."""
    from influence.render.answers import render_version
    from influence.render.console import consoles

    wrong: ConfigError | UsageError | None = None
    while (saved := saves.wait(_PATIENCE if wrong else None)) is not None:
        if saved:
            try:
                made = score()
            except (ConfigError, UsageError) as error:
                wrong = error
                continue
            render_version(made, points, consoles().out)
            points = made.points
        elif wrong:
            _say(f"Error: {wrong}\nThe score stays {points / 100:.2f}.")
        wrong = None
        sys.stdout.flush()


def _say(text: str) -> None:
    from influence.render.numbers import clean

    sys.stdout.flush()
    click.echo("\n".join(clean(line) for line in text.split("\n")), err=True)


@contextmanager
def _until_ctrl_c() -> Iterator[Callable[[], bool]]:
    """Whether Ctrl-C was pressed, which interrupts nothing here."""
    pressed = Event()
    before = signal.signal(signal.SIGINT, lambda *_: pressed.set())
    try:
        yield pressed.is_set
    finally:
        signal.signal(signal.SIGINT, before)
