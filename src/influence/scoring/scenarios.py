"""Scenarios, and the tables that they are to the SQL.

A scenario is one way to run the score: these weights, as of this day, perhaps without a network or with activity that
is not in the exports. Every question about a score (what if, how sensitive, on another day) is a list of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from influence.events import Kind
from influence.record import record
from influence.weights import Weights, micro

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@record
class Fading:
    """What amounts depend on beside the events: the day (whole days since 1970-01-01 UTC; None: no day known), the
    window and the damping."""

    as_of: int | None
    window_days: int
    half_life_days: float | None
    same_person: float


@record
class Added:
    """Activity that is not in the exports: `count` more on the scenario's day, of no post and by nobody who is there
    already; and a `part` more of all there is, as if every day had brought so much more from other people."""

    network: str
    kind: Kind
    count: int = 0
    part: float = 0.0


@record
class Scenario:
    """One way to run the score: these weights, as of this day (as in `Fading`), `without` some networks, and with at
    most one `added` for a network and kind."""

    weights: Weights
    as_of: int | None
    without: frozenset[str] = frozenset()
    added: tuple[Added, ...] = ()

    @property
    def fading(self) -> Fading:
        w = self.weights
        return Fading(
            as_of=self.as_of, window_days=w.window_days, half_life_days=w.half_life_days, same_person=w.same_person
        )


def write_fadings(connection: DuckDBPyConnection, fadings: Mapping[Fading, int]) -> None:
    """Write the table `fadings`."""
    connection.execute("""
        CREATE OR REPLACE TEMP TABLE fadings(fading INTEGER, as_of INTEGER, window_days INTEGER,
            half_life_days DOUBLE, same_person DOUBLE)""")
    rows = [
        (number, one.as_of, one.window_days, one.half_life_days, one.same_person) for one, number in fadings.items()
    ]
    _insert(connection, "fadings", rows)


def write_scenarios(
    connection: DuckDBPyConnection,
    scenarios: Sequence[Scenario],
    fadings: Mapping[Fading, int],
    events: str = "events",
) -> None:
    """Write the tables scenarios, present, added, weights and voices for the networks that the relation `events`
    names."""
    connection.execute("""
        CREATE OR REPLACE TEMP TABLE scenarios(scenario INTEGER, fading INTEGER, rule VARCHAR, doubling DOUBLE);
        CREATE OR REPLACE TEMP TABLE added(scenario INTEGER, network VARCHAR, kind VARCHAR, count BIGINT, part DOUBLE);
        CREATE OR REPLACE TEMP TABLE weights(scenario INTEGER, network VARCHAR, kind VARCHAR, position INTEGER,
            weight BIGINT, curve VARCHAR, full_at DOUBLE, median DOUBLE, p90 DOUBLE);
        CREATE OR REPLACE TEMP TABLE voices(scenario INTEGER, network VARCHAR, voice BIGINT)""")
    numbered = list(enumerate(scenarios))
    _insert(
        connection,
        "scenarios",
        [(n, fadings[s.fading], s.weights.combine.rule, s.weights.combine.points) for n, s in numbered],
    )
    _insert(connection, "added", [(n, a.network, a.kind, a.count, a.part) for n, s in numbered for a in s.added])
    networks = _write_present(connection, numbered, events)
    _insert(connection, "weights", [row for n, s in numbered for row in _weight_rows(n, s.weights, networks)])
    _insert(
        connection, "voices", [(n, name, micro(s.weights.of(name).voice)) for n, s in numbered for name in networks]
    )


def _write_present(connection: DuckDBPyConnection, numbered: Sequence[tuple[int, Scenario]], events: str) -> list[str]:
    """Write the table `present`: a profile's networks, but those that a scenario is without, and those that it adds.
    Returns all of their names."""
    connection.execute(f"""CREATE OR REPLACE TEMP TABLE present AS SELECT s.scenario, e.profile, e.network
        FROM (SELECT DISTINCT profile, network FROM {events}) AS e CROSS JOIN scenarios AS s""")
    if any(scenario.added for _, scenario in numbered):
        connection.execute("""INSERT INTO present SELECT DISTINCT a.scenario, p.profile, a.network FROM added AS a
            CROSS JOIN (SELECT DISTINCT profile FROM present) AS p EXCEPT SELECT * FROM present""")
    names = [name for (name,) in connection.execute("SELECT DISTINCT network FROM present").fetchall()]
    for number, scenario in numbered:
        for name in scenario.without:
            connection.execute("DELETE FROM present WHERE scenario = ? AND network = ?", [number, name])
    return names


def _weight_rows(number: int, weights: Weights, networks: Iterable[str]) -> list[tuple[Any, ...]]:
    return [
        (number, network, kind, position, micro(s.weight), s.curve, s.full, s.median, s.p90)
        for network in networks
        for position, (kind, s) in enumerate(weights.of(network).signals.items())
    ]


def _insert(connection: DuckDBPyConnection, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert rows by columns: a thousand cost what one costs."""
    if rows:
        columns = [list(column) for column in zip(*rows, strict=True)]
        connection.execute(f"INSERT INTO {table} SELECT {', '.join(['unnest(?)'] * len(columns))}", columns)
