"""What it buys to be pushed: points of people before and after an attack, by the score and by weighted sums."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from higgs import OURS, points, weights_of

import influence
from influence.weights import Signal

KINDS = ("like", "comment", "repost", "mention")
"""The kinds of an attack. The data set knows no likes: here they are measured, and only the attacked have any."""

ATTACKS = {
    "fan": "One fan who acts 1,000 times (250 likes, replies, reposts, mentions each)",
    "ring": "A ring of ten who act 1,000 times together (25 of each kind each)",
    "likes": "10,000 bought likes, each from another account",
    "replies": "100 bots that only reply, once a day for 30 days",
    "farm": "1,000 bots that like, reply, repost and mention once each",
}
DEAD, TYPICAL = "dead", "typical"
TARGETS = {DEAD: "An account on which nobody ever acted", TYPICAL: "The middle one of those with ten acts and more"}

_COLUMNS = "profile, network, kind, count, day, post, actor"

Before = tuple[float, float]
"""A number before an attack and after it."""


@dataclass(frozen=True, slots=True)
class Attacked:
    """An attack on a target. Points from 0 to 100: by the score, by the score without damping, by the weighted sum and
    by the logarithm of that; and which part of all people stands below, by score, by sum and by different people."""

    attack: str
    target: str
    ours: Before
    undamped: Before
    linear: Before
    logarithm: Before
    below: Before
    below_sum: Before
    below_people: Before


def attacked(events: influence.Events, last: int) -> Iterator[Attacked]:
    """Every attack on every target, as of the day `last`, with the shipped weights."""
    connection = events.store.connection
    files = {OURS: weights_of(()), "undamped": weights_of(("same_person=1",))}
    everyone = f"SELECT {_COLUMNS} FROM event_rows"
    typical = _middle(points(connection, everyone, last, files)[OURS], connection)
    _write(connection, {DEAD: None, TYPICAL: typical}, last)
    after = f"{everyone} UNION ALL SELECT {_COLUMNS} FROM pushed"
    by = points(connection, after, last, files)
    signals = files[OURS].weights.of("x").signals
    sums = _sums(connection, after, signals)
    people = _people(connection, after)
    most = _sum({kind: signal.full or 0 for kind, signal in signals.items()}, signals)

    def told(target: str, attack: str, value: Callable[[str], float]) -> Before:
        return value(_name(target, "")), value(_name(target, attack))

    for target in TARGETS:
        for attack in ATTACKS:
            yield Attacked(
                attack,
                target,
                ours=told(target, attack, lambda name: by[OURS].get(name, 0) / 100),
                undamped=told(target, attack, lambda name: by["undamped"].get(name, 0) / 100),
                linear=told(target, attack, lambda name: min(100.0, 100 * sums.get(name, 0) / most)),
                logarithm=told(
                    target, attack, lambda name: min(100.0, 100 * math.log1p(sums.get(name, 0)) / math.log1p(most))
                ),
                below=told(target, attack, lambda name: _below(by[OURS], name)),
                below_sum=told(target, attack, lambda name: _below(sums, name)),
                below_people=told(target, attack, lambda name: _below(people, name)),
            )


def acts(attack: str) -> list[tuple[str, str, int, int]]:
    """What an attack adds: by whom, of which kind, how many, and how many days before the last."""
    return {
        "fan": [("fan", kind, 250, 0) for kind in KINDS],
        "ring": [(f"friend {number}", kind, 25, 0) for number in range(10) for kind in KINDS],
        "likes": [(f"buyer {number}", "like", 1, 0) for number in range(10_000)],
        "replies": [(f"bot {number}", "comment", 1, ago) for number in range(100) for ago in range(30)],
        "farm": [(f"bot {number}", kind, 1, 0) for number in range(1_000) for kind in KINDS],
    }[attack]


def _write(connection: Any, own: Mapping[str, str | None], last: int) -> None:
    """The table `pushed`: copies of the targets, one before and one after each attack."""
    connection.execute(f"CREATE OR REPLACE TEMP TABLE pushed AS SELECT {_COLUMNS} FROM event_rows LIMIT 0")
    for target, profile in own.items():
        for attack in ("", *ATTACKS):
            name = _name(target, attack)
            connection.execute(
                f"INSERT INTO pushed SELECT ? AS profile, {_COLUMNS.removeprefix('profile, ')} FROM event_rows "
                "WHERE profile = ?",
                [name, profile],
            )
            rows: list[tuple[Any, ...]] = [
                (name, "x", "like", 0, last, None, None)
            ]  # so that likes are measured, before too
            for by, kind, count, ago in acts(attack) if attack else ():
                rows.append((name, "x", kind, count, last - ago, None, by))
            columns = [list(column) for column in zip(*rows, strict=True)]
            connection.execute(f"INSERT INTO pushed SELECT {', '.join(['unnest(?)'] * len(columns))}", columns)


_PUSHED = "pushed: "


def _name(target: str, attack: str) -> str:
    return f"{_PUSHED}{target} {attack}"


def _middle(totals: Mapping[str, int], connection: Any) -> str:
    """Of those with at least ten interactions, the one in the middle by points."""
    rows = connection.execute("SELECT profile FROM event_rows GROUP BY profile HAVING sum(count) >= 10").fetchall()
    ranked = sorted((totals[name], name) for (name,) in rows)
    return str(ranked[len(ranked) // 2][1])


def _sum(counts: Mapping[str, float], signals: Mapping[Any, Signal]) -> float:
    """The weighted mean of counts over the kinds that are measured."""
    return sum(signals[kind].weight * counts.get(kind, 0) for kind in KINDS) / sum(signals[k].weight for k in KINDS)


def _sums(connection: Any, rows: str, signals: Mapping[Any, Signal]) -> dict[str, float]:
    """The weighted sum of each profile."""
    counts: dict[str, dict[str, float]] = {}
    for name, kind, count in connection.execute(
        f"SELECT profile, kind, sum(count) FROM ({rows}) AS r GROUP BY profile, kind"
    ).fetchall():
        counts.setdefault(name, {})[kind] = count
    return {name: _sum(found, signals) for name, found in counts.items()}


def _people(connection: Any, rows: str) -> dict[str, float]:
    """How many different people acted on each profile."""
    counted = f"SELECT profile, count(DISTINCT actor) FROM ({rows}) AS r GROUP BY profile"
    return dict(connection.execute(counted).fetchall())


def _below(values: Mapping[str, float], name: str) -> float:
    """The part of all people that have less."""
    people = [value for one, value in values.items() if not one.startswith(_PUSHED)]
    own = values.get(name, 0)
    return sum(value < own for value in people) / len(people)
