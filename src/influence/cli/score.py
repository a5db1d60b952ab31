"""`influence score`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import IO, Any

import click

from influence.cli import options, out
from influence.errors import ExitCode, UsageError
from influence.result import Result

_SHOWN_POSTS = 5
_MACHINE = ("json", "csv")


def _number(context: click.Context, option: click.Parameter, value: float | None) -> float | None:
    if value is not None and value != value:
        raise click.BadParameter("nan is no score.")
    return value


@click.command(short_help="The score of some exports, with its whole receipt.")
@options.exports
@click.option("--json", "form", flag_value="json", help="The result as JSON, by its schema.")
@click.option("--csv", "form", flag_value="csv", help="The receipt as one CSV table.")
@click.option("--markdown", "form", flag_value="markdown", help="The result as Markdown.")
@click.option(
    "--fail-under", type=float, callback=_number, metavar="SCORE", help="Exit with 3 where the score is below this."
)
@click.option("--baseline", metavar="OLD.json", help="Say why the score differs from that of a saved result.")
@click.option(
    "--fail-drop", type=float, callback=_number, metavar="POINTS", help="Exit with 3 where it fell by more than this."
)
@click.option("--watch", is_flag=True, help="Stay, and show it again at each save of the weights, until Ctrl-C.")
@click.option("--response", is_flag=True, help="In JSON and CSV too: how people answer what you publish.")
@click.option("--fragility", is_flag=True, help="Say how much rests on one post, one person, one day.")
@options.scoring
@options.reading
@options.output
def score(
    exports: tuple[str, ...],
    form: str | None,
    fail_under: float | None,
    baseline: str | None,
    fail_drop: float | None,
    watch: bool,
    output: str | None,
    quiet: bool,
    **how: Any,
) -> int:
    """The score of some exports, with its whole receipt.

    EXPORT is a downloaded file, a folder or archive of them, or - for canonical events from a pipe.

    \b
    influence score ~/Downloads
    influence score content.csv --json | jq .score
    influence score content.csv --set x.like.weight=2 --as-of 2026-11-20
    """
    if watch:
        return _watched(exports, (form, fail_under, baseline, fail_drop, output), **how)
    if baseline is not None or fail_drop is not None:
        return _against(baseline, fail_drop, exports, form, fail_under, output, quiet, **how)
    return _scored(exports, form, fail_under, output, quiet, **how)[0]


def _watched(exports: tuple[str, ...], others: tuple[object, ...], posts: int | None, **how: Any) -> int:
    from influence.cli.watch import watch

    if any(one is not None for one in others):
        raise UsageError(
            "--watch: shows the score to a person, and never ends by itself",
            "Leave out -o, --json, --csv, --markdown, --baseline and --fail-...; or leave out --watch.",
        )
    return watch(exports, posts=_SHOWN_POSTS if posts is None else posts, **how | {"response": True})


def _against(baseline: str | None, fail_drop: float | None, *args: Any, **how: Any) -> int:
    """The score, and below it why it differs from the baseline."""
    from influence.cli import diff
    from influence.cli.saved import load

    diff.needs_baseline(baseline, fail_drop)
    old = load(baseline or "")
    how["below"] = lambda *shown: diff.show(old, *shown)
    code, result = _scored(*args, **how)
    return code or (diff.gate(old, result, fail_drop, args[-1]) if fail_drop is not None else ExitCode.OK)


def _scored(
    exports: tuple[str, ...],
    form: str | None,
    fail_under: float | None,
    output: str | None,
    quiet: bool,
    below: Callable[[Result, str | None, IO[str]], None] = lambda *_: None,
    **how: Any,
) -> tuple[int, Result]:
    """The exit code, and the result after it was shown, with what a person should read `below` it."""
    posts = how.pop("posts")
    how["response"] |= form not in _MACHINE
    out.not_input(output, exports)
    result = scored(exports, posts=_SHOWN_POSTS if posts is None and form not in _MACHINE else posts, **how)
    with out.written(output, data=form in _MACHINE) as stream:
        show(result, form, stream)
        if form not in _MACHINE:
            below(result, form, stream)
    if form and not quiet:
        out.notes(result)
    return gate(result, fail_under, quiet), result


def scored(exports: tuple[str, ...], settings: tuple[str, ...] = (), **how: Any) -> Result:
    """The score, with the options of `options.scoring` and `options.reading`."""
    from influence.reading.store import open_ahead

    open_ahead()
    from influence import api

    return api.score(*exports, set=settings, **how)


def saved_or_scored(exports: tuple[str, ...], **how: Any) -> Result:
    """The saved result that is the only export, else the score of the exports."""
    from influence.cli import saved

    found = saved.if_result(exports[0]) if len(exports) == 1 else None
    return found or scored(exports, **how)


def show(result: Result, form: str | None, stream: IO[str]) -> None:
    """Write a result in one of its forms."""
    if form == "json":
        stream.write(result.to_json() + "\n")
    elif form == "csv":
        from influence.render.table import to_csv

        stream.write(to_csv(result))
    elif form == "markdown":
        from influence.render.markdown import to_markdown

        stream.write(to_markdown(result, len(result.posts)))
    else:
        from influence.render import console, terminal

        out_console = console.consoles().out if stream is sys.stdout else console.console(stream, {})
        terminal.render(result, out_console, len(result.posts))


def gate(result: Result, fail_under: float | None, quiet: bool) -> int:
    """The exit code that `--fail-under` makes of a score."""
    if fail_under is None or result.score >= fail_under:
        return ExitCode.OK
    if not quiet:
        click.echo(f"the score {result.score:.2f} is under {fail_under:g}", err=True)
    return ExitCode.GATE
