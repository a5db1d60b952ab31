"""A line on a terminal that says how far a long reading has come; nothing where standard error is no terminal."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from influence.ranking.progress import Progress

_EVERY = 0.2
_WIDTH = 20
_CLEAR = "\r\x1b[K"


@contextmanager
def shown(progress: Progress, quiet: bool) -> Iterator[None]:
    """Show the progress while the block runs."""
    if quiet or not sys.stderr.isatty() or os.environ.get("TERM", "").lower() in ("", "dumb", "unknown"):
        yield
        return
    ended = threading.Event()
    thread = threading.Thread(target=_show, args=(progress, ended), daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
        click.echo(_CLEAR, nl=False, err=True)


def _show(progress: Progress, ended: threading.Event) -> None:
    over = False
    while not over:
        over = ended.wait(_EVERY)
        if text := line(progress.part, progress.rows, progress.seconds):
            click.echo(_CLEAR + text, nl=False, err=True)


def line(part: float, rows: int, seconds: float) -> str:
    """What is shown: a bar, the rows so far, how many a second, and the time left; "" while there is nothing to say."""
    if not 0 < part <= 1 or seconds <= 0:
        return ""
    done = int(part * rows)
    full = int(part * _WIDTH)
    left = seconds * (1 - part) / part
    bar = "#" * full + "." * (_WIDTH - full)
    return f"  {bar} {done:,} of about {rows:,} rows, {int(done / seconds):,} a second, {_time(left)} left"


def _time(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02d} min" if minutes else f"{rest} s"
