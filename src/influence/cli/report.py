"""`influence report`."""

from __future__ import annotations

import sys
from typing import Any

import click

from influence.cli import options, out, saved
from influence.errors import UsageError


@click.command(short_help="A page about a score and its receipt: one HTML file that needs nothing else.")
@options.exports
@click.option("--compare", is_flag=True, help="Two saved results side by side, with the difference by cause.")
@options.scoring
@options.reading
@options.output
def report(
    exports: tuple[str, ...],
    compare: bool,
    output: str | None,
    quiet: bool,
    settings: tuple[str, ...],
    **how: Any,
) -> None:
    """A page about a score, with charts and a calculator: one HTML file that asks nothing of any server.

    EXPORT is what `influence score` takes, or a result that `influence score --json` wrote.

    \b
    influence report ~/Downloads -o report.html
    influence report result.json -o report.html
    influence report --compare old.json new.json -o difference.html
    """
    from influence import pages

    out.not_input(output, exports)
    if output is None and sys.stdout is not None and sys.stdout.isatty():
        raise UsageError("a page is not for a terminal", "Write it to a file: -o report.html")
    if compare:
        text = pages.report(*map(saved.load, exports), compare=True)
    else:
        result = saved.if_result(exports[0]) if len(exports) == 1 else None
        text = pages.report(result) if result else pages.report(*exports, set=settings, **how)
    with out.written(output, data=True) as stream:
        stream.write(text)
