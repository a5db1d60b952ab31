"""Why a score changed: the difference between two saved results, split into causes that add up exactly.

The old result is turned into the new one step by step: what left the window, what faded, what was revised, what came,
what the exports measure, which networks there are, the weights. After each step the score is worked out by the same
arithmetic, and what it moved is that step's. So the causes add up in whole hundredths; with the steps in another order
a hundredth could go to another cause.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from math import fsum
from typing import Any

from influence import arithmetic
from influence.errors import InputError
from influence.events import Kind
from influence.record import record
from influence.result import MeasuredLine, Result
from influence.weights import Weights
from influence.worked import parse_day, weights_of

LEFT, FADED, REVISED, CAME = "left the window", "faded", "revised", "came"
COVERAGE, ADDED, GONE, WEIGHTS, UNKNOWN = "coverage", "network added", "network gone", "weights", "unknown"
CAUSES = {
    LEFT: "older than the window now",
    FADED: "the same activity, some days later",
    REVISED: "counts of the same days that the exports now give otherwise",
    CAME: "activity of new days",
    COVERAGE: "a kind that one of the two could not measure",
    ADDED: "a network that the old result does not have",
    GONE: "a network that the new result does not have",
    WEIGHTS: "other numbers in the weights",
    UNKNOWN: "what the two results do not tell",
}
"""Every cause, in the order of the steps, and what it means."""

Signal = tuple[str, Kind]
Days = dict[str | None, float]


@record
class Cause:
    """What moved the score, by how much (whole hundredths); `kind` and `network` where it is one signal's."""

    cause: str
    network: str | None = None
    kind: str | None = None
    points: int


@record
class Difference:
    """Two scores and what lies between them, in whole hundredths: the points of the causes add up to `difference`."""

    before: int
    after: int
    difference: int
    causes: list[Cause]

    def to_dict(self) -> dict[str, Any]:
        """The difference as plain data, exactly as its JSON holds it."""
        return dataclasses.asdict(self)

    def by_cause(self) -> dict[str, int]:
        """The points of each cause, all networks and kinds together."""
        return {name: sum(one.points for one in self.causes if one.cause == name) for name in CAUSES}


@dataclass(frozen=True)
class _State:
    """Everything that makes a score: the weights, and the amount of every measured signal of each network."""

    weights: Weights
    measured: dict[str, frozenset[Kind]]
    amounts: dict[Signal, float] = field(default_factory=dict)

    def points(self) -> int:
        networks = sorted(self.measured)
        voices = [self.weights.of(name).voice for name in networks]
        return arithmetic.combined([self._network(name) for name in networks], voices, self.weights.combine)

    def _network(self, name: str) -> int:
        signals = self.weights.of(name).signals
        kinds = arithmetic.scored(signals, self.measured[name])
        shares = arithmetic.shares([signals[kind].weight for kind in kinds])
        return sum(
            arithmetic.points(of, arithmetic.value(self.amounts.get((name, kind), 0.0), signals[kind]))
            for kind, of in zip(kinds, shares, strict=True)
        )

    def with_amount(self, signal: Signal, amount: float) -> _State:
        return replace(self, amounts={**self.amounts, signal: amount})

    def with_kinds(self, network: str, kinds: frozenset[Kind]) -> _State:
        return replace(self, measured={**self.measured, network: kinds})

    def without(self, network: str) -> _State:
        return replace(self, measured={name: kinds for name, kinds in self.measured.items() if name != network})


def diff(old: Result, new: Result) -> Difference:
    """The difference between two results, by cause. Raises InputError where they are not of one profile."""
    if old.profile != new.profile:
        raise InputError(
            f"the results are of different profiles: {old.profile or 'nobody'} and {new.profile or 'nobody'}",
            "Compare two results of one profile.",
        )
    steps = _Steps(_Told(old), _Told(new))
    causes = list(steps.walk())
    known = sum(cause.points for cause in causes)
    rest = new.points - old.points - known
    if rest:
        causes.append(Cause(cause=UNKNOWN, points=rest))
    return Difference(before=old.points, after=new.points, difference=new.points - old.points, causes=causes)


class _Told:
    """What a result tells of itself."""

    def __init__(self, result: Result) -> None:
        self.weights = weights_of(result)
        self.as_of = parse_day(result.as_of)
        self.measured = {
            network.network: frozenset(line.kind for line in network.lines if isinstance(line, MeasuredLine))
            for network in result.networks
        }
        self.days: dict[Signal, Days] = {}
        for one in result.activity:
            self.days.setdefault((one.network, one.kind), {})[one.day] = one.damped

    def amount(self, days: Days, on: datetime.date | None, weights: Weights) -> float:
        """What days are worth on a day."""
        half_life = weights.half_life_days
        return fsum(damped * arithmetic.fade(_age(day, on), half_life) for day, damped in days.items())


class _Steps:
    """The walk from the old result to the new one."""

    def __init__(self, old: _Told, new: _Told) -> None:
        self.old, self.new = old, new
        amounts = {signal: old.amount(days, old.as_of, old.weights) for signal, days in old.days.items()}
        self.state = _State(old.weights, old.measured, amounts)
        self.points = self.state.points()

    def walk(self) -> Iterator[Cause]:
        both = sorted(set(self.old.measured) & set(self.new.measured))
        signals = [(name, kind) for name in both for kind in sorted(self.old.measured[name] & self.new.measured[name])]
        for name in sorted(set(self.old.measured) - set(self.new.measured)):
            yield from self._moved(self.state.without(name), GONE, name)
        for cause, days_of, on in self._stages():
            for signal in signals:
                amount = self.old.amount(days_of(signal), on, self.old.weights)
                yield from self._moved(self.state.with_amount(signal, amount), cause, *signal)
        for name in both:
            yield from self._coverage(name)
        for name in sorted(set(self.new.measured) - set(self.old.measured)):
            state = self.state.with_kinds(name, self.new.measured[name])
            for kind in sorted(self.new.measured[name]):
                state = state.with_amount((name, kind), self._amount_now((name, kind)))
            yield from self._moved(state, ADDED, name)
        state = replace(self.state, weights=self.new.weights)
        for signal, days in self.new.days.items():
            state = state.with_amount(signal, self.new.amount(days, self.new.as_of, self.new.weights))
        yield from self._moved(state, WEIGHTS)

    def _stages(self) -> Iterator[tuple[str, Callable[[Signal], Days], datetime.date | None]]:
        """Each stage of a signal that both results measure: what of its days counts, and on which day."""
        before, now = self.old.as_of, self.new.as_of
        window = self.old.weights.window_days

        def stayed(signal: Signal) -> Days:
            return {day: n for day, n in self.old.days.get(signal, {}).items() if _inside(day, now, window)}

        def known_before(signal: Signal) -> Days:
            days = self.new.days.get(signal, {})
            return {day: n for day, n in days.items() if day is None or before is None or day <= before.isoformat()}

        yield LEFT, stayed, before
        yield FADED, stayed, now
        yield REVISED, known_before, now
        yield CAME, lambda signal: self.new.days.get(signal, {}), now

    def _coverage(self, name: str) -> Iterator[Cause]:
        """Kinds that only one of the results measures, one after the other."""
        for kind in sorted(self.old.measured[name] ^ self.new.measured[name]):
            kinds = self.state.measured[name] ^ {kind}
            state = self.state.with_kinds(name, kinds)
            if kind in kinds:
                state = state.with_amount((name, kind), self._amount_now((name, kind)))
            yield from self._moved(state, COVERAGE, name, kind)

    def _amount_now(self, signal: Signal) -> float:
        return self.new.amount(self.new.days.get(signal, {}), self.new.as_of, self.old.weights)

    def _moved(self, state: _State, cause: str, network: str | None = None, kind: str | None = None) -> Iterator[Cause]:
        points = state.points()
        moved, self.state, self.points = points - self.points, state, points
        if moved:
            yield Cause(cause=cause, network=network, kind=kind, points=moved)


def _age(day: str | None, on: datetime.date | None) -> int | None:
    when = parse_day(day)
    return None if when is None or on is None else (on - when).days


def _inside(day: str | None, on: datetime.date | None, window: int) -> bool:
    age = _age(day, on)
    return age is None or 0 <= age < window
