"""The shipped presets: found, read, and put on weights.

A preset says how much each kind says, and perhaps how loud networks are. What it does not name (above all `full`, how
common a kind is) stays as the weights have it, so that a comparison shows one choice and not two.
"""

from __future__ import annotations

import hashlib
from dataclasses import field, replace
from functools import cache
from pathlib import Path
from typing import ClassVar

from influence import yamlfile
from influence.events import Kind
from influence.record import record
from influence.weights import STRICT, NetworkWeights, Signal, Weight, Weights, WeightsFile

_FOLDER = Path(__file__).parent
_STANDS_IN = "interaction"


@record
class KindChoice:
    """How much a kind says."""

    __pydantic_config__: ClassVar = STRICT

    weight: Weight
    why: str
    source: str = ""


@record
class VoiceChoice:
    """How loud a network is; `default`: every network that is not named."""

    __pydantic_config__: ClassVar = STRICT

    voice: Weight
    why: str
    source: str = ""


@record
class SamePerson:
    """What one person's repeats are worth, as in a weights file."""

    __pydantic_config__: ClassVar = STRICT

    value: float
    why: str
    source: str = ""


@record
class Preset:
    """One shipped choice."""

    __pydantic_config__: ClassVar = STRICT

    title: str
    why: str
    source: str
    weights: dict[Kind, KindChoice]
    voices: dict[str, VoiceChoice] = field(default_factory=dict)
    same_person: SamePerson | None = None


@cache
def names() -> list[str]:
    """The names of the presets."""
    return sorted(path.stem for path in _FOLDER.glob("*.yaml"))


@cache
def preset(name: str) -> Preset:
    """One of the presets."""
    return yamlfile.build(Preset, yamlfile.parse(text_of(name), name).data)


def text_of(name: str) -> str:
    """A preset as it is written."""
    return (_FOLDER / f"{name}.yaml").read_text(encoding="utf-8")


def put_on(name: str, file: WeightsFile) -> WeightsFile:
    """A weights file under a preset."""
    sha256 = hashlib.sha256(text_of(name).encode()).hexdigest()
    return replace(
        file,
        weights=_weights(preset(name), file.weights),
        path=f"{file.path} under the preset {name}",
        sha256=sha256,
    )


def _weights(preset: Preset, weights: Weights) -> Weights:
    blocks = weights.networks
    loud = {name: blocks.get(name, blocks["default"]) for name in preset.voices}
    made = replace(weights, networks={name: _network(preset, name, block) for name, block in (loud | blocks).items()})
    if preset.same_person is None:
        return made
    choice = preset.same_person
    return replace(
        made,
        same_person=choice.value,
        why=weights.why | {"same_person": choice.why},
        source=weights.source | {"same_person": choice.source},
    )


def _network(preset: Preset, name: str, block: NetworkWeights) -> NetworkWeights:
    """A network's block under a preset; its signals stay as they are where none of them would count."""
    chosen = {kind: _signal(preset, kind, signal) for kind, signal in block.signals.items()}
    before, after = _total(block.signals), _total(chosen)
    if after and _STANDS_IN in chosen:  # its part of the whole is coverage, and no choice of a preset
        weight = min(round(chosen[_STANDS_IN].weight * after / before, 6), 10_000)
        chosen[_STANDS_IN] = replace(chosen[_STANDS_IN], weight=weight)
    voice = preset.voices.get(name) or preset.voices.get("default")
    loud = replace(block, voice=voice.voice, why=voice.why, source=voice.source) if voice else block
    return replace(loud, signals=chosen) if after else loud


def _total(signals: dict[Kind, Signal]) -> float:
    return sum(signal.weight for kind, signal in signals.items() if kind != _STANDS_IN)


def _signal(preset: Preset, kind: Kind, signal: Signal) -> Signal:
    choice = preset.weights.get(kind)
    if choice is None:
        return signal
    return replace(signal, weight=choice.weight, why=choice.why, source=choice.source or preset.source)
