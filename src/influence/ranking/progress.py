"""How far the reading of files has come, for another thread to ask."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import duckdb

from influence.ranking.inputs import Input
from influence.reading.cells import quoted
from influence.reading.store import Store

_HEAD = 1 << 16


@dataclass(slots=True)
class Progress:
    """`rows`: about how many there are in all; `part`: how much of them is read (0 to 1); `seconds`: for how long."""

    rows: int = 0
    _store: Store | None = None
    _sizes: list[int] = field(default_factory=list)
    _done: int = 0
    _start: float = 0.0

    def over(self, store: Store, found: Sequence[Input]) -> Iterator[Input]:
        """Each of the files, as it is read."""
        self._store, self._start, self._done = store, time.monotonic(), 0
        store.connection.execute("SET enable_progress_bar = true; SET enable_progress_bar_print = false")
        sizes = [_rows(store, one) for one in found]
        self.rows, self._sizes = sum(sizes), sizes
        for one in found:
            yield one
            self._done += 1

    @property
    def part(self) -> float:
        """How much is read."""
        if self._store is None or not self.rows:
            return 0.0
        if self._done >= len(self._sizes):
            return 1.0
        percent = max(0.0, self._store.connection.query_progress())
        return (sum(self._sizes[: self._done]) + self._sizes[self._done] * percent / 100) / self.rows

    @property
    def seconds(self) -> float:
        """Since the first file was begun."""
        return time.monotonic() - self._start


def _rows(store: Store, one: Input) -> int:
    """About how many rows a file has: what a Parquet file says, or by the length of the first lines."""
    if one.matched.reader == "parquet":
        path = quoted(str(one.kept.path))
        try:
            said = store.connection.execute(f"SELECT num_rows FROM parquet_file_metadata({path})").fetchone()
        except duckdb.Error:  # whoever reads it will say what is wrong with it
            return 1
        return int(said[0]) if said else 0
    with one.kept.path.open("rb") as text:
        head = text.read(_HEAD)
    return max(1, one.kept.size * max(1, head.count(b"\n")) // max(1, len(head)))
