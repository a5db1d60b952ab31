"""`influence report`."""

from __future__ import annotations

import sys
from typing import Any

import click

from influence.cli import options, out, saved
from influence.errors import UsageError
from influence.result import Result


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
    results = _saved(exports, compare)
    if results:
        _refuse_other_scores({"set": settings, **how})
        text = pages.report(*results, compare=compare)
    else:
        text = pages.report(*exports, set=settings, **how)
    with out.written(output, data=True) as stream:
        stream.write(text)


def _saved(exports: tuple[str, ...], compare: bool) -> list[Result]:
    """The saved results that the page is made from; none where it is made from exports."""
    if compare:
        return [saved.load(path) for path in exports]
    result = saved.if_result(exports[0]) if len(exports) == 1 else None
    return [result] if result else []


def _refuse_other_scores(how: dict[str, Any]) -> None:
    """A saved result has been scored. Raises UsageError where it should be scored otherwise."""
    for name, value in how.items():
        if value not in (None, (), False):
            option = _OPTIONS.get(name, f"--{name.replace('_', '-')}")
            raise UsageError(f"{option}: a saved result has been scored already", "Give the exports instead.")


_OPTIONS = {"networks": "--network"}
"""Options that have another name than their parameter."""
