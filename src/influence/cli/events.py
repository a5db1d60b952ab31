"""`influence events`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from influence.cli import options, out
from influence.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from influence.api import Events

_COPY = {
    "ndjson": "FORMAT json",
    "csv": "FORMAT csv, HEADER",
    "parquet": "FORMAT parquet",
}


@click.command(short_help="Write exports as canonical events.")
@options.exports
@click.option("--to", "form", type=click.Choice(list(_COPY)), default="ndjson", show_default=True, help="The form.")
@options.reading
@options.output
def events(
    exports: tuple[str, ...],
    form: str,
    format: str | None,
    formats: tuple[str, ...],
    strict: bool,
    output: str | None,
    quiet: bool,
) -> int:
    """Write exports as canonical events: profile, network, kind, count, time, post, actor, source, record.

    \b
    influence events ~/Downloads | influence score -
    influence events archive.zip --to parquet -o events.parquet
    """
    from influence import api

    if form == "parquet" and output is None:
        raise UsageError("Parquet is not text: give it a file", "For example -o events.parquet")
    with api.read(*exports, format=format, formats=formats) as read:
        _copy(read, form, output)
        problems = read.problems
    if not quiet:
        for problem in problems:
            for line in out.problem_lines(problem):
                click.echo(line, err=True)
    return ExitCode.PARTIAL if strict and problems else ExitCode.OK


def _copy(read: Events, form: str, output: str | None) -> None:
    """Let DuckDB write the events: to the file, or to a scratch file that is then printed."""
    import shutil
    import sys

    if output is not None:
        with out.placed(output) as target:
            read.write(target, _COPY[form])
        return
    target = read.store.scratch / "events"
    read.write(target, _COPY[form])
    sys.stdout.flush()
    with target.open("rb") as file:
        shutil.copyfileobj(file, sys.stdout.buffer)
