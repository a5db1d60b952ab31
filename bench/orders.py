"""How well one order of people foretells another: Spearman and NDCG with ties done right, and the bootstrap.

All of it works on groups of equal values with a number of copies of each person, so that a sample drawn with
replacement is one array of copies and nothing is sorted again. Ties: for Spearman each gets the mean of the ranks that
they share; for NDCG the mean of what every order of them would give.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

Array = Any
"""A numpy array: one number for each person, in the same order everywhere."""

TOP = 100
"""NDCG looks at so many places."""

_DISCOUNTS = np.concatenate([[0.0], np.cumsum(1 / np.log2(np.arange(2, TOP + 2)))])


class Order:
    """People by a value, the largest first."""

    def __init__(self, values: Array) -> None:
        distinct, self._group = np.unique(-np.asarray(values, dtype=float), return_inverse=True)
        self._groups = len(distinct)

    def ranks(self, copies: Array) -> Array:
        """Each person's rank among all copies, the mean where several share it."""
        sizes = np.bincount(self._group, weights=copies, minlength=self._groups)
        ends = np.cumsum(sizes)
        return (ends - (sizes - 1) / 2)[self._group]

    def gained(self, gains: Array, copies: Array) -> float:
        """What the first TOP places gain, each discounted by the logarithm of its place."""
        sizes = np.bincount(self._group, weights=copies, minlength=self._groups)
        sums = np.bincount(self._group, weights=copies * gains, minlength=self._groups)
        ends = np.cumsum(sizes)
        held = (sizes > 0) & (ends - sizes < TOP)
        last, first = (np.minimum(edge[held], TOP).astype(int) for edge in (ends, ends - sizes))
        return float(np.sum(sums[held] / sizes[held] * (_DISCOUNTS[last] - _DISCOUNTS[first])))


def correlation(one: Array, other: Array, copies: Array) -> float:
    """Pearson's, of ranks: Spearman's."""
    total = copies.sum()
    one = one - (one * copies).sum() / total
    other = other - (other * copies).sum() / total
    spread = np.sqrt((one * one * copies).sum() * (other * other * copies).sum())
    return float((one * other * copies).sum() / spread) if spread else 0.0


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with the interval that holds 95 % of what the samples gave."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Skill:
    """How well an order foretells, and how much better than the order that it is compared with (below 0: worse)."""

    spearman: Estimate
    ndcg: Estimate
    spearman_more: Estimate
    ndcg_more: Estimate


def skills(orders: dict[str, Array], outcome: Array, against: str, samples: int, seed: int) -> dict[str, Skill]:
    """How well each order foretells an outcome. The samples draw people with replacement, the same for all orders, so
    that differences are between orders and not between samples."""
    draw = np.random.default_rng(seed)
    people = len(outcome)
    built = {name: Order(values) for name, values in orders.items()}
    ideal, gains = Order(outcome), np.asarray(outcome, dtype=float)
    everyone = _once(built, ideal, gains, np.ones(people))
    drawn = np.array([
        _once(built, ideal, gains, np.bincount(draw.integers(0, people, people), minlength=people).astype(float))
        for _ in range(samples)
    ])  # fmt: skip
    base = list(built).index(against)
    return {
        name: Skill(
            *(_estimate(everyone[at, what], drawn[:, at, what]) for what in (0, 1)),
            *(
                _estimate(everyone[at, what] - everyone[base, what], drawn[:, at, what] - drawn[:, base, what])
                for what in (0, 1)
            ),
        )
        for at, name in enumerate(built)
    }


def _once(orders: dict[str, Order], ideal: Order, gains: Array, copies: Array) -> Array:
    """Spearman and NDCG of each order, with so many copies of each person."""
    wanted, best = ideal.ranks(copies), ideal.gained(gains, copies)
    return np.array([
        (correlation(order.ranks(copies), wanted, copies), order.gained(gains, copies) / best if best else 0.0)
        for order in orders.values()
    ])  # fmt: skip


def _estimate(value: float, drawn: Array) -> Estimate:
    low, high = map(float, np.percentile(drawn, [2.5, 97.5]))
    return Estimate(float(value), low, high)


def pagerank(sources: Array, targets: Array, weights: Array, people: int) -> Array:
    """PageRank with damping 0.85: whoever acts hands its rank to those it acts on, by the weights; whoever never acts
    hands it to all alike."""
    out = np.bincount(sources, weights=weights, minlength=people)
    share = weights / out[sources]
    idle = out == 0
    rank = np.full(people, 1 / people)
    for _ in range(200):
        handed = np.bincount(targets, weights=rank[sources] * share, minlength=people)
        after = 0.15 / people + 0.85 * (handed + rank[idle].sum() / people)
        if np.abs(after - rank).sum() < 1e-12:
            break
        rank = after
    return after
