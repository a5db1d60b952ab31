"""The next whole point: the smallest whole number of additional activity that it takes, signal by signal.

The curves are inverted for a first guess, and the guess is held against the formula itself on both sides.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from influence import arithmetic
from influence.answers import Next, NextLine, NextNetwork
from influence.questions.asked import Asked
from influence.weights import Signal
from influence.worked import Worked, WorkedNetwork, WorkedSignal, work

STEP = 100
"""A whole point."""

MOST = 10**18
"""Beyond this, no number is an answer."""


def ask(asked: Asked) -> Next:
    """What a whole point more would take of each signal alone, on the day of the score, from people who are not there
    yet."""
    worked = work(asked.result, asked.file.weights)
    target = worked.points + STEP
    return Next(
        before=asked.result,
        target=target,
        networks=[
            NextNetwork(network=network.network, lines=list(_lines(worked, network, target)))
            for network in worked.networks
        ],
    )


def _lines(worked: Worked, network: WorkedNetwork, target: int) -> Iterator[NextLine]:
    signals = {signal.kind: signal for signal in network.signals}
    for kind in network.kinds:
        if kind in signals:
            yield _line(_Ladder(worked, network, signals[kind]), target)
        else:
            yield NextLine(kind=kind, status="unknown")


def _line(ladder: _Ladder, target: int) -> NextLine:
    signal = ladder.signal
    if signal.points == signal.of:
        return NextLine(kind=signal.kind, status="full", count=signal.count)
    most = ladder.combined(signal.of)
    enough = smallest(lambda add: ladder.after(add) >= target, ladder.guess(target)) if most >= target else None
    if enough is None:
        return NextLine(kind=signal.kind, status="short", count=signal.count, points=most)
    return NextLine(kind=signal.kind, status="open", count=signal.count, add=enough, points=ladder.after(enough))


@dataclass(frozen=True, slots=True)
class _Ladder:
    """The combined points, as one signal's activity grows and everything else stays."""

    worked: Worked
    network: WorkedNetwork
    signal: WorkedSignal

    def after(self, add: int) -> int:
        """The combined points with so many more."""
        value = arithmetic.value(self.signal.amount + add, self.signal.signal)
        return self.combined(arithmetic.points(self.signal.of, value))

    def combined(self, points: int) -> int:
        """The combined points where the signal has these."""
        own = self.network.points - self.signal.points + points
        networks = self.worked.networks
        return arithmetic.combined(
            [own if one is self.network else one.points for one in networks],
            [one.weights.voice for one in networks],
            self.worked.weights.combine,
        )

    def guess(self, target: int) -> int:
        """About how many more reach the target: the first points of the signal that do, and its curve backwards."""
        points = smallest(lambda more: self.combined(self.signal.points + more) >= target, STEP, self.signal.of) or 0
        value = min((self.signal.points + points - 0.5) / self.signal.of, 1.0)
        return max(math.ceil(min(inverse(value, self.signal.signal), MOST) - self.signal.amount), 0)


def inverse(value: float, signal: Signal) -> float:
    """The amount at which a curve has this value."""
    if signal.curve == "loglogistic":
        median, p90 = signal.median or 0, signal.p90 or 0
        odds = value / (1 - value) if value < 1 else math.inf
        try:
            return median * math.pow(odds, 1 / arithmetic.steepness(median, p90))
        except OverflowError:
            return math.inf
    full = signal.full or 0
    return math.expm1(value * math.log1p(full)) if signal.curve == "log" else value * full


def smallest(reached: Callable[[int], bool], guess: int, most: int = MOST) -> int | None:
    """The smallest whole number from 0 to `most` at which something is reached that stays reached from there on; found
    from a guess, in as few looks as the guess is good. None: nowhere."""
    low, high, step = -1, min(max(guess, 0), most), 1
    while not reached(high):
        if high == most:
            return None
        low, high, step = high, min(high + step, most), step * 2
    step = 1
    while step < high - low:
        if reached(high - step):
            high, step = high - step, step * 2
        else:
            low = high - step
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if reached(middle) else (middle, high)
    return high
