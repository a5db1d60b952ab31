"""The Python API: the same steps and the same objects as the command line."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Unpack

from influence.errors import InputError, UsageError
from influence.events import COLUMNS, Event
from influence.formats import catalogue
from influence.questions.asked import Asked
from influence.reading import read as reading
from influence.reading.cells import quoted
from influence.reading.store import Store
from influence.result import Result
from influence.scored import AnyPath, How, Reads, score_read
from influence.weights import WeightsFile, with_more
from influence.weights import load as load_weights

if TYPE_CHECKING:
    import datetime

    from influence.answers import Difference, Next, Sensitivity, WhatIf
    from influence.calibration import Calibration
    from influence.checkup import Check
    from influence.insights import Posts, Trend
    from influence.questions.posts import By
    from influence.questions.trend import Every
    from influence.questions.whatif import Versions
    from influence.ranking.progress import Progress
    from influence.ranking.ranking import Ranking
    from influence.reading.guess.propose import Proposal
    from influence.weights import Curve


class Events:
    """Everything that was read, ready to be scored as often as wanted. Iterate it for `Event` objects.

    `inputs`, `left_out`, `problems` and `warnings` are those of the result. Close it, or use it in a `with`."""

    def __init__(self, store: Store, read: reading.Reading) -> None:
        self.store, self.reading = store, read
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
            TO {quoted(os.fspath(path))} ({how})"""
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
    from influence.reading.guess.words import parse_given

    return parse_given(given)


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

    how["posts"] = 0
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


def calibrate(
    *events: AnyPath | Events,
    percentile: float = 99,
    curve: Curve | None = None,
    min_profiles: int = 100,
    weights: AnyPath | WeightsFile | None = None,
    set: Sequence[str] = (),
    as_of: str | datetime.date | None = None,
    **how: Unpack[Reads],
) -> Calibration:
    """A weights file (`text`) whose full amounts come from the profiles of some events, started from the weights in
    force with the settings of `set`. `percentile`: which of the amounts is full; `curve`: the curve of every signal,
    default its own; `min_profiles`: leave the signals that fewer received."""
    from influence import calibration

    wanted = calibration.Wanted(percentile, curve, min_profiles)
    with _what_was_read(events, how) as read:
        return calibration.calibrate(read, _weights(weights, set), wanted, as_of, how.get("strict", False))


def diff(old: Result, new: Result, *events: AnyPath | Events, **how: Unpack[Reads]) -> Difference:
    """The difference between two results, by cause. `events`: those of the new result, for what the results do not tell
    where their windows or same-person damping differ. Raises InputError where the results are of different profiles, or
    the events are others."""
    from influence import causes

    return causes.diff(old, new, _bridge(old, new, events, how) if events else None)


def _bridge(old: Result, new: Result, events: Sequence[AnyPath | Events], how: Reads) -> Result:
    """The events of the new result scored with the weights of the old one."""
    from influence.worked import weights_of

    files = [
        WeightsFile(weights=weights_of(one), path=one.weights.path, sha256=one.weights.sha256) for one in (new, old)
    ]
    networks = [network.network for network in new.networks]
    with _what_was_read(events, how) as read:
        again, bridge = (
            score_read(read, file, as_of=new.as_of, profile=new.profile, networks=networks).result for file in files
        )
    if again.activity != new.activity:
        raise InputError(
            "these events do not give the new result", "Give the exports that the new result was made from."
        )
    return bridge


@contextmanager
def versions(
    *exports: AnyPath | Events, set: Sequence[str] = (), **how: Unpack[How]
) -> Iterator[tuple[Result, Versions]]:
    """The score, and the same exports under other weights, as often as wanted while the block runs: `put` each."""
    from influence.questions.whatif import Versions

    with asked(*exports, set=set, **how) as one:
        yield one.result, Versions(one)


def rank(
    *events: AnyPath,
    weights: AnyPath | WeightsFile | None = None,
    set: Sequence[str] = (),
    as_of: str | datetime.date | None = None,
    networks: Sequence[str] = (),
    strict: bool = False,
    memory_limit: str | None = None,
    state: AnyPath | None = None,
    progress: Progress | None = None,
) -> Ranking:
    """The score of every profile in canonical events (files, folders and patterns), the highest first. `networks`: only
    these; `memory_limit`: how much memory to use ("2GiB"), default most of it; `state`: a folder that
    remembers each day's sums, to which the events are added; `progress`: says how far it has come, to another
    thread."""
    import duckdb

    from influence.ranking.rank import rank as rank_events

    if not events and state is None:
        raise UsageError("no events given", "Give a file, a folder or a pattern of canonical events.")
    store = Store(memory_limit)
    try:
        return rank_events(store, events, _weights(weights, set), as_of, networks, strict, state, progress)
    except duckdb.OutOfMemoryException:
        store.close()
        raise UsageError("more memory is needed than there may be", "Give more with --memory-limit.") from None
    except BaseException:
        store.close()
        raise


def _weights(weights: AnyPath | WeightsFile | None, settings: Sequence[str]) -> WeightsFile:
    if not isinstance(weights, WeightsFile):
        return load_weights(weights, settings)
    return with_more(weights, settings) if settings else weights


@contextmanager
def _what_was_read(exports: Sequence[AnyPath | Events], how: Reads) -> Iterator[reading.Reading]:
    """What `read` gave, or reads of some paths."""
    if len(exports) == 1 and isinstance(exports[0], Events):
        yield exports[0].reading
        return
    paths = [one for one in exports if not isinstance(one, Events)]
    if len(paths) != len(exports):
        raise UsageError("give either paths or what `read` gave, not both")
    with read(*paths, formats=how.get("formats", ()), format=how.get("format"), map=how.get("map", ())) as events:
        yield events.reading


@contextmanager
def asked(*exports: AnyPath | Events, set: Sequence[str] = (), **how: Unpack[How]) -> Iterator[Asked]:
    """A score, ready to be asked about for as long as the block runs."""
    file = _weights(how.get("weights"), set)
    with _what_was_read(exports, how) as read:
        yield score_read(read, file, **how)


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
    from influence.reading.guess.propose import propose as proposed
    from influence.reading.guess.seen import best, look
    from influence.reading.guess.words import parse_given
    from influence.reading.sources import Walk

    known = catalogue.load(formats)
    with Store() as store:
        walk = Walk([path], store.scratch)
        every = [seen for source in walk if (seen := look(source, known)) is not None]
    seen = best(every, known, part)
    if seen is None:
        raise InputError(f"{os.fspath(path)}: no table, and no JSON with a list of records", "Give another file.")
    given = parse_given(columns)
    return proposed(seen, known, given, identifier=identifier, network=network, per=per)
