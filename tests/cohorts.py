"""Event rows of several profiles, what each profile's score must be, and engines that have such rows in a table."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import Any

import duckdb
from hypothesis import strategies as st

import oracle
from cases import KINDS, NETWORKS, Plain, Row, days, rows, weights

Standing = dict[str, Any]
"""One profile's row of a ranking; `networks`: each of its networks' points, low and high."""

TYPES = {
    "profile": "VARCHAR",
    "network": "VARCHAR",
    "kind": "VARCHAR",
    "count": "BIGINT",
    "time": "TIMESTAMP",
    "post": "VARCHAR",
    "actor": "VARCHAR",
    "source": "VARCHAR",
    "record": "BIGINT",
}
"""The columns of a table of canonical events, with DuckDB's types."""


@dataclass(frozen=True)
class Cohort:
    """The rows of several profiles and one way to score them."""

    rows: list[Row]
    weights: Plain
    as_of: datetime.date | None = None


PROFILES = (None, "ann", "bob", "Bob", "é'\"\\")


def cohorts(tied: bool = False) -> st.SearchStrategy[Cohort]:
    """Cohorts of up to five profiles."""
    made = rows(kinds=(*KINDS, "like", "post"), tied=tied, profiles=PROFILES, most=40)
    return st.builds(Cohort, rows=made, weights=weights(tied), as_of=days)


def expected(cohort: Cohort) -> list[Standing]:
    """The ranking by the oracle, best first; rows that name nobody are in no one's score."""
    scores = {
        name: oracle.score(cohort.rows, cohort.weights, cohort.as_of, name)
        for name in {row["profile"] for row in cohort.rows}
        if name is not None
    }
    points = [score.points for score in scores.values()]
    made = [
        {
            "position": 1 + sum(other > score.points for other in points),
            "profile": name,
            "points": score.points,
            "score": score.points / 100,
            "percentile": 10_000 * sum(other < score.points for other in points) // len(points) / 100,
            "coverage": floor(score.coverage * 10_000 + Fraction(1, 2)) / 10_000,
            "low": score.low / 100,
            "high": score.high / 100,
            "networks": {key: (one.points, one.low, one.high) for key, one in score.networks.items()},
        }
        for name, score in scores.items()
    ]
    return sorted(made, key=lambda one: (one["position"], one["profile"].encode()))


def standings(wide: Sequence[Row], long: Sequence[Row]) -> list[Standing]:
    """What a statement gave in its two forms as one ranking; `wide` names its networks' columns NETWORK_points."""
    networks: dict[Any, dict[str, Any]] = {}
    for row in long:
        numbers = (row["network_points"], *(round(100 * row[f"network_{which}"]) for which in ("low", "high")))
        networks.setdefault(row["profile"], {})[row["network"]] = numbers
        assert row["network_score"] == row["network_points"] / 100
    for row in wide:
        own = {key.removesuffix("_points"): value for key, value in row.items() if key.endswith("_points")}
        assert own == {name: networks[row["profile"]].get(name, (None,))[0] for name in own}
    plain = [{key: value for key, value in row.items() if not key.endswith("_points")} for row in wide]
    return [row | {"networks": networks[row["profile"]]} for row in plain]


def moment(text: str | None) -> datetime.datetime | None:
    """A row's time as UTC without a zone."""
    if text is None:
        return None
    time = datetime.datetime.fromisoformat(text)
    return time.astimezone(datetime.UTC).replace(tzinfo=None) if time.tzinfo else time


def values(made: Sequence[Row]) -> list[tuple[Any, ...]]:
    """The rows as tuples in the order of TYPES."""
    return [tuple(moment(row["time"]) if name == "time" else row.get(name) for name in TYPES) for row in made]


Ask = Callable[[str], list[Row]]
"""Runs a statement and gives its rows."""


@contextmanager
def in_duckdb(made: Sequence[Row], zoned: bool = False) -> Iterator[Ask]:
    """A DuckDB with the rows in the table `events`, far from Greenwich; `zoned`: their times are moments."""
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        columns = ", ".join(f'"{name}" {kind}' for name, kind in TYPES.items())
        connection.execute(f"CREATE TABLE plain({columns})")
        lists = [list(column) for column in zip(*values(made), strict=True)]
        connection.execute(f"INSERT INTO plain SELECT {', '.join(['unnest(?)'] * len(TYPES))}", lists)
        time = "CAST(time AS TIMESTAMPTZ)" if zoned else "time"
        connection.execute(f"CREATE TABLE events AS SELECT * REPLACE ({time} AS time) FROM plain")
        connection.execute("SET TimeZone = 'Asia/Tokyo'")

        def ask(statement: str) -> list[Row]:
            cursor = connection.execute(statement)
            names = [column[0] for column in cursor.description or []]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

        yield ask


def ranking(ask: Ask, dialect: str, cohort: Cohort, path: Any) -> list[Standing]:
    """The ranking of the cohort in the table `events`, by the statement in its two forms; `path`: its weights file."""
    import influence

    how: Any = {"weights": path, "as_of": cohort.as_of}
    wide = ask(influence.sql(dialect, columns=NETWORKS, **how))
    return standings(wide, ask(influence.sql(dialect, long=True, **how)))
