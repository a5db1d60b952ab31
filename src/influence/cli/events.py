"""`influence events`."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

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
    map: tuple[str, ...],
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

    output = None if output == "-" else output
    out.not_input(output, exports)
    if form == "parquet" and output is None:
        raise UsageError("Parquet is not text: give it a file", "For example -o events.parquet")
    with api.read(*exports, format=format, formats=formats, map=map) as read:
        _copy(read, form, output)
        problems = read.problems
    if not quiet:
        for problem in problems:
            for line in out.problem_lines(problem):
                click.echo(line, err=True)
    return ExitCode.PARTIAL if strict and problems else ExitCode.OK


def _copy(read: Events, form: str, output: str | None) -> None:
    """Let DuckDB write the events: to the file, or to a scratch file that is then printed."""
    import sys

    if output is not None:
        with out.placed(output) as target:
            if target.is_file():
                read.write(target, _COPY[form])
            else:
                with target.open("wb") as device:
                    _pour(read, form, device)
        return
    sys.stdout.flush()
    _pour(read, form, sys.stdout.buffer)


def _pour(read: Events, form: str, stream: IO[bytes]) -> None:
    """Through a scratch file, for DuckDB writes to real files only."""
    import shutil

    scratch = read.store.scratch / "events"
    read.write(scratch, _COPY[form])
    with scratch.open("rb") as file:
        shutil.copyfileobj(file, stream)
