"""What the rows of files add up to for each profile, network, kind and person, in one pass over each file.

Rows are summed by what their cells say, letter by letter; what a cell means (no space around a network, a profile that
is a dash) is settled once for each sum. Both are the expressions by which `score` reads such a file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import duckdb

from influence.events import KINDS, MAX_SUM
from influence.ranking.inputs import Input
from influence.ranking.rows import KEYS, WRONG, has, rows
from influence.reading.cells import quoted
from influence.reading.problems import why_wrong
from influence.reading.select import Columns, columns
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
    """What all files hold: `rows`, those that name no profile (`nameless`), and whether the sums are `amounts` already:
    one for each profile, network and kind, and no person in them. `people`: whether any file has a column for them;
    `large`: whether the sums have the whole counts too, as `total`."""

    rows: int = 0
    nameless: int = 0
    amounts: bool = False
    people: bool = False
    large: bool = False
    files: list[Own] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def empty(store: Store) -> None:
    """Make the table `raw` anew."""
    store.connection.execute("""
        CREATE OR REPLACE TEMP TABLE raw(file INTEGER, k_profile VARCHAR, k_network VARCHAR, k_kind VARCHAR,
            k_actor VARCHAR, day INTEGER, count BIGINT, faded DOUBLE, rows BIGINT, total HUGEINT)""")


class AgainError(Exception):
    """A row does not go with what its file was taken for; it must be summed again, `into` something else."""

    def __init__(self, into: Into) -> None:
        super().__init__()
        self.into = into


@dataclass(frozen=True, slots=True)
class Into:
    """What rows are summed into: amounts faded to the day `as_of` (whole days since 1970-01-01 UTC; None: no day is
    known) by the variable `fades`, where that day is `guessed` only while no row is later; or `by_day`, each day for
    itself. `large`: counts are summed as they are too, for some may be so large that they add up to too many."""

    as_of: int | None = None
    guessed: bool = False
    by_day: bool = False
    large: bool = False

    @property
    def fade(self) -> str:
        """What is left of an event, null outside the window. A row that was not expected ends the pass: to ask each
        group for its newest day and its whole count would cost more than all else that is asked."""
        doubts = {
            f"day > {self.as_of}" if self.as_of is not None else "day IS NOT NULL": (self.guessed, _LATER),
            f"count > {_LARGE}": (not self.large, _TOO_LARGE),
        }
        ends = " ".join(
            f"WHEN {told} AND wrong IS NULL THEN error({quoted(why)})"
            for told, (doubted, why) in doubts.items()
            if doubted
        )
        if self.by_day:
            return f"CASE {ends} ELSE 1.0 END" if ends else "1.0"
        faded = f"WHEN day <= {self.as_of} THEN getvariable('fades')[{self.as_of} - day + 1]"
        return f"CASE {ends} WHEN day IS NULL THEN 1.0 {'' if self.as_of is None else faded} END"

    def other(self, error: duckdb.Error) -> Into | None:
        """What to sum into after a pass that one of our own errors has ended: where it is no longer `guessed`, of a
        later day."""
        if self.guessed and _LATER in str(error):
            return replace(self, guessed=False)
        return replace(self, large=True) if not self.large and _TOO_LARGE in str(error) else None


_LATER, _TOO_LARGE = "a later day than was guessed", "a count larger than was expected"
_LARGE = 10**9
"""Counts up to this add up to MAX_SUM in no number of rows that there may be."""


def add(store: Store, one: Input, number: int, into: Into) -> Summed:
    """Add up the rows of a file, as file `number`, in the table `raw`. Raises AgainError, UnreadableError."""
    try:
        return _added(store, one, number, into)
    except (duckdb.OutOfMemoryException, duckdb.InterruptException):
        raise
    except duckdb.Error as error:
        raise UnreadableError(f"{one.name}: is damaged ({str(error).splitlines()[0]})", AGAIN) from None


def _added(store: Store, one: Input, number: int, into: Into) -> Summed:
    """As `add`. Raises duckdb.Error where no way to read the file works."""
    failure: duckdb.Error | None = None
    for attempt in attempts(store, one.matched, one.kept):
        people = has("actor", one.matched.format, attempt.relation)
        try:
            insert(store, number, rows(one.matched.format, attempt.relation), people, into)
        except (duckdb.OutOfMemoryException, duckdb.InterruptException):
            raise
        except duckdb.Error as error:  # the next way to read it is slower and more forgiving
            if other := into.other(error):
                raise AgainError(other) from None
            failure = error
            continue
        if not attempt.holds():
            store.connection.execute("DELETE FROM raw WHERE file = ?", [number])
            continue
        return Summed(one, attempt, columns(one.matched.format, attempt.relation, "iso"), people)
    raise failure or duckdb.Error("no way to read it")


def insert(store: Store, number: int, read: str, people: bool, into: Into) -> None:
    """Add up some rows in the table `raw`. Without people or days, nobody asks how many there were. Of rows that are
    wrong, k_kind says what is, as one key more would cost a tenth of the time."""
    keys = [f"k_{own}" for own in KEYS if people or own != "actor"] + (["day"] if into.by_day else [])
    inside = "sum(CASE WHEN fade IS NOT NULL THEN count END)"
    count = f"CASE WHEN {inside} <= {MAX_SUM} THEN {inside} END" if people or into.by_day else "0"
    total = "sum(CASE WHEN wrong IS NULL THEN count END)" if into.large else "NULL"
    store.connection.execute(f"""
        INSERT INTO raw BY NAME
        SELECT {number} AS file, {", ".join(keys)}, {count} AS count, sum(count * fade) AS faded, count(*) AS rows,
               {total} AS total
        FROM (SELECT * REPLACE (CASE WHEN wrong IS NULL THEN CAST(k_kind AS VARCHAR)
                                ELSE {_WRONG} || wrong END AS k_kind), {into.fade} AS fade FROM ({read}))
        GROUP BY {", ".join(keys)}""")


_WRONG = "chr(0) || 'wrong '"
"""What stands in k_kind before the number of what is wrong with a row; no kind is called so."""

_MEANINGS = """
CREATE OR REPLACE TEMP TABLE told AS SELECT file, k_network, k_kind, sum(rows) AS rows FROM raw GROUP BY ALL;
CREATE OR REPLACE TEMP TABLE words AS SELECT k_network, k_kind, {network} AS network, {kind} AS kind
    FROM (SELECT *, k_network AS t_network, k_kind AS t_kind FROM (SELECT DISTINCT k_network, k_kind FROM told));
CREATE OR REPLACE TEMP TABLE written AS SELECT k_profile, {profile} AS name
    FROM (SELECT *, k_profile AS t_profile FROM (SELECT DISTINCT k_profile FROM raw));
CREATE OR REPLACE TEMP TABLE names AS SELECT CAST(row_number() OVER () AS INTEGER) AS profile, name
    FROM (SELECT DISTINCT name FROM written WHERE name IS NOT NULL);
CREATE OR REPLACE TEMP TABLE spelled AS SELECT k_profile, profile FROM written LEFT JOIN names USING (name);
CREATE OR REPLACE TEMP TABLE meant AS SELECT DISTINCT w.network, w.kind FROM told AS t
    JOIN words AS w ON w.k_network IS NOT DISTINCT FROM t.k_network AND w.k_kind IS NOT DISTINCT FROM t.k_kind
    WHERE w.network IS NOT NULL AND w.kind IS NOT NULL;
CREATE TYPE a_network AS ENUM (SELECT DISTINCT network FROM words WHERE network IS NOT NULL);
CREATE TYPE a_kind AS ENUM ({kinds});
"""

_MEANT = """
CREATE OR REPLACE TEMP TABLE sums AS
SELECT s.profile, CAST(w.network AS a_network) AS network, CAST(w.kind AS a_kind) AS kind, {actor} AS actor,
       day, coalesce(count, 0) AS count, coalesce(faded, 0) AS faded{total}
FROM (SELECT *, k_actor AS t_actor FROM raw) AS r
JOIN words AS w ON w.k_network IS NOT DISTINCT FROM r.k_network AND w.k_kind IS NOT DISTINCT FROM r.k_kind
JOIN spelled AS s ON s.k_profile IS NOT DISTINCT FROM r.k_profile
WHERE w.network IS NOT NULL AND w.kind IS NOT NULL"""

_COUNTED = f"""
SELECT file, CASE WHEN starts_with(r.k_kind, {_WRONG}) THEN CAST(right(r.k_kind, 1) AS TINYINT)
                  WHEN network IS NULL THEN 4 WHEN kind IS NULL THEN 5 ELSE 0 END AS wrong,
       CAST(sum(rows) AS BIGINT)
FROM told AS r
JOIN words AS w ON w.k_network IS NOT DISTINCT FROM r.k_network AND w.k_kind IS NOT DISTINCT FROM r.k_kind
GROUP BY ALL ORDER BY file, 2"""

_NAMELESS = """
SELECT file, CAST(sum(rows) AS BIGINT) FROM raw AS r
JOIN (SELECT k_profile FROM spelled WHERE profile IS NULL) AS s ON s.k_profile IS NOT DISTINCT FROM r.k_profile
JOIN words AS w ON w.k_network IS NOT DISTINCT FROM r.k_network AND w.k_kind IS NOT DISTINCT FROM r.k_kind
WHERE w.network IS NOT NULL AND w.kind IS NOT NULL GROUP BY file"""


def settle(store: Store, files: Sequence[Summed], large: bool) -> Totals:
    """From `raw` to the table `sums`, by what is written to what is meant; its profiles are the numbers that they have
    in the table `names`."""
    mean(store, {own: _typed(own, files) for own in KEYS}, large)
    people = any(one.people for one in files)
    totals = Totals(people=people, large=large, files=[Own() for _ in files])
    totals.amounts = len(files) == 1 and not people and _apart(store.connection)
    for file, number, count in store.connection.execute(_COUNTED).fetchall():
        own = totals.files[file]
        own.rows += count
        if number:
            own.wrong[WRONG[number]] = own.wrong.get(WRONG[number], 0) + count
    for file, count in store.connection.execute(_NAMELESS).fetchall():
        totals.files[file].nameless = count
    totals.rows, totals.nameless = sum(one.rows for one in totals.files), sum(one.nameless for one in totals.files)
    for one, own in zip(files, totals.files, strict=True):
        totals.problems += _problems(store, one, own.wrong)
    return totals


def mean(store: Store, typed: Mapping[str, str], large: bool) -> None:
    """Make the table `sums` from `raw`, by what becomes of the text of each key; `large`: with the whole counts."""
    connection = store.connection
    connection.execute("DROP TABLE IF EXISTS sums; DROP TYPE IF EXISTS a_network; DROP TYPE IF EXISTS a_kind")
    connection.execute(_MEANINGS.format(**typed, kinds=", ".join(map(quoted, KINDS))))
    connection.execute(_MEANT.format(actor=typed["actor"], total=", total" if large else ""))


def _typed(own: str, files: Sequence[Summed]) -> str:
    """What becomes of the text of a key: the same in every file that has one."""
    found = (one.selected.typed[own] for one in files if f"t_{own}" in one.selected.texts)
    return next(found, "CAST(NULL AS VARCHAR)")


def _apart(connection: Any) -> bool:
    """Whether no two spellings mean the same, of those that mean anything."""
    (apart,) = connection.execute("""
        SELECT (SELECT count(*) = count(DISTINCT (network, kind)) FROM words
                WHERE network IS NOT NULL AND kind IS NOT NULL)
           AND (SELECT count(profile) = count(DISTINCT profile) FROM spelled)""").fetchone()
    return bool(apart)


def _problems(store: Store, one: Summed, wrong: dict[str, int]) -> Iterator[Problem]:
    """What is wrong in a file, with its first examples; they are looked for only where there are any."""
    name, mended = one.source.name, one.attempt.mended
    for why, bad in mended.bad.items() if mended else ():
        yield _problem(name, ("a record that is broken", why, "mend it; it was left out"), bad.count, bad.first)
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
