"""`influence check`."""

from __future__ import annotations

import sys
from typing import Any

import click

from influence.cli import options, out
from influence.errors import ExitCode


@click.command(short_help="What exports hold, what is odd about them, and what to download next.")
@options.exports
@click.option("--json", "as_json", is_flag=True, help="As JSON, by its schema.")
@options.weights
@options.reading
@options.output
def check(exports: tuple[str, ...], as_json: bool, strict: bool, output: str | None, quiet: bool, **how: Any) -> int:
    """What exports hold, what is odd about them, and what to download next.

    For each file: its format, rows, posts and days, gaps, what it measures and what it can never know, columns that
    the format does not know, and odd values. Exits with 4, after the report, where nothing was received from others.

    \b
    influence check ~/Downloads
    """
    from influence import api

    out.not_input(output, exports)
    found = api.check(*exports, **how)
    with out.written(output, data=as_json) as stream:
        if as_json:
            stream.write(found.to_json() + "\n")
        else:
            from influence.render import console
            from influence.render.check import render

            render(found, console.consoles().out if stream is sys.stdout else console.console(stream, {}))
    if not found.received:
        return ExitCode.INPUT
    return ExitCode.PARTIAL if strict and found.problems else ExitCode.OK
