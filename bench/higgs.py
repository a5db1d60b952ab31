"""The Higgs data set as arrays: who acted on whom on which day, the orders of its first days, and what followed."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from orders import Array, pagerank

import influence
from influence.presets.catalogue import put_on
from influence.scoring.run import steps
from influence.scoring.scenarios import Scenario, write_fadings, write_scenarios
from influence.weights import WeightsFile, check, shipped_path
from influence.weights import load as load_weights
from influence.yamlfile import parse

OURS = "influence"

BASELINES = {
    "people": "Different people who acted on them (in-degree)",
    "reposters": "Different people who reposted them",
    "interactions": "Number of interactions received",
    "reposts": "Number of reposts received",
    "weighted sum": "Weighted sum of the numbers, with our weights",
    "pagerank": "PageRank, each pair once",
    "pagerank counts": "PageRank, by number of interactions",
    "chance": "No order at all",
}
"""Orders that need no score."""

ABLATIONS = {
    "same_person 1": ("Without same-person damping (`same_person=1`)", ("same_person=1",)),
    "same_person 0": ("One person counts once (`same_person=0`)", ("same_person=0",)),
    "no fade": ("Without fading (`half_life_days=null`)", ("half_life_days=null",)),
    "equal": ("All kinds weigh the same (preset `equal`)", ("equal",)),
    "ranker": ("The weights of X's ranker (preset `ranker`)", ("ranker",)),
    "only reposts": ("Only reposts", ("x.comment.weight=0", "x.mention.weight=0")),
    "only comments": ("Only replies", ("x.repost.weight=0", "x.mention.weight=0")),
    "only mentions": ("Only mentions", ("x.repost.weight=0", "x.comment.weight=0")),
    "linear": ("Linear curves", tuple(f"x.{kind}.curve=linear" for kind in ("comment", "repost", "mention"))),
}
"""The score with one choice changed: by name its title, and the settings or the preset."""

CALIBRATED = ("calibrated", "`full` from the first days (`influence calibrate`)")


@dataclass(frozen=True, slots=True)
class Log:
    """Who (`actor`) acted on whom (`profile`), both as numbers below `people`, with the kind and the day (since 1970);
    `names` are those of the data set."""

    actor: Array
    profile: Array
    kind: Array
    day: Array
    names: Array

    @property
    def people(self) -> int:
        return len(self.names)

    def where(self, rows: Array) -> Log:
        """The rows that meet a condition."""
        return Log(self.actor[rows], self.profile[rows], self.kind[rows], self.day[rows], self.names)


def log_of(events: influence.Events) -> Log:
    """All that was read."""
    cursor = events.store.connection.cursor()
    table = cursor.execute("SELECT profile, actor, kind, day FROM event_rows ORDER BY record").fetchnumpy()
    rows = len(table["day"])
    names, numbers = np.unique(np.concatenate([table["profile"], table["actor"]]).astype(str), return_inverse=True)
    kind = np.asarray(table["kind"]).astype(str)
    return Log(numbers[rows:], numbers[:rows], kind, np.asarray(table["day"]).astype(int), names)


def pairs(log: Log, kind: str | None = None) -> Array:
    """Each pair of an actor and a profile once, as one number: actor * people + profile."""
    rows = log if kind is None else log.where(log.kind == kind)
    return np.unique(rows.actor * log.people + rows.profile)


def received(log: Log, kind: str | None = None) -> Array:
    """How often others acted on each."""
    rows = log if kind is None else log.where(log.kind == kind)
    return np.bincount(rows.profile, minlength=log.people)


def different(log: Log, kind: str | None = None, but: Array | None = None) -> Array:
    """How many different others acted on each, without the pairs of `but`."""
    found = pairs(log, kind)
    if but is not None:
        found = np.setdiff1d(found, but, assume_unique=True)
    return np.bincount(found % log.people, minlength=log.people)


def baselines(log: Log, weights: WeightsFile) -> dict[str, Array]:
    """The orders that need no score, of everybody in the log."""
    once = pairs(log)
    every, often = np.unique(log.actor * log.people + log.profile, return_counts=True)
    signals = weights.weights.of("x").signals
    return {
        "interactions": received(log),
        "reposts": received(log, "repost"),
        "people": different(log),
        "reposters": different(log, "repost"),
        "pagerank": pagerank(once // log.people, once % log.people, np.ones(len(once)), log.people),
        "pagerank counts": pagerank(every // log.people, every % log.people, often.astype(float), log.people),
        "weighted sum": sum(signal.weight * received(log, kind) for kind, signal in signals.items()),
        "chance": np.zeros(log.people),
    }


def weights_of(choices: tuple[str, ...]) -> WeightsFile:
    """The shipped weights with settings, or with a preset."""
    if any("=" in one for one in choices) or not choices:
        return load_weights(shipped_path(), choices)
    return put_on(choices[0], load_weights(shipped_path()))


def calibrated(events: influence.Events, last: int) -> WeightsFile:
    """The shipped weights with what is full from everybody's own amounts as of the day `last`."""
    day = datetime.date(1970, 1, 1) + datetime.timedelta(last)
    made = influence.calibrate(events, weights=shipped_path(), as_of=day)
    return WeightsFile(weights=check(parse(made.text, "calibrated")), path="calibrated", sha256="", text=made.text)


def points(connection: Any, rows: str, last: int, files: Mapping[str, WeightsFile]) -> dict[str, dict[str, int]]:
    """The points of every profile that the rows of a SELECT name, as of the day `last`, under each of some weights, in
    one run of the score."""
    connection.execute(f"""CREATE OR REPLACE TEMP VIEW events AS
        SELECT profile, network, kind, count, day, post, actor FROM ({rows}) AS r WHERE day <= {last};
        CREATE OR REPLACE TEMP TABLE measured AS SELECT DISTINCT network, kind FROM events""")
    scenarios = [Scenario(weights=file.weights, as_of=last) for file in files.values()]
    fadings = {fading: number for number, fading in enumerate(dict.fromkeys(one.fading for one in scenarios))}
    write_fadings(connection, fadings)
    write_scenarios(connection, scenarios, fadings)
    chain = steps("faded", "points", "combined", "standings")
    found: list[dict[str, int]] = [{} for _ in files]
    for scenario, profile, total in connection.execute(
        f"{chain} SELECT scenario, profile, points FROM standings"
    ).fetchall():
        found[scenario][profile] = total
    return dict(zip(files, found, strict=True))


def scores(events: influence.Events, log: Log, last: int, files: Mapping[str, WeightsFile]) -> dict[str, Array]:
    """The points of everybody in the log as of the day `last` under each of some weights; 0 for who is not there."""
    by_name = points(events.store.connection, "SELECT * FROM event_rows", last, files)
    return {name: np.array([found.get(one, 0) for one in log.names]) for name, found in by_name.items()}
