"""Ranks everything that a person hands over: files, sums, standings."""

from __future__ import annotations

import datetime
import os
from collections.abc import Sequence

from influence.errors import InputError, UsageError
from influence.ranking import inputs, newest, standings, sums
from influence.ranking.inputs import Inputs
from influence.ranking.ranking import Ranking
from influence.ranking.sums import Totals
from influence.reading.store import Store
from influence.scored import refuse_problems
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
) -> Ranking:
    """The score of every profile that the events at these paths name. `as_of`: the day of the score, default the newest
    of all rows; `networks`: only these. Raises InputError where there is no profile or a file cannot be read."""
    store.use_every_core()
    store.connection.execute("SET preserve_insertion_order = false")
    found = inputs.find(store, paths)
    given = day_number(as_of) if as_of is not None else None
    day, totals = _summed(store, found, file, given)
    ranking = Ranking(store, file, iso_day(day), _networks(store, networks), 0, totals.rows, totals.nameless)
    ranking.left_out, ranking.problems = found.left_out, [*found.problems, *totals.problems]
    refuse_problems(ranking.problems, strict)
    standings.stand(store.connection, Scenario(weights=file.weights, as_of=day), ranking.networks, totals.amounts)
    (ranking.profiles,) = store.connection.execute("SELECT count(*) FROM ranking").fetchone() or (0,)
    return ranking


def _summed(store: Store, found: Inputs, file: WeightsFile, given: int | None) -> tuple[int | None, Totals]:
    """The sums of all files, faded to the day that is given or to the newest of them all."""
    day = newest.guess(store, found.files) if given is None else given
    while True:
        if day is not None:
            standings.fade(store.connection, Scenario(weights=file.weights, as_of=day))
        sums.empty(store)
        summed = [sums.add(store, one, number, day) for number, one in enumerate(found.files)]
        totals = sums.settle(store, summed)
        if given is not None or totals.newest == day:
            return day, totals
        day = totals.newest


def _networks(store: Store, wanted: Sequence[str]) -> list[str]:
    """The networks that are ranked, in alphabetical order. Raises InputError where there is no profile."""
    held = store.connection.execute(
        "SELECT DISTINCT CAST(network AS VARCHAR) FROM sums WHERE profile IS NOT NULL ORDER BY 1"
    ).fetchall()
    found = [name for (name,) in held]
    if not found:
        raise InputError("no row names a profile", "`influence score` scores events that are all of one profile.")
    for name in wanted:
        if name not in found:
            raise UsageError(f"--network {name}: nothing of it in the input", f"There is {', '.join(found[:10])}.")
    if len(found) > standings.MAX_NETWORKS:
        raise InputError(f"{len(found):,} networks, as there are not", "Is the column `network` something else?")
    return sorted(set(wanted)) or found
