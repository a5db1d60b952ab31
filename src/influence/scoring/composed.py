"""The steps of the score as text for any dialect: those of the formula's files, and before them those that weights and
days are made into."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from influence.scoring.dialects import Dialect
from influence.scoring.run import steps
from influence.weights import Weights, micro

ADDED = """added AS (
  SELECT 0 AS scenario, network, kind, 0 AS count, 0.0 AS part FROM measured WHERE 1 = 0
)"""
"""The step `added` where nothing is."""

RANKED = ("shares", "ranked", "points", "networks")
"""The files of the steps from amounts to the networks of many profiles."""

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
_VOICES = {"block": "VARCHAR", "voice": "BIGINT"}


def formula(dialect: Dialect, *names: str) -> tuple[str, str]:
    """What the first of the formula's files says at its top, if anything, and the steps of all of them. Profiles are
    never null where they are used, so that an engine may look them up by their hash."""
    top, found, chain = steps(*names).partition("WITH\n")
    top, chain = (top, chain) if found else ("", top)
    return top, dialect.worded(chain.replace("IS NOT DISTINCT FROM", "="))


_STEP = re.compile(r"^(\w+) AS \(\n(.*?)\n\),?$", re.MULTILINE | re.DOTALL)


def apart(chain: str) -> Iterator[tuple[str, str]]:
    """The steps of a chain one by one, each with its name, for an engine that rather has them as views."""
    return ((step[1], step[2]) for step in _STEP.finditer(chain))


def scenario(dialect: Dialect, weights: Weights, as_of: str) -> str:
    """The steps `fadings` and `scenarios`; `as_of`: the day in SQL."""
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


def numbers(dialect: Dialect, weights: Weights) -> str:
    """The steps `weights` and `voices` for the networks of the step `measured`."""
    own = [name for name in weights.networks if name != "default"]
    block = f"CASE WHEN network IN {dialect.literals(own)} THEN network ELSE 'default' END" if own else "'default'"
    signals = [
        (name, kind, position, micro(s.weight), s.curve, s.full, s.median, s.p90)
        for name, network in weights.networks.items()
        for position, (kind, s) in enumerate(network.signals.items())
    ]
    voices = [(name, micro(network.voice)) for name, network in weights.networks.items()]
    return f"""-- Each network's own block of the weights, or the default one.
blocks AS (
  SELECT network, {block} AS block
  FROM (SELECT DISTINCT network FROM measured) AS n
),
weights AS (
  SELECT 0 AS scenario, b.network, {_typed(dialect, "w", _SIGNALS)}
  FROM blocks AS b JOIN {dialect.table("w", _SIGNALS, signals)} ON w.block = b.block
),
voices AS (
  SELECT 0 AS scenario, b.network, {_typed(dialect, "v", _VOICES)}
  FROM blocks AS b JOIN {dialect.table("v", _VOICES, voices)} ON v.block = b.block
)"""


def _typed(dialect: Dialect, table: str, columns: dict[str, str]) -> str:
    casts = (f"CAST({table}.{name} AS {kind}) AS {name}" for name, kind in columns.items() if name != "block")
    return dialect.worded(",\n         ".join(casts))


STANDING = ("position", "profile", "points", "score", "percentile", "coverage", "low", "high")
"""The columns of the step `standings`."""


def wide(dialect: Dialect, networks: Sequence[str], columns: Sequence[str] = STANDING) -> str:
    """The SELECT of a row a profile, with a column NETWORK_points for each of the networks."""
    select, joined = f"SELECT {_listed(columns)}", ""
    if networks:
        names = {network: dialect.named(f"{network}_points") for network in dict.fromkeys(networks)}
        casts = ",\n       ".join(dialect.worded(f"CAST(n.{name} AS BIGINT) AS {name}") for name in names.values())
        points = ",\n         ".join(
            f"max(CASE WHEN network = {dialect.literal(network)} THEN points END) AS {name}"
            for network, name in names.items()
        )
        select += f",\n       {casts}"
        joined = (
            f"\nJOIN (\n  SELECT profile, {points}\n  FROM ranges GROUP BY profile\n) AS n ON n.profile = s.profile"
        )
    return f"{select}\nFROM standings AS s{joined}\nORDER BY s.position, s.profile{dialect.collate}"


def long(dialect: Dialect) -> str:
    """The SELECT of a row a profile and network."""
    points, low, high = (dialect.worded(f"CAST(n.{name} AS DOUBLE) / 100") for name in ("points", "low", "high"))
    covered = dialect.worded("CAST(n.weight_covered AS DOUBLE)")
    return f"""SELECT {_listed(STANDING)},
       n.network, {dialect.worded("CAST(n.points AS BIGINT)")} AS network_points, {points} AS network_score,
       floor(10000 * {covered} / n.weight_of_all + 0.5 + 1e-9) / 10000 AS network_coverage,
       {low} AS network_low, {high} AS network_high
FROM standings AS s JOIN ranges AS n ON n.profile = s.profile
ORDER BY s.position, s.profile{dialect.collate}, n.network{dialect.collate}"""


def _listed(columns: Sequence[str]) -> str:
    return ", ".join(f"s.{name}" for name in columns)
