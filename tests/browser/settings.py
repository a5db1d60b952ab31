"""Random weights for a result, as a reader of its report could set them: every number may be another one."""

from __future__ import annotations

import copy
from random import Random
from typing import Any

Plain = dict[str, Any]

WEIGHTS = (0, 1, 1, 2, 3, 7, 0.1, 0.2, 0.3, 33.333333, 1e-6, 9999.999999, 10_000)
VOICES = (0, 1, 1, 2, 3, 0.2, 0.5, 0.333333, 1.5, 20)
FULLS = (1e-6, 0.5, 1, 2, 3, 8, 15, 24, 63, 99, 255, 999, 1000, 9_999, 10_000, 12.7, 50_000, 1e9, 1e15)
HALF_LIVES = (None, 0.5, 1, 2, 7, 10, 12.5, 30, 45, 45.25, 1e-6, 1e15)
DOUBLINGS = (1, 2.5, 3, 6, 6.0025, 1.0025, 10, 12.0025, 50, 100)
PAIRS = ((1, 3), (2, 4), (4, 16), (0.5, 1.5), (9, 81), (100, 101), (1e-6, 1e15), (500, 20_000))
CURVES = ("log", "log", "linear", "loglogistic")


def random_weights(random: Random, original: Plain, window: tuple[int, int]) -> Plain:
    """The original weights with a few, many or all of their numbers changed."""
    often = random.choice((0.05, 0.3, 1))
    made = copy.deepcopy(original)

    def maybe(value: Any, other: Any) -> Any:
        return other if random.random() < often else value

    made["half_life_days"] = maybe(made["half_life_days"], random.choice((*HALF_LIVES, random.uniform(0.1, 400))))
    made["window_days"] = maybe(made["window_days"], random.randint(*window))
    combine = made["combine"]
    combine["points"] = maybe(combine["points"], random.choice((*DOUBLINGS, round(random.uniform(1, 100), 4))))
    combine["rule"] = maybe(combine["rule"], random.choice(("doubling", "mean")))
    for block in made["networks"].values():
        block["voice"] = maybe(block["voice"], random.choice((*VOICES, round(random.uniform(0, 30), 6))))
        block["signals"] = {
            kind: maybe(signal, random_signal(random, signal)) for kind, signal in block["signals"].items()
        }
        scored = [signal for kind, signal in block["signals"].items() if kind != "interaction"]
        if not any(signal["weight"] for signal in scored):
            random.choice(scored)["weight"] = 1
    return made


def random_signal(random: Random, signal: Plain) -> Plain:
    """A signal with another weight, or another curve, or other numbers of it."""
    weight = random.choice((signal["weight"], *WEIGHTS, round(random.uniform(0, 100), random.choice((0, 2, 6)))))
    curve = random.choice((signal["curve"], *CURVES))
    if curve == "loglogistic":
        median, p90 = random.choice(PAIRS)
        return {"weight": weight, "curve": curve, "median": median, "p90": p90}
    full = random.choice((signal.get("full", 100), *FULLS, round(random.uniform(0.01, 5_000), 3)))
    return {"weight": weight, "curve": curve, "full": full}
