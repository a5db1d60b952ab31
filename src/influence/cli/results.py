"""Commands about a result: `explain`, `verify`, `schema`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from influence.answers import CONTRACTS
from influence.cli import options, out
from influence.errors import ExitCode, InputError
from influence.result import Result, json_schema


@click.command(short_help="The arithmetic of a score, line by line, with its own numbers put in.")
@options.exports
@options.scoring
@options.reading
@options.output
def explain(exports: tuple[str, ...], output: str | None, quiet: bool, **how: Any) -> None:
    """The arithmetic of a score, line by line, with its own numbers put in, so that anybody can redo it.

    EXPORT is what `influence score` takes, or a result that `influence score --json` wrote.
    """
    from influence.render.explain import to_text

    result = saved(exports[0]) if len(exports) == 1 else None
    if result is None:
        from influence.cli.score import scored

        result = scored(exports, **how)
    with out.written(output) as stream:
        stream.write(to_text(result))


def saved(path: str) -> Result | None:
    """The result in a file, or None where the file is something else."""
    file = Path(path)
    if not file.is_file():
        return None
    with file.open("rb") as stream:
        head = stream.read(200).lstrip()
    if not (head.startswith(b"{") and b'"schema"' in head and b'"method"' in head):
        return None
    return Result.from_json(file.read_bytes(), path)


@click.command(short_help="Recompute a saved result from what it holds, and say whether it is true.")
@click.argument("path", metavar="RESULT.json")
@click.option("-q", "--quiet", is_flag=True, help="Only the exit code.")
def verify(path: str, quiet: bool) -> int:
    """Recompute a saved result from what it holds, and say whether it is true. Exits with 3 where it is not.

    RESULT.json is what `influence score --json` wrote; - is standard input.
    """
    import sys

    from influence.render.numbers import clean
    from influence.verify import verify as findings_of

    result = Result.from_json(sys.stdin.buffer.read() if path == "-" else _bytes(path), path)
    findings = findings_of(result)
    if not quiet:
        for finding in findings:
            click.echo(clean(str(finding)))
        if not findings:
            click.echo(f"true: {result.score:.2f} is what these activities and weights give, down to each hundredth")
    return ExitCode.GATE if findings else ExitCode.OK


def _bytes(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise InputError(f"{path}: {reason}", "Give a file that `influence score --json` wrote.") from None


@click.command(short_help="Print the JSON Schema of the result or of an answer.")
@click.argument("contract", type=click.Choice(list(CONTRACTS)), default="result", metavar="[NAME]")
def schema(contract: str) -> None:
    """Print the JSON Schema of the result, by which `influence score --json` writes, or of an answer: whatif,
    sensitivity, next.
    """
    import json

    click.echo(json.dumps(json_schema(CONTRACTS[contract]), indent=2))
