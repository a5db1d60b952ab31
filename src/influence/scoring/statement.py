"""The score of every profile as one SQL statement over a table of canonical events, for those whose events live in a
warehouse: the very steps that the program runs, between a few made from the weights and a last SELECT."""

from __future__ import annotations

import datetime
import os
from collections.abc import Sequence

from influence.errors import UsageError, did_you_mean
from influence.events import KINDS, MAX_COUNT
from influence.scoring import composed
from influence.scoring.composed import ADDED, RANKED, formula, numbers, scenario
from influence.scoring.dialects import DIALECTS, Dialect
from influence.scoring.run import day_number, iso_day
from influence.weights import WeightsFile, load

LAST_DAY = day_number("2199-12-31")
"""Times from 1970 to this day are believed, as when files are read."""


def sql(
    dialect: str = "duckdb",
    *,
    table: str = "events",
    weights: str | os.PathLike[str] | WeightsFile | None = None,
    set: Sequence[str] = (),
    as_of: str | datetime.date | None = None,
    columns: Sequence[str] = (),
    long: bool = False,
) -> str:
    """The score of every profile of a table of canonical events, as one statement of this dialect.

    A row a profile, best first: position, profile, points, score, percentile, coverage, low, high and, for each network
    of `columns`, NETWORK_points; or `long`: a row a profile and network. `as_of`: the day, default the newest in the
    table. Raises UsageError, and ConfigError for a bad weights file.
    """
    if dialect not in DIALECTS:
        raise UsageError(
            f"no dialect {dialect!r}", did_you_mean(dialect, DIALECTS) or f"Known are {', '.join(DIALECTS)}."
        )
    if not table.strip():
        raise UsageError("the name of the table is empty", "For example --table analytics.events")
    if long and columns:
        raise UsageError("in the long form every network has its own row", "Leave out --long or --column.")
    file = weights if isinstance(weights, WeightsFile) else load(weights, set)
    one, day = DIALECTS[dialect], None if as_of is None else day_number(as_of)
    top, chain = formula(one, "faded", "damped", "amounts", *RANKED, "combined", "standings")
    made = [
        _dated(one, table),
        _HELD,
        scenario(one, file.weights, "(SELECT max(newest) FROM held)" if day is None else str(day)),
        numbers(one, file.weights),
        ADDED,
        chain.replace("FROM events AS", "FROM dated AS"),
    ]
    last = composed.long(one) if long else composed.wide(one, columns)
    return f"{_header(one, file, table, day)}\n{top}WITH\n" + ",\n".join(made) + f"\n\n{last}\n"


_HELD = """-- What each profile holds, on which networks, until when. A row that names no profile is in nobody's score.
held AS (
  SELECT profile, network, kind, max(day) AS newest FROM dated GROUP BY profile, network, kind
),
measured AS (
  SELECT DISTINCT network, kind FROM held
),
present AS (
  SELECT DISTINCT 0 AS scenario, profile, network FROM held WHERE profile <> ''
)"""


def _dated(dialect: Dialect, table: str) -> str:
    day = dialect.day.format(time="r.time")
    made = f"""-- The events of the table by their UTC day. A profile that nobody names is ''.
dated AS (
  SELECT coalesce(trim(CAST(r.profile AS VARCHAR)), '') AS profile, lower(trim(r.network)) AS network,
         lower(trim(r.kind)) AS kind, CAST(r.count AS BIGINT) AS count,
         {day} AS day,
         CAST(NULL AS VARCHAR) AS post, nullif(trim(CAST(r.actor AS VARCHAR)), '') AS actor
  FROM {{table}} AS r
  WHERE trim(r.network) <> '' AND r.count BETWEEN 0 AND {MAX_COUNT}
    AND lower(trim(r.kind)) IN {dialect.literals(KINDS)}
    AND (r.time IS NULL OR {day} BETWEEN 0 AND {LAST_DAY})
)"""
    return dialect.worded(made).replace("{table}", table)


def _header(dialect: Dialect, file: WeightsFile, table: str, day: int | None) -> str:
    settings = "".join(f" --set {setting}" for setting in file.settings)
    lines = [
        f"The influence score of every profile, method {file.weights.method}, as one statement for {dialect.title}.",
        dialect.checked,
        *([dialect.first] if dialect.first else []),
        f"Weights: {file.path} (sha256 {file.sha256[:12]}){settings}",
        f"Day of the score: {iso_day(day) or 'the newest in the table'}",
        f"Table: {table}, with the columns profile, network, kind, count, time and actor of canonical events;",
        "a time without a time zone is UTC. Rows that are no events (see the step `dated`) are left out.",
        "",
    ]
    return "\n".join(f"-- {clean}".rstrip() for line in lines for clean in line.splitlines() or [""])
