"""The ways in which one recognised file can be read: as it lies, or mended first."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from influence.formats.model import Format
from influence.reading import documents, local, relations, text
from influence.reading.local import Local, Mended
from influence.reading.match import Match, first_records, lacking, unknown_counts
from influence.reading.select import Relation
from influence.reading.sources import ForeignError
from influence.reading.store import Store

_LOOK = 50
"""How many records of a JSON file are looked at for counts that its format does not know."""


@dataclass(slots=True)
class Attempt:
    """One way to read a file, and what had to be mended for it. `holds`: whether the file is one that can be read so;
    of a large file that is known later than its first records."""

    relation: Relation
    mended: Mended | None = None
    holds: Callable[[], bool] = lambda: True


def attempts(store: Store, matched: Match, kept: Local) -> Iterator[Attempt]:
    """The ways to read one file, the fastest first; each next one is more forgiving."""
    if matched.layout:
        yield from _table_attempts(store, matched, kept)
    elif matched.documents:
        yield from _json_attempts(store, matched, kept)
    else:
        found = relations.columns_of_parquet(store.connection, kept.path)
        _need_columns(matched.format, found, kept.path)
        yield Attempt(relations.parquet(matched.format, kept.path, found))


def _table_attempts(store: Store, matched: Match, kept: Local) -> Iterator[Attempt]:
    layout = matched.layout
    assert layout is not None
    if not layout.wrapped:
        lying = kept if matched.encoding.startswith("utf-8") else local.decoded(kept, matched.encoding, store.scratch)
        for relation in _tables(store, matched, lying.path):
            yield Attempt(relation, holds=lambda: lying.plain)
            if not lying.plain:
                break
    mended = local.mended_table(kept, matched.encoding, layout, store.scratch)
    for relation in _tables(store, matched, mended.path, clean=True):
        yield Attempt(relation, mended)


def _tables(store: Store, matched: Match, path: Path, *, clean: bool = False) -> Iterator[Relation]:
    """The ways to read a table in UTF-8, the fastest first."""
    layout = matched.layout
    assert layout is not None
    if store.much:
        yield relations.table(matched.format, layout, path, clean=clean, even=True)
    if not clean:
        yield relations.table(matched.format, layout, path)
    yield relations.table(matched.format, layout, path, clean=clean, parallel=False)


def _json_attempts(store: Store, matched: Match, kept: Local) -> Iterator[Attempt]:
    found = matched.documents
    assert found is not None
    steps = documents.steps(matched.records)
    records = first_records(matched.format, found, steps)

    def has(name: str, *, plain: bool = False) -> bool:
        path = documents.steps(name)
        return any(isinstance(v, str) or not plain for record in records for v in documents.values(record, path))

    relation = partial(relations.json, matched.format, has=has, unknown=unknown_counts(matched.format, records[:_LOOK]))
    plain = matched.encoding == "utf-8" and not matched.format.mojibake
    nested = [one for one in matched.format.nests if one.of in (None, matched.records)]
    nested = [one for one in nested if not plain or local.says(kept, one.field.rpartition(".")[2])]
    if plain and not nested:
        if found.array and not found.start and not steps:
            yield Attempt(relation(kept.path, "array", []))
        elif not found.array and (found.lines or kept.size <= relations.MAX_DOCUMENT):
            layout = "newline_delimited" if found.lines else "unstructured"
            yield Attempt(relation(kept.path, layout, steps))
        inner = steps.index("[]") + 1 if "[]" in steps else 0
        if found.array == (not inner):
            for cut in local.lists_of(kept, found.start, steps[:inner], store.scratch):
                yield Attempt(relation(cut, "array", steps[inner:]))
    mended = local.mended_documents(
        kept,
        matched.encoding,
        steps,
        store.scratch,
        lines=found.lines,
        mojibake=matched.format.mojibake,
        nested=[documents.steps(one.path) for one in nested],
    )
    yield Attempt(relation(mended.path, "newline_delimited", ["record"], mended=True), mended)


def _need_columns(declared: Format, found: Iterable[str], path: Path) -> None:
    """Raises ForeignError where a Parquet file lacks a column that its format needs."""
    has = {text.folded(name) for name in found}
    for name in lacking(declared, has):
        raise ForeignError(
            f"{path.name}: a table without the column {json.dumps(name, ensure_ascii=False)}",
            f"`influence formats show {declared.id}` shows which columns it takes.",
        )
