"""Weights for a person: every number in force, why it is what it is, and where it comes from."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.text import Text

from influence.errors import UsageError, did_you_mean
from influence.weights import NetworkWeights, Signal, WeightsFile


def render(file: WeightsFile, console: Console, network: str | None) -> None:
    """The numbers in force, of all networks or of one. Raises UsageError for a network without a block."""
    blocks = file.weights.networks
    if network is not None and network not in blocks:
        hint = did_you_mean(network, blocks) or "It is scored with `default`."
        raise UsageError(f"--network {network}: no block of that name", hint)
    for line in _general(file):
        console.print(Text(line), soft_wrap=True)
    for name in [network] if network else list(blocks):
        console.print()
        console.print(Text(name, "bold"))
        for line in _network(blocks[name]):
            console.print(Text(line), soft_wrap=True)


def _general(file: WeightsFile) -> Iterator[str]:
    w = file.weights
    yield f"{file.path}, sha256 {file.sha256[:12]}"
    if file.settings:
        yield f"changed by --set {' --set '.join(file.settings)}"
    for name in ("window_days", "half_life_days", "same_person"):
        yield f"{name} = {_number(getattr(w, name))}{_because(w.why.get(name, ''), w.source.get(name, ''))}"
    combine = w.combine
    yield f"combine = {combine.rule}, {_number(combine.points)} points{_because(combine.why, combine.source)}"


def _network(block: NetworkWeights) -> Iterator[str]:
    yield f"  voice = {_number(block.voice)}{_because(block.why, block.source)}"
    for kind, signal in block.signals.items():
        yield f"  {kind:<11} weight {_number(signal.weight)}, {_curve(signal)}{_because(signal.why, signal.source)}"


def _curve(signal: Signal) -> str:
    if signal.curve == "loglogistic":
        return f"loglogistic, median {_number(signal.median)}, p90 {_number(signal.p90)}"
    return f"{signal.curve}, full {_number(signal.full)}"


def _number(value: float | None) -> str:
    return "null" if value is None else f"{value:,.10g}"


def _because(why: str, source: str) -> str:
    return (f": {why}" if why else "") + (f" [{source}]" if source else "")
