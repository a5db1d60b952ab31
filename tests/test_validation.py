"""The statistics of bench/validation.py, against ways to compute them that are too slow to use; and its page."""

from __future__ import annotations

import math
import random
import subprocess
import sys
from collections.abc import Iterator
from fractions import Fraction
from itertools import groupby, permutations, product
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[1] / "bench"

pytestmark = pytest.mark.thorough


@pytest.fixture
def orders(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.syspath_prepend(str(BENCH))
    import orders

    return orders


def mean_rank(values: list[int], value: int) -> Fraction:
    """The mean place of a value, the largest first."""
    above, same = sum(one > value for one in values), values.count(value)
    return above + Fraction(same + 1, 2)


def spearman(one: list[int], other: list[int]) -> float:
    ranks = [[mean_rank(values, value) for value in values] for values in (one, other)]
    means = [sum(values) / len(values) for values in ranks]
    a, b = ([value - mean for value in values] for values, mean in zip(ranks, means, strict=True))
    spread = math.sqrt(sum(x * x for x in a) * sum(y * y for y in b))
    return float(sum(x * y for x, y in zip(a, b, strict=True))) / spread if spread else 0.0


def orders_of(values: list[int]) -> Iterator[list[int]]:
    """Every order of people by a value, the largest first."""
    ranked = sorted(range(len(values)), key=lambda at: -values[at])
    groups = [list(group) for _, group in groupby(ranked, key=lambda at: values[at])]
    for shuffled in product(*(permutations(group) for group in groups)):
        yield [at for group in shuffled for at in group]


def ndcg(values: list[int], gains: list[int], top: int) -> float:
    def gained(order: list[int]) -> float:
        return sum(gains[at] / math.log2(place + 2) for place, at in enumerate(order[:top]))

    every = [gained(order) for order in orders_of(values)]
    best = gained(next(orders_of(gains)))
    return sum(every) / len(every) / best if best else 0.0


def test_both_measures_with_ties_and_copies(orders, monkeypatch: pytest.MonkeyPatch) -> None:
    import numpy as np

    draw = random.Random(3)
    discounts = np.concatenate([[0.0], np.cumsum(1 / np.log2(np.arange(2, 5)))])
    monkeypatch.setattr(orders, "TOP", 3)
    monkeypatch.setattr(orders, "_DISCOUNTS", discounts)
    for _ in range(100):
        values, gains = ([draw.randrange(3) for _ in range(6)] for _ in range(2))
        copies = [draw.randrange(3) for _ in range(6)]
        many = [
            [one for one, often in zip(every, copies, strict=True) for _ in range(often)] for every in (values, gains)
        ]
        if not 2 <= len(many[0]) <= 8:
            continue
        weights, order, ideal = np.array(copies, float), orders.Order(values), orders.Order(gains)
        rho = orders.correlation(order.ranks(weights), ideal.ranks(weights), weights)
        best = ideal.gained(np.array(gains, float), weights)
        got = order.gained(np.array(gains, float), weights) / best if best else 0.0
        assert rho == pytest.approx(spearman(*many), abs=1e-12)
        assert got == pytest.approx(ndcg(*many, top=3), abs=1e-12)


def test_pagerank_of_three(orders) -> None:
    import numpy as np

    rank = orders.pagerank(np.array([0, 1, 1]), np.array([1, 0, 2]), np.array([1.0, 1.0, 3.0]), 3)
    idle = rank[2] / 3
    assert rank.sum() == pytest.approx(1)
    assert rank[0] == pytest.approx(0.05 + 0.85 * (rank[1] / 4 + idle))
    assert rank[1] == pytest.approx(0.05 + 0.85 * (rank[0] + idle))
    assert rank[2] == pytest.approx(0.05 + 0.85 * (3 * rank[1] / 4 + idle))


def test_the_page_is_written_from_a_file(tmp_path: Path) -> None:
    draw = random.Random(5)
    kinds = ["RT", "RT", "MT", "RE"]
    acts = [
        (1341100800 + draw.randrange(7 * 86_400), draw.randrange(400), int(draw.paretovariate(0.7)) % 300)
        for _ in range(12_000)
    ]
    log = tmp_path / "log.txt"
    log.write_text("".join(f"{by} {to} {second} {draw.choice(kinds)}\n" for second, by, to in sorted(acts)))
    script = (
        f"import sys; sys.path.insert(0, {str(BENCH)!r}); import foretelling, validation_page\n"
        "foretelling.SAMPLES = 20\n"
        f"print(validation_page.page(foretelling.findings({str(log)!r})))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("# Does the number mean anything?")
    assert "nan" not in done.stdout
    assert done.stdout.count("| **The score** |") == 2
