"""A result's score worked out again, from nothing but the activity and the weights that the result holds.

`verify` holds this against what the result claims; `explain` writes it down line by line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from math import fsum
from typing import Any

from influence import arithmetic, weights
from influence.errors import ConfigError, InputError
from influence.events import Kind
from influence.result import Activity, Result
from influence.weights import NetworkWeights, Signal, Weights
from influence.yamlfile import Path, YamlFile

BELIEVABLE = 10**30
"""No day has more of anything; beyond it, numbers would no longer be computed with."""

ROUNDING = 1 + 1e-9
"""A damped count is a computed number: this much of binary noise is no contradiction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """What one day adds to a signal's amount. `day` and `age` are None for totals without a day."""

    day: str | None
    age: int | None
    count: int
    damped: float
    fade: float

    @property
    def adds(self) -> float:
        return self.damped * self.fade


_Days = dict[tuple[str, str], list[Day]]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkedSignal:
    """A measured signal, from its days to what it contributes to the combined score."""

    kind: Kind
    signal: Signal
    days: tuple[Day, ...]
    count: int
    amount: float
    value: float
    of: int
    points: int
    contributes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkedNetwork:
    """A network's score, its measured signals in the weights' order, and its unknown ones. `loudness`: its E."""

    network: str
    weights: NetworkWeights
    signals: tuple[WorkedSignal, ...]
    points: int
    coverage: Fraction
    low: int
    high: int
    loudness: float | Fraction
    contributes: int = 0

    @property
    def unknown(self) -> list[Kind]:
        known = {signal.kind for signal in self.signals}
        return [kind for kind in self.weights.signals if kind not in known and kind != arithmetic.INTERACTION]

    @property
    def kinds(self) -> list[Kind]:
        """The kinds that the result has a line for, in the weights' order."""
        listed = {*self.unknown, *(signal.kind for signal in self.signals)}
        return [kind for kind in self.weights.signals if kind in listed]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A row of activity that nothing can be computed from, and why."""

    row: Activity
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """The whole score, worked out again."""

    weights: Weights
    networks: tuple[WorkedNetwork, ...]
    points: int
    low: int
    high: int
    coverage: Fraction
    refused: tuple[Refused, ...]

    @property
    def signals(self) -> dict[tuple[str, str], WorkedSignal]:
        """Every measured signal by its network and kind."""
        return {(network.network, signal.kind): signal for network in self.networks for signal in network.signals}


def work(result: Result, used: Weights | None = None) -> Worked:
    """Work a result's score out again. Which signals are measured is the result's own word, or its activity shows it.
    `used`: its weights, where they are known to be right. Raises InputError where they are no weights."""
    used = used or weights_of(result)
    days, refused = _days(result, used)
    networks = [_network(name, kinds, days, used) for name, kinds in sorted(_measured(result).items())]
    return _together(networks, used, refused)


def weights_of(result: Result) -> Weights:
    """The weights that the result holds, checked as a file's would be. Raises InputError."""
    name = "weights.values"
    try:
        return weights.check(YamlFile(name, result.weights.values, _paths(result.weights.values)))
    except ConfigError as error:
        problem = re.sub(rf"^{name}:\d+: ", "", error.message)
    except (TypeError, ValueError, RecursionError, ArithmeticError) as error:
        problem = str(error)
    raise InputError(f"the result's weights are no weights: {problem}", "`influence score --json` writes whole ones.")


def _paths(data: Any, path: Path = ()) -> dict[Path, int]:
    """Every place in the weights, so that an error can name the one it is about (JSON has no lines: all are 1)."""
    inside = data.items() if isinstance(data, dict) else ()
    return {path: 1} | {place: 1 for key, item in inside for place in _paths(item, (*path, key))}


def parse_day(text: str | None) -> date | None:
    """A day written YYYY-MM-DD; None for anything else."""
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return None
    return day if day.isoformat() == text else None


def _days(result: Result, used: Weights) -> tuple[_Days, list[Refused]]:
    """The activity of each network and kind, and the rows that nothing can be computed from."""
    as_of = parse_day(result.as_of)
    days: _Days = {}
    refused = []
    for row in result.activity:
        if why := _refuse_count(row) or _refuse_day(row.day, as_of, used.window_days):
            refused.append(Refused(row=row, why=why))
        else:
            days.setdefault((row.network, row.kind), []).append(_day(row, as_of, used))
    return days, refused


def _refuse_count(row: Activity) -> str:
    if not 0 <= row.count <= BELIEVABLE:
        return "has no believable count"
    if not 0 <= row.damped <= row.count * ROUNDING:
        return "is damped to more than itself, or to less than nothing"
    return ""


def _refuse_day(text: str | None, as_of: date | None, window_days: int) -> str:
    if text is None:
        return ""
    if (day := parse_day(text)) is None:
        return "is not on a day (YYYY-MM-DD)"
    if as_of is None:
        return "has a day, and the result has none to count from"
    if not 0 <= (as_of - day).days < window_days:
        return f"is outside the window, {window_days} days up to {as_of}"
    return ""


def _measured(result: Result) -> dict[str, set[str]]:
    measured: dict[str, set[str]] = {network.network: set() for network in result.networks}
    for network in result.networks:
        measured[network.network] |= {line.kind for line in network.lines if line.status == "measured"}
    for row in result.activity:
        measured.setdefault(row.network, set()).add(row.kind)
    return measured


def _day(row: Activity, as_of: date | None, used: Weights) -> Day:
    day = parse_day(row.day)
    age = (as_of - day).days if as_of and day else None
    fade = arithmetic.fade(age, used.half_life_days)
    return Day(day=row.day, age=age, count=row.count, damped=row.damped, fade=fade)


def _network(name: str, measured: set[str], days: _Days, used: Weights) -> WorkedNetwork:
    block = used.of(name)
    kinds = arithmetic.scored(block.signals, measured)
    shares = arithmetic.shares([block.signals[kind].weight for kind in kinds])
    signals = tuple(
        _signal(kind, block.signals[kind], of, days.get((name, kind), []))
        for kind, of in zip(kinds, shares, strict=True)
    )
    points = sum(signal.points for signal in signals)
    coverage = arithmetic.coverage(block.signals, kinds)
    low = arithmetic.low(points, coverage)
    return WorkedNetwork(
        network=name,
        weights=block,
        signals=signals,
        points=points,
        coverage=coverage,
        low=low,
        high=arithmetic.high(low, coverage),
        loudness=arithmetic.loudness(points, block.voice, used.combine),
    )


def _signal(kind: Kind, signal: Signal, of: int, days: list[Day]) -> WorkedSignal:
    amount = fsum(day.adds for day in days)
    value = arithmetic.value(amount, signal)
    return WorkedSignal(
        kind=kind,
        signal=signal,
        days=tuple(sorted(days, key=lambda day: (day.day is None, day.day or ""))),
        count=sum(day.count for day in days),
        amount=amount,
        value=value,
        of=of,
        points=arithmetic.points(of, value),
    )


def _together(networks: Sequence[WorkedNetwork], used: Weights, refused: list[Refused]) -> Worked:
    voices = [network.weights.voice for network in networks]
    points = arithmetic.combined([network.points for network in networks], voices, used.combine)
    high = arithmetic.combined([network.high for network in networks], voices, used.combine)
    contributions = arithmetic.apportion(points, [network.loudness for network in networks])
    return Worked(
        weights=used,
        networks=tuple(_handed_back(network, part) for network, part in zip(networks, contributions, strict=True)),
        points=points,
        low=arithmetic.combined([network.low for network in networks], voices, used.combine),
        high=high if networks else arithmetic.FULL,  # of nothing, nothing is known
        coverage=arithmetic.mean([network.coverage for network in networks], voices),
        refused=tuple(refused),
    )


def _handed_back(network: WorkedNetwork, contributes: int) -> WorkedNetwork:
    """The network with its part of the combined points, and each of its signals with its part of that."""
    parts = arithmetic.apportion(contributes, [signal.points for signal in network.signals])
    signals = [replace(signal, contributes=part) for signal, part in zip(network.signals, parts, strict=True)]
    return replace(network, contributes=contributes, signals=tuple(signals))
