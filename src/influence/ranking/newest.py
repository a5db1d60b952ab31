"""The newest day of files, guessed from parts of them: the pass over all rows ends where it finds a later one."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import duckdb

from influence.ranking.inputs import Input
from influence.ranking.rows import newest_time, rows
from influence.reading.local import Local, Marks
from influence.reading.select import Relation, columns
from influence.reading.store import Store
from influence.reading.ways import attempts

_PARTS = 32
_PART = 1 << 15
"""How many parts of a text are looked at, and how much each is, in bytes."""


def guess(store: Store, files: Sequence[Input]) -> int | None:
    """The newest day that is seen in a row that is right, in whole days since 1970-01-01 UTC; None where none is."""
    return _newest(_seen(store, one) for one in files)


def of(store: Store, files: Sequence[Input]) -> int | None:
    """The newest day of all rows that are right."""
    return _newest(_read(store, one, one.kept) for one in files)


def _newest(days: Iterable[int | None]) -> int | None:
    return max((day for day in days if day is not None), default=None)


def _seen(store: Store, one: Input) -> int | None:
    kept = one.kept if one.matched.reader == "parquet" else _sample(one, store.scratch / "sample")
    return None if kept is None else _read(store, one, kept)


def _read(store: Store, one: Input, kept: Local) -> int | None:
    """The newest day of a file's rows."""
    ways = attempts(store, one.matched, kept)
    while True:
        try:
            attempt = next(ways, None)
            return _day(store, one, attempt.relation) if attempt else None
        except (duckdb.OutOfMemoryException, duckdb.InterruptException):
            raise
        except duckdb.Error:  # whatever is wrong with it, the pass over the whole file will say
            continue


def _day(store: Store, one: Input, relation: Relation) -> int | None:
    """The newest day of rows: what is quick to know, where a row that is right has it."""
    typed = columns(one.matched.format, relation, "iso").typed
    read = f"FROM ({rows(one.matched.format, relation)}) WHERE wrong IS NULL"
    named = f"""FROM (SELECT day, CAST(k_network AS VARCHAR) AS t_network, CAST(k_kind AS VARCHAR) AS t_kind {read})
        WHERE ({typed["network"]}) IS NOT NULL AND ({typed["kind"]}) IS NOT NULL"""
    quick = newest_time(one.matched.format, relation)
    (day,) = store.connection.execute(quick or f"SELECT max(day) {read}").fetchone() or (None,)
    if day is not None and not store.connection.execute(f"SELECT 1 {named} AND day = {day} LIMIT 1").fetchone():
        (day,) = store.connection.execute(f"SELECT max(day) {named}").fetchone() or (None,)
    return None if day is None else int(day)


def _sample(one: Input, path: Path) -> Local | None:
    """A file of whole lines from all over a text of lines; None where it is another kind of text."""
    is_lines = one.matched.layout or (one.matched.documents and one.matched.documents.lines)
    if not (is_lines and one.matched.encoding.startswith("utf-8")):
        return None
    with path.open("wb") as copy:
        for part in _parts(one.kept):
            copy.write(part)
    return replace(one.kept, path=path, size=path.stat().st_size, marked=Marks)


def _parts(kept: Local) -> Iterator[bytes]:
    """The first lines, some lines from all over, and the last ones."""
    step = max(_PART, kept.size // _PARTS)
    with kept.path.open("rb") as text:
        for start in [*range(0, kept.size - _PART, step), max(0, kept.size - _PART)]:
            text.seek(start)
            part = text.read(_PART)
            first = part.find(b"\n") + 1 if start else 0
            end = len(part) if start + _PART >= os.fstat(text.fileno()).st_size else part.rfind(b"\n") + 1
            yield part[first:end]
