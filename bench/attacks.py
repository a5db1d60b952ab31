"""What it buys to be pushed: points of people before and after an attack, by the score and by weighted sums."""

from __future__ import annotations

import csv
import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from higgs import Log, date_of, different, points, received, weights_of

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


Act = tuple[str, str, int, int]
"""By whom, of which kind, how many, and on which day (whole days since 1970)."""


def attacked(events: Path, log: Log) -> Iterator[Attacked]:
    """Every attack on every target, as of the last day of the log, with the shipped weights."""
    last, weights = int(log.day.max()), weights_of(())
    own = {DEAD: [], TYPICAL: _own(log, _middle(log, points([events], last, weights)))}
    held = {(target, attack): acts + _acts(attack, last) for target, acts in own.items() for attack in ("", *ATTACKS)}
    files = [events, _written(events.with_name("pushed.csv"), held, last)]
    ours, undamped = (points(files, last, one) for one in (weights, weights_of(("same_person=1",))))
    signals = weights.weights.of("x").signals
    most = _sum({kind: signal.full or 0 for kind, signal in signals.items()}, signals)
    sums = {key: _sum(_counts(acts), signals) for key, acts in held.items()}
    people = {key: len({by for by, *_ in acts}) for key, acts in held.items()}
    real = received(log) > 0
    ladders = (
        sorted(total for name, total in ours.items() if not name.startswith(_PUSHED)),
        sorted(_sum({kind: received(log, kind) for kind in KINDS}, signals)[real]),
        sorted(different(log)[real]),
    )
    for target in TARGETS:
        for attack in ATTACKS:
            keys = ((target, ""), (target, attack))
            yield Attacked(
                attack,
                target,
                ours=_both(keys, lambda key: ours[_name(*key)] / 100),
                undamped=_both(keys, lambda key: undamped[_name(*key)] / 100),
                linear=_both(keys, lambda key: min(100.0, 100 * sums[key] / most)),
                logarithm=_both(keys, lambda key: min(100.0, 100 * math.log1p(sums[key]) / math.log1p(most))),
                below=_both(keys, lambda key: _below(ladders[0], ours[_name(*key)])),
                below_sum=_both(keys, lambda key: _below(ladders[1], sums[key])),
                below_people=_both(keys, lambda key: _below(ladders[2], people[key])),
            )


def _both(keys: Iterable[tuple[str, str]], value: Callable[[tuple[str, str]], float]) -> Before:
    before, after = map(value, keys)
    return before, after


def _acts(attack: str, last: int) -> list[Act]:
    """What an attack adds; nothing where there is none."""
    if attack == "fan":
        return [("fan", kind, 250, last) for kind in KINDS]
    if attack == "ring":
        return [(f"friend {number}", kind, 25, last) for number in range(10) for kind in KINDS]
    if attack == "likes":
        return [(f"buyer {number}", "like", 1, last) for number in range(10_000)]
    if attack == "replies":
        return [(f"bot {number}", "comment", 1, last - ago) for number in range(100) for ago in range(30)]
    return [(f"bot {number}", kind, 1, last) for number in range(1_000) for kind in KINDS] if attack else []


def _own(log: Log, profile: str) -> list[Act]:
    """What a real person received."""
    rows = log.where(log.names[log.profile] == profile)
    acts = zip(log.names[rows.actor], rows.kind, rows.day, strict=True)
    return [(str(by), str(kind), 1, int(day)) for by, kind, day in acts]


def _written(path: Path, held: Mapping[tuple[str, str], list[Act]], last: int) -> Path:
    """Events of the targets before and after each attack. A count of 0 has likes measured before, too."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["profile", "network", "kind", "count", "time", "actor"])
        for (target, attack), acts in held.items():
            for by, kind, count, day in [("", "like", 0, last), *acts]:
                writer.writerow([_name(target, attack), "x", kind, count, date_of(day), by])
    return path


_PUSHED = "pushed: "


def _name(target: str, attack: str) -> str:
    return f"{_PUSHED}{target} {attack or 'before'}"


def _middle(log: Log, totals: Mapping[str, int]) -> str:
    """Of those with at least ten interactions, the one in the middle by points."""
    ranked = sorted((totals[name], str(name)) for name in log.names[received(log) >= 10])
    return ranked[len(ranked) // 2][1]


def _counts(acts: Iterable[Act]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for _, kind, count, _ in acts:
        counts[kind] += count
    return counts


def _sum(counts: Mapping[Any, Any], signals: Mapping[Any, Signal]) -> Any:
    """The weighted mean of counts (numbers, or arrays of them) over the kinds that are measured."""
    return sum(signals[kind].weight * counts[kind] for kind in KINDS) / sum(signals[kind].weight for kind in KINDS)


def _below(ladder: list[Any], value: float) -> float:
    """The part of all people that have less."""
    return bisect_left(ladder, value) / len(ladder)
