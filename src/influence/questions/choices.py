"""The numbers of a weights file as choices that could have been made otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from influence.events import Kind
from influence.result import Network
from influence.weights import NetworkWeights, Signal, Weights


@dataclass(frozen=True, slots=True)
class Choice:
    """One number: what `--set` calls it, its value, the nearest value allowed, and the weights with another one."""

    key: str
    value: float
    nearest: Callable[[float], float]
    change: Callable[[float], Weights]


def choices(weights: Weights, networks: Iterable[Network]) -> list[Choice]:
    """Every number that these networks' scores rest on. What several networks share (`default`) is one."""
    measured: dict[str, set[Kind]] = {}
    for network in networks:
        block = network.network if network.network in weights.networks else "default"
        kinds = {line.kind for line in network.lines if line.status == "measured"}
        measured[block] = measured.get(block, set()) | kinds
    return [*_general(weights), *(one for block in measured for one in _of_block(weights, block, measured[block]))]


def _general(weights: Weights) -> Iterator[Choice]:
    whole = _between(1, 36_500, 0)
    yield Choice("window_days", weights.window_days, whole, lambda value: replace(weights, window_days=int(value)))
    if weights.half_life_days is not None:
        days = weights.half_life_days
        yield Choice("half_life_days", days, _AMOUNT, lambda value: replace(weights, half_life_days=value))
    person = weights.same_person
    yield Choice("same_person", person, _between(0, 1), lambda value: replace(weights, same_person=value))
    if weights.combine.rule == "doubling":
        combine = weights.combine
        points = _between(1, 100)
        yield Choice(
            "combine.points",
            combine.points,
            points,
            lambda value: replace(weights, combine=replace(combine, points=value)),
        )


def _of_block(weights: Weights, name: str, kinds: set[Kind]) -> Iterator[Choice]:
    block = weights.networks[name]

    def with_block(changed: NetworkWeights) -> Weights:
        return replace(weights, networks=weights.networks | {name: changed})

    def with_signal(kind: Kind, signal: Signal) -> Weights:
        return with_block(replace(block, signals=block.signals | {kind: signal}))

    yield Choice(f"{name}.voice", block.voice, _WEIGHT, lambda value: with_block(replace(block, voice=value)))
    for kind in (kind for kind in block.signals if kind in kinds):
        yield from _of_signal(f"{name}.{kind}", kind, block.signals[kind], with_signal)


def _of_signal(key: str, kind: Kind, signal: Signal, put: Callable[[Kind, Signal], Weights]) -> Iterator[Choice]:
    def number(name: str, value: float, nearest: Callable[[float], float]) -> Choice:
        return Choice(f"{key}.{name}", value, nearest, lambda new: put(kind, _scaled(signal, name, new)))

    yield number("weight", signal.weight, _WEIGHT)
    if signal.full is not None:
        yield number("full", signal.full, _AMOUNT)
    if signal.median is not None:
        yield number("median", signal.median, _AMOUNT)


def _scaled(signal: Signal, name: str, value: float) -> Signal:
    """The signal with another number; the two percentiles of a cohort keep their ratio."""
    changed: dict[str, Any] = {name: value}
    if name == "median" and signal.median and signal.p90:
        changed["p90"] = signal.p90 * value / signal.median
    return replace(signal, **changed)


def _between(low: float, high: float, places: int = 6) -> Callable[[float], float]:
    return lambda value: min(max(round(value, places), low), high)


_WEIGHT, _AMOUNT = _between(0, 10_000), _between(1e-6, 1e15)
