"""`influence events`."""

from __future__ import annotations

import click

from influence.cli import options, out
from influence.errors import ExitCode, UsageError

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
        out.copied(output, read.store.scratch, lambda path: read.write(path, _COPY[form]))
    if not quiet:
        out.notes(read)
        if read.left_out:
            from influence.render import words

            for line in read.left_out:
                click.echo(f"left out: {words.left_out(line)}", err=True)
    return ExitCode.PARTIAL if strict and read.problems else ExitCode.OK
