"""The score of what was read, with its receipt: where reading and scoring meet."""

from __future__ import annotations

import datetime
import os
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Any, TypedDict, Unpack

from influence import __version__
from influence.errors import InputError, PartialError, UsageError, did_you_mean
from influence.events import MAX_SUM
from influence.questions.asked import Asked, used
from influence.reading.cells import quoted
from influence.reading.read import Reading
from influence.result import LeftOut, Problem, Result
from influence.scoring.run import Runs, day_number, iso_day, listed_posts, receipt
from influence.scoring.scenarios import Scenario
from influence.weights import WeightsFile

AnyPath = str | os.PathLike[str]


class Reads(TypedDict, total=False):
    """How exports are read. `strict`: PartialError where anything could not be read; `formats`: folders of more
    formats; `format`: read every file as this one; `map`: what columns are ("Herzen=like")."""

    strict: bool
    formats: Sequence[AnyPath]
    format: str | None
    map: Sequence[str]


class How(Reads, total=False):
    """How something is scored. `weights`: a file, default as on the command line; `as_of`: the day of the score,
    default the newest in the input; `networks`: only these; `profile`: whose, where rows name several; `posts`: how
    many to list, default all; `response`, `fragility`: whether the result says these too."""

    weights: AnyPath | WeightsFile | None
    as_of: str | datetime.date | None
    networks: Sequence[str]
    profile: str | None
    posts: int | None
    response: bool
    fragility: bool


_HELD = """
CREATE OR REPLACE TEMP TABLE held AS SELECT profile, network, kind, file, sum(rows) AS rows, max(day) AS newest
    FROM event_sums GROUP BY profile, network, kind, file;
SELECT profile, network, CAST(sum(rows) AS BIGINT), bool_or(f.detail IS NULL), bool_and(f.accounts), max(newest)
    FROM held JOIN files AS f USING (file) GROUP BY profile, network ORDER BY ALL
"""

_SAID = """
SELECT DISTINCT h.file, f.source, h.profile, f.accounts, h.network
    FROM held AS h JOIN files AS f USING (file) WHERE h.rows > 0 ORDER BY ALL
"""
"""Whom each file names, and of which network."""


def score_read(read: Reading, file: WeightsFile, **how: Unpack[How]) -> Asked:
    """Score what was read, with these weights."""
    refuse_problems(read.problems, how.get("strict", False))
    connection = read.store.connection
    held = connection.execute(_HELD).fetchall()
    newest = max((day for *_, day in held if day is not None), default=None)
    as_of = how.get("as_of")
    day = day_number(as_of) if as_of is not None else newest
    wanted = how.get("profile")
    rows: Counter[str | None] = Counter()
    every: Counter[str | None] = Counter()
    for one, _, count, _, account, _ in held:
        every[one] += count
        rows[None if account and one != wanted else one] += count
    named = {(one, network): canonical for one, network, _, canonical, *_ in held if one in rows and one is not None}
    one_person = not any(named.values()) and len({network for _, network in named}) == len(named)
    known = {one for one, *_ in held if one is not None}
    files = sorted(connection.execute(_SAID).fetchall(), key=lambda said: -every[said[2]])
    who, others = _profile(rows, wanted, one_person, known, _most_named(files))
    _select_events(connection, who, others, how.get("networks", ()), sorted({network for _, network, *_ in held}))
    today = Scenario(weights=file.weights, as_of=day)
    single = len(read.loaded) == 1 and read.loaded[0].single
    made = receipt(connection, today, None if how.get("fragility") else how.get("posts"), single)
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
        inputs=read.inputs,
        left_out=[*read.left_out, *(_of_others(every, who) if others else ()), *outside],
        problems=read.problems,
        warnings=[*read.warnings, *(_together(files) if wanted is None else ())],
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


def refuse_problems(problems: Sequence[Problem], strict: bool) -> None:
    """Raises PartialError where something could not be read, and all of it must be."""
    if strict and problems:
        total, problem = sum(one.count for one in problems), problems[0]
        raise PartialError(
            f"{total:,} could not be read; the first: {problem.source}: {problem.what}: {problem.why}",
            "Without --strict the rest is scored.",
        )


def _one(connection: Any, sql: str, values: Sequence[Any] = ()) -> Any:
    return (connection.execute(sql, values).fetchone() or (None,))[0]


def _profile(
    rows: Counter[str | None], wanted: str | None, one_person: bool, known: Collection[str], crowded: str
) -> tuple[str | None, bool]:
    """Whose score it is, and whether rows of others (or of nobody) must be left out. `one_person`: each name is an
    export's, and no network has two: they are the accounts of one person; `known`: all names, those of accounts that
    are only scored alone when they are asked for too; `crowded`: the file that names most of them. Raises
    UsageError."""
    named = [profile for profile, _ in rows.most_common() if profile is not None]
    if wanted is None:
        if len(named) > 1 and one_person:
            return None, False
        if len(named) > 1:
            largest = ", ".join(f"{profile} ({rows[profile]:,} rows)" for profile in named[:3])
            raise UsageError(
                f"the input holds {len(named):,} profiles, and a score is one profile's; the largest: {largest}",
                f"Choose one with --profile {named[0]}" + (f", or leave {crowded} out." if rows[None] else "."),
            )
        return (named[0] if named else None), False
    if wanted not in named:
        raise UsageError(f"--profile {wanted}: no row names it", did_you_mean(wanted, known))
    return wanted, len(rows) > 1


def _most_named(files: Sequence[tuple[Any, ...]]) -> str:
    """The file that names most people."""
    named = Counter(source for source, _ in {(source, who) for _, source, who, *_ in files if who is not None})
    return named.most_common(1)[0][0] if named else ""


def _together(files: Sequence[tuple[Any, ...]]) -> Iterator[str]:
    """A warning where files that need not be of one person are scored as if they were: some name somebody whom others
    do not, as where what was collected of another person lies beside one's own downloads."""
    named = dict.fromkeys(who for _, _, who, accounts, _ in files if who is not None and not accounts)
    mine = {file: who in named for file, _, who, *_ in files}
    nobodys = len(mine) - sum(mine.values())
    told = list(named)
    if not (len(told) > 1 or (told and nobodys)):
        told, nobodys = list(dict.fromkeys(_accounts(files))), 0
    if told:
        where = {who: source for _, source, who, *_ in reversed(files)}
        first = ", ".join(f"{who} ({where[who]})" for who in told[:3]) + ", ..." * (len(told) > 3)
        rest = f" and {nobodys:,} file{'s' * (nobodys != 1)} that name{'s' * (nobodys == 1)} nobody" * bool(nobodys)
        yield f"taken for one person's: {first}{rest}; leave out what is another's"


def _accounts(files: Sequence[tuple[Any, ...]]) -> Iterator[str]:
    """The accounts of a network of which no file has all: they may be those of several people."""
    for network in dict.fromkeys(network for *_, network in files):
        here = [(file, who) for file, _, who, _, one in files if one == network and who is not None]
        every = {who for _, who in here}
        if not any({who for one, who in here if one == file} == every for file, _ in here):
            yield from dict.fromkeys(who for _, who in here)


def _of_others(rows: Counter[str | None], who: str | None) -> Iterator[LeftOut]:
    """The events that are not of the one profile that is asked for."""
    told = {f"of other profiles than {who}": rows.total() - rows[who] - rows[None], "they name no profile": rows[None]}
    for why, count in told.items():
        if count:
            yield LeftOut(what="events", count=count, why=why)


def _select_events(
    connection: Any, profile: str | None, others: bool, networks: Sequence[str], found: Sequence[str]
) -> None:
    """The relations that the score runs on: `events` of the one profile, their sums as `daily`, and `measured` of
    everything that was read."""
    for name in networks:
        if name not in found:
            raise UsageError(f"--network {name}: nothing of it in the input", f"There is {', '.join(found)}.")
    chosen = [f"network IN ({', '.join(map(quoted, networks))})"] if networks else []
    whose = [f"profile = {quoted(profile)}"] if others and profile is not None else []
    kept = " AND ".join([*chosen, *whose]) or "true"
    connection.execute(
        f"""CREATE OR REPLACE TEMP VIEW events AS
            SELECT CAST(NULL AS VARCHAR) AS profile, network, kind, count, day, post, actor
            FROM event_rows WHERE {kept};
        CREATE OR REPLACE TEMP TABLE measured AS SELECT DISTINCT network, kind FROM held;
        CREATE OR REPLACE TEMP TABLE daily AS SELECT CAST(NULL AS VARCHAR) AS profile, network, kind, day,
            CAST(NULL AS VARCHAR) AS post, actor, count, rows FROM event_sums WHERE {kept}"""
    )
    if not _one(connection, "SELECT count(*) FROM daily"):
        raise InputError("no event is left to score", "Leave out --network or --profile.")
    refuse_too_many(connection, "daily")


def refuse_too_many(connection: Any, events: str = "events") -> None:
    """Raises InputError where a relation of events holds more than any network counts."""
    if (_one(connection, f"SELECT sum(count) FROM {events}") or 0) > MAX_SUM:
        raise too_many()


def too_many() -> InputError:
    """The counts of one profile add up to more than MAX_SUM."""
    return InputError(
        f"the counts add up to more than {MAX_SUM:,}, as no network's do",
        "Look for a column that holds ids or times, and is read as counts.",
    )


def _days(connection: Any, day: int | None, window: int) -> tuple[str | None, str | None, list[LeftOut]]:
    """The first and last day that count, and what lies outside the window."""
    inside = "day <= $day AND day > $day - $window"
    row = connection.execute(
        f"""SELECT min(day) FILTER ({inside}), max(day) FILTER ({inside}),
            CAST(sum(rows) FILTER (day <= $day - $window) AS BIGINT), CAST(sum(rows) FILTER (day > $day) AS BIGINT)
            FROM daily WHERE kind <> 'post'""",
        {"day": day, "window": window},
    ).fetchone()
    first, last, before, after = row
    left_out = []
    if before:
        left_out.append(LeftOut(what="events", count=before, why=f"older than the window of {window} days"))
    if after:
        left_out.append(LeftOut(what="events", count=after, why=f"after {iso_day(day)}"))
    return iso_day(first), iso_day(last), left_out
