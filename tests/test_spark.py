"""The statement of `influence sql` on a real Apache Spark."""

from __future__ import annotations

import random
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from cases import KINDS, NETWORKS, TODAY, Plain, Row, made_row, weights_text
from cohorts import Cohort, expected, ranking
from engines import in_spark, spark

pytestmark = pytest.mark.thorough


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("spark")


@pytest.fixture(scope="module")
def session(folder: Path) -> Iterator[Any]:
    with spark(folder) as started:
        yield started


def crowd(profiles: int, seed: int) -> list[Row]:
    """Rows of many profiles, each with its own few networks, kinds and people: zeros, huge counts, days at the edges
    of the window and after it, none at all, and nobody."""
    chance = random.Random(seed)
    made = []
    for number in range(profiles):
        who = None if number == 0 else f"profile '{number}'" if number % 7 else f"é{number}"
        for _ in range(chance.randint(1, 14)):
            count = chance.choice(
                (0, 1, 2, chance.randint(0, 40), chance.randint(0, 3_000), 10 ** chance.randint(3, 15))
            )
            age = chance.choice((0, 1, 44, 45, 89, 90, 91, -1, None, chance.randint(0, 120)))
            clock = chance.choice(("", "T00:00:00Z", "T23:59:59Z", "T23:30:00-02:00", "T01:00:00+05:00"))
            kind = chance.choice((*KINDS, "like", "like", "post"))
            actor = chance.choice((None, None, "ann", "bob", "7"))
            made.append(made_row(chance.choice(NETWORKS), kind, count, age, clock, None, actor, who))
    return made


def signals(*, curve: str) -> Plain:
    """Awkward weights of one curve."""
    numbers = {
        "log": {"full": Decimal("333.3")},
        "linear": {"curve": "linear", "full": Decimal("12.7")},
        "loglogistic": {"curve": "loglogistic", "median": 100, "p90": 101},
    }[curve]
    made = {kind: {"weight": weight, **numbers} for kind, weight in zip(KINDS, (Decimal("0.1"), 3, 7, 0), strict=False)}
    return made | {"interaction": {"weight": Decimal("0.333333"), "full": 10_000}}


def weights(curve: str, **more: Any) -> Plain:
    """A weights file of this curve for `alpha` and all networks without a block of their own."""
    log: Plain = {"like": {"weight": 10, "full": 50_000}, "comment": {"weight": Decimal("25.5"), "full": 5_000}}
    general = {"method": 1, "window_days": 90, "half_life_days": Decimal("12.5"), "same_person": Decimal("0.5")}
    blocks = {
        "default": {"voice": Decimal("0.7"), "signals": signals(curve=curve)},
        "x": {"voice": 1, "signals": log},
        "linkedin": {"voice": 0, "signals": log | {"interaction": {"weight": 50, "full": 70_000}}},
    }
    return general | {"combine": {"rule": "doubling", "points": 6}, "networks": blocks} | more


BY = {
    "log": weights("log"),
    "linear": weights("linear", half_life_days=None, same_person=1),
    "loglogistic": weights("loglogistic", same_person=0, window_days=36_500, half_life_days=Decimal("0.5")),
    "mean": weights("log", combine={"rule": "mean", "points": 6}),
}


@pytest.mark.parametrize("name", BY)
@pytest.mark.parametrize("zoned", [False, True])
def test_the_statement_by_the_oracle(session: Any, folder: Path, name: str, zoned: bool) -> None:
    as_of = TODAY if zoned else None
    cohort = Cohort(crowd(300, seed=7), BY[name], as_of)
    path = folder / "weights.yaml"
    path.write_text(weights_text(cohort.weights), encoding="utf-8")
    assert ranking(in_spark(session, cohort.rows, folder, zoned), "spark", cohort, path) == expected(cohort)
