"""The Python API: the same steps and the same objects as the command line."""

from __future__ import annotations

import datetime
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from influence import __version__
from influence.errors import InputError, PartialError, UsageError, did_you_mean
from influence.events import COLUMNS, MAX_SUM, Event
from influence.formats import catalogue
from influence.reading import guess
from influence.reading import read as reading
from influence.reading.sources import Walk
from influence.reading.store import Store
from influence.result import LeftOut, Result, WeightsUsed
from influence.scoring.run import EPOCH, iso_day, receipt
from influence.scoring.scenarios import Scenario
from influence.weights import WeightsFile
from influence.weights import load as load_weights

Proposal = guess.Proposal
asked = guess.asked
AnyPath = str | os.PathLike[str]


class Events:
    """Everything that was read, ready to be scored as often as wanted. Iterate it for `Event` objects.

    `inputs`, `left_out`, `problems` and `warnings` are those of the result. Close it, or use it in a `with`."""

    def __init__(self, store: Store, read: reading.Reading) -> None:
        self.store = store
        self.inputs, self.left_out = read.inputs, read.left_out
        self.problems, self.warnings = read.problems, read.warnings

    def __iter__(self) -> Iterator[Event]:
        cursor = self.relation()
        while rows := cursor.fetchmany(10_000):
            yield from (Event(**dict(zip(COLUMNS, row, strict=True))) for row in rows)

    def relation(self) -> Any:
        """The canonical events as a DuckDB relation, in the order of their files and rows."""
        names = ", ".join(f'"{name}"' for name in COLUMNS)
        return self.store.connection.sql(f"SELECT {names} FROM canonical ORDER BY file, record, position")

    def write(self, path: AnyPath, how: str = "FORMAT json") -> None:
        """Write the canonical events to a file; `how`: the options of DuckDB's COPY (FORMAT json, csv or parquet)."""
        time = "time" if "parquet" in how else "strftime(time, '%Y-%m-%dT%H:%M:%SZ') AS time"
        names = ", ".join(time if name == "time" else f'"{name}"' for name in COLUMNS)
        self.store.connection.execute(
            f"""COPY (SELECT {names} FROM canonical ORDER BY file, record, position)
            TO {_quoted(os.fspath(path))} ({how})"""
        )

    def close(self) -> None:
        """Free the memory and the scratch files."""
        self.store.close()

    def __enter__(self) -> Events:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def read(
    *exports: AnyPath, formats: Sequence[AnyPath] = (), format: str | None = None, map: Sequence[str] = ()
) -> Events:
    """Read exports: files, folders, archives, or "-" for standard input. `map`: what columns are ("Herzen=like").

    Raises InputError where one cannot be read or nothing in them was received, ConfigError for a bad format file.
    """
    if not exports:
        raise UsageError("no export given", "Give the path of a downloaded export.")
    store = Store()
    try:
        return Events(store, reading.read(store, exports, catalogue.load(formats), format, guess.parse_given(map)))
    except BaseException:
        store.close()
        raise


def score(
    *exports: AnyPath | Events,
    weights: AnyPath | WeightsFile | None = None,
    set: Sequence[str] = (),
    as_of: str | datetime.date | None = None,
    networks: Sequence[str] = (),
    profile: str | None = None,
    posts: int | None = None,
    strict: bool = False,
    formats: Sequence[AnyPath] = (),
    format: str | None = None,
    map: Sequence[str] = (),
) -> Result:
    """The score of some exports (or of what `read` gave), with its whole receipt.

    `weights`: a file, default as on the command line; `set`: settings on top ("x.like.weight=2"); `as_of`: the day of
    the score, default the newest in the input; `networks`: only these; `profile`: whose, where rows name several;
    `posts`: how many to list, default all; `strict`: PartialError where anything could not be read.
    """
    file = weights if isinstance(weights, WeightsFile) else load_weights(weights, set)
    if len(exports) == 1 and isinstance(exports[0], Events):
        return score_events(exports[0], file, as_of, networks, profile, posts, strict)
    paths = [one for one in exports if not isinstance(one, Events)]
    if len(paths) != len(exports):
        raise UsageError("give either paths or what `read` gave, not both")
    with read(*paths, formats=formats, format=format, map=map) as events:
        return score_events(events, file, as_of, networks, profile, posts, strict)


def score_events(
    events: Events,
    file: WeightsFile,
    as_of: str | datetime.date | None = None,
    networks: Sequence[str] = (),
    profile: str | None = None,
    posts: int | None = None,
    strict: bool = False,
) -> Result:
    """Score what was read."""
    if strict and events.problems:
        total, problem = sum(one.count for one in events.problems), events.problems[0]
        raise PartialError(
            f"{total:,} could not be read; the first: {problem.source}: {problem.what}: {problem.why}",
            "Without --strict the rest is scored.",
        )
    connection = events.store.connection
    held = connection.execute(
        "SELECT profile, network, count(*), max(day) FROM event_rows GROUP BY profile, network ORDER BY ALL"
    ).fetchall()
    newest = max((day for *_, day in held if day is not None), default=None)
    day = _day(as_of) if as_of is not None else newest
    rows: Counter[str | None] = Counter()
    for one, _, count, _ in held:
        rows[one] += count
    who, others = _profile(rows, profile)
    _select_events(connection, who, others, networks, sorted({network for _, network, *_ in held}))
    made = receipt(connection, Scenario(weights=file.weights, as_of=day), posts)
    first, last, outside = _days(connection, day, file.weights.window_days)
    return Result(
        version=__version__,
        profile=who,
        as_of=iso_day(day),
        window_days=file.weights.window_days,
        first=first,
        last=last,
        weights=WeightsUsed(
            path=file.path, sha256=file.sha256, settings=list(file.settings), values=file.weights.numbers()
        ),
        score=made.points / 100,
        points=made.points,
        low=made.low / 100,
        high=made.high / 100,
        coverage=made.coverage,
        networks=made.networks,
        posts=made.posts,
        other_posts=made.other_posts,
        activity=made.activity,
        unscored=made.unscored,
        inputs=events.inputs,
        left_out=[*events.left_out, *outside],
        problems=events.problems,
        warnings=events.warnings,
    )


def _one(connection: Any, sql: str, values: Sequence[Any] = ()) -> Any:
    return (connection.execute(sql, values).fetchone() or (None,))[0]


def _day(as_of: str | datetime.date) -> int:
    try:
        day = as_of if isinstance(as_of, datetime.date) else datetime.date.fromisoformat(as_of)
    except ValueError:
        raise UsageError(f"--as-of {as_of}: not a day", "Write it like 2026-11-20.") from None
    return day.toordinal() - EPOCH


def _profile(rows: Counter[str | None], wanted: str | None) -> tuple[str | None, bool]:
    """Whose score it is, and whether rows of others (or of nobody) must be left out. Raises UsageError."""
    named = [profile for profile, _ in rows.most_common() if profile is not None]
    if wanted is None:
        if len(named) > 1:
            largest = ", ".join(f"{profile} ({rows[profile]:,} rows)" for profile in named[:3])
            raise UsageError(
                f"the input holds {len(named):,} profiles, and a score is one profile's; the largest: {largest}",
                f"Choose one with --profile {named[0]}.",
            )
        return (named[0] if named else None), False
    if wanted not in named:
        raise UsageError(f"--profile {wanted}: no row names it", did_you_mean(wanted, named))
    return wanted, len(named) > 1


def _select_events(
    connection: Any, profile: str | None, others: bool, networks: Sequence[str], found: Sequence[str]
) -> None:
    """The relations that the score runs on: `events` of the one profile, and `measured` of everything that was read."""
    for name in networks:
        if name not in found:
            raise UsageError(f"--network {name}: nothing of it in the input", f"There is {', '.join(found)}.")
    kept = ", ".join(_quoted(name) for name in networks or found)
    whose = f" AND profile = {_quoted(profile)}" if others and profile is not None else ""
    connection.execute(
        f"""CREATE OR REPLACE TEMP VIEW events AS
            SELECT CAST(NULL AS VARCHAR) AS profile, network, kind, count, day, post, actor
            FROM event_rows WHERE network IN ({kept}){whose};
        CREATE OR REPLACE TEMP TABLE measured AS SELECT DISTINCT network, kind FROM event_rows"""
    )
    if not _one(connection, "SELECT count(*) FROM events"):
        raise InputError("no event is left to score", "Leave out --network or --profile.")
    if (_one(connection, "SELECT sum(count) FROM events") or 0) > MAX_SUM:
        raise InputError(
            f"the counts add up to more than {MAX_SUM:,}, as no network's do",
            "Look for a column that holds ids or times, and is read as counts.",
        )


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _days(connection: Any, day: int | None, window: int) -> tuple[str | None, str | None, list[LeftOut]]:
    """The first and last day that count, and what lies outside the window."""
    inside = "day <= $day AND day > $day - $window"
    row = connection.execute(
        f"""SELECT min(day) FILTER ({inside}), max(day) FILTER ({inside}),
            count(*) FILTER (day <= $day - $window), count(*) FILTER (day > $day) FROM events WHERE kind <> 'post'""",
        {"day": day, "window": window},
    ).fetchone()
    first, last, before, after = row
    left_out = []
    if before:
        left_out.append(LeftOut(what="events", count=before, why=f"older than the window of {window} days"))
    if after:
        left_out.append(LeftOut(what="events", count=after, why=f"after {iso_day(day)}"))
    return iso_day(first), iso_day(last), left_out


def propose(
    path: AnyPath,
    columns: Sequence[str] = (),
    *,
    identifier: str = "new",
    network: str | None = None,
    per: str | None = None,
    part: str | None = None,
    formats: Sequence[AnyPath] = (),
) -> Proposal:
    """A declaration to start from for a file of no known format. `columns`: what a person says ("Herzen=like");
    `part`: which sheet or table of it. Raises InputError where it holds no records."""
    known = catalogue.load(formats)
    with Store() as store:
        walk = Walk([path], store.scratch)
        every = [seen for source in walk if (seen := guess.look(source, known)) is not None]
    seen = guess.best(every, known, part)
    if seen is None:
        raise InputError(f"{os.fspath(path)}: no table, and no JSON with a list of records", "Give another file.")
    given = guess.parse_given(columns)
    return guess.propose(seen, known, given, identifier=identifier, network=network, per=per)
