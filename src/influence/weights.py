"""weights.yaml: every number the score is made of, read strictly and with its provenance."""

from __future__ import annotations

import copy
import hashlib
import math
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import field, fields, replace
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

from influence import files, shipped, yamlfile
from influence.errors import ConfigError, UsageError, did_you_mean
from influence.events import KINDS, Kind
from influence.limits import Limit
from influence.record import record
from influence.yamlfile import YamlFile

STRICT: dict[str, Any] = {"extra": "forbid", "strict": True}
"""How pydantic holds a hand-written file: no unknown key, no text that looks like a number."""

MICRO = 1_000_000
"""Weights and voices have at most six decimals, so that their shares are whole-number arithmetic."""

Weight = Annotated[float, Limit(ge=0, le=10_000)]
Amount = Annotated[float, Limit(ge=1e-6, le=1e15)]
Curve = Literal["log", "linear", "loglogistic"]

_MAX_BYTES = 1_000_000


@record
class Signal:
    """A kind that the weights score. `full` is the amount worth all of its points (curves log and linear);
    `median` and `p90` are a cohort's percentiles (curve loglogistic)."""

    __pydantic_config__: ClassVar = STRICT

    weight: Weight
    curve: Curve = "log"
    full: Amount | None = None
    median: Amount | None = None
    p90: Amount | None = None
    why: str = ""
    source: str = ""


@record
class NetworkWeights:
    """How one network is scored. `voice` is how loud it is in the combined score."""

    __pydantic_config__: ClassVar = STRICT

    voice: Weight = 1
    signals: dict[Kind, Signal]
    why: str = ""
    source: str = ""


@record
class Combine:
    """How networks add up. `points`: twice the influence is that many points more."""

    __pydantic_config__: ClassVar = STRICT

    rule: Literal["doubling", "mean"] = "doubling"
    points: Annotated[float, Limit(ge=1, le=100)] = 6
    why: str = ""
    source: str = ""


@record
class Weights:
    """All the numbers of one weights file."""

    __pydantic_config__: ClassVar = STRICT

    method: Literal[1]
    window_days: Annotated[int, Limit(ge=1, le=36_500)]
    half_life_days: Amount | None
    same_person: Annotated[float, Limit(ge=0, le=1)]
    combine: Combine
    networks: dict[str, NetworkWeights]
    why: dict[str, str] = field(default_factory=dict)
    source: dict[str, str] = field(default_factory=dict)

    def of(self, network: str) -> NetworkWeights:
        """A network's own block, or the default one as a whole."""
        return self.networks.get(network) or self.networks["default"]

    def numbers(self) -> dict[str, Any]:
        """The numbers without the prose, as a result carries them: enough to compute the score again."""
        return {
            "method": self.method,
            "window_days": self.window_days,
            "half_life_days": self.half_life_days,
            "same_person": self.same_person,
            "combine": {"rule": self.combine.rule, "points": self.combine.points},
            "networks": {
                name: {
                    "voice": network.voice,
                    "signals": {kind: _signal_numbers(signal) for kind, signal in network.signals.items()},
                }
                for name, network in self.networks.items()
            },
        }

    def explained(self) -> dict[str, Any]:
        """The numbers with the prose that explains them, where there is some."""
        made = self.numbers() | _prose(self)
        made["combine"] |= _prose(self.combine)
        for name, network in self.networks.items():
            made["networks"][name] |= _prose(network)
            for kind, signal in network.signals.items():
                made["networks"][name]["signals"][kind] |= _prose(signal)
        return made


def _prose(part: Signal | NetworkWeights | Combine | Weights) -> dict[str, Any]:
    return {name: text for name in ("why", "source") if (text := getattr(part, name))}


def _signal_numbers(signal: Signal) -> dict[str, Any]:
    curve = {"full": signal.full} if signal.curve != "loglogistic" else {"median": signal.median, "p90": signal.p90}
    return {"weight": signal.weight, "curve": signal.curve, **curve}


def micro(number: float) -> int:
    """A weight or voice in whole millionths."""
    return round(number * MICRO)


def shown_share(part: float) -> float:
    """A part of all weight with four decimals, halves up, as `standings.sql` rounds it."""
    return math.floor(10_000 * part + 0.5 + 1e-9) / 10_000


@record
class WeightsFile:
    """Weights and where they came from: the file as the output names it, its SHA-256, and the settings on top."""

    weights: Weights
    path: str
    sha256: str
    settings: tuple[str, ...] = ()
    text: str = ""

    def written(self) -> Weights:
        """The weights of the file itself, before the settings."""
        return check(yamlfile.parse(self.text, self.path)) if self.settings else self.weights


SHIPPED = "the shipped weights.yaml"
VARIABLE = "INFLUENCE_WEIGHTS"
HERE = "weights.yaml"


def shipped_path() -> Path:
    """The weights.yaml inside the installed package, or at the root of a checkout."""
    package = Path(__file__).parent
    inside = package / "weights.yaml"
    return inside if inside.exists() else package.parents[1] / "weights.yaml"


def load(path: str | os.PathLike[str] | None = None, settings: Sequence[str] = ()) -> WeightsFile:
    """The weights in force: `path`, else $INFLUENCE_WEIGHTS, else ./weights.yaml, else the shipped file, with
    `settings` ("x.like.weight=2") on top. Raises ConfigError for a bad file, UsageError for a bad setting."""
    original = shipped_path().read_bytes()
    name, content = _find(path, original)
    if settings or content != original:
        document = yamlfile.parse(yamlfile.decoded(content, name), name)
        weights = with_settings(document, settings) if settings else check(document)
    else:
        weights = yamlfile.build(Weights, shipped.data(shipped_path(), content))
    return WeightsFile(
        weights=weights,
        path=name,
        sha256=hashlib.sha256(content).hexdigest(),
        settings=tuple(settings),
        text=content.decode("utf-8-sig"),
    )


def with_more(file: WeightsFile, settings: Sequence[str]) -> WeightsFile:
    """A weights file with more settings on top of its own. Raises UsageError."""
    every = (*file.settings, *settings)
    return replace(file, weights=with_settings(yamlfile.parse(file.text, file.path), every), settings=every)


def _find(path: str | os.PathLike[str] | None, original: bytes) -> tuple[str, bytes]:
    if path is not None and not os.fspath(path):
        raise UsageError("--weights: the name of the file is empty", "Leave --weights out for the shipped ones.")
    chosen = chosen_path(path)
    if chosen is None:
        return SHIPPED, original
    try:
        content = files.content(chosen, _MAX_BYTES)
    except OSError as error:
        raise ConfigError(
            f"{chosen}: {files.why(error)}", "`influence weights init` writes a file to start from."
        ) from None
    return os.fspath(chosen), content


def chosen_path(path: str | os.PathLike[str] | None = None) -> str | os.PathLike[str] | None:
    """Where `load` finds the weights. None: the shipped ones."""
    return path or os.environ.get(VARIABLE) or (HERE if Path(HERE).is_file() else None)


def settings_between(old: Weights, new: Weights) -> list[str]:
    """The numbers of `new` that `old` has otherwise or not at all, as settings, and what it lacks: `without x.like`."""
    was, now = (dict(_settings(one.numbers())) for one in (old, new))
    changed = [f"{key}={_setting(value)}" for key, value in now.items() if key not in was or was[key] != value]
    return [*changed, *(f"without {key}" for key in was if key not in now)]


def _settings(numbers: Any, *path: str) -> Iterator[tuple[str, Any]]:
    """Every number under the key that `--set` knows it by."""
    if isinstance(numbers, dict):
        for key, value in numbers.items():
            yield from _settings(value, *path, *([] if key in ("networks", "signals") else [key]))
    else:
        yield ".".join(path), numbers


def _setting(value: Any) -> str:
    return "null" if value is None else f"{value:.15g}" if isinstance(value, float) else str(value)


def check(document: YamlFile) -> Weights:
    """Hold a parsed file against the model. Raises ConfigError with file, line and the nearest right key."""
    if not isinstance(document.data, dict) or not document.data:
        raise document.error(
            (),
            "not a weights file" if document.data else "empty: not a weights file",
            "`influence weights init` writes a file to start from.",
        )
    weights = yamlfile.check(document, Weights)
    if "default" not in weights.networks:
        raise document.error(("networks",), "`default` is missing: the weights of every network without its own block")
    for name, network in weights.networks.items():
        path = ("networks", name)
        _check_decimals(document, (*path, "voice"), network.voice)
        if not any(signal.weight for kind, signal in network.signals.items() if kind != "interaction"):
            raise document.error((*path, "signals"), "no signal with a weight above 0: nothing could be scored")
        for kind, signal in network.signals.items():
            _check_decimals(document, (*path, "signals", kind, "weight"), signal.weight)
            _check_curve(document, (*path, "signals", kind), signal)
    return weights


def _check_decimals(document: YamlFile, path: yamlfile.Path, number: float) -> None:
    if round(number, 6) != number:
        raise document.error(path, f"{number!r} has more than six decimals")


def _check_curve(document: YamlFile, path: yamlfile.Path, signal: Signal) -> None:
    needed = ("median", "p90") if signal.curve == "loglogistic" else ("full",)
    for name in ("full", "median", "p90"):
        given = getattr(signal, name) is not None
        if given and name not in needed:
            raise document.error(
                (*path, name), f"the curve {signal.curve} has no {name}: it takes {' and '.join(needed)}"
            )
        if not given and name in needed:
            raise document.error(path, f"`{name}` is missing: the curve {signal.curve} needs it")
    if signal.median and signal.p90 and signal.p90 <= signal.median:
        raise document.error((*path, "p90"), "must be above the median")


def with_settings(document: YamlFile, settings: Sequence[str]) -> Weights:
    """The weights of a parsed file with settings on top. Raises UsageError for a setting, ConfigError for the file."""
    try:
        return check(YamlFile("--set", data_with(document, settings), document.lines))
    except ConfigError as error:
        check(document)  # where the file itself is wrong, that is the error
        problem = f"--set {' --set '.join(settings)}" + re.sub(r"^--set:\d+", "", error.message)
        raise UsageError(problem, error.hint) from None


def data_with(document: YamlFile, settings: Sequence[str]) -> dict[str, Any]:
    """The data of a parsed file with settings on top, not yet checked. Raises UsageError."""
    data: dict[str, Any] = copy.deepcopy(document.data)
    for setting in settings:
        key, equals, text = setting.partition("=")
        if not equals:
            raise UsageError(f"--set {setting}: give KEY=VALUE", "For example --set x.like.weight=2")
        *parents, last = _setting_path(data, key.strip(), setting)
        place = data
        for part in parents:
            place = place.setdefault(part, {})
        try:
            place[last] = yamlfile.scalar(text, f"--set {setting}")
        except ConfigError as error:
            raise UsageError(str(error)) from None
    return data


def _setting_path(data: dict[str, Any], key: str, setting: str) -> list[str]:
    """`x.like.weight` as the path it is short for: networks, x, signals, like, weight. Raises UsageError."""
    parts = key.split(".")
    general = [f.name for f in fields(Weights) if f.name not in ("networks", "why", "source")]
    if parts[0] in general:
        if len(parts) != (2 if parts[0] == "combine" else 1):
            raise UsageError(f"--set {setting}: not one number", "Write it like window_days=30 or combine.points=5.")
        return parts
    if parts[0] == "networks":
        parts = parts[1:]
    networks = data.get("networks", {})
    names = (".".join(parts[:length]) for length in range(len(parts), 0, -1))  # a name may have dots: mastodon.social
    name = next((name for name in names if name in networks), None)
    if name is None:
        name = parts[0] if parts else ""
        known = [*networks, *general]
        raise UsageError(
            f"--set {setting}: no {name!r} in the weights",
            did_you_mean(name, known) or f"Known are {', '.join(known)}; networks without a block follow `default`.",
        )
    rest = parts[name.count(".") + 1 :]
    if rest[:1] == ["signals"]:
        rest = rest[1:]
    if rest == ["voice"]:
        return ["networks", name, "voice"]
    return ["networks", name, "signals", *_signal_path(rest, setting)]


def _signal_path(rest: list[str], setting: str) -> list[str]:
    numbers = ("weight", "full", "curve", "median", "p90")
    if len(rest) != 2:
        raise UsageError(
            f"--set {setting}: not one number of a signal", "Write it like x.like.weight=2 or x.voice=0.5."
        )
    for word, known in zip(rest, (KINDS, numbers), strict=True):
        if word not in known:
            raise UsageError(
                f"--set {setting}: no {word!r}", did_you_mean(word, known) or f"Known are {', '.join(known)}."
            )
    return rest
