"""The pair of consoles that everything is printed through, so that pipes and colours are decided in one place."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Mapping
from typing import IO, NamedTuple, NoReturn

from rich.console import Console

PIPED_WIDTH = 10_000
"""Wide enough that nothing is cut or wrapped where no terminal sets a width."""


class Consoles(NamedTuple):
    """Standard output carries the result, standard error everything else."""

    out: Console
    err: Console


class QuietConsole(Console):
    """rich ends the program with exit code 1 when a pipe closes; here the caller of `print` decides."""

    def on_broken_pipe(self) -> NoReturn:
        raise  # the BrokenPipeError that is being handled


def consoles(environ: Mapping[str, str] = os.environ) -> Consoles:
    """Consoles on the process's standard output and error, by NO_COLOR, FORCE_COLOR and TERM."""
    streams = (stream or io.StringIO() for stream in (sys.stdout, sys.stderr))  # None where the shell closed it
    return Consoles(*(console(stream, environ) for stream in streams))


def console(stream: IO[str], environ: Mapping[str, str] = os.environ) -> Console:
    """A console on any stream. NO_COLOR beats FORCE_COLOR beats TERM=dumb; what is no terminal has no colour unless
    forced, and is as wide as its content. For a file, pass an empty environment."""
    terminal = stream.isatty()
    dumb = environ.get("TERM", "").lower() in ("dumb", "unknown")
    without = bool(environ.get("NO_COLOR"))
    forced = bool(environ.get("FORCE_COLOR")) and not without
    _replace_what_the_encoding_lacks(stream)
    return QuietConsole(
        file=stream,
        force_terminal=terminal or forced,
        force_interactive=terminal and not dumb,
        force_jupyter=False,
        color_system="standard" if forced or (terminal and not dumb) else None,
        no_color=without,
        width=None if terminal else PIPED_WIDTH,
        height=None if terminal else 25,  # rich takes a width as given only together with a height
        markup=False,
        emoji=False,
        highlight=False,
    )


def _replace_what_the_encoding_lacks(stream: IO[str]) -> None:
    """A label with an emoji must not end the program on a terminal that speaks Latin-1."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace")
