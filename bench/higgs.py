"""The Higgs data set as arrays: who acted on whom on which day, the orders of its first days, and what followed."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from orders import Array, pagerank

import influence
from influence.presets.catalogue import put_on
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
    profile, actor, kind, time = (
        np.array(column)
        for column in zip(*((one.profile, one.actor, one.kind, one.time) for one in events), strict=True)
    )
    names, numbers = np.unique(np.concatenate([profile, actor]), return_inverse=True)
    day = time.astype("datetime64[D]").astype(int)
    return Log(numbers[len(day) :], numbers[: len(day)], kind, day, names)


def date_of(day: int) -> datetime.date:
    """A day given in whole days since 1970."""
    return datetime.date(1970, 1, 1) + datetime.timedelta(day)


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


def calibrated(events: Path, last: int) -> WeightsFile:
    """The shipped weights with what is full from everybody's own amounts as of the day `last`."""
    made = influence.calibrate(events, weights=shipped_path(), as_of=date_of(last))
    return WeightsFile(weights=check(parse(made.text, "calibrated")), path="calibrated", sha256="", text=made.text)


def points(files: Sequence[Path], last: int, weights: WeightsFile) -> dict[str, int]:
    """The points of every profile in some files of events, as of the day `last`."""
    with influence.rank(*files, weights=weights, as_of=date_of(last)) as ranking:
        return {one.profile: one.points for one in ranking}


def scores(events: Path, log: Log, last: int, weights: Mapping[str, WeightsFile]) -> dict[str, Array]:
    """The points of everybody in the log as of the day `last` under each of some weights; 0 for who is not there."""
    by_name = {name: points([events], last, file) for name, file in weights.items()}
    return {name: np.array([found.get(one, 0) for one in log.names]) for name, found in by_name.items()}
