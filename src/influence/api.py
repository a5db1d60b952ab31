"""The Python API: the same steps and the same objects as the command line."""

from __future__ import annotations

import datetime
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from influence import __version__
from influence.errors import InputError, PartialError, UsageError, did_you_mean
from influence.events import COLUMNS, MAX_SUM, Event
from influence.formats import catalogue
from influence.questions.asked import Asked, used
from influence.reading import read as reading
from influence.reading.store import Store
from influence.result import LeftOut, Result
from influence.scoring.run import EPOCH, Runs, iso_day, listed_posts, receipt
from influence.scoring.scenarios import Scenario
from influence.weights import WeightsFile, with_more
from influence.weights import load as load_weights

if TYPE_CHECKING:
    from influence.answers import Next, Sensitivity, WhatIf
    from influence.checkup import Check
    from influence.insights import Posts, Trend
    from influence.questions.posts import By
    from influence.questions.trend import Every
    from influence.reading.guess import Proposal

AnyPath = str | os.PathLike[str]


class Events:
    """Everything that was read, ready to be scored as often as wanted. Iterate it for `Event` objects.

    `inputs`, `left_out`, `problems` and `warnings` are those of the result. Close it, or use it in a `with`."""

    def __init__(self, store: Store, read: reading.Reading) -> None:
        self.store = store
        self.inputs, self.left_out = read.inputs, read.left_out
        self.problems, self.warnings = read.problems, read.warnings

    def __iter__(self) -> Iterator[Event]:
        names = ", ".join(f'"{name}"' for name in COLUMNS)
        cursor = self.store.connection.cursor()  # its own, so that other questions may be asked in between
        cursor.execute(f"SELECT {names} FROM canonical ORDER BY file, record, position")
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
    columns = _columns(map) if map else {}
    store = Store()
    try:
        return Events(store, reading.read(store, exports, catalogue.load(formats), format, columns))
    except BaseException:
        store.close()
        raise


def check(
    *exports: AnyPath,
    weights: AnyPath | WeightsFile | None = None,
    formats: Sequence[AnyPath] = (),
    format: str | None = None,
    map: Sequence[str] = (),
) -> Check:
    """What exports hold, what is odd about them, and what to download next, by what counts in the weights.

    Raises InputError where one cannot be read; where nothing was received from others, `received` is false.
    """
    from influence import doctor

    if not exports:
        raise UsageError("no export given", "Give the path of a downloaded export.")
    file = weights if isinstance(weights, WeightsFile) else load_weights(weights)
    known = catalogue.load(formats)
    with Store() as store:
        return doctor.check(reading.look(store, exports, known, format, _columns(map) if map else {}), known, file)


def _columns(given: Sequence[str]) -> dict[str, str]:
    from influence.reading import guess

    return guess.parse_given(given)


class How(TypedDict, total=False):
    """How something is scored. `weights`: a file, default as on the command line; `as_of`: the day of the score,
    default the newest in the input; `networks`: only these; `profile`: whose, where rows name several; `posts`: how
    many to list, default all; `response`, `fragility`: whether the result says these too; `strict`: PartialError where
    anything could not be read; `formats`: folders of more formats; `format`: read every file as this one; `map`: what
    columns are ("Herzen=like")."""

    weights: AnyPath | WeightsFile | None
    as_of: str | datetime.date | None
    networks: Sequence[str]
    profile: str | None
    posts: int | None
    response: bool
    fragility: bool
    strict: bool
    formats: Sequence[AnyPath]
    format: str | None
    map: Sequence[str]


def score(*exports: AnyPath | Events, set: Sequence[str] = (), **how: Unpack[How]) -> Result:
    """The score of some exports (or of what `read` gave), with its whole receipt.

    `set`: settings on top of the weights ("x.like.weight=2"); the others are those of `How`.
    """
    with asked(*exports, set=set, **how) as one:
        return one.result


def whatif(
    *exports: AnyPath | Events,
    set: Sequence[str] = (),
    against: Sequence[AnyPath] = (),
    without: Sequence[str] = (),
    add: Sequence[str] = (),
    **how: Unpack[How],
) -> WhatIf:
    """The score, and what it would be: with the settings of `set`, `without` some networks and with more activity
    (`add`: "x.comment=+50", "x.comment=+10%"), all together; and with each of `against`, a weights file or a preset."""
    from influence.questions import whatif as question

    with asked(*exports, **how) as one:
        return question.ask(one, set, [os.fspath(name) for name in against], without, add)


def sensitivity(
    *exports: AnyPath | Events, by: float = 0.25, set: Sequence[str] = (), **how: Unpack[How]
) -> Sensitivity:
    """How far each number of the weights, a part `by` down and up, moves the score, and the score under each preset."""
    from influence.questions import sensitivity as question

    with asked(*exports, set=set, **how) as one:
        return question.ask(one, by)


def next_point(*exports: AnyPath | Events, set: Sequence[str] = (), **how: Unpack[How]) -> Next:
    """What the next whole point of the combined score would take, signal by signal."""
    from influence.questions import next as question

    with asked(*exports, set=set, **how) as one:
        return question.ask(one)


def trend(*exports: AnyPath | Events, every: Every = "week", set: Sequence[str] = (), **how: Unpack[How]) -> Trend:
    """The score as of each day, week or month up to the day of the score."""
    from influence.questions import trend as question

    with asked(*exports, set=set, **how) as one:
        return question.ask(one, every)


def posts(
    *exports: AnyPath | Events,
    by: By = "earned",
    settle: int | str = 7,
    most: int | None = None,
    set: Sequence[str] = (),
    **how: Unpack[How],
) -> Posts:
    """The posts, best first (`most`: so many), by what they earned, by response, or against your usual; those younger
    than `settle` days (7, "7d") are not compared."""
    from influence.questions import posts as question

    how["posts"] = None
    with asked(*exports, set=set, **how) as one:
        return question.ask(one, by, question.days(settle), most)


@contextmanager
def asked(*exports: AnyPath | Events, set: Sequence[str] = (), **how: Unpack[How]) -> Iterator[Asked]:
    """A score, ready to be asked about for as long as the block runs."""
    weights = how.get("weights")
    if not isinstance(weights, WeightsFile):
        file = load_weights(weights, set)
    else:
        file = with_more(weights, set) if set else weights
    if len(exports) == 1 and isinstance(exports[0], Events):
        yield score_events(exports[0], file, **how)
        return
    paths = [one for one in exports if not isinstance(one, Events)]
    if len(paths) != len(exports):
        raise UsageError("give either paths or what `read` gave, not both")
    with read(*paths, formats=how.get("formats", ()), format=how.get("format"), map=how.get("map", ())) as events:
        yield score_events(events, file, **how)


def score_events(events: Events, file: WeightsFile, **how: Unpack[How]) -> Asked:
    """Score what was read, with these weights."""
    _refuse_problems(events, how.get("strict", False))
    connection = events.store.connection
    held = connection.execute(
        "SELECT profile, network, count(*), max(day) FROM event_rows GROUP BY profile, network ORDER BY ALL"
    ).fetchall()
    newest = max((day for *_, day in held if day is not None), default=None)
    as_of = how.get("as_of")
    day = _day(as_of) if as_of is not None else newest
    rows: Counter[str | None] = Counter()
    for one, _, count, _ in held:
        rows[one] += count
    who, others = _profile(rows, how.get("profile"))
    _select_events(connection, who, others, how.get("networks", ()), sorted({network for _, network, *_ in held}))
    today = Scenario(weights=file.weights, as_of=day)
    made = receipt(connection, today, None if how.get("fragility") else how.get("posts"))
    first, last, outside = _days(connection, day, file.weights.window_days)
    result = Result(
        version=__version__,
        profile=who,
        as_of=iso_day(day),
        window_days=file.weights.window_days,
        first=first,
        last=last,
        weights=used(file),
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
    return _with_insights(Asked(result=result, file=file, today=today, runs=Runs(connection)), how)


def _with_insights(asked: Asked, how: How) -> Asked:
    """With the response and the fragility that the result shall say too."""
    result = asked.result
    if how.get("response"):
        from influence.questions import response

        result = replace(result, response=response.ask(asked))
    if how.get("fragility"):
        from influence.questions import fragility

        listed, others = listed_posts(result.posts, how.get("posts"))
        result = replace(result, fragility=fragility.ask(asked), posts=listed, other_posts=others)
    return asked if result is asked.result else replace(asked, result=result)


def _refuse_problems(events: Events, strict: bool) -> None:
    if strict and events.problems:
        total, problem = sum(one.count for one in events.problems), events.problems[0]
        raise PartialError(
            f"{total:,} could not be read; the first: {problem.source}: {problem.what}: {problem.why}",
            "Without --strict the rest is scored.",
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
    from influence.reading import guess
    from influence.reading.sources import Walk

    known = catalogue.load(formats)
    with Store() as store:
        walk = Walk([path], store.scratch)
        every = [seen for source in walk if (seen := guess.look(source, known)) is not None]
    seen = guess.best(every, known, part)
    if seen is None:
        raise InputError(f"{os.fspath(path)}: no table, and no JSON with a list of records", "Give another file.")
    given = guess.parse_given(columns)
    return guess.propose(seen, known, given, identifier=identifier, network=network, per=per)
