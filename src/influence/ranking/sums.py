"""What the rows of files add up to for each profile, network, kind and person, in one pass over each file.

Rows are summed by what their cells say, letter by letter; what a cell means (no space around a network, a profile that
is a dash) is settled once for each sum. Both are the expressions by which `score` reads such a file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import duckdb

from influence.events import KINDS
from influence.ranking.inputs import Input
from influence.ranking.rows import KEYS, WRONG, has, rows
from influence.reading.problems import why_wrong
from influence.reading.select import Columns, columns, quoted
from influence.reading.sources import AGAIN, UnreadableError
from influence.reading.store import Store
from influence.reading.ways import Attempt, attempts
from influence.result import Example, Problem

_EXAMPLES = 3


@dataclass(slots=True)
class Summed:
    """One file that was read, and how; whether it has people, and its texts' meaning."""

    source: Input
    attempt: Attempt
    selected: Columns
    people: bool


@dataclass(slots=True)
class Own:
    """What one file holds: all rows, those that name no profile, and those that are wrong, by what is."""

    rows: int = 0
    nameless: int = 0
    wrong: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Totals:
    """What all files hold: `rows`, those that name no profile (`nameless`), the newest day (whole days since
    1970-01-01 UTC; None: no day known), and whether the sums are `amounts` already: one for each profile, network and
    kind, and no person in them. `people`: whether any file has a column for them."""

    rows: int = 0
    nameless: int = 0
    newest: int | None = None
    amounts: bool = False
    people: bool = False
    files: list[Own] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def empty(store: Store) -> None:
    """Make the table `raw` anew."""
    store.connection.execute("""
        CREATE OR REPLACE TEMP TABLE raw(file INTEGER, k_profile VARCHAR, k_network VARCHAR, k_kind VARCHAR,
            k_actor VARCHAR, day INTEGER, wrong TINYINT, count BIGINT, faded DOUBLE, rows BIGINT, newest INTEGER)""")


def add(store: Store, one: Input, number: int, as_of: int | None, by_day: bool = False) -> Summed:
    """Add up the rows of a file, as file `number`, in the table `raw`, faded to the day `as_of` by the variable
    `fades`; or `by_day`, each day for itself. Raises UnreadableError."""
    try:
        return _added(store, one, number, as_of, by_day)
    except (duckdb.OutOfMemoryException, duckdb.InterruptException):
        raise
    except duckdb.Error as error:
        raise UnreadableError(f"{one.name}: is damaged ({str(error).splitlines()[0]})", AGAIN) from None


def _added(store: Store, one: Input, number: int, as_of: int | None, by_day: bool) -> Summed:
    """As `add`. Raises duckdb.Error where no way to read the file works."""
    failure: duckdb.Error | None = None
    for attempt in attempts(store, one.matched, one.kept):
        people = has("actor", one.matched.format, attempt.relation)
        try:
            insert(store, number, rows(one.matched.format, attempt.relation), people, as_of, by_day)
        except (duckdb.OutOfMemoryException, duckdb.InterruptException):
            raise
        except duckdb.Error as error:  # the next way to read it is slower and more forgiving
            failure = error
            continue
        return Summed(one, attempt, columns(one.matched.format, attempt.relation, "iso"), people)
    raise failure or duckdb.Error("no way to read it")


def insert(store: Store, number: int, read: str, people: bool, as_of: int | None, by_day: bool = False) -> None:
    """Add up some rows in the table `raw`. Without people or days, nobody asks how many there were."""
    keys = ", ".join(f"k_{own}" for own in KEYS if people or own != "actor")
    actor, day = "" if people else ", NULL", "day" if by_day else "NULL"
    count = "sum(CASE WHEN fade IS NOT NULL THEN count END)" if people or by_day else "0"
    store.connection.execute(f"""
        INSERT INTO raw SELECT {number}, {keys}{actor}, {day}, wrong, {count}, sum(count * fade), count(*), max(day)
        FROM (SELECT *, {_fade(as_of)} AS fade FROM ({read}))
        GROUP BY {keys}, wrong{", day" if by_day else ""}""")


def _fade(as_of: int | None) -> str:
    """What is left of an event, null outside the window."""
    if as_of is None:
        return "1.0"
    return f"CASE WHEN day IS NULL THEN 1.0 WHEN day <= {as_of} THEN getvariable('fades')[{as_of} - day + 1] END"


_MEANINGS = """
CREATE OR REPLACE TEMP TABLE told AS SELECT file, k_network, k_kind, wrong, sum(rows) AS rows, max(newest) AS newest
    FROM raw GROUP BY ALL;
CREATE OR REPLACE TEMP TABLE words AS SELECT k_network, k_kind, {network} AS network, {kind} AS kind
    FROM (SELECT *, k_network AS t_network, k_kind AS t_kind FROM (SELECT DISTINCT k_network, k_kind FROM told));
CREATE OR REPLACE TEMP TABLE written AS SELECT k_profile, {profile} AS name
    FROM (SELECT *, k_profile AS t_profile FROM (SELECT DISTINCT k_profile FROM raw));
CREATE OR REPLACE TEMP TABLE names AS SELECT CAST(row_number() OVER () AS INTEGER) AS profile, name
    FROM (SELECT DISTINCT name FROM written WHERE name IS NOT NULL);
CREATE OR REPLACE TEMP TABLE spelled AS SELECT k_profile, profile FROM written LEFT JOIN names USING (name);
CREATE OR REPLACE TEMP TABLE meant AS SELECT DISTINCT w.network, w.kind FROM told AS t
    JOIN words AS w ON w.k_network IS NOT DISTINCT FROM t.k_network AND w.k_kind IS NOT DISTINCT FROM t.k_kind
    WHERE wrong IS NULL AND w.network IS NOT NULL AND w.kind IS NOT NULL;
CREATE TYPE a_network AS ENUM (SELECT DISTINCT network FROM words WHERE network IS NOT NULL);
CREATE TYPE a_kind AS ENUM ({kinds});
"""

_MEANT = """
CREATE OR REPLACE TEMP TABLE sums AS
SELECT s.profile, CAST(w.network AS a_network) AS network, CAST(w.kind AS a_kind) AS kind, {actor} AS actor,
       day, coalesce(count, 0) AS count, coalesce(faded, 0) AS faded
FROM (SELECT *, k_actor AS t_actor FROM raw WHERE wrong IS NULL) AS r
JOIN words AS w ON w.k_network IS NOT DISTINCT FROM r.k_network AND w.k_kind IS NOT DISTINCT FROM r.k_kind
JOIN spelled AS s ON s.k_profile IS NOT DISTINCT FROM r.k_profile
WHERE w.network IS NOT NULL AND w.kind IS NOT NULL"""

_COUNTED = """
SELECT file, coalesce(wrong, CASE WHEN network IS NULL THEN 4 WHEN kind IS NULL THEN 5 END, 0) AS wrong,
       CAST(sum(rows) AS BIGINT), max(newest)
FROM told AS r
JOIN words AS w ON w.k_network IS NOT DISTINCT FROM r.k_network AND w.k_kind IS NOT DISTINCT FROM r.k_kind
GROUP BY ALL ORDER BY file, 2"""

_NAMELESS = """
SELECT file, CAST(sum(rows) AS BIGINT) FROM raw AS r
JOIN (SELECT k_profile FROM spelled WHERE profile IS NULL) AS s ON s.k_profile IS NOT DISTINCT FROM r.k_profile
JOIN words AS w ON w.k_network IS NOT DISTINCT FROM r.k_network AND w.k_kind IS NOT DISTINCT FROM r.k_kind
WHERE wrong IS NULL AND w.network IS NOT NULL AND w.kind IS NOT NULL GROUP BY file"""


def settle(store: Store, files: Sequence[Summed]) -> Totals:
    """From `raw` to the table `sums`, by what is written to what is meant; its profiles are the numbers that they have
    in the table `names`."""
    mean(store, {own: _typed(own, files) for own in KEYS})
    people = any(one.people for one in files)
    totals = Totals(people=people, files=[Own() for _ in files])
    totals.amounts = len(files) == 1 and not people and _apart(store.connection)
    for file, number, count, newest in store.connection.execute(_COUNTED).fetchall():
        own = totals.files[file]
        own.rows += count
        if number:
            own.wrong[WRONG[number]] = own.wrong.get(WRONG[number], 0) + count
            continue
        totals.newest = max((day for day in (totals.newest, newest) if day is not None), default=None)
    for file, count in store.connection.execute(_NAMELESS).fetchall():
        totals.files[file].nameless = count
    totals.rows, totals.nameless = sum(one.rows for one in totals.files), sum(one.nameless for one in totals.files)
    for one, own in zip(files, totals.files, strict=True):
        totals.problems += _problems(store, one, own.wrong)
    return totals


def mean(store: Store, typed: Mapping[str, str]) -> None:
    """Make the table `sums` from `raw`, by what becomes of the text of each key."""
    connection = store.connection
    connection.execute("DROP TABLE IF EXISTS sums; DROP TYPE IF EXISTS a_network; DROP TYPE IF EXISTS a_kind")
    connection.execute(_MEANINGS.format(**typed, kinds=", ".join(map(quoted, KINDS))))
    connection.execute(_MEANT.format(actor=typed["actor"]))


def _typed(own: str, files: Sequence[Summed]) -> str:
    """What becomes of the text of a key: the same in every file that has one."""
    found = (one.selected.typed[own] for one in files if f"t_{own}" in one.selected.texts)
    return next(found, "CAST(NULL AS VARCHAR)")


def _apart(connection: Any) -> bool:
    """Whether no two spellings mean the same."""
    (apart,) = connection.execute("""
        SELECT (SELECT count(*) = count(DISTINCT (network, kind)) FROM words)
           AND (SELECT count(profile) = count(DISTINCT profile) FROM spelled)""").fetchone()
    return bool(apart)


def _problems(store: Store, one: Summed, wrong: dict[str, int]) -> Iterator[Problem]:
    """What is wrong in a file, with its first examples; they are looked for only where there are any."""
    name, mended = one.source.name, one.attempt.mended
    if mended and mended.bad.count:
        what = ("a record that is broken", "a quote or bracket does not close", "mend it; it was left out")
        yield _problem(name, what, mended.bad.count, mended.bad.first)
    for own, count in wrong.items():
        examples = store.connection.execute(
            f"""SELECT record, {one.selected.wrong_text(own)} AS text FROM
            ({one.selected.sql(one.attempt.relation.sql)}) WHERE text IS NOT NULL LIMIT {_EXAMPLES}"""
        ).fetchall()
        yield _problem(name, why_wrong(own, examples), count, examples)


def _problem(source: str, said: tuple[str, str, str], count: int, examples: list[tuple[int, str]]) -> Problem:
    what, why, do = said
    shown = [Example(record=record, value=value[:80]) for record, value in examples]
    return Problem(source=source, what=what, why=why, do=do, count=count, examples=shown)
