"""`influence sql`."""

from __future__ import annotations

from typing import Any

import click

from influence.cli import options, out

DIALECTS = ("duckdb", "postgres", "spark", "bigquery", "snowflake")


@click.command(short_help="The score of every profile as one SQL statement for a warehouse.")
@click.option("--dialect", type=click.Choice(DIALECTS), required=True, help="Whose SQL.")
@click.option("--table", default="events", show_default=True, metavar="NAME", help="The table of canonical events.")
@options.weights
@click.option("--set", "set", multiple=True, metavar="KEY=VALUE", help="Change a weight: x.like.weight=2")
@click.option("--as-of", metavar="DAY", help="The day of the score. [the newest day in the table]")
@click.option("--column", "columns", multiple=True, metavar="NETWORK", help="Also a column NETWORK_points. Repeatable.")
@click.option("--long", is_flag=True, help="A row for each profile and network, with the network's numbers.")
@click.option("-o", "--output", metavar="FILE", help="Write to a file, which appears only when complete.")
def sql(output: str | None, **how: Any) -> None:
    """The score of every profile as one SQL statement, for those whose events live in a warehouse.

    The table has the columns profile, network, kind, count, time and actor, as `influence events` writes them. The
    statement gives position, profile, points, score, percentile, coverage, low and high, best first. It reads nothing
    else, and says at its top whether it is tested on a real engine.

    \b
    influence sql --dialect postgres --table analytics.events --column x > score.sql
    """
    import influence

    statement = influence.sql(**how)
    with out.written(output, data=True) as stream:
        stream.write(statement)
