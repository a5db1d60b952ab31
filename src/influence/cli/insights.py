"""`influence trend` and `influence posts`."""

from __future__ import annotations

import sys
from typing import IO, TYPE_CHECKING, Any, Literal

import click

from influence.cli import options, out

if TYPE_CHECKING:
    from influence.insights import Posts, Trend

_SHOWN = 20


@click.command(short_help="The score as of each day, week or month.")
@options.exports
@click.option("--every", type=click.Choice(["day", "week", "month"]), default="week", show_default=True)
@click.option("--json", "form", flag_value="json", help="As JSON; points are whole hundredths.")
@click.option("--csv", "form", flag_value="csv", help="As CSV, one row a day.")
@options.scoring
@options.reading
@options.output
def trend(
    exports: tuple[str, ...],
    every: Literal["day", "week", "month"],
    form: str | None,
    output: str | None,
    quiet: bool,
    settings: tuple[str, ...],
    posts: int | None,
    **how: Any,
) -> None:
    """The score as of each day, week or month, for each network and combined.

    Each is what `influence score --as-of DAY` gives. Counts are those known when the export was made, put at the post's
    day: an old day's score is not what would have been seen on that day.
    """
    from influence import api

    out.not_input(output, exports)
    found = api.trend(*exports, every=every, set=settings, **how)
    with out.written(output, data=form is not None) as stream:
        _write_trend(found, form, stream)
    if not quiet:
        out.notes(found)


def _write_trend(found: Trend, form: str | None, stream: IO[str]) -> None:
    from influence.render import insights

    if form == "json":
        stream.write(found.to_json() + "\n")
    elif form == "csv":
        stream.write(insights.trend_csv(found))
    else:
        insights.trend(found, _console(stream))


@click.command(short_help="Posts by what they earned, by response, or against your usual.")
@options.exports
@click.option("--by", type=click.Choice(["earned", "response", "usual"]), default="earned", show_default=True)
@click.option("--settle", default="7d", metavar="DAYS", show_default=True, help="Younger posts are not compared.")
@click.option("--json", "form", flag_value="json", help="As JSON; points are whole hundredths.")
@click.option("--csv", "form", flag_value="csv", help="As CSV, one row a post.")
@click.option("--markdown", "form", flag_value="markdown", help="As a Markdown table.")
@options.scoring
@options.reading
@options.output
def posts(
    exports: tuple[str, ...],
    by: Literal["earned", "response", "usual"],
    settle: str,
    form: str | None,
    output: str | None,
    quiet: bool,
    settings: tuple[str, ...],
    posts: int | None,
    **how: Any,
) -> None:
    """Posts by what they earned, by how people answered, or against your usual.

    Your usual is the mean of the middle half of your last 100 posts on a network. Posts younger than --settle are left
    out of it and marked.
    """
    from influence import api

    most = _SHOWN if posts is None and form not in ("json", "csv") else posts
    out.not_input(output, exports)
    found = api.posts(*exports, by=by, settle=settle, most=most, set=settings, **how)
    with out.written(output, data=form in ("json", "csv")) as stream:
        _write_posts(found, form, stream)
    if not quiet:
        out.notes(found)


def _write_posts(found: Posts, form: str | None, stream: IO[str]) -> None:
    from influence.render import insights

    if form == "json":
        stream.write(found.to_json() + "\n")
    elif form == "csv":
        stream.write(insights.posts_csv(found))
    elif form == "markdown":
        stream.write(insights.posts_markdown(found))
    else:
        insights.posts(found, _console(stream))


def _console(stream: IO[str]) -> Any:
    from influence.render import console

    return console.consoles().out if stream is sys.stdout else console.console(stream, {})
