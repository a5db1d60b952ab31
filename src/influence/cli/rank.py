"""`influence rank`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from influence.cli import options, out
from influence.errors import UsageError

if TYPE_CHECKING:
    from influence.ranking.ranking import Ranking, Standings
    from influence.ranking.spark import SparkRanking

_FORMS = ("csv", "ndjson", "parquet")
_SHOWN = 20


@click.command(short_help="The score of every profile in a table of events, the highest first.")
@click.argument("events", nargs=-1, metavar="EVENTS...")
@click.option("--top", type=click.IntRange(min=0), metavar="N", help="Only the first N. [20; with --to: all]")
@click.option("--to", "form", type=click.Choice(_FORMS), help="All columns, for a program. [a table for people]")
@options.weights
@click.option("--set", "settings", multiple=True, metavar="KEY=VALUE", help="Change a weight: x.like.weight=2")
@click.option("--as-of", metavar="DAY", help="The day of the scores. [the newest day in the input]")
@click.option("--network", "networks", multiple=True, metavar="NAME", help="Only this network. Repeatable.")
@click.option("--memory-limit", metavar="SIZE", help="Use no more memory than this, such as 2GiB; the rest is spilled.")
@click.option("--state", metavar="DIR", help="Remember each day's sums here, add EVENTS to them, and rank all of them.")
@click.option("--engine", type=click.Choice(("duckdb", "spark")), default="duckdb", help="Who works it out. [duckdb]")
@click.option("--master", metavar="URL", help="With --engine spark: which Spark. [Spark's settings, else this machine]")
@click.option("--strict", is_flag=True, help="Exit with 6 where any part of the input could not be read.")
@options.output
def rank(
    events: tuple[str, ...],
    top: int | None,
    form: str | None,
    settings: tuple[str, ...],
    output: str | None,
    quiet: bool,
    **how: Any,
) -> None:
    """The score of every profile in a table of events, the highest first.

    EVENTS are canonical events with a column `profile`, as CSV, NDJSON or Parquet: files, folders, patterns, or - for a
    pipe; or an export whose records name a profile. Each profile's score is the one that `influence score EVENTS
    --profile NAME` explains. A row that names no profile is in nobody's score.

    \b
    influence rank events.parquet
    influence rank events/ --to csv -o ranking.csv
    influence rank 'events/2026-*.csv' --network x --top 100
    influence rank s3a://bucket/events/ --engine spark --master spark://host:7077 --to parquet -o s3a://bucket/ranking
    """
    output = None if output == "-" else output
    out.not_input(output, events)
    if form == "parquet" and output is None:
        raise UsageError("Parquet is not text: give it a file", "For example -o ranking.parquet")
    with _ranked(events, quiet, set=settings, **how) as ranking:
        if form == "parquet" and how["engine"] == "spark":
            ranking.write(output or "", form, top)
        elif form:
            out.copied(output, ranking.scratch, lambda path: ranking.write(path, form, top))
        else:
            _show(ranking, _SHOWN if top is None else top, output)
        if not quiet:
            _notes(ranking)


def _ranked(
    events: tuple[str, ...], quiet: bool, *, engine: str, master: str | None, **how: Any
) -> Ranking | SparkRanking:
    if engine == "spark":
        return _ranked_on_spark(events, master, **how)
    from influence import api
    from influence.cli import bar
    from influence.ranking.progress import Progress

    if master:
        raise UsageError("--master names a Spark", "Add --engine spark.")
    progress = Progress()
    with bar.shown(progress, quiet):
        return api.rank(*events, progress=progress, **how)


def _ranked_on_spark(
    events: tuple[str, ...], master: str | None, *, memory_limit: str | None, state: str | None, **how: Any
) -> SparkRanking:
    from influence.ranking.spark import rank_on_spark

    if state or memory_limit:
        option = "--state" if state else "--memory-limit"
        raise UsageError(f"{option} does not go with --engine spark", "Leave one of them out.")
    return rank_on_spark(*events, master=master, **how)


def _show(ranking: Standings, top: int, output: str | None) -> None:
    from influence.render import console
    from influence.render.ranking import render

    with out.written(output) as stream:
        render(ranking, top, console.consoles().out if stream is sys.stdout else console.console(stream, {}))


def _notes(ranking: Standings) -> None:
    """What a person should know beside the ranking, on stderr."""
    from influence.render.numbers import clean

    for problem in ranking.problems:
        for line in out.problem_lines(problem):
            click.echo(clean(line), err=True)
    for warning in ranking.warnings:
        click.echo(clean(f"note: {warning}"), err=True)
    for one in ranking.left_out:
        source = f"{one.source}: " if one.source else ""
        click.echo(clean(f"note: {source}{one.amount} left out: {one.why}"), err=True)
    if ranking.nameless:
        click.echo(f"note: rows that name no profile, and are in nobody's score: {ranking.nameless:,}", err=True)
