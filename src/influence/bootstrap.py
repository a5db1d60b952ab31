"""The bootstrap: what a number could have been, had other posts of the same kind been published.

Resamples draw with replacement, from a fixed seed, so that the same input always gives the same interval. Beyond 100
posts, posts are dealt out to 100 groups and groups are drawn: the interval is the same but for noise, and the cost
stays small.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

TIMES = 1000
GROUPS = 100
SEED = 20_120_704
_TAIL = 0.025


def draws(groups: int) -> Iterator[list[int]]:
    """TIMES resamples of the numbers 0 to `groups`, each as long."""
    chance = random.Random(SEED)
    for _ in range(TIMES):
        yield chance.choices(range(groups), k=groups)


def interval(values: Sequence[float]) -> tuple[float, float]:
    """Between which 95 % of the values lie."""
    ordered = sorted(values)
    cut = int(len(ordered) * _TAIL)
    return ordered[cut], ordered[len(ordered) - 1 - cut]
