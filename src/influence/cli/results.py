"""Commands about a result: `explain`, `verify`, `schema`."""

from __future__ import annotations

from typing import Any

import click

from influence.answers import CONTRACTS
from influence.cli import options, out, saved
from influence.errors import ExitCode
from influence.result import json_schema


@click.command(short_help="The arithmetic of a score, line by line, with its own numbers put in.")
@options.exports
@options.scoring
@options.reading
@options.output
def explain(exports: tuple[str, ...], output: str | None, quiet: bool, **how: Any) -> None:
    """The arithmetic of a score, line by line, with its own numbers put in, so that anybody can redo it.

    EXPORT is what `influence score` takes, or a result that `influence score --json` wrote.
    """
    from influence.cli.score import saved_or_scored
    from influence.render.explain import to_text

    out.not_input(output, exports)
    result = saved_or_scored(exports, **how)
    with out.written(output) as stream:
        stream.write(to_text(result))


@click.command(short_help="Recompute a saved result from what it holds, and say whether it is true.")
@click.argument("path", metavar="RESULT.json")
@click.option("-q", "--quiet", is_flag=True, help="Only the exit code.")
def verify(path: str, quiet: bool) -> int:
    """Recompute a saved result from what it holds, and say whether it is true. Exits with 3 where it is not.

    RESULT.json is what `influence score --json` wrote; - is standard input.
    """
    from influence.render.numbers import clean
    from influence.verification import verify as findings_of

    result = saved.load(path)
    findings = findings_of(result)
    if not quiet:
        for finding in findings:
            click.echo(clean(str(finding)))
        if not findings:
            click.echo(f"true: {result.score:.2f} is what these activities and weights give, down to each hundredth")
    return ExitCode.GATE if findings else ExitCode.OK


@click.command(short_help="Print the JSON Schema of the result or of an answer.")
@click.argument("contract", type=click.Choice(list(CONTRACTS)), default="result", metavar="[NAME]")
def schema(contract: str) -> None:
    """Print the JSON Schema of the result, by which `influence score --json` writes, or of an answer."""
    import json

    click.echo(json.dumps(json_schema(CONTRACTS[contract]), indent=2))
