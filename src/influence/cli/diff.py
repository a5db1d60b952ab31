"""`influence diff`, and the baseline of `influence score`."""

from __future__ import annotations

import json
import sys
from typing import IO

import click

from influence.cli import options, out
from influence.cli.saved import load
from influence.errors import ExitCode, UsageError
from influence.result import Result


@click.command(short_help="Why a score changed: the difference between two saved results, by cause.")
@click.argument("old", metavar="OLD.json")
@click.argument("new", metavar="NEW.json")
@click.option("--json", "as_json", is_flag=True, help="As JSON; points are whole hundredths.")
@options.output
def diff(old: str, new: str, as_json: bool, output: str | None, quiet: bool) -> None:
    """Why a score changed: the difference between two saved results, by cause.

    The causes add up to the difference: activity that came, left the window, faded or was revised; networks and kinds
    that only one of the two has; weights. OLD and NEW are what `influence score --json` wrote.
    """
    with out.written(output) as stream:
        show(load(old), load(new), as_json, stream)


def show(old: Result, new: Result, as_json: bool, stream: IO[str]) -> None:
    """Write the difference between two results. Raises InputError where they cannot be compared."""
    from influence import causes

    found = causes.diff(old, new)
    if as_json:
        stream.write(json.dumps(found.to_dict(), indent=2, ensure_ascii=False) + "\n")
        return
    from influence.render import console
    from influence.render.difference import render

    render(found, console.consoles().out if stream is sys.stdout else console.console(stream, {}))


def gate(old: Result, new: Result, fail_drop: float, quiet: bool) -> int:
    """The exit code that `--fail-drop` makes of a score and its baseline."""
    fell = (old.points - new.points) / 100
    if fell <= fail_drop:
        return ExitCode.OK
    if not quiet:
        click.echo(f"the score fell by {fell:.2f}, from {old.score:.2f} to {new.score:.2f}", err=True)
    return ExitCode.GATE


def needs_baseline(baseline: str | None, fail_drop: float | None) -> None:
    """Raises UsageError for --fail-drop alone."""
    if fail_drop is not None and baseline is None:
        raise UsageError("--fail-drop: from what?", "Give the saved result too: --baseline OLD.json")
