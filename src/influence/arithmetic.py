"""The arithmetic of the score, method 1, on one page.

The score itself is one SQL statement (`scoring/`), so that it runs over millions of events. This page says the same
for one result, in the order of the design, so that a result can be checked (`verify`), explained (`explain`) and
understood. Points are whole hundredths of a point. What is a share of whole numbers is computed in whole numbers.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction

from influence.events import Kind
from influence.weights import MICRO, Combine, Signal, micro

FULL = 10_000
"""The points of a full score."""

NUDGE = 1e-9
"""Added before rounding a computed number, so that binary noise cannot lose an exact half."""

TIE_DECIMALS = 9
"""Remainders of computed numbers that agree this far are equal: equal parts tie whatever their binary noise."""

INTERACTION = "interaction"


# From events to amounts


def fade(age: int | None, half_life_days: float | None) -> float:
    """What is left of an activity after `age` days: half after a half-life. Undated activity does not fade."""
    return 1.0 if age is None or half_life_days is None else math.exp2(-age / half_life_days)


def damping(total: int, same_person: float) -> float:
    """What each activity of one person is worth when there are `total`: 100 likes count as 10 at 0.5."""
    return math.pow(total, same_person - 1) if total else 1.0


# From amounts to values: the three curves


def log(amount: float, full: float) -> float:
    """Each doubling adds about the same, up to 1 at `full`."""
    return 1.0 if amount >= full else math.log1p(amount) / math.log1p(full)


def linear(amount: float, full: float) -> float:
    """In proportion, up to 1 at `full`."""
    return 1.0 if amount >= full else amount / full


def steepness(median: float, p90: float) -> float:
    """The k of the log-logistic curve that gives 0.9 at the 90th percentile."""
    return math.log(9) / math.log(p90 / median)


def loglogistic(amount: float, median: float, p90: float) -> float:
    """1 / (1 + (median / amount)^k): where `amount` stands in a cohort, 0.5 at its median, 0.9 at its `p90`."""
    if not amount:
        return 0.0
    try:
        return 1 / (1 + math.pow(median / amount, steepness(median, p90)))
    except OverflowError:  # so far below the median that nothing is left
        return 0.0


def value(amount: float, signal: Signal) -> float:
    """A signal's amount as a number between 0 and 1, by the curve of its weights."""
    match signal:
        case Signal(curve="log", full=float() | int() as full):
            return log(amount, full)
        case Signal(curve="linear", full=float() | int() as full):
            return linear(amount, full)
        case Signal(curve="loglogistic", median=float() | int() as median, p90=float() | int() as p90):
            return loglogistic(amount, median, p90)
    raise ValueError(f"the curve {signal.curve} lacks its numbers")


# Shares that add up


def quotas(total: int, parts: Sequence[float | Fraction]) -> Sequence[float | Fraction]:
    """Each part's exact share of `total`: a fraction, or a float where the parts are floats. All 0 where they are."""
    whole = sum(parts)
    if not whole:
        return [Fraction(0)] * len(parts)
    if any(isinstance(part, float) for part in parts):
        return [total * float(part) / float(whole) for part in parts]
    return [total * Fraction(part) / Fraction(whole) for part in parts]


def apportion(total: int, parts: Sequence[float | Fraction]) -> list[int]:
    """`total` in whole numbers over the parts: the largest remainders are rounded up, ties to the first."""
    exact = quotas(total, parts)
    given = [math.floor(quota) for quota in exact]
    remainders = [_comparable(quota - floor) for quota, floor in zip(exact, given, strict=True)]
    left = total - sum(given) if any(parts) else 0
    for index in sorted(range(len(parts)), key=lambda i: -remainders[i])[:left]:
        given[index] += 1
    return given


def _comparable(remainder: float | Fraction) -> float | Fraction:
    return round(remainder, TIE_DECIMALS) if isinstance(remainder, float) else remainder


def half_up(number: float | Fraction) -> int:
    """The nearest whole number, halves up."""
    return math.floor(number + Fraction(1, 2)) if isinstance(number, Fraction) else math.floor(number + 0.5 + NUDGE)


# One network


def scored(signals: Iterable[Kind], measured: Collection[str]) -> list[Kind]:
    """The signals that score, in the weights' order: the measured ones, `interaction` only where it stands alone."""
    found = [kind for kind in signals if kind in measured]
    return [kind for kind in found if kind != INTERACTION] or found


def shares(weights: Sequence[float]) -> list[int]:
    """The points that each signal can earn: 10,000, by weight."""
    return apportion(FULL, [micro(weight) for weight in weights])


def points(of: int, value: float) -> int:
    """What a signal earns of the points that it can earn."""
    return half_up(of * value)


def coverage(signals: Mapping[Kind, Signal], scored: Collection[str]) -> Fraction:
    """The part of a network's weight that was measured. `interaction` is no part of the whole, only stands in."""
    measured = sum(micro(signals[kind].weight) for kind in signals if kind in scored)
    whole = sum(micro(signal.weight) for kind, signal in signals.items() if kind != INTERACTION)
    return min(Fraction(measured, whole), Fraction(1)) if whole else Fraction(0)


def low(points: int, coverage: Fraction) -> int:
    """The network's points if everything unknown were nothing."""
    return half_up(points * coverage)


def high(low: int, coverage: Fraction) -> int:
    """The network's points if everything unknown were full."""
    return min(FULL, low + half_up(FULL * (1 - coverage)))


# All networks together


def loudness(points: int, voice: float, combine: Combine) -> float | Fraction:
    """A network's part in the combined score: its E, or under the rule `mean` its points times its voice, exactly."""
    if combine.rule == "mean":
        return points * Fraction(micro(voice), MICRO)
    return voice * (math.exp2(points / 100 / combine.points) - 1)


def level(total: float | Fraction, combine: Combine) -> float:
    """The points, not yet rounded, that a sum of E is worth: twice the sum is `combine.points` points more."""
    return 100 * combine.points * math.log2(1 + total)


def combined(points: Sequence[int], voices: Sequence[float], combine: Combine) -> int:
    """The combined points of networks with these points and voices."""
    if combine.rule == "mean":
        return half_up(mean(points, voices))
    total = sum(loudness(each, voice, combine) for each, voice in zip(points, voices, strict=True))
    return min(FULL, half_up(level(total, combine)))


def mean(numbers: Sequence[int | Fraction], voices: Sequence[float]) -> Fraction:
    """The mean by voice; 0 where nobody has one."""
    loud = [micro(voice) for voice in voices]
    total = sum(Fraction(number) * voice for number, voice in zip(numbers, loud, strict=True))
    return Fraction(total) / sum(loud) if any(loud) else Fraction(0)
