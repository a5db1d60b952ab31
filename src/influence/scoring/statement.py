"""The score of every profile as one SQL statement over a table of canonical events, for those whose events live in a
warehouse: the very steps that the program runs, between a few made from the weights and a last SELECT."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterable, Sequence

from influence.errors import UsageError, did_you_mean
from influence.events import KINDS, MAX_COUNT
from influence.scoring.dialects import DIALECTS, Dialect
from influence.scoring.run import day_number, iso_day, steps
from influence.weights import Weights, WeightsFile, load, micro

_LAST_DAY = datetime.date(2200, 1, 1)
"""Times from 1970 to this day are believed, as when files are read."""

_SIGNALS = {
    "block": "VARCHAR",
    "kind": "VARCHAR",
    "position": "BIGINT",
    "weight": "BIGINT",
    "curve": "VARCHAR",
    "full_at": "DOUBLE",
    "median": "DOUBLE",
    "p90": "DOUBLE",
}

_STANDING = ("position", "profile", "points", "score", "percentile", "coverage", "low", "high")


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
    last = _long(one) if long else _wide(one, columns)
    chain = f"{steps_over(one, file.weights, table, day)},\n{one.worded(steps('standings'))}"
    return f"{_header(one, file, table, day)}\n{chain}\n{last}\n"


def steps_over(dialect: Dialect, weights: Weights, table: str, day: int | None) -> str:
    """The whole chain over a table as one WITH clause, up to the steps `ranges` and `combined`."""
    formula = steps("faded", "damped", "points", "networks", "combined").replace(
        "IS NOT DISTINCT FROM", "="
    )  # which any engine can hash
    head, _, formula = formula.partition("WITH\n")
    chain = [
        _dated(dialect, table),
        _held(),
        _scenario(dialect, weights, day),
        _blocks(dialect, weights),
        _numbers(dialect, weights),
        dialect.worded(formula).replace("FROM events AS", "FROM dated AS"),
    ]
    return f"{head}WITH\n" + ",\n".join(chain)


def is_event(dialect: Dialect, row: str = "r") -> str:
    """The condition that a row of the table is an event: all others are left out."""
    day = dialect.day.format(time=f"{row}.time")
    last = day_number(_LAST_DAY) - 1
    return (
        f"trim({row}.network) <> ''\n    AND lower(trim({row}.kind)) IN {dialect.literals(KINDS)}\n"
        f"    AND {row}.count BETWEEN 0 AND {MAX_COUNT}\n    AND ({row}.time IS NULL OR {day} BETWEEN 0 AND {last})"
    )


def _header(dialect: Dialect, file: WeightsFile, table: str, day: int | None) -> str:
    settings = "".join(f" --set {setting}" for setting in file.settings)
    lines = [
        f"The influence score of every profile, method {file.weights.method}, as one statement for {dialect.title}.",
        dialect.checked,
        f"Weights: {file.path} (sha256 {file.sha256[:12]}){settings}",
        f"Day of the score: {iso_day(day) or 'the newest in the table'}",
        f"Table: {table}, with the columns profile, network, kind, count, time and actor of canonical events;",
        "a time without a time zone is UTC. Rows that are no events (see the step `dated`) are left out.",
        "",
    ]
    return "\n".join(f"-- {clean}".rstrip() for line in lines for clean in line.splitlines() or [""])


def _dated(dialect: Dialect, table: str) -> str:
    return dialect.worded(f"""-- The events of the table by their UTC day. A profile that nobody names is ''.
dated AS (
  SELECT coalesce(trim(CAST(r.profile AS VARCHAR)), '') AS profile, lower(trim(r.network)) AS network,
         lower(trim(r.kind)) AS kind, CAST(r.count AS BIGINT) AS count,
         {dialect.day.format(time="r.time")} AS day,
         CAST(NULL AS VARCHAR) AS post, nullif(trim(CAST(r.actor AS VARCHAR)), '') AS actor
  FROM {{table}} AS r
  WHERE {is_event(dialect)}
)""").replace("{table}", table)


def _held() -> str:
    return """held AS (
  SELECT profile, network, kind, max(day) AS newest FROM dated GROUP BY profile, network, kind
),
measured AS (
  SELECT DISTINCT network, kind FROM held
),
present AS (
  SELECT DISTINCT 0 AS scenario, profile, network FROM held
),
added AS (
  SELECT 0 AS scenario, network, kind, 0 AS count, 0.0 AS part FROM measured WHERE 1 = 0
)"""


def _scenario(dialect: Dialect, weights: Weights, day: int | None) -> str:
    as_of = "(SELECT max(newest) FROM held)" if day is None else str(day)
    half_life, same_person, doubling = (
        dialect.worded(f"CAST({dialect.literal(number)} AS DOUBLE)")
        for number in (weights.half_life_days, weights.same_person, weights.combine.points)
    )
    return f"""fadings AS (
  SELECT 0 AS fading, {as_of} AS as_of, {weights.window_days} AS window_days,
         {half_life} AS half_life_days, {same_person} AS same_person
),
scenarios AS (
  SELECT 0 AS scenario, 0 AS fading, {dialect.literal(weights.combine.rule)} AS rule, {doubling} AS doubling
)"""


def _blocks(dialect: Dialect, weights: Weights) -> str:
    own = [name for name in weights.networks if name != "default"]
    block = f"CASE WHEN network IN {dialect.literals(own)} THEN network ELSE 'default' END" if own else "'default'"
    return f"""-- Each network's own block of the weights, or the default one.
blocks AS (
  SELECT network, {block} AS block
  FROM (SELECT DISTINCT network FROM measured) AS n
)"""


def _numbers(dialect: Dialect, weights: Weights) -> str:
    signals = [
        (name, kind, position, micro(s.weight), s.curve, s.full, s.median, s.p90)
        for name, network in weights.networks.items()
        for position, (kind, s) in enumerate(network.signals.items())
    ]
    voices = [(name, micro(network.voice)) for name, network in weights.networks.items()]
    typed = ", ".join(dialect.worded(f"CAST(w.{name} AS {kind}) AS {name}") for name, kind in _SIGNALS.items())
    typed = typed.partition(", ")[2]
    voiced = dialect.worded("CAST(v.voice AS BIGINT)")
    return f"""weights AS (
  SELECT 0 AS scenario, b.network, {typed}
  FROM blocks AS b JOIN {dialect.table("w", _SIGNALS, signals)} ON w.block = b.block
),
voices AS (
  SELECT 0 AS scenario, b.network, {voiced} AS voice
  FROM blocks AS b JOIN {dialect.table("v", {"block": "VARCHAR", "voice": "BIGINT"}, voices)} ON v.block = b.block
)"""


def _standing(columns: Iterable[str]) -> str:
    return ", ".join("nullif(s.profile, '') AS profile" if name == "profile" else f"s.{name}" for name in columns)


def _wide(dialect: Dialect, columns: Sequence[str]) -> str:
    select, joined = f"SELECT {_standing(_STANDING)}", ""
    if columns:
        names = {network: dialect.named(f"{network}_points") for network in dict.fromkeys(columns)}
        points = ",\n         ".join(
            f"max(CASE WHEN network = {dialect.literal(network)} THEN points END) AS {name}"
            for network, name in names.items()
        )
        casts = ",\n       ".join(dialect.worded(f"CAST(n.{name} AS BIGINT) AS {name}") for name in names.values())
        select += f",\n       {casts}"
        joined = f"""
LEFT JOIN (
  SELECT profile, {points}
  FROM ranges GROUP BY profile
) AS n ON n.profile = s.profile"""
    return f"\n{select}\nFROM standings AS s{joined}\nORDER BY s.position, s.profile{dialect.collate}"


def _long(dialect: Dialect) -> str:
    hundredth = {name: dialect.worded(f"CAST(n.{name} AS DOUBLE) / 100") for name in ("points", "low", "high")}
    points = dialect.worded("CAST(n.points AS BIGINT)")
    covered = dialect.worded("CAST(n.weight_covered AS DOUBLE)")
    return f"""
SELECT {_standing(_STANDING)},
       n.network, {points} AS network_points, {hundredth["points"]} AS network_score,
       floor(10000 * {covered} / n.weight_of_all + 0.5 + 1e-9) / 10000 AS network_coverage,
       {hundredth["low"]} AS network_low, {hundredth["high"]} AS network_high
FROM standings AS s JOIN ranges AS n ON n.profile = s.profile
ORDER BY s.position, s.profile{dialect.collate}, n.network{dialect.collate}"""
