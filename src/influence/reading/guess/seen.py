"""The records of a file of no known format: its columns, with the texts in them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from influence.formats.catalogue import Catalogue
from influence.reading import cells, documents, tables, text
from influence.reading.guess.words import meaning, vocabulary
from influence.reading.sources import Source

_MOST_ROWS = 2000


@dataclass(frozen=True, slots=True)
class Seen:
    """A file of records: how it is laid out, and the texts of each of its columns, one a record (None: not there)."""

    name: str
    part: str
    encoding: str
    columns: dict[str, list[str | None]]
    layout: tables.Layout | None = None
    documents: documents.Documents | None = None
    records: str = ""

    @property
    def rows(self) -> int:
        return max(map(len, self.columns.values()), default=0)

    def name_of(self, wanted: str) -> str | None:
        """The column of that name, as the file writes it."""
        return next((name for name in self.columns if text.folded(name) == text.folded(wanted)), None)


def look(source: Source, catalogue: Catalogue) -> Seen | None:
    """The records in a file, or None where it is neither a table nor JSON with a list of records."""
    head = source.head()
    encoding = text.encoding(head)
    if encoding is None or not head.strip():
        return None
    decoded = text.decode(head, encoding).lstrip("\ufeff")
    found = documents.look(decoded)
    part = source.file_name if source.path is None and "/" in source.name else ""
    words = vocabulary(catalogue)
    if found is not None:
        return _seen_documents(source.name, encoding, found, words)
    layouts = [Seen(source.name, part, encoding, _columns(decoded, one), one) for one in tables.layouts(decoded)]
    rows = [one for one in layouts if one.rows and _is_header(one)]
    return max(rows, key=lambda one: _promise(one, words), default=None)


def _is_header(seen: Seen) -> bool:
    assert seen.layout is not None
    cells = [cell.strip() for cell in seen.layout.header if cell.strip()]
    return len(set(cells)) == len(cells) > 1 and not any(re.fullmatch(r"[\d\s.,:/%+-]+", cell) for cell in cells)


def _promise(seen: Seen, words: Mapping[str, str]) -> tuple[int, int]:
    """How much a way to see a file explains: names that are known, and cells that are filled."""
    known = sum(meaning(name, words) is not None for name in seen.columns)
    filled = sum(value is not None for column in seen.columns.values() for value in column)
    return known, filled


def _columns(decoded: str, layout: tables.Layout) -> dict[str, list[str | None]]:
    lines = decoded.splitlines(keepends=True)
    rows = csv.reader(tables.unwrapped(lines) if layout.wrapped else io.StringIO(decoded, newline=""),
                      delimiter=layout.delimiter)  # fmt: skip
    columns: dict[str, list[str | None]] = {cell.strip(): [] for cell in layout.header if cell.strip()}
    at = {cell.strip(): index for index, cell in reversed(list(enumerate(layout.header))) if cell.strip()}
    try:
        for number, row in enumerate(rows, 1):
            if number > layout.row and any(cell.strip() for cell in row):
                for name, values in columns.items():
                    values.append(_said(row[at[name]]) if at[name] < len(row) else None)
            if number > _MOST_ROWS:
                break
    except csv.Error:
        pass
    return columns


def _said(value: str) -> str | None:
    return None if value.strip().lower() in cells.MISSING else value.strip()


def _seen_documents(name: str, encoding: str, found: documents.Documents, words: Mapping[str, str]) -> Seen | None:
    """Of all lists of objects in a document, that whose names are best known."""
    lists: dict[str, list[dict[str, Any]]] = {}
    if found.array or found.lines or len(found.first) > 1:
        lists[""] = [one for one in found.first if isinstance(one, dict)]
    for document in found.first if not found.array else ():
        for path, records in _lists(document, ""):
            lists.setdefault(path, []).extend(records)
    every = [
        Seen(name, "", encoding, _flat(records[:_MOST_ROWS]), documents=found, records=path)
        for path, records in lists.items()
        if records
    ]
    return max(every, key=lambda one: (*_promise(one, words)[:1], one.rows), default=None)


def _lists(value: Any, path: str) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    if isinstance(value, list):
        records = [item for item in value if isinstance(item, dict)]
        if records:
            yield f"{path}[]", records
        for record in records[:20]:
            yield from _lists_of(record, f"{path}[]")
    elif isinstance(value, dict):
        yield from _lists_of(value, path)


def _lists_of(record: dict[str, Any], path: str) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    for key, inner in record.items():
        if _expressible(key):
            yield from _lists(inner, f"{path}.{key}" if path else key)


def _expressible(key: str) -> bool:
    return bool(key) and not re.search(r'[.\[\]{}"]', key)


def _flat(records: Sequence[dict[str, Any]]) -> dict[str, list[str | None]]:
    columns: dict[str, list[str | None]] = {}
    for number, record in enumerate(records):
        for name, value in _leaves(record, ""):
            column = columns.setdefault(name, [])
            column.extend([None] * (number - len(column)))
            column.append(_said(value))
    for column in columns.values():
        column.extend([None] * (len(records) - len(column)))
    return columns


def _leaves(record: dict[str, Any], path: str) -> Iterator[tuple[str, str]]:
    for key, value in record.items():
        if not _expressible(key):
            continue
        name = f"{path}.{key}" if path else key
        if isinstance(value, dict):
            yield from _leaves(value, name)
        elif isinstance(value, str | int | float) and not isinstance(value, bool):
            yield name, str(value)


def best(every: Iterable[Seen], catalogue: Catalogue, part: str | None = None) -> Seen | None:
    """Of the tables of a workbook or archive, the one to start with: `part` by its name (a glob), else that whose
    names are best known."""
    words = vocabulary(catalogue)
    wanted = [one for one in every if part is None or fnmatchcase(one.name.rpartition("/")[2].lower(), part.lower())]
    return max(wanted, key=lambda one: _promise(one, words), default=None)
