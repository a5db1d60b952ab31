"""The statement of `influence sql` on a real PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases import examples, weights_text
from cohorts import Cohort, cohorts, expected, ranking
from engines import in_postgres, postgres

pytestmark = pytest.mark.thorough


@pytest.fixture(scope="module")
def connection() -> Iterator[Any]:
    with postgres() as connected:
        yield connected


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("weights") / "weights.yaml"


def check(connection: Any, weights: Path, cohort: Cohort, zoned: bool) -> None:
    weights.write_text(weights_text(cohort.weights), encoding="utf-8")
    assert ranking(in_postgres(connection, cohort.rows, zoned), "postgres", cohort, weights) == expected(cohort)


@examples(60)
@given(cohort=cohorts(), zoned=st.booleans())
def test_any_rows_and_weights(connection: Any, weights: Path, cohort: Cohort, zoned: bool) -> None:
    check(connection, weights, cohort, zoned)


@examples(60)
@given(cohort=cohorts(tied=True), zoned=st.booleans())
def test_ties_and_halves(connection: Any, weights: Path, cohort: Cohort, zoned: bool) -> None:
    check(connection, weights, cohort, zoned)
