"""`influence diff`, and the baseline of `influence score`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import IO, TYPE_CHECKING

import click

from influence.cli import options, out
from influence.cli.saved import load
from influence.errors import ExitCode, UsageError
from influence.result import Result

if TYPE_CHECKING:
    from influence.answers import Difference


@click.command(short_help="Why a score changed: the difference between two saved results, by cause.")
@click.argument("old", metavar="OLD.json")
@click.argument("new", metavar="NEW.json")
@click.option("--with", "events", multiple=True, metavar="EVENTS", help="The exports of NEW. Repeatable.")
@click.option("--json", "form", flag_value="json", help="As JSON; points are whole hundredths.")
@click.option("--markdown", "form", flag_value="markdown", help="As a Markdown table.")
@options.output
def diff(old: str, new: str, events: tuple[str, ...], form: str | None, output: str | None, quiet: bool) -> None:
    """Why a score changed: the difference between two saved results, by cause.

    The causes add up to the difference: activity that came, left the window, faded or was revised; networks, files and
    kinds that only one of the two has; weights. OLD and NEW are what `influence score --json` wrote.

    Two results with another window or another same-person damping do not tell everything; the exports of NEW do:

    \b
    influence diff OLD.json NEW.json --with ~/Downloads
    """
    out.not_input(output, (old, new))
    results = load(old), load(new)
    with out.written(output) as stream:
        show(*results, form, stream, events)


def show(old: Result, new: Result, form: str | None, stream: IO[str], events: Sequence[str] = ()) -> None:
    """Write the difference between two results. Raises InputError where they cannot be compared."""
    found = _found(old, new, events)
    if form == "json":
        stream.write(found.to_json() + "\n")
        return
    from influence.render import console, difference

    if form == "markdown":
        stream.write(difference.to_markdown(found))
    else:
        difference.render(found, console.consoles().out if stream is sys.stdout else console.console(stream, {}))


def _found(old: Result, new: Result, events: Sequence[str]) -> Difference:
    if events:
        from influence import api

        return api.diff(old, new, *events)
    from influence import causes

    return causes.diff(old, new)


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
