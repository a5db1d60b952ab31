"""Ranks everything that a person hands over: files, sums, standings."""

from __future__ import annotations

import datetime
import os
from collections.abc import Sequence
from dataclasses import replace

from influence.errors import InputError, UsageError
from influence.ranking import inputs, newest, standings, sums
from influence.ranking.inputs import Inputs
from influence.ranking.progress import Progress
from influence.ranking.ranking import Ranking
from influence.ranking.rows import KEYS
from influence.ranking.state import State
from influence.ranking.sums import Totals
from influence.reading.cells import quoted
from influence.reading.store import Store
from influence.result import Problem
from influence.scored import refuse_problems, refuse_too_many
from influence.scoring.run import day_number, iso_day
from influence.scoring.scenarios import Scenario
from influence.weights import WeightsFile


def rank(
    store: Store,
    paths: Sequence[str | os.PathLike[str]],
    file: WeightsFile,
    as_of: str | datetime.date | None = None,
    networks: Sequence[str] = (),
    strict: bool = False,
    state: str | os.PathLike[str] | None = None,
    progress: Progress | None = None,
) -> Ranking:
    """The score of every profile that the events at these paths name. `as_of`: the day of the score, default the newest
    of all rows; `networks`: only these; `state`: a folder that remembers what was added up, and to which the events are
    added; `progress`: is told how far it has come. Raises InputError where there is no profile, or a file cannot be
    read."""
    store.use_every_core()
    store.connection.execute("SET preserve_insertion_order = false")
    progress = progress or Progress()
    given = day_number(as_of) if as_of is not None else None
    found = inputs.find(store, paths) if paths else Inputs()
    if state is None:
        day, totals = _summed(store, found, file, given, strict, progress)
    else:
        with State(state) as kept:
            found, wrong = _added(store, kept, found, strict, progress)
            day, totals = _remembered(store, kept, file, given)
            totals.problems = wrong
    held = _networks(store, networks, totals)
    ranking = Ranking(store, file, iso_day(day), held, 0, totals.rows, totals.nameless)
    ranking.left_out, ranking.warnings = found.left_out, found.warnings
    ranking.problems = [*found.problems, *totals.problems]
    if totals.large:
        _refuse_too_many(store, ranking.networks)
    standings.stand(store.connection, Scenario(weights=file.weights, as_of=day), ranking.networks, totals.amounts)
    (ranking.profiles,) = store.connection.execute("SELECT count(*) FROM ranking").fetchone() or (0,)
    return ranking


def _summed(
    store: Store, found: Inputs, file: WeightsFile, given: int | None, strict: bool, progress: Progress
) -> tuple[int | None, Totals]:
    """The sums of all files, faded to the day that is given or to the newest of them all."""
    into = sums.Into(newest.guess(store, found.files), guessed=True) if given is None else sums.Into(given)
    summed = None
    while summed is None:
        _fade(store, file, into.as_of)
        sums.empty(store)
        try:
            summed = [sums.add(store, one, n, into) for n, one in enumerate(progress.over(store, found.files))]
        except sums.AgainError as again:
            later = into.guessed and not again.into.guessed
            into = replace(again.into, as_of=newest.of(store, found.files)) if later else again.into
    totals = sums.settle(store, summed, into.large)
    refuse_problems([*found.problems, *totals.problems], strict)
    return into.as_of, totals


def _added(store: Store, kept: State, found: Inputs, strict: bool, progress: Progress) -> tuple[Inputs, list[Problem]]:
    """The files that the state did not have, now in it, and what is wrong with them."""
    more = kept.new(found)
    if not more.files:
        return more, []
    sums.empty(store)
    each = enumerate(progress.over(store, more.files))
    summed = [sums.add(store, one, number, sums.Into(by_day=True, large=True)) for number, one in each]
    totals = sums.settle(store, summed, True)
    refuse_problems([*more.problems, *totals.problems], strict)
    _refuse_too_many(store)
    kept.add(store, more, totals)
    return more, totals.problems


def _remembered(store: Store, kept: State, file: WeightsFile, given: int | None) -> tuple[int | None, Totals]:
    """The sums of all that the state holds."""
    if not kept.manifest.parts:
        raise InputError(f"--state {kept.folder}: nothing in it yet", "Give events to add.")
    day = kept.newest(store) if given is None else given
    _fade(store, file, day)
    sums.empty(store)
    people = kept.manifest.people
    sums.insert(store, 0, kept.rows(), people, sums.Into(day, large=True))
    sums.mean(store, {own: f"t_{own}" for own in KEYS}, True)
    held = kept.manifest.files
    rows, nameless = sum(one.rows for one in held), sum(one.nameless for one in held)
    return day, Totals(rows=rows, nameless=nameless, amounts=not people, people=people, large=True)


def _refuse_too_many(store: Store, networks: Sequence[str] = ()) -> None:
    """Raises InputError where a profile has more than any does, on these networks or on all."""
    kept = f"AND network IN ({', '.join(map(quoted, networks))})" if networks else ""
    most = f"SELECT sum(total) AS count FROM sums WHERE profile IS NOT NULL {kept} GROUP BY profile"
    refuse_too_many(store.connection, f"({most} ORDER BY count DESC LIMIT 1)")


def _fade(store: Store, file: WeightsFile, day: int | None) -> None:
    if day is not None:
        standings.fade(store.connection, Scenario(weights=file.weights, as_of=day))


def _networks(store: Store, wanted: Sequence[str], totals: Totals) -> list[str]:
    """The networks that are ranked, in alphabetical order. Raises InputError where there is no profile."""
    held = store.connection.execute(
        "SELECT DISTINCT CAST(network AS VARCHAR) FROM sums WHERE profile IS NOT NULL ORDER BY 1"
    ).fetchall()
    found = [name for (name,) in held]
    if not found:
        raise _nobody(totals)
    for name in wanted:
        if name not in found:
            raise UsageError(f"--network {name}: nothing of it in the input", f"There is {', '.join(found[:10])}.")
    if len(found) > standings.MAX_NETWORKS:
        raise InputError(f"{len(found):,} networks, as there are not", "Is the column `network` something else?")
    return sorted(set(wanted)) or found


def _nobody(totals: Totals) -> InputError:
    """Why there is no profile to rank."""
    if totals.problems and not totals.nameless:
        first = totals.problems[0]
        bad = sum(problem.count for problem in totals.problems)
        return InputError(
            f"none of the rows can be read: {bad:,} of {totals.rows:,} are wrong",
            f"The first: {first.source}: {first.what}: {first.why}; {first.do}.",
        )
    if not totals.rows:
        return InputError("no rows in it", "Give events of many profiles.")
    return InputError("no row names a profile", "`influence score` scores events that are all of one profile.")
