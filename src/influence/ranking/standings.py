"""From sums to standings: the steps of the score over all profiles at once, one scenario, no other formula."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from influence.reading.cells import quoted
from influence.scoring.composed import RANKED
from influence.scoring.run import steps
from influence.scoring.scenarios import Scenario, write_fadings, write_scenarios

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MAX_NETWORKS = 1000

_AMOUNTS = "amounts AS (SELECT fading, profile, network, kind, count, faded AS amount FROM aged)"
"""The step `amounts` where there is one sum for each already, and no person in any."""

_DAYS = """CREATE OR REPLACE TEMP VIEW events AS
    SELECT CAST(NULL AS VARCHAR) AS profile, CAST(NULL AS VARCHAR) AS network, CAST(NULL AS VARCHAR) AS kind,
           CAST(1 AS BIGINT) AS count, CAST(as_of - range AS INTEGER) AS day, CAST(NULL AS VARCHAR) AS post,
           CAST(NULL AS VARCHAR) AS actor
    FROM fadings CROSS JOIN range((SELECT window_days FROM fadings))"""


def fade(connection: DuckDBPyConnection, scenario: Scenario) -> None:
    """Set `fades`, what is left of one event after each number of days from 0 on, by the score's own step."""
    write_fadings(connection, {scenario.fading: 0})
    connection.execute(_DAYS)
    connection.execute(f"SET VARIABLE fades = ({steps('faded')} SELECT list(faded ORDER BY day DESC) FROM aged)")


def stand(connection: DuckDBPyConnection, scenario: Scenario, networks: Sequence[str], amounts: bool) -> None:
    """Make the table `ranking` from `sums`: position, profile, points, score, percentile, coverage and the points of
    each of the networks. `amounts`: whether the sums are amounts already."""
    write_fadings(connection, {scenario.fading: 0})
    kept = ", ".join(map(quoted, networks))
    connection.execute(f"""
        CREATE OR REPLACE TEMP VIEW aged AS
            SELECT 0 AS fading, profile, network, kind, actor, count, faded, same_person - 1 AS damping
            FROM sums CROSS JOIN fadings WHERE profile IS NOT NULL AND network IN ({kept});
        CREATE OR REPLACE TEMP {"VIEW" if amounts else "TABLE"} amounts AS
            WITH {_AMOUNTS if amounts else steps("damped", "amounts")} SELECT * FROM amounts;
        CREATE OR REPLACE TEMP VIEW events AS SELECT profile, network FROM amounts;
        CREATE OR REPLACE TEMP TABLE measured AS SELECT DISTINCT CAST(network AS a_network) AS network,
            CAST(kind AS a_kind) AS kind FROM meant""")
    write_scenarios(connection, [scenario], {scenario.fading: 0})
    for table, column in (("weights", "network"), ("weights", "kind"), ("voices", "network")):
        connection.execute(f"ALTER TABLE {table} ALTER {column} TYPE a_{column}")  # numbers are compared, not texts
    columns = ", ".join(
        f'max(CAST(points AS BIGINT)) FILTER (network = {quoted(name)}) AS "{_column(name)}"' for name in networks
    )
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE ranges AS WITH {steps(*RANKED)} SELECT * FROM ranges;
        CREATE OR REPLACE TABLE ranking AS WITH {steps("combined", "standings")}
            SELECT s.position, m.name AS profile, s.points, s.score, s.percentile, s.coverage, n.* EXCLUDE (profile)
            FROM standings AS s JOIN (SELECT profile, {columns} FROM ranges GROUP BY profile) AS n USING (profile)
            JOIN names AS m USING (profile)""")


def _column(network: str) -> str:
    return network.replace('"', '""') + "_points"
