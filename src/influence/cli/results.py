"""Commands about a result: `explain`, `verify`, `schema`."""

from __future__ import annotations

import sys
from typing import Any

import click

from influence import files
from influence.answers import CONTRACTS
from influence.cli import options, out
from influence.errors import ExitCode, InputError
from influence.result import Result, is_result, json_schema

_MAX_BYTES = 1 << 28


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

    out.not_input(output, exports)
    result = saved(exports[0]) if len(exports) == 1 else None
    if result is None:
        from influence.cli.score import scored

        result = scored(exports, **how)
    with out.written(output) as stream:
        stream.write(to_text(result))


def saved(path: str) -> Result | None:
    """The result in a file, or None where the file is something else."""
    try:
        with files.opened(path) as stream:
            if not files.is_regular(stream) or not is_result(stream.read(200)):
                return None
        return Result.from_json(_bytes(path), path)
    except OSError:
        return None


@click.command(short_help="Recompute a saved result from what it holds, and say whether it is true.")
@click.argument("path", metavar="RESULT.json")
@click.option("-q", "--quiet", is_flag=True, help="Only the exit code.")
def verify(path: str, quiet: bool) -> int:
    """Recompute a saved result from what it holds, and say whether it is true. Exits with 3 where it is not.

    RESULT.json is what `influence score --json` wrote; - is standard input.
    """
    from influence.render.numbers import clean
    from influence.verification import verify as findings_of

    result = load(path)
    findings = findings_of(result)
    if not quiet:
        for finding in findings:
            click.echo(clean(str(finding)))
        if not findings:
            click.echo(f"true: {result.score:.2f} is what these activities and weights give, down to each hundredth")
    return ExitCode.GATE if findings else ExitCode.OK


def load(path: str) -> Result:
    """A saved result; - is standard input. Raises InputError."""
    return Result.from_json(_piped(), "standard input") if path == "-" else Result.from_json(_bytes(path), path)


def _piped() -> bytes:
    if sys.stdin is None:
        raise InputError("standard input is closed", "Pipe a result into it, or give a file.")
    return files.piece_by_piece(sys.stdin.buffer, _MAX_BYTES)


def _bytes(path: str) -> bytes:
    try:
        return files.content(path, _MAX_BYTES)
    except OSError as error:
        raise InputError(f"{path}: {files.why(error)}", "Give a file that `influence score --json` wrote.") from None


@click.command(short_help="Print the JSON Schema of the result or of an answer.")
@click.argument("contract", type=click.Choice(list(CONTRACTS)), default="result", metavar="[NAME]")
def schema(contract: str) -> None:
    """Print the JSON Schema of the result, by which `influence score --json` writes, or of an answer: whatif,
    sensitivity, next.
    """
    import json

    click.echo(json.dumps(json_schema(CONTRACTS[contract]), indent=2))
