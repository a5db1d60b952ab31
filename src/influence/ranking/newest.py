"""The newest day of files, guessed from parts of them: the one pass over all rows then says whether that was right."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import duckdb

from influence.ranking.inputs import Input
from influence.ranking.rows import rows
from influence.reading.local import Local
from influence.reading.store import Store
from influence.reading.ways import attempts

_PARTS = 32
_PART = 1 << 15
"""How many parts of a text are looked at, and how much each is, in bytes."""


def guess(store: Store, files: Sequence[Input]) -> int | None:
    """The newest day that is seen, in whole days since 1970-01-01 UTC; None where none is."""
    seen = (_seen(store, one) for one in files)
    return max((day for day in seen if day is not None), default=None)


def _seen(store: Store, one: Input) -> int | None:
    kept = one.kept if one.matched.reader == "parquet" else _sample(one, store.scratch / "sample")
    if kept is None:
        return None
    try:
        relation = next(attempts(store, one.matched, kept)).relation
        read = rows(one.matched.format, relation)
        (day,) = store.connection.execute(f"SELECT max(day) FROM ({read}) WHERE wrong IS NULL").fetchone() or (None,)
    except duckdb.Error:  # whatever is wrong with it, the pass over the whole file will say
        return None
    return None if day is None else int(day)


def _sample(one: Input, path: Path) -> Local | None:
    """A file of whole lines from all over a text of lines; None where it is another kind of text."""
    is_lines = one.matched.layout or (one.matched.documents and one.matched.documents.lines)
    if not (is_lines and one.matched.encoding.startswith("utf-8")):
        return None
    with path.open("wb") as copy:
        for part in _parts(one.kept):
            copy.write(part)
    return replace(one.kept, path=path, size=path.stat().st_size, quotes_close=True)


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
