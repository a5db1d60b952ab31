"""Exports among the files of events: read by their formats, and written once more as one file of canonical events."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from influence.errors import InputError
from influence.formats.catalogue import Catalogue
from influence.reading.cells import quoted
from influence.reading.read import Reading, Run
from influence.reading.sources import Source, Walk
from influence.reading.store import Store
from influence.result import LeftOut, Problem


@dataclass(slots=True)
class Exports:
    """Takes exports one by one, in a `with`. After `write` it tells what was left out or wrong, which files are of no
    known format (`unknown`), and where nothing in any of them came from others, why (`nothing`)."""

    known: Catalogue
    scratch: Path
    left_out: list[LeftOut] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    nothing: InputError | None = None
    _run: Run | None = None

    def take(self, source: Source) -> None:
        """Read one. Raises UnreadableError, and InputError where it is of no known format and the person named it."""
        if self._run is None:
            self._run = Run(Reading(Store()), Walk([], self.scratch), self.known)
        self._run.take(source)

    def write(self) -> Path | None:
        """Write the events of all that were taken; None where there are none. No more can be taken after it."""
        if self._run is None:
            return None
        run, path = self._run, self.scratch / "exports.parquet"
        reading = run.settle()
        self.left_out, self.problems = reading.left_out, reading.problems
        self.unknown = [name for name, _ in run.unknown]
        if all(kind == "post" for one in reading.inputs for kind in one.kinds):
            self.nothing = run.nothing() if reading.loaded else None
            return None
        reading.store.connection.execute(
            f"""COPY (SELECT profile, network, kind, count, time, post, actor FROM event_rows)
            TO {quoted(str(path))} (FORMAT parquet)"""
        )
        return path

    def __enter__(self) -> Exports:
        return self

    def __exit__(self, *_: object) -> None:
        if self._run is not None:
            self._run.reading.store.close()
