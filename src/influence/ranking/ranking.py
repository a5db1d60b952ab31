"""Every profile's score, the highest first, and what was read for it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from influence.reading.cells import quoted
from influence.reading.store import Store
from influence.result import LeftOut, Problem
from influence.weights import WeightsFile

FORMS = {"csv": "FORMAT csv, HEADER", "ndjson": "FORMAT json", "parquet": "FORMAT parquet"}
"""The forms in which a ranking is written, and how DuckDB's COPY calls them."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """Where one profile stands. `position`: 1 is the most points, and ties share one; `points`: whole hundredths;
    `percentile`: how many of a hundred profiles have fewer; `networks`: the points of each network in which it has a
    row."""

    position: int
    profile: str
    points: int
    score: float
    percentile: float
    coverage: float
    networks: dict[str, int]


class Standings(Protocol):
    """A ranking, wherever it was made: `Ranking`, or `SparkRanking`, where Spark has it. `scratch`: a folder that goes
    with it."""

    weights: WeightsFile
    as_of: str | None
    networks: list[str]
    profiles: int
    rows: int
    nameless: int
    left_out: list[LeftOut]
    problems: list[Problem]
    warnings: list[str]

    @property
    def scratch(self) -> Path: ...
    def top(self, most: int | None = None) -> Iterator[Ranked]: ...
    def write(self, path: str | os.PathLike[str], form: str = "csv", most: int | None = None) -> None: ...


@dataclass(slots=True)
class Ranking:
    """Every profile's score. Iterate it for `Ranked` objects, the highest first. `networks`: those of its columns;
    `profiles`, `rows`: how many were ranked and read; `nameless`: rows that name no profile, in nobody's score.
    Close it, or use it in a `with`."""

    store: Store
    weights: WeightsFile
    as_of: str | None
    networks: list[str]
    profiles: int
    rows: int
    nameless: int = 0
    left_out: list[LeftOut] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def scratch(self) -> Path:
        """A folder that goes with it."""
        return self.store.scratch

    def __iter__(self) -> Iterator[Ranked]:
        return self.top()

    def top(self, most: int | None = None) -> Iterator[Ranked]:
        """The first so many."""
        cursor = self.store.connection.cursor()
        cursor.execute(self._select(most))
        while rows := cursor.fetchmany(10_000):
            yield from map(self._ranked, rows)

    def _ranked(self, row: Sequence[Any]) -> Ranked:
        position, profile, points, score, percentile, coverage, *each = row
        networks = {name: own for name, own in zip(self.networks, each, strict=True) if own is not None}
        return Ranked(position, profile, points, score, percentile, coverage, networks)

    def relation(self) -> Any:
        """All of it as a DuckDB relation, in order: position, profile, points, score, percentile, coverage and
        NETWORK_points."""
        return self.store.connection.sql(self._select(None))

    def write(self, path: str | os.PathLike[str], form: str = "csv", most: int | None = None) -> None:
        """Write it, or the first so many, to a file, as csv, ndjson or parquet."""
        self.store.connection.execute(f"COPY ({self._select(most)}) TO {quoted(os.fspath(path))} ({FORMS[form]})")

    def _select(self, most: int | None) -> str:
        return "SELECT * FROM ranking ORDER BY position, profile" + (f" LIMIT {int(most)}" if most is not None else "")

    def close(self) -> None:
        """Free the memory and the scratch files."""
        self.store.close()

    def __enter__(self) -> Ranking:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
