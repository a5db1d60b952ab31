"""Why a score changed: the difference between two saved results, split into causes that add up exactly.

The old result is turned into the new one step by step: what left the window, what faded, what was revised, what came,
what the exports measure, which networks there are, the weights. After each step the score is worked out by the same
arithmetic, and what it moved is that step's. So the causes add up in whole hundredths; with the steps in another order
a hundredth could go to another cause.

Until the last step, activity is seen with the old weights. Where the new result was made with another window or
same-person damping, it does not tell everything that this needs: days that its own window leaves out are taken as
unchanged, and what cannot be known is said to be unknown. A `bridge`, the new events under the old weights, tells.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from math import fsum

from influence import arithmetic
from influence.answers import Cause, Difference
from influence.errors import InputError
from influence.events import Kind
from influence.result import Activity, MeasuredLine, Result
from influence.weights import Weights, settings_between
from influence.worked import ROUNDING, parse_day, weights_of

LEFT, FADED, REVISED, CAME = "left the window", "faded", "revised", "came"
FILE_ADDED, FILE_GONE, COVERAGE = "file added", "file gone", "coverage"
ADDED, GONE, WEIGHTS, METHOD, UNKNOWN = "network added", "network gone", "weights", "method", "unknown"
CAUSES = {
    LEFT: "outside the window now",
    FADED: "the same activity, some days later",
    REVISED: "counts of the same days that newer exports give otherwise",
    FILE_ADDED: "counts of the same days out of files that the old result does not have",
    FILE_GONE: "counts of the same days out of files that the new result does not have",
    CAME: "activity of new days",
    COVERAGE: "a kind that one of the two could not measure",
    ADDED: "a network that the old result does not have",
    GONE: "a network that the new result does not have",
    WEIGHTS: "other numbers in the weights",
    METHOD: "the same files, read or reckoned in another way",
    UNKNOWN: "what the two results do not tell",
}
"""Every cause, and what it means."""

Signal = tuple[str, Kind]
Days = dict[str | None, float]


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


def diff(old: Result, new: Result, bridge: Result | None = None) -> Difference:
    """The difference between two results, by cause. `bridge`: the events of the new result scored with the old weights
    as of the new day. Raises InputError where the results are not of one profile."""
    if old.profile != new.profile:
        raise InputError(
            f"the results are of different profiles: {old.profile or 'nobody'} and {new.profile or 'nobody'}",
            "Compare two results of one profile.",
        )
    told = _Told(old), _Told(new)
    steps = _Steps(*told, _Seen(*told, _Told(bridge) if bridge else None))
    causes = list(steps.walk())
    rest = new.points - old.points - sum(cause.points for cause in causes)
    if rest:
        other = (old.method, old.version) != (new.method, new.version)
        causes.append(Cause(cause=METHOD if other else UNKNOWN, points=rest))
    return Difference(
        before=old.points,
        after=new.points,
        difference=new.points - old.points,
        causes=causes,
        notes=list(_notes(*told, causes, bridge is None)),
    )


class _Told:
    """What a result tells of itself."""

    def __init__(self, result: Result) -> None:
        self.weights = weights_of(result)
        self.as_of = parse_day(result.as_of)
        self.measured = {
            network.network: frozenset(line.kind for line in network.lines if isinstance(line, MeasuredLine))
            for network in result.networks
        }
        self.days: dict[Signal, dict[str | None, Activity]] = {}
        for one in result.activity:
            self.days.setdefault((one.network, one.kind), {})[one.day] = one
        self.inputs = result.inputs

    def damped(self, signal: Signal) -> Days:
        return {day: one.damped for day, one in self.days.get(signal, {}).items()}

    def files(self, network: str) -> dict[str, str]:
        """The files that told of a network, by what is in them, and their formats."""
        return {one.sha256: one.format for one in self.inputs if network in one.networks}

    def inside(self, day: str | None, on: datetime.date | None) -> bool:
        """Whether a day is in this result's window, were it of another day."""
        age = _age(day, on)
        return age is None or 0 <= age < self.weights.window_days

    def amount(self, days: Days, on: datetime.date | None) -> float:
        """What days are worth on a day."""
        half_life = self.weights.half_life_days
        return fsum(damped * arithmetic.fade(_age(day, on), half_life) for day, damped in days.items())


class _Seen:
    """The new result's activity as the old weights see it."""

    def __init__(self, old: _Told, new: _Told, bridge: _Told | None) -> None:
        self.old, self.new, self.bridge = old, new, bridge
        one, other = old.weights, new.weights
        self._alike = (one.window_days, one.same_person) == (other.window_days, other.same_person)

    def days(self, signal: Signal) -> dict[str | None, float | None]:
        """What each day is worth before fading. None: the results do not tell."""
        was, now = self.old.days.get(signal, {}), self.new.days.get(signal, {})
        days = [day for day in {**was, **now} if self.old.inside(day, self.new.as_of)]
        told: dict[str | None, float | None] = dict.fromkeys(days, 0.0)
        if self.bridge:
            return told | self.bridge.damped(signal)
        return told | {day: self._damped(day, was.get(day), now.get(day)) for day in days}

    def _damped(self, day: str | None, was: Activity | None, now: Activity | None) -> float | None:
        if not self.new.inside(day, self.new.as_of):
            return was.damped if was else 0.0
        if now is None or self._alike:
            return now.damped if now else 0.0
        alone = self.new.weights.same_person < 1 and now.damped * ROUNDING >= now.count
        if alone or self.old.weights.same_person == 1:
            return float(now.count)
        return was.damped if was and was.count == now.count else None


class _Steps:
    """The walk from the old result to the new one."""

    def __init__(self, old: _Told, new: _Told, seen: _Seen) -> None:
        self.old, self.new, self.seen = old, new, seen
        amounts = {signal: old.amount(old.damped(signal), old.as_of) for signal in old.days}
        self.state = _State(old.weights, old.measured, amounts)
        self.points = self.state.points()

    def walk(self) -> Iterator[Cause]:
        both = sorted(set(self.old.measured) & set(self.new.measured))
        signals = [(name, kind) for name in both for kind in sorted(self.old.measured[name] & self.new.measured[name])]
        for name in sorted(set(self.old.measured) - set(self.new.measured)):
            yield from self._moved(self.state.without(name), GONE, name)
        for cause_of, days_of, on in self._stages():
            for signal in signals:
                amount = self.old.amount(days_of(signal), on)
                yield from self._moved(self.state.with_amount(signal, amount), cause_of(signal[0]), *signal)
        for name in both:
            yield from self._coverage(name)
        for name in sorted(set(self.new.measured) - set(self.old.measured)):
            state = self.state.with_kinds(name, self.new.measured[name])
            for kind in sorted(self.new.measured[name]):
                state = state.with_amount((name, kind), self._amount_now((name, kind)))
            yield from self._moved(state, ADDED, name)
        for signal in signals:
            yield from self._moved(self.state.with_amount(signal, self._amount_now(signal)), UNKNOWN, *signal)
        amounts = {signal: self.new.amount(self.new.damped(signal), self.new.as_of) for signal in self.new.days}
        yield from self._moved(_State(self.new.weights, self.new.measured, amounts), WEIGHTS)

    def _stages(
        self,
    ) -> Iterator[tuple[Callable[[str], str], Callable[[Signal], Days], datetime.date | None]]:
        """Each stage of a signal that both results measure: its cause by the network, what of its days counts, and on
        which day."""
        before, now = self.old.as_of, self.new.as_of

        def stayed(signal: Signal) -> Days:
            return {day: n for day, n in self.old.damped(signal).items() if self.old.inside(day, now)}

        def known(signal: Signal, wanted: Callable[[str | None], bool]) -> Days:
            seen = {day: n for day, n in self.seen.days(signal).items() if n is not None and wanted(day)}
            return stayed(signal) | seen

        yield lambda _: LEFT, stayed, before
        yield lambda _: FADED, stayed, now
        yield self._of_files, lambda signal: known(signal, lambda day: self.old.inside(day, before)), now
        yield lambda _: CAME, lambda signal: known(signal, lambda day: True), now

    def _of_files(self, network: str) -> str:
        """Why days that both results know have other counts, by the files that told of the network."""
        old, new = self.old.files(network), self.new.files(network)
        gone, added = ({sha: one[sha] for sha in one.keys() - other} for one, other in ((old, new), (new, old)))
        if not gone and not added:
            return METHOD
        if not gone or not added:
            return FILE_ADDED if added else FILE_GONE
        return REVISED if set(gone.values()) == set(added.values()) else UNKNOWN

    def _coverage(self, name: str) -> Iterator[Cause]:
        """Kinds that only one of the results measures, one after the other."""
        for kind in sorted(self.old.measured[name] ^ self.new.measured[name]):
            kinds = self.state.measured[name] ^ {kind}
            state = self.state.with_kinds(name, kinds)
            if kind in kinds:
                state = state.with_amount((name, kind), self._amount_now((name, kind)))
            yield from self._moved(state, COVERAGE, name, kind)

    def _amount_now(self, signal: Signal) -> float:
        """What the signal is worth with the old weights; where they cannot be told, days damped with the new ones."""
        damped = self.new.damped(signal)
        days = {day: damped[day] if n is None else n for day, n in self.seen.days(signal).items()}
        return self.old.amount(days, self.new.as_of)

    def _moved(self, state: _State, cause: str, network: str | None = None, kind: str | None = None) -> Iterator[Cause]:
        points = state.points()
        moved, self.state, self.points = points - self.points, state, points
        if moved:
            yield Cause(cause=cause, network=network, kind=kind, points=moved)


def _notes(old: _Told, new: _Told, causes: Iterable[Cause], ask: bool) -> Iterator[str]:
    """What is different beside the counts, and what could not be known; `ask`: what would tell."""
    changed = settings_between(old.weights, new.weights)
    if changed:
        yield f"weights: {', '.join(changed)}"
    for what, one, other in (("only the old result has", old, new), ("only the new result has", new, old)):
        there = {file.sha256 for file in other.inputs}
        if names := sorted(file.source for file in one.inputs if file.sha256 not in there):
            yield f"{what}: {', '.join(names)}"
    if unknown := [f"{one.network} {one.kind}" for one in causes if one.cause == UNKNOWN and one.network]:
        hint = "; the new result's events would tell more (--with)" if ask and changed else ""
        yield (
            f"unknown of {', '.join(dict.fromkeys(unknown))}: whether counts were revised, come from other files, or "
            f"are damped by other weights{hint}"
        )


def _age(day: str | None, on: datetime.date | None) -> int | None:
    when = parse_day(day)
    return None if when is None or on is None else (on - when).days
