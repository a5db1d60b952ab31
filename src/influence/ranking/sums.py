"""What the rows of a file add up to for each profile, network, kind and person, in one pass over it.

Rows are summed by what their cells say, letter by letter; what a cell means (no space around a network, a profile that
is a dash) is settled once for each sum. Both are the expressions by which `score` reads such a file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import duckdb

from influence.ranking.inputs import Input
from influence.reading.problems import why_wrong
from influence.reading.select import Columns, columns
from influence.reading.sources import AGAIN, UnreadableError
from influence.reading.store import Store
from influence.reading.ways import Attempt, attempts
from influence.result import Example, Problem

_EXAMPLES = 3
KEYS = ("profile", "network", "kind", "actor")


@dataclass(slots=True)
class Summed:
    """One file that was read: how many rows, how many of them name no profile, the newest day (whole days since
    1970-01-01 UTC; None: no day known) and the rows that are wrong."""

    rows: int
    nameless: int
    newest: int | None
    problems: list[Problem] = field(default_factory=list)


def empty(store: Store) -> None:
    """Make the table `sums` anew."""
    store.connection.execute("""CREATE OR REPLACE TEMP TABLE sums(profile VARCHAR, network VARCHAR, kind VARCHAR,
        actor VARCHAR, count BIGINT, faded DOUBLE)""")


def add(store: Store, one: Input, as_of: int | None) -> Summed:
    """Add up the rows of a file in the table `sums`, faded by the table `fades`. Raises UnreadableError."""
    failure: duckdb.Error | None = None
    for attempt in attempts(store, one.matched, one.kept):
        selected = columns(one.matched.format, attempt.relation, "iso")
        try:
            store.connection.execute(
                f"CREATE OR REPLACE TEMP TABLE file_sums AS {_summed(selected, attempt.relation.sql, as_of)}"
            )
        except (duckdb.OutOfMemoryException, duckdb.InterruptException):
            raise
        except duckdb.Error as error:  # the next way to read it is slower and more forgiving
            failure = error
            continue
        return _finish(store, one, attempt, selected)
    raise UnreadableError(f"{one.name}: is damaged ({str(failure).splitlines()[0]})", AGAIN)


def _summed(selected: Columns, relation: str, as_of: int | None) -> str:
    """The SELECT of a file's sums; `wrong` is null, or the first of a row's cells that is."""
    texts = {f"t_{own}": selected.texts.get(f"t_{own}", "CAST(NULL AS VARCHAR)") for own in (*KEYS, "count", "time")}
    if "t_row" in selected.texts:
        texts["t_row"] = selected.texts["t_row"]
    wrong = "".join(
        f" WHEN {selected.wrong[own]} IS NOT NULL THEN {own!r}" for own in ("row", "time") if own in selected.wrong
    )
    keys = ", ".join(f"t_{own}" for own in KEYS)
    names = ", ".join(f"{selected.typed[own]} AS {own}" for own in KEYS)
    return f"""
    SELECT profile, network, kind, actor, count, faded, rows, newest,
           coalesce(wrong, CASE WHEN network IS NULL THEN 'network' WHEN kind IS NULL THEN 'kind' END) AS wrong
    FROM (SELECT {names}, wrong, count, faded, rows, newest FROM (
      SELECT {keys}, wrong, sum(CASE WHEN fade IS NOT NULL THEN count END) AS count, sum(count * fade) AS faded,
             count(*) AS rows, max(day) AS newest
      FROM (SELECT {keys}, count, day, {_fade(as_of)} AS fade, CASE {wrong} WHEN count IS NULL THEN 'count' END AS wrong
        FROM (SELECT *, {selected.typed["count"]} AS count,
                     CAST(CAST({selected.typed["time"]} AS DATE) - DATE '1970-01-01' AS INTEGER) AS day
          FROM (SELECT {_listed(texts, selected.parsed)} FROM {_texts(texts, relation)})))
      GROUP BY {keys}, wrong))"""


def _texts(texts: dict[str, str], relation: str) -> str:
    return f"(SELECT {', '.join(f'{sql} AS {name}' for name, sql in texts.items())} FROM {relation})"


def _listed(texts: dict[str, str], parsed: dict[str, str]) -> str:
    return ", ".join([*texts, *(f"{parsed[name]} AS {name}" for name in ("v_count", "v_time") if name in parsed)])


def _fade(as_of: int | None) -> str:
    """What is left of an event, null outside the window."""
    if as_of is None:
        return "1.0"
    return f"CASE WHEN day IS NULL THEN 1.0 WHEN day <= {as_of} THEN getvariable('fades')[{as_of} - day + 1] END"


def _finish(store: Store, one: Input, attempt: Attempt, selected: Columns) -> Summed:
    connection = store.connection
    rows, nameless, newest = _row(
        connection,
        """SELECT sum(rows), coalesce(sum(rows) FILTER (profile IS NULL AND wrong IS NULL), 0),
            max(newest) FILTER (wrong IS NULL) FROM file_sums""",
    )
    connection.execute(f"""INSERT INTO sums SELECT {", ".join(KEYS)}, coalesce(count, 0), coalesce(faded, 0)
        FROM file_sums WHERE wrong IS NULL""")
    return Summed(int(rows or 0), int(nameless), newest, list(_problems(store, one, attempt, selected)))


def _problems(store: Store, one: Input, attempt: Attempt, selected: Columns) -> Iterator[Problem]:
    """What is wrong in a file, with its first examples; they are looked for only where there are any."""
    if attempt.mended and attempt.mended.bad.count:
        what = ("a record that is broken", "a quote or bracket does not close", "mend it; it was left out")
        yield _problem(one.name, what, attempt.mended.bad.count, attempt.mended.bad.first)
    counted = store.connection.execute(
        "SELECT wrong, CAST(sum(rows) AS BIGINT) FROM file_sums WHERE wrong IS NOT NULL GROUP BY wrong ORDER BY wrong"
    ).fetchall()
    for own, count in counted:
        examples = store.connection.execute(
            f"""SELECT record, "wrong_{own}" FROM ({selected.sql(attempt.relation.sql)})
            WHERE "wrong_{own}" IS NOT NULL LIMIT {_EXAMPLES}"""
        ).fetchall()
        yield _problem(one.name, why_wrong(own, examples), count, examples)


def _problem(source: str, said: tuple[str, str, str], count: int, examples: list[tuple[int, str]]) -> Problem:
    what, why, do = said
    shown = [Example(record=record, value=value[:80]) for record, value in examples]
    return Problem(source=source, what=what, why=why, do=do, count=count, examples=shown)


def _row(connection: Any, sql: str) -> tuple[Any, ...]:
    return connection.execute(sql).fetchone() or ()
